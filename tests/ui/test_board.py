"""The board of a Project knows every word it may have to say and every address it calls."""

import re
from pathlib import Path

import pytest

import vidgenie.ui.board
from vidgenie.api.app import build
from vidgenie.api.project_models import SegmentChanges
from vidgenie.domain.project import MOST_TAKES, Mode, Purpose
from vidgenie.domain.timeline import TransitionKind
from vidgenie.ui.i18n import catalogue

EN = catalogue.texts("en")
FOLDER = Path(vidgenie.ui.board.__file__).parent
SCRIPTS = {path.name: path.read_text() for path in sorted(FOLDER.glob("*.js*"))}
_OF_PROJECT = re.compile(
    r"(?:path|act|start)\((?:\"\w+\"|name|`\w+-\$\{n\}`)?(?:, )?[\"`](/[\w/${}.]+)"
)
_STATUSES = ["draft", "scripting", "generating", "ready", "completed", "outdated", "failed"]
_TAKES = ["draft", "pending", "processing", "completed", "failed", "unknown", "cancelled"]
_FIELDS = set(SegmentChanges.model_fields) - {"version"}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("status", _STATUSES),
        ("segment", [*_TAKES, "stale", "own"]),
        ("purpose", Purpose),
        ("mode", Mode),
        ("reference", [mode for mode in Mode if mode is not Mode.TEXT]),
        ("field", [_camel(name) for name in _FIELDS]),
        ("save", ["saved", "saving", "failed", "conflict", "gone"]),
        ("view", ["board", "steps", "canvas"]),
        ("choice", ["maker", "voice", "captions", "music", "look"]),
        ("lacks", ["key", "good_key", "setup"]),
        ("pillar", ["tips", "education", "story"]),
        ("motion", ["low", "medium", "high"]),
        ("work", ["script", "line", "clip", "text", "speech", "captions", "segment", "assemble"]),
    ],
)
def test_whatever_it_is_called_there_is_a_word_for_it(kind, names):
    assert names
    assert {f"board_word.{kind}_{name}" for name in names} <= EN.keys()


def test_every_change_that_can_be_undone_has_a_name():
    acts = re.findall(
        r"\"([\w.]+)\"", SCRIPTS["header.jsx"].partition("const ACTS = [")[2].partition("]")[0]
    )

    assert len(acts) > 5
    assert {f"board_word.act_{act}" for act in acts} <= EN.keys()


def test_every_transition_can_be_chosen():
    drawn = re.findall(
        r"(\w+): \w+",
        SCRIPTS["segment_joint.jsx"].partition("const DRAWINGS = {")[2].partition("}")[0],
    )

    assert set(drawn) == set(TransitionKind)


def test_as_many_takes_can_be_asked_for_as_there_may_be():
    assert f"const MOST = {MOST_TAKES};" in SCRIPTS["regenerate.jsx"]


def test_every_address_below_a_project_exists():
    served = {
        re.sub(r"{\w+}", "{}", path.removeprefix("/api/projects/{project_id}"))
        for path in build().openapi()["paths"]
    }
    called = {
        re.sub(r"\${[\w.]+}", "{}", address)
        for text in SCRIPTS.values()
        for address in _OF_PROJECT.findall(text)
    }

    assert len(called) > 8
    assert called <= served


def test_what_draws_graphs_is_loaded_when_it_is_looked_at():
    assert 'lazy(() => import("./canvas.jsx"))' in SCRIPTS["board.jsx"]
    assert [name for name, text in SCRIPTS.items() if "@xyflow" in text] == ["canvas.jsx"]
