"""Words as captions show them, in the text's own spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.spoken import is_said, spoken_words, timed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour à tous", ["Bonjour", "à", "tous"]),
        ("La nuit\u202f? Oui.", ["La", "nuit\u202f?", "Oui."]),
        ("La nuit ? Oui !", ["La", "nuit ?", "Oui !"]),
        ("« Bonjour » dit-elle", ["« Bonjour »", "dit-elle"]),
        ("— Ah bon", ["— Ah", "bon"]),
        ("(oui) 50 % et 3 €", ["(oui)", "50", "%", "et", "3", "€"]),
        ("Fini 😀 !", ["Fini 😀 !"]),
        ("un\ndeux\r\n\ttrois  ", ["un", "deux", "trois"]),
        ("fin (", ["fin ("]),
        (" … — ! 😀 ", []),
        ("", []),
    ],
)
def test_marks_go_with_their_word(text, expected):
    assert [word.text for word in spoken_words(text)] == expected


@given(st.text(alphabet="ab 1.!?«»(—😀\u202f\n", max_size=40))
def test_words_are_parts_of_the_text_in_order_and_lose_nothing_that_is_said(text):
    words = spoken_words(text)

    assert [text[word.start : word.end] for word in words] == [word.text for word in words]
    places = [place for word in words for place in (word.start, word.end)]
    assert places == sorted(places)
    assert all(is_said(word.text) for word in words)
    kept = {place for word in words for place in range(word.start, word.end)}
    assert not any(is_said(sign) for place, sign in enumerate(text) if place not in kept)


def test_a_word_lasts_from_its_first_sign_to_its_last():
    text = "Ah ! oui"
    times = [(number / 10, (number + 1) / 10) for number in range(len(text))]

    assert timed(text, times) == [("Ah !", 0.0, 0.4), ("oui", 0.5, 0.8)]


def test_every_sign_needs_its_time():
    with pytest.raises(ValueError, match="1 times for 2 characters"):
        timed("ab", [(0.0, 0.1)])
