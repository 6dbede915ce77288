"""The settings know every word they may have to say and every address they call."""

import re
from pathlib import Path
from typing import get_args

import pytest

import vidgenie.services
import vidgenie.ui.settings
from vidgenie import bootstrap
from vidgenie.api.app import build
from vidgenie.api.tokens import Scope
from vidgenie.domain.ports.keys import KeyMode, KeyStatus
from vidgenie.domain.ports.provider import Kind
from vidgenie.ui.i18n import catalogue
from vidgenie.vault import keys

EN = catalogue.texts("en")
FOLDER = Path(vidgenie.ui.settings.__file__).parent
SCRIPTS = {path.name: path.read_text() for path in sorted(FOLDER.glob("*.js*"))}
_ADDRESS = re.compile(r"[\"`](/api/[\w/-]*\w)")
_ACTION = re.compile(r"\"vault\.(\w+)\"")
KEY_VERDICTS = ("key_refused", "no_credit", "forbidden", "unreachable")


def words(kind, names):
    """Keys of the catalogue for these names."""
    return {f"settings_words.{kind}_{name}" for name in names}


def sources(package):
    """The Python of a package, in one piece."""
    return "\n".join(p.read_text() for p in sorted(Path(package.__file__).parent.glob("*.py")))


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("kind", Kind),
        ("help", Kind),
        ("status", [*KeyStatus, "none"]),
        ("reason", KEY_VERDICTS),
        ("mode", KeyMode),
        ("mode_text", KeyMode),
        ("scope", get_args(Scope)),
        ("scope_text", get_args(Scope)),
        ("action", [f"vault_{name}" for name in _ACTION.findall(sources(vidgenie.services))]),
        ("save", ["typing", "saving", "saved", "failed", "conflict"]),
        ("unit", {p.cost.unit for p in bootstrap.all_providers().values() if p.cost}),
    ],
)
def test_whatever_the_server_calls_it_there_is_a_word_for_it(kind, names):
    assert words(kind, names) <= EN.keys()


@pytest.mark.parametrize("problem", [*keys._MESSAGES, "other_service"])
def test_a_key_that_cannot_be_one_is_refused_with_words_of_its_own(problem):
    assert f"error.invalid_input.{problem}.key" in EN
    assert f"remedy.invalid_input.{problem}.key" in EN


@pytest.mark.parametrize("problem", ["missing", "wrong", "malformed"])
def test_a_locked_vault_says_why(problem):
    assert f"error.vault_locked.{problem}" in EN


@pytest.mark.parametrize("problem", ["session_only", "scope", "admin_only", "totp_required"])
def test_who_may_not_is_told_why(problem):
    assert f"error.forbidden.{problem}" in EN
    assert f"remedy.forbidden.{problem}" in EN


def test_every_address_the_settings_call_exists():
    served = build().openapi()["paths"]
    called = {address for text in SCRIPTS.values() for address in _ADDRESS.findall(text)}

    unknown = {
        address
        for address in called
        if not any(path == address or path.startswith(f"{address}/") for path in served)
    }

    assert len(called) > 8
    assert unknown == set()


def test_nothing_typed_here_is_kept_by_the_browser_or_sent_as_an_event():
    for name, text in SCRIPTS.items():
        assert "localStorage" not in text, name
        assert "sessionStorage.setItem" not in text, name
    triggers = vidgenie.ui.settings.Settings.create().get_event_triggers()
    assert [name for name in triggers if name.startswith("on_account")] == ["on_account_changed"]
