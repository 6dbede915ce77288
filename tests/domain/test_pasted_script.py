"""A pasted script is cut where people would cut it, and no word is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidgenie.domain.caption_words import natural_seconds
from vidgenie.domain.pasted_script import cut
from vidgenie.domain.project import LONGEST_TEXT, SEGMENT_SECONDS
from vidgenie.domain.timeline import LEAD, TAIL

ROOM = SEGMENT_SECONDS - LEAD - TAIL


def test_a_segment_ends_with_a_sentence_where_one_ends_near_its_end():
    first = "Voici une idée simple pour ranger sa cuisine."
    script = f"{first} Elle ne prend vraiment que deux petites minutes chaque soir."

    assert cut(script, "fr")[0] == first


def test_an_empty_line_always_begins_a_new_segment():
    assert cut("One.\n\nTwo.\r\n\r\nThree.", "en") == ["One.", "Two.", "Three."]


def test_a_line_break_is_a_space():
    assert cut("One\ntwo", "en") == ["One two"]


@pytest.mark.parametrize("script", ["", " \n\n \t "])
def test_nothing_is_no_segment(script):
    assert cut(script, "en") == []


def test_a_faster_voice_says_more():
    script = "word " * 200

    assert len(cut(script, "en", speed=2.0)) < len(cut(script, "en"))


def test_a_script_without_spaces_is_cut_where_a_segment_is_full():
    assert [len(text) for text in cut("あ" * 2500, "ja")] == [LONGEST_TEXT, LONGEST_TEXT, 500]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["le", "chat,", "dort.", "aujourd'hui", "Oui !"]), max_size=60))
def test_no_word_is_lost_and_what_can_be_said_in_time_is(words):
    script = " ".join(words)

    texts = cut(script, "fr")

    assert " ".join(texts) == script
    assert all(natural_seconds(text, "fr") <= ROOM or " " not in text for text in texts)
