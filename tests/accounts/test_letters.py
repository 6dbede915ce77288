"""Our e-mails, in both languages."""

import re
import string

import pytest

from vidgenie.accounts import letter
from vidgenie.accounts.letter import LANGUAGES, Kind, write
from vidgenie.domain.notification import NOTICES

VALUES = {
    "name": "Ana {email}",
    "origin": "https://video.example",
    "email": "new@example.org",
    "minutes": "10",
    "link": "https://video.example/reset#token=abc",
    "left": "9",
    "title": "A fox in the snow",
    "credits": "12 credits",
    "usual": "3 credits",
    "within": "today",
    "habit": "on a usual day it is",
    "until": "November 29, 2026",
    "plan": "Pro",
    "amount": "$29.99",
    "change": "+12 credits",
    "reason": "Thank you",
}


def texts(language, kind):
    found = letter._letters(language)[kind]
    return [found["subject"], *found["paragraphs"]]


def braces(language, kind):
    parts = (part for text in texts(language, kind) for part in string.Formatter().parse(text))
    return {name for _, name, _, _ in parts if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_every_letter_and_no_other(language):
    assert letter._letters(language).keys() == {*Kind, "choices", "signature"}


@pytest.mark.parametrize("kind", Kind)
def test_both_languages_say_the_same_things(kind):
    assert braces("en", kind) == braces("fr", kind)
    assert len(texts("en", kind)) == len(texts("fr", kind))


def test_whatever_can_be_told_can_be_written():
    assert NOTICES.keys() <= set(Kind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_a_letter_names_where_it_comes_from(language, kind):
    written = write(kind, locale=language, values=VALUES)

    assert "https://video.example" in written.body
    assert written.body.rstrip().endswith("VidGenie, https://video.example")
    assert "\n" not in written.subject
    assert len(written.subject) <= 200


@pytest.mark.parametrize("kind", Kind)
def test_what_can_be_switched_off_says_where(kind):
    written = write(kind, locale="en", values=VALUES)

    assert ("/notifications#preferences" in written.body) is (kind.value in NOTICES)


@pytest.mark.parametrize("kind", Kind)
def test_a_name_with_braces_is_a_name(kind):
    written = write(kind, locale="en", values=VALUES)

    assert ("Ana {email}" in written.body) is (kind is not Kind.EMAIL_CONFIRM)


def test_a_language_we_do_not_speak_is_english():
    assert write(Kind.RESET, locale="de", values=VALUES).locale == "en"


@pytest.mark.parametrize("wrong", [r"(?<!\u202f)[;:!?»](?![\d/])", r"«(?!\u202f)", r"'", r"\.\.\."])
def test_french_is_set_as_in_print(wrong):
    found = [text for kind in Kind for text in texts("fr", kind) if re.search(wrong, text)]

    assert found == []
