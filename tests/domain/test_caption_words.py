"""The words of captions: told, estimated, spelled and put right."""
# ruff: noqa: RUF001  # texts of other scripts are what is tested

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.caption_words import (
    Edit,
    edited,
    estimate,
    joined,
    natural_seconds,
    read_words,
    respelled,
    spelled,
    typographic,
    words_of,
)
from vidgenie.domain.captions import TimedWord
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.spoken import spoken_words
from vidgenie.errors import InvalidInput

THREE = (TimedWord("Où", 0.0, 0.2), TimedWord("es", 0.2, 0.4), TimedWord("tu", 0.5, 0.9))
TEXTS = st.text(alphabet=st.sampled_from("abé’ '.,!?;:«»-\n7日本語のカナمرحبا🚀"), max_size=60)


def speech(words):
    origin = {"words": words} if words is not None else {}
    return FileValue("a", PortType.AUDIO, "wav", 0, 0, 9, seconds=1.0, origin=origin)


def texts(words):
    return [word.text for word in words]


def test_the_words_of_speech_are_those_its_provider_told():
    told = json.dumps([["Où", 0.0, 0.2], ["vas", 0.25, 0.5]])

    assert words_of(speech(told)) == (TimedWord("Où", 0.0, 0.2), TimedWord("vas", 0.25, 0.5))


@pytest.mark.parametrize(
    "told",
    [
        None,
        "",
        "[",
        "{}",
        "3",
        "null",
        '["Où"]',
        '[["Où", 0]]',
        '[["Où", "0", 1]]',
        '[["", 0, 1]]',
        "[[" * 5000,
        '[["a", NaN, 1]]',
        '[["a", 0, Infinity]]',
        '[["a", null, 1]]',
        "[[3, 0, 1]]",
    ],
)
def test_what_is_no_word_is_left_out(told):
    assert words_of(speech(told)) == ()


def test_times_that_contradict_each_other_are_put_in_order():
    found = read_words(json.dumps([["a", 0.5, 2.0], ["b", 0.4, 0.3], ["c", 1.0, 1.2]]))

    assert texts(found) == ["a", "b", "c"]
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(word.start <= word.end for word in found)


def test_a_sentence_without_spaces_is_told_in_parts_that_share_its_time():
    found = read_words(json.dumps([["日本語の字幕を作る", 1.0, 1.9]]), "ja")

    assert texts(found) == ["日本語の", "字幕を", "作る"]
    assert (found[0].start, found[-1].end) == (1.0, 1.9)


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Où vas-tu cette nuit ?", "fr", ["Où", "vas-tu", "cette", "nuit\u202f?"]),
        ("« Bonjour » !", "fr", ["«\u202fBonjour\u202f»\u202f!"]),
        ("belle 🚀 nuit", "fr", ["belle 🚀", "nuit"]),
        ("人工智能正在改变世界", "zh", ["人工", "智能", "正在", "改变", "世界"]),
        ("「本」を読む。", "ja", ["「本」", "を", "読む。"]),
        ("مرحبا بالعالم", "ar", ["مرحبا", "بالعالم"]),
        ("", "fr", []),
        ("🚀 ... !", "fr", []),
    ],
)
def test_a_text_is_shown_word_by_word(text, language, wanted):
    assert spelled(text, language) == wanted


@given(TEXTS, st.sampled_from(["fr", "en", "ja", "zh", "ar"]))
def test_no_letter_of_a_text_is_lost(text, language):
    said = "".join(word.text for word in spoken_words(typographic(text, language)))

    assert "".join(spelled(text, language)) == said


def test_the_words_fill_the_time_and_follow_each_other():
    found = estimate("Chaque matin, la ville se réveille. Puis elle part.", 5.0, "fr", at=2.0)

    assert len(found) == 9
    assert found[0].start == 2.0
    assert found[-1].end == pytest.approx(7.0, abs=0.002)
    assert all(word.start < word.end for word in found)
    gaps = {one.text: two.start - one.end for one, two in pairwise(found)}
    assert max(gaps, key=gaps.get) == "réveille."
    assert gaps["matin,"] > gaps["ville"]


def test_long_words_take_longer():
    found = estimate("incroyablement là", 2.0, "fr")

    assert found[0].end - found[0].start > 3 * (found[1].end - found[1].start)


@pytest.mark.parametrize(
    ("text", "language", "measured"),
    [
        ("Chaque matin, la ville se réveille sous une lumière douce et dorée.", "fr", 3.17),
        ("Les étoiles brillent au-dessus de la montagne endormie.", "fr", 2.75),
        ("En 2024, trois millions de personnes ont visité ce petit village.", "fr", 4.33),
        ("Every morning the city wakes up under a soft golden light.", "en", 3.2),
        ("In three simple steps, you can change the way you work.", "en", 3.05),
    ],
)
def test_a_text_takes_about_as_long_as_the_local_voice_takes(text, language, measured):
    assert natural_seconds(text, language) == pytest.approx(measured, rel=0.15)


def test_a_text_without_speech_takes_its_natural_time():
    found = estimate("Chaque matin, la ville se réveille.", None, "fr")

    assert found[-1].end == pytest.approx(
        natural_seconds("Chaque matin, la ville se réveille.", "fr")
    )


@given(TEXTS, st.floats(0, 600) | st.none(), st.sampled_from(["fr", "ja", "ar"]))
def test_estimated_words_are_always_in_order(text, seconds, language):
    found = estimate(text, seconds, language)

    assert texts(found) == spelled(text, language)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(word.start <= word.end for word in found)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Quoi ?", "Quoi\u202f?"),
        ("Quoi?", "Quoi\u202f?"),
        ("Quoi ?!", "Quoi\u202f?!"),
        ("Attends ; viens", "Attends\u202f; viens"),
        ("Voici : rien", "Voici\u00a0: rien"),
        ("Voici: rien", "Voici\u00a0: rien"),
        ("« Oui »", "«\u202fOui\u202f»"),
        ("«Oui»", "«\u202fOui\u202f»"),
        ("l'été", "l’été"),
        ("à 10:30", "à 10:30"),
        ("http://a.fr/?b=1;c", "http://a.fr/?b=1;c"),
        ("déjà\u00a0!", "déjà\u202f!"),
        ("?", "?"),
    ],
)
def test_french_is_printed_as_in_books(typed, printed):
    assert typographic(typed, "fr") == printed
    assert typographic(printed, "fr") == printed


def test_other_languages_get_their_apostrophes_only():
    assert typographic("it's here: what ?", "en") == "it’s here: what ?"


def test_the_spelling_of_the_text_is_shown_when_it_has_as_many_words():
    assert texts(respelled(THREE, "Où es-tu vraiment ?", "fr")) == [
        "Où",
        "es-tu",
        "vraiment\u202f?",
    ]
    assert respelled(THREE, "Où es-tu ?", "fr") == THREE


def test_a_word_can_be_put_right():
    found = edited(THREE, [Edit(1, text="vas"), Edit(2, start=0.6, end=1.0)])

    assert found == (THREE[0], TimedWord("vas", 0.2, 0.4), TimedWord("tu", 0.6, 1.0))


def test_words_beside_one_that_moved_make_room():
    found = edited(THREE, [Edit(1, start=0.1, end=0.6)])

    assert [(word.start, word.end) for word in found] == [(0.0, 0.1), (0.1, 0.6), (0.6, 0.9)]


def test_a_word_can_be_taken_out_or_become_several():
    assert texts(edited(THREE, [Edit(1, text=" ")])) == ["Où", "tu"]
    found = edited(THREE, [Edit(2, text="tu vas")])
    assert texts(found) == ["Où", "es", "tu", "vas"]
    assert (found[2].start, found[3].end) == (0.5, 0.9)


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (Edit(3, text="x"), "out_of_range"),
        (Edit(-1, text="x"), "out_of_range"),
        (Edit(1, start=0.5), "out_of_order"),
        (Edit(1, start=0.0), "out_of_order"),
        (Edit(1, end=2.0), "out_of_order"),
        (Edit(2, end=float("nan")), "out_of_order"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(edit, problem):
    with pytest.raises(InvalidInput) as caught:
        edited(THREE, [edit])

    assert (caught.value.params["field"], caught.value.params["problem"]) == ("edits", problem)


def test_words_are_joined_as_their_script_writes_them():
    assert joined(["Où", "vas-tu"]) == "Où vas-tu"
    assert joined(["日本語の", "字幕を", "VidGenie", "で"]) == "日本語の字幕を VidGenie で"
