"""What is promised about keys is what is kept, in both languages."""

import re

import pytest

from vidgenie.ui.i18n import catalogue
from vidgenie.vault.recipients import LONGEST

_ZERO_KNOWLEDGE = re.compile(r"zero.knowledge", re.IGNORECASE)
# Said on the page, beside the words themselves.
_WITH_IT = {
    "en": ("the worker sees the key", "if it is compromised at that moment"),
    "fr": ("le processus voit la clé", "est compromis à ce moment-là"),
}


def said(language):
    """(key, form) of every text."""
    for key, text in catalogue.texts(language).items():
        yield from ((key, form) for form in catalogue.forms(text))


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_zero_knowledge_is_never_said_without_what_it_leaves_out(language):
    found = {key for key, text in said(language) if _ZERO_KNOWLEDGE.search(text)}

    assert found == {"vault.zk_title", "vault.zk_text"}
    for words in _WITH_IT[language]:
        assert words in catalogue.texts(language)["vault.zk_text"]


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_nobody_says_that_the_server_never_sees_a_key(language):
    claim = re.compile(
        r"never sees? (?:your|the) keys?|ne voi(?:t|ent) jamais (?:vos|la|les) clés?"
    )

    assert [key for key, text in said(language) if claim.search(text)] == []


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_a_grant_lives_as_long_as_the_page_says(language):
    hours = int(LONGEST.total_seconds() // 3600)

    assert f"{hours} h" in catalogue.texts(language)["vault.sealed_promise"]
