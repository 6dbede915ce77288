"""The pages of admins have a word for whatever the server says, and send what it takes."""

import re
from pathlib import Path

import pytest

import vidgenie.ui.admin
from vidgenie.api.app import build
from vidgenie.domain.ports.provider import Kind
from vidgenie.domain.product import RELEASED, ProductKind
from vidgenie.ledger import tables
from vidgenie.services.tariff_rules import Standing
from vidgenie.services.tariff_table import ACTIONS, TYPICAL
from vidgenie.ui.i18n import catalogue

FOLDER = Path(vidgenie.ui.admin.__file__).parent
SCRIPTS = "\n".join(path.read_text() for path in sorted(FOLDER.glob("*.js*")))


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("admin_word", [f"action_{action}" for action in [*ACTIONS, "any"]]),
        ("admin_word", [f"kind_{kind}" for kind in [*Kind, "any"]]),
        ("admin_word", [f"video_{video}" for video in TYPICAL]),
        ("admin_word", Standing),
        ("admin_word", [*ProductKind, *(f"{kind}s" for kind in ProductKind)]),
        ("admin_word", [f"new_{kind}" for kind in ProductKind]),
        ("admin_word", ["credit", "debit", "hold", "release"]),
        ("admin_word", [f"source_{source}" for source in tables._SOURCES]),
    ],
)
def test_whatever_the_server_calls_it_there_is_a_word_for_it(language, group, names):
    assert {f"{group}.{name}" for name in names} <= catalogue.texts(language).keys()


def test_every_address_they_call_is_served():
    served = {re.sub(r"{\w+}", "{}", path) for path in build().openapi()["paths"]}
    called = {
        re.sub(r"\$\{.*?\}(?=/|$)", "{}", path).partition("?")[0]
        for path in re.findall(r"[\"`](/api/[^\"`]*)[\"`]", SCRIPTS)
    }

    assert called
    assert called <= served


def test_the_kind_of_an_action_is_the_servers():
    text = re.search(r'\[("enhance", "script")\]\.includes', SCRIPTS)

    assert text
    assert {action for action, kind in ACTIONS.items() if kind is Kind.TEXT} == {
        "enhance",
        "script",
    }
    assert all(
        action.partition(".")[0] == kind
        for action, kind in ACTIONS.items()
        if kind is not Kind.TEXT
    )


def test_why_credits_moved_is_said_as_their_owner_reads_it():
    said = (FOLDER / "book.jsx").read_text()

    assert re.search(r'import { .*\breasonText\b.* } from "../credits/words.js";', said)
    assert "reasonText(t, entry.reason)" in said


def test_plans_whose_names_are_texts_are_the_servers():
    told = re.search(r"RELEASED = new Set\(\[(.*?)\]\)", SCRIPTS)

    assert told
    assert set(re.findall(r'"(\w+)"', told[1])) == RELEASED
