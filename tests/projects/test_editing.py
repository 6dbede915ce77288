"""Edits of a Project: nothing is lost, whatever is cut and joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.project import Project, Segment
from vidgenie.domain.timeline import TransitionKind
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.projects import editing

A, B = "a" * 32, "b" * 32


def project(*texts, **values):
    segments = (Segment(f"{n:032x}", text=text, **values) for n, text in enumerate(texts))
    return Project("p", segments=tuple(segments))


def texts(found):
    return [segment.text for segment in found.segments]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (1, ["one", "two three"]),
        (3, ["one", "two three"]),
        (5, ["one", "two three"]),
        (6, ["one two", "three"]),
        (12, ["one two", "three"]),
    ],
)
def test_a_text_is_cut_at_the_nearest_space(at, expected):
    found = project("one two three")

    assert texts(editing.split(found, found.segments[0].id, at=at, new_id=A)) == expected


def test_one_long_word_is_cut_where_it_is_asked_for():
    found = project("こんにちは")

    assert texts(editing.split(found, found.segments[0].id, at=2, new_id=A)) == ["こん", "にちは"]


@pytest.mark.parametrize(("text", "at"), [("one two", 0), ("one two", 7), ("one", 3), ("", 0)])
def test_neither_half_is_empty(text, at):
    found = project(text)

    with pytest.raises(InvalidInput):
        editing.split(found, found.segments[0].id, at=at, new_id=A)


@given(st.lists(st.sampled_from(["a", "bc", "déf"]), min_size=2), st.integers(0, 60))
def test_what_is_cut_and_joined_is_what_it_was(words, at):
    found = project(" ".join(words))
    first = found.segments[0].id
    at = max(1, min(at, len(found.segments[0].text) - 1))

    cut = editing.split(found, first, at=at, new_id=A)

    assert len(cut.segments) == 2
    assert texts(editing.merge(cut, first)) == texts(found)


def test_the_second_of_two_leads_on_to_the_next():
    found = project("one", "two", transition=TransitionKind.FADE)
    first = editing.change(found, found.segments[0].id, {"transition": TransitionKind.CUT})

    merged = editing.merge(first, found.segments[0].id)

    assert merged.segments[0].transition is TransitionKind.FADE


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("a fox", "an owl", "a fox. an owl"),
        ("a fox.", "an owl", "a fox. an owl"),
        ("", "an owl", "an owl"),
        ("a fox", "", "a fox"),
        ("a fox", "a fox", "a fox"),
    ],
)
def test_prompts_are_joined_by_a_full_stop(first, second, both):
    found = project("one", "two")
    one, two = (segment.id for segment in found.segments)
    found = editing.change(found, one, {"prompt": first})
    found = editing.change(found, two, {"prompt": second})

    assert editing.merge(found, one).segments[0].prompt == both


def test_a_segment_that_is_not_there_is_not_found():
    found = project("one", "two")
    edits = [
        lambda: editing.segment(found, A),
        lambda: editing.add(found, Segment(B), after=A),
        lambda: editing.change(found, A, {"text": "x"}),
        lambda: editing.remove(found, A),
        lambda: editing.split(found, A, at=1, new_id=B),
        lambda: editing.merge(found, A),
    ]

    for edit in edits:
        with pytest.raises(NotFound):
            edit()


def test_the_only_segment_stays():
    found = project("one")

    with pytest.raises(Conflict):
        editing.remove(found, found.segments[0].id)
