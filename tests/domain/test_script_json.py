"""Scripts as JSON: what is taken, what is complained about, what is mended."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.scripts import script_for, written_for
from vidgenie.domain import project
from vidgenie.domain.script import Brief, Script, ScriptLine
from vidgenie.domain.script_json import (
    LONGEST_ANSWER,
    LONGEST_PROMPT,
    LONGEST_TEXT,
    ScriptProblem,
    clean,
    fits,
    parse,
    read,
    sentences,
    write,
)
from vidgenie.domain.script_mend import mended

BRIEF = Brief("a heron", segments=3, language="en")
LONG = "Every single morning the old grey heron flies over the quiet lake to look for some fish. "


def said(**changes):
    return json.dumps({**json.loads(written_for(BRIEF)), **changes})


def complaints(text, brief=BRIEF):
    with pytest.raises(ScriptProblem) as caught:
        read(text, brief)
    return " ".join(caught.value.complaints)


def test_a_good_script_is_read_as_it_was_written():
    assert read(written_for(BRIEF), BRIEF) == script_for(BRIEF)
    assert parse(written_for(BRIEF)) == script_for(BRIEF)


def test_the_limits_are_those_of_a_project():
    assert (LONGEST_TEXT, LONGEST_PROMPT) == (project.LONGEST_TEXT, project.LONGEST_PROMPT)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not valid JSON"),
        ('{"title": "cut o', "not valid JSON"),
        ("[1]", "not a JSON object"),
        ("[" * 100_000, "not valid JSON"),
        ('"' + "a" * LONGEST_ANSWER + '"', "longer than"),
        (said(title=""), "title must be"),
        (said(title=7), "title must be"),
        (said(hook=" "), "hook must be"),
        (said(callToAction=None), "callToAction must be"),
        (said(segments=[]), "segments must be"),
        (said(segments="three"), "segments must be"),
        (said(segments=[1, 2, 3]), "segments[0] must be an object"),
        (said(title="a" * 500), "title has 500"),
        (said(more=1), "Unknown fields: more"),
    ],
)
def test_what_is_wrong_is_said_in_words_for_its_writer(text, told):
    assert told in complaints(text)


def test_the_number_of_lines_must_be_exact():
    assert "exactly 4" in complaints(written_for(BRIEF), replace(BRIEF, segments=4))


@pytest.mark.parametrize("name", ["text", "prompt"])
@pytest.mark.parametrize("text", ["", " \n", "<br>", "\u200e", None, 5])
def test_an_empty_line_is_complained_about(name, text):
    segments = json.loads(written_for(BRIEF))["segments"]
    segments[1][name] = text

    assert f"segments[1].{name} must be" in complaints(said(segments=segments))


def test_a_line_a_little_too_long_is_taken_and_one_much_too_long_is_not():
    lines = [{"text": "Look at the heron.", "prompt": "a heron"} for _ in range(3)]
    lines[1]["text"] = (
        "Early in the morning the heron is looking for fish in the old lake over there."
    )
    assert read(said(segments=lines), BRIEF)
    lines[1]["text"] = LONG * 2

    assert "segments[1].text has 34 words" in complaints(said(segments=lines))


def test_a_single_word_cannot_be_shorter():
    assert fits("anticonstitutionnellement", Brief("x", seconds=1))


def test_html_and_unseen_signs_are_left_out():
    text = "<b>Look</b> at\u202e the\x07 heron<script src=x>.\r\n"

    assert clean(text) == "Look at the heron ."
    assert clean("a < b and c > d") == "a < b and c > d"


def test_the_hook_is_what_opens_and_the_call_what_ends():
    lines = [
        {"text": "Look! A heron.", "prompt": "p"},
        {"text": "It flies.", "prompt": "q"},
        {"text": "It lands. Follow us!", "prompt": "r"},
    ]

    script = read(said(segments=lines, hook="Another hook.", callToAction="Buy."), BRIEF)

    assert (script.hook, script.call_to_action) == ("Look!", "Follow us!")


def test_sentences_keep_their_marks():
    assert sentences("Pourquoi\u202f? Parce que… Voilà") == [
        "Pourquoi\u202f?",
        "Parce que…",
        "Voilà",
    ]


def read_or_none(text):
    try:
        return read(text, BRIEF)
    except ScriptProblem:
        return None


@settings(max_examples=40, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_any_json_is_read_or_complained_about(value):
    segments = [{"text": value, "prompt": value}] * 3
    for text in (json.dumps(value), said(segments=value), said(segments=segments, title=value)):
        script = read_or_none(text)
        assert script is None or read(write(script), BRIEF) == script


def with_lines(*texts):
    lines = tuple(ScriptLine(text, f"view {n}") for n, text in enumerate(texts))
    return Script("A heron", texts[0], texts[-1], lines)


def test_too_many_lines_are_joined():
    script = mended(with_lines("Look.", "It flies.", "It lands.", "It eats.", "Try it."), BRIEF)

    assert len(script.lines) == 3
    joined = " ".join(line.text for line in script.lines)
    assert joined == "Look. It flies. It lands. It eats. Try it."


def test_too_few_lines_are_parted():
    script = mended(with_lines("Look at the grey heron.", "It flies over the lake."), BRIEF)

    assert len(script.lines) == 3
    assert [line.prompt for line in script.lines] == ["view 0", "view 0", "view 1"]


def test_what_is_too_long_loses_its_last_sentences_but_not_the_call():
    last = LONG + LONG + "Follow us!"

    script = mended(with_lines("Look. " + LONG, LONG * 2, last), BRIEF)

    assert script.lines[0].text == "Look."
    assert script.lines[-1].text.endswith("Follow us!")
    assert all(fits(line.text, BRIEF) for line in script.lines)


def test_a_line_without_words_is_made_from_another():
    script = mended(with_lines("Look at it there.", "", "Try it now."), BRIEF)

    assert len(script.lines) == 3
    assert all(line.text for line in script.lines)


@pytest.mark.parametrize(
    "script",
    [with_lines(""), replace(with_lines("Look."), title=""), with_lines("Look.", "Try.")],
)
def test_what_has_too_little_in_it_is_given_up(script):
    assert mended(script, replace(BRIEF, segments=3)) is None


LINES = st.lists(st.text("abc déf. ,!", max_size=120), min_size=1, max_size=9)


@settings(max_examples=40, deadline=None)
@given(LINES, st.integers(1, 8), st.sampled_from([1, 5]))
def test_what_is_mended_is_a_script(texts, segments, seconds):
    brief = Brief("x", segments=segments, seconds=seconds)
    script = mended(with_lines(*(clean(text) for text in texts)), brief)

    if script is not None:
        assert read(write(script), brief) == script
