"""Whatever can go wrong has a cause: where it was, what one click can do, what it may cost."""

import ast
from pathlib import Path

import pytest

import vidgenie
from vidgenie import errors
from vidgenie.domain.causes import CAUSES, FAMILIES, Action, Stage, cause_of, key_of
from vidgenie.services.key_views import SAID
from vidgenie.ui.i18n import catalogue

TREE = Path(vidgenie.__file__).parent
BY_NAME = {name: getattr(errors, name) for name in errors.__all__ if name != "revive"}
# What says itself that it cannot be (typed in a terminal), or is told apart by a State.
NOT_SHOWN = {("InvalidInput", "contradiction")}
# Words of the board of health that no error has.
HEALTH_ONLY = {"unreachable", "busy"}


def every(kind):
    """The class and all its descendants."""
    return [kind, *(found for child in kind.__subclasses__() for found in every(child))]


def literals():
    """(name of the error class, problem) of every `problem="..."` in the code."""
    for path in TREE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in BY_NAME:
                yield from (
                    (name, word.value.value)
                    for word in node.keywords
                    if word.arg == "problem" and isinstance(word.value, ast.Constant)
                )


def refusals():
    """What adapters say a service has refused a request for."""
    for folder in ("providers", "wire", "net"):
        for path in (TREE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                is_call = (
                    isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "rejected"
                )
                if is_call and node.args and isinstance(node.args[0], ast.Constant):
                    yield node.args[0].value


@pytest.mark.parametrize("kind", every(errors.VidGenieError), ids=lambda kind: kind.code)
def test_every_error_has_a_cause(kind):
    assert kind.code in CAUSES


@pytest.mark.parametrize(("name", "problem"), sorted(set(literals()) - NOT_SHOWN))
def test_every_problem_in_the_code_has_a_cause(name, problem):
    code = BY_NAME[name].code

    assert code in FAMILIES or f"{code}.{problem}" in CAUSES


def test_every_refusal_of_a_service_has_a_cause():
    known = {key.partition(".")[2] for key in CAUSES if key.startswith("provider_rejected.")}

    told = set(refusals())

    assert len(told) > 8
    assert told | (SAID - HEALTH_ONLY) <= known


def test_every_cause_can_be_said_in_both_languages():
    for language in catalogue.LANGUAGES:
        texts = catalogue.texts(language)
        unsaid = {
            key
            for key in CAUSES
            for group in ("error", "remedy")
            if not {f"{group}.{key}", f"{group}.{key.partition('.')[0]}"} & texts.keys()
        }
        assert unsaid == set()
        assert {f"cause.stage_{stage}" for stage in Stage} <= texts.keys()
        pressed = set(Action) - {Action.WAIT, Action.NONE}
        assert {f"cause.act_{action}" for action in pressed} <= texts.keys()


def test_the_most_exact_cause_wins():
    error = {"code": "invalid_input", "problem": "unsupported", "field": "nodes.3.seconds"}

    assert key_of(error) == "invalid_input.unsupported.seconds"
    assert cause_of(error).actions[0] is Action.SHORTEN
    assert key_of({**error, "field": "style"}) == "invalid_input.unsupported"
    assert key_of({**error, "problem": "new"}) == "invalid_input"


def test_what_nobody_foresaw_has_a_cause_too():
    assert key_of({"code": "of a newer server"}) == "unknown"
    assert key_of({}) == "unknown"


@pytest.mark.parametrize("key", sorted(CAUSES))
def test_a_cause_offers_something_or_says_there_is_nothing(key):
    actions = CAUSES[key].actions

    assert len(set(actions)) == len(actions) > 0
    assert actions == (Action.NONE,) or Action.NONE not in actions
