"""How much is said in a Segment, and how a pasted script is cut."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidgenie.domain.project import SEGMENT_SECONDS
from vidgenie.domain.script import Brief, ScriptLine
from vidgenie.domain.script_budget import (
    budget,
    cut_in_segments,
    lines_of,
    room,
    spoken_seconds,
)

LETTERS = "abcdefghijklmnopqrstuvwxyzéèàçœ"
WORDS = st.text(LETTERS, min_size=1, max_size=14)
MARKS = st.sampled_from(["", "", "", ",", ";", ".", " !", " ?", "…"])
TEXTS = st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=80).map(
    lambda parts: " ".join(word + mark for word, mark in parts)
)
SECONDS = st.sampled_from([1.0, 2.0, 3.0, 5.0, 8.0, 30.0])
SPEEDS = st.sampled_from([0.5, 1.0, 1.3, 2.0])


def test_a_segment_of_a_brief_is_as_long_as_one_of_a_project():
    seconds = {field.name: field.default for field in fields(Brief)}["seconds"]

    assert seconds == SEGMENT_SECONDS


@pytest.mark.parametrize("language", ["fr", "en", "es", "it", "pt", "de"])
def test_five_seconds_have_room_for_about_fifteen_words(language):
    assert 12 <= budget(5, language) <= 17


def test_a_faster_voice_says_more():
    assert budget(5, "fr", 2.0) == 2 * budget(5, "fr")
    assert spoken_seconds("Bonjour à tous.", "fr", 2.0) < spoken_seconds("Bonjour à tous.", "fr")


@settings(max_examples=40, deadline=None)
@given(SECONDS, SPEEDS)
def test_there_is_room_for_one_word_at_least(seconds, speed):
    assert budget(seconds, "fr", speed) >= 1


def test_a_full_budget_of_usual_words_can_be_said():
    said = "Ce matin je prends un petit café avec du pain et un peu de beurre"

    assert len(said.split()) == 15
    assert spoken_seconds(said, "fr") <= room(5) * 1.15


@settings(max_examples=40, deadline=None)
@given(TEXTS, SECONDS, SPEEDS)
def test_no_word_is_lost_and_all_stay_in_order(text, seconds, speed):
    pieces = cut_in_segments(text, seconds=seconds, language="fr", speed=speed)

    assert " ".join(pieces).split() == text.split()


@settings(max_examples=40, deadline=None)
@given(TEXTS, SECONDS, SPEEDS)
def test_every_piece_fits_unless_it_is_one_word(text, seconds, speed):
    for piece in cut_in_segments(text, seconds=seconds, language="fr", speed=speed):
        is_one = len([part for part in piece.split() if part.strip("!?")]) == 1
        assert is_one or spoken_seconds(piece, "fr", speed) <= room(seconds) + 1e-3


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.integers(1, 12))
def test_as_many_pieces_as_wanted_when_there_are_words_enough(text, wanted):
    pieces = cut_in_segments(text, seconds=5, language="fr", segments=wanted)

    assert len(pieces) == min(wanted, len(text.split()))
    assert " ".join(pieces).split() == text.split()
    assert all(pieces)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), SECONDS)
def test_anything_that_is_pasted_is_cut(text, seconds):
    for line in lines_of(text, seconds=seconds, language="fr"):
        assert line.text or line.prompt


def test_a_piece_ends_with_a_sentence_when_it_can():
    text = "Vous dormez mal ? Couchez-vous plus tôt. Le matin sera plus simple, et plus doux."

    assert cut_in_segments(text, seconds=5, language="fr") == [
        "Vous dormez mal ? Couchez-vous plus tôt.",
        "Le matin sera plus simple, et plus doux.",
    ]


def test_a_long_sentence_is_cut_after_a_clause():
    first = "Quand le soleil se lève sur la plaine du nord,"
    text = f"{first} les oiseaux chantent encore dans les grands arbres noirs."

    assert cut_in_segments(text, seconds=5, language="fr")[0] == first


def test_paragraphs_and_numbered_lines_are_segments():
    text = "1. Aérez la chambre.\n2) Fermez les volets.\n\nDormez.\n- Rêvez."

    assert cut_in_segments(text, seconds=5, language="fr") == [
        "Aérez la chambre.",
        "Fermez les volets.",
        "Dormez.",
        "Rêvez.",
    ]


@pytest.mark.parametrize(
    "direction",
    ["Scene: a bed", "Scène 2 : a bed", "Plan : a bed", "Visuel : a bed", "PROMPT: a bed"],
)
def test_a_direction_is_filmed_not_said(direction):
    found = lines_of(f"{direction}\nBonne nuit.", seconds=5, language="fr")

    assert found == [ScriptLine("Bonne nuit.", "a bed")]


def test_directions_may_stand_after_their_words_or_among_them():
    after = lines_of("Bonjour.\nPrompt: a cat\n\nBonsoir.\nPrompt: a dog", seconds=5, language="en")
    among = lines_of("[a cat] Bonjour.\n[a dog] Bonsoir.", seconds=5, language="en")

    wanted = [ScriptLine("Bonjour.", "a cat"), ScriptLine("Bonsoir.", "a dog")]
    assert (after, among) == (wanted, wanted)


def test_headings_and_names_of_the_voice_are_not_said():
    text = "Segment 1\nVoix off : Bonjour.\n\nSegment 2\nTexte : Bonsoir."

    assert cut_in_segments(text, seconds=5, language="fr") == ["Bonjour.", "Bonsoir."]


def test_a_long_paragraph_keeps_its_direction_in_every_piece():
    text = "[a road] " + "Marchez encore un peu plus loin sur la route. " * 4

    found = lines_of(text, seconds=5, language="fr")

    assert len(found) > 1
    assert {line.prompt for line in found} == {"a road"}
