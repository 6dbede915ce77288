"""Which words are shown together, and where they stand."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidgenie.domain.captions import CaptionLook, Captions, TimedWord
from vidgenie.domain.timeline import FPS
from vidgenie.media.captions.groups import PAUSE, direction, groups, visual
from vidgenie.media.captions.script import ass, events

SIZE = (216, 384)
LETTERS = st.text(alphabet=st.sampled_from("abcWÉ.!?日本مر🚀"), min_size=1, max_size=12)


@st.composite
def timed_words(draw):
    """Words in order, with pauses between some of them."""
    now, found = 0.0, []
    for text in draw(st.lists(LETTERS, max_size=30)):
        now += draw(st.sampled_from([0.0, 0.05, 0.7]))
        start, now = now, now + draw(st.sampled_from([0.0, 0.01, 0.2, 0.5]))
        found.append(TimedWord(text, round(start, 3), round(now, 3)))
    return found


def said(text, each=0.3):
    words = text.split(" ")
    return [TimedWord(word, i * each, (i + 1) * each) for i, word in enumerate(words)]


def shown(text, **limits):
    return [" ".join(w.text for w in g) for g in groups(said(text), most=4, chars=20, **limits)]


@given(timed_words(), st.integers(1, 5), st.integers(4, 30))
def test_no_word_is_lost_and_their_order_is_kept(words, most, chars):
    found = groups(words, most=most, chars=chars)

    assert [word for group in found for word in group] == words
    assert all(found)


@given(timed_words())
def test_no_group_goes_on_over_a_pause(words):
    for group in groups(words, most=4, chars=20):
        assert all(two.start - one.end <= PAUSE for one, two in pairwise(group))


def test_a_group_ends_with_its_sentence_or_when_it_is_full():
    assert shown("Il dort. Elle part demain matin tôt avec lui") == [
        "Il dort.",
        "Elle part demain",
        "matin tôt avec lui",
    ]
    assert shown("a b c d e f") == ["a b c d", "e f"]
    assert shown("extraordinairement belle") == ["extraordinairement", "belle"]
    assert shown("Quoi\u202f? « Non\u202f!\u202f» dit-il") == [
        "Quoi\u202f?",
        "« Non\u202f!\u202f»",
        "dit-il",
    ]


def test_the_last_word_of_a_sentence_is_not_left_alone():
    assert shown("Elle part demain très tôt.") == ["Elle part demain", "très tôt."]


def test_words_that_do_not_fit_are_parted():
    assert shown("a b c d", fits=lambda words: len(words) <= 2) == ["a b", "c d"]


@pytest.mark.parametrize(
    ("texts", "language", "order"),
    [
        (["one", "two", "three"], "en", [0, 1, 2]),
        (["مرحبا", "بكم", "هنا"], "ar", [2, 1, 0]),
        (["مرحبا", "VidGenie", "Pro", "هنا"], "ar", [3, 1, 2, 0]),
        (["VidGenie", "هنا"], "ar", [1, 0]),
        (["see", "مرحبا", "بكم", "now"], "en", [0, 2, 1, 3]),
        (["2024", "2025"], "he", [1, 0]),
        ([], "ar", []),
    ],
)
def test_words_stand_in_the_order_they_are_read(texts, language, order):
    assert visual(texts, language) == order


@given(st.lists(LETTERS, max_size=8), st.sampled_from(["fr", "ar"]))
def test_every_word_has_one_place(texts, language):
    assert sorted(visual(texts, language)) == list(range(len(texts)))


def test_a_line_runs_as_its_first_letter_or_its_language_does():
    assert (direction("!מה"), direction("a מ"), direction("a מ", "he"), direction("12", "ar")) == (
        *"RLRR",
    )


@settings(max_examples=40)
@given(timed_words(), st.sampled_from(["karaoke", "oneword", "boxed"]))
def test_no_two_groups_are_drawn_at_once(words, style):
    look = CaptionLook(style=style)
    spans = {}
    for event in events(Captions(tuple(words), look), size=SIZE):
        frames = round(event.start * FPS), round(event.end * FPS)
        assert frames[0] < frames[1]
        for frame in range(*frames):
            spans.setdefault(frame, set()).add((event.layer, event.x, event.y, event.text))
    # Layers tell apart what may lie at one place: never the same thing twice.
    for things in spans.values():
        places = [(layer, x, y) for layer, x, y, _ in things]
        assert len(places) == len(set(places))


@pytest.mark.parametrize("word", ["Anticonstitutionnellement", "x" * 40, "Donaudampfschifffahrt"])
@pytest.mark.parametrize("style", ["karaoke", "oneword", "impact", "comic", "boxed"])
def test_a_long_word_keeps_all_its_letters(word, style):
    look = CaptionLook(style=style, scale=1.2)

    found = events(Captions((TimedWord(word, 0.0, 1.0),), look), size=SIZE)

    drawn = [re.sub(r"\{[^}]*\}", "", event.text) for event in found if event.font]
    assert "".join(drawn).lower() == word.lower()


def test_ten_thousand_words_in_five_seconds_are_a_few_events_a_frame():
    words = tuple(TimedWord(f"mot{i % 97}", i / 2000, (i + 1) / 2000) for i in range(10_000))

    for style in ("karaoke", "boxed", "oneword"):
        found = events(Captions(words, CaptionLook(style=style)), size=SIZE)
        assert len(found) < 5 * FPS * 7
        assert len(ass(found, size=SIZE, first=0, last=5)) < 300_000
