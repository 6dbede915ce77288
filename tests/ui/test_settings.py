"""The settings know every word they may have to say and every address they call."""

import re
from pathlib import Path
from typing import get_args

import pytest

import vidgenie.services
import vidgenie.ui.settings
from vidgenie import bootstrap
from vidgenie.api.tokens import Scope
from vidgenie.domain.ports.declared import OptionKind
from vidgenie.domain.ports.keys import KeyMode, KeyStatus
from vidgenie.domain.ports.provider import Kind
from vidgenie.services.board import PROBLEMS
from vidgenie.services.key_views import SAID
from vidgenie.ui.i18n import catalogue
from vidgenie.vault import keys

EN = catalogue.texts("en")
FOLDER = Path(vidgenie.ui.settings.__file__).parent
SCRIPTS = {path.name: path.read_text() for path in sorted(FOLDER.glob("*.js*"))}
_ACTION = re.compile(r"\"vault\.(\w+)\"")
PANEL = re.compile(r"\[\"(\w+)\", [A-Z]\w+, \[")
PROVIDERS = bootstrap.all_providers()


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
        ("per", Kind),
        ("panel", PANEL.findall(SCRIPTS["settings.jsx"])),
        ("status", [*KeyStatus, "none", "ready", "works", "off", "operator"]),
        ("reason", SAID),
        ("mode", KeyMode),
        ("mode_text", KeyMode),
        ("scope", get_args(Scope)),
        ("scope_text", get_args(Scope)),
        ("action", [f"vault_{name}" for name in _ACTION.findall(sources(vidgenie.services))]),
        ("save", ["typing", "saving", "saved", "failed", "conflict"]),
        ("unit", {cost.unit for p in PROVIDERS.values() for cost in p.costs}),
    ],
)
def test_whatever_the_server_calls_it_there_is_a_word_for_it(kind, names):
    assert names
    assert words(kind, names) <= EN.keys()


@pytest.mark.parametrize("problem", sorted(PROBLEMS))
def test_the_board_has_words_for_every_problem(problem):
    assert f"provider_health.problem_{problem}" in EN


@pytest.mark.parametrize("state", ["fine", "troubled", "paused", "untried"])
def test_the_board_has_words_for_every_state(state):
    assert f"provider_health.state_{state}" in EN


@pytest.mark.parametrize(
    ("slug", "option"),
    [(p.slug, option) for p in PROVIDERS.values() for option in p.options],
    ids=lambda part: getattr(part, "name", part),
)
def test_every_option_and_each_of_its_choices_has_a_label(slug, option):
    wanted = {f"{option.name}.{choice}" for choice in option.allowed} | {option.name}

    assert {f"provider_option.{slug}.{name}" for name in wanted} <= EN.keys()


@pytest.mark.parametrize("provider", [p for p in PROVIDERS.values() if p.warning])
def test_who_is_to_be_warned_of_has_a_warning_and_asks_for_consent(provider):
    assert f"provider_option.{provider.slug}.warning" in EN
    assert [o for o in provider.options if o.kind is OptionKind.CONSENT and o.is_required]


VALUES = [
    (OptionKind.ADDRESS, ["scheme", "malformed", "credentials", "characters", "not_public"]),
    (OptionKind.USD, ["not_a_price"]),
    (OptionKind.JSON, ["not_json", "too_deep", "too_long"]),
    (OptionKind.TEXT, ["not_text", "too_long"]),
    (OptionKind.CHOICE, ["not_allowed"]),
]


@pytest.mark.parametrize(("kind", "problem"), [(k, p) for k, found in VALUES for p in found])
def test_a_value_that_is_refused_is_refused_with_words_of_its_own(kind, problem):
    place = ".address" if kind is OptionKind.ADDRESS else ""
    known = {f"invalid_input.{problem}{place}", f"invalid_input.{problem}"}

    assert {f"error.{key}" for key in known} & EN.keys()
    assert {f"remedy.{key}" for key in known} & EN.keys()


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


def test_nothing_typed_here_is_kept_by_the_browser_or_sent_as_an_event():
    for name, text in SCRIPTS.items():
        assert "localStorage" not in text, name
        assert "sessionStorage.setItem" not in text, name
    triggers = vidgenie.ui.settings.Settings.create().get_event_triggers()
    assert [name for name in triggers if name.startswith("on_account")] == ["on_account_changed"]
