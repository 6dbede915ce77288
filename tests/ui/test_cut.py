"""The cutting room knows every word it may have to say and every address it calls."""

import re
from pathlib import Path

import pytest
import reflex as rx

import vidgenie.ui.cut
from vidgenie.domain.captions import STYLES
from vidgenie.domain.timeline import Aspect, Corner, Fit, Profile, TransitionKind
from vidgenie.ui.i18n import catalogue

EN = catalogue.texts("en")
FOLDER = Path(vidgenie.ui.cut.__file__).parent
SCRIPTS = {path.name: path.read_text() for path in sorted(FOLDER.glob("*.js*"))}
_TAB = re.compile(r"const TABS = {(.+?)}")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("transition", TransitionKind),
        ("fit", Fit),
        ("fit_text", Fit),
        ("corner", Corner),
        ("style", STYLES),
        ("profile", [profile for profile in Profile if profile is not Profile.DRAFT]),
        ("profile_text", [profile for profile in Profile if profile is not Profile.DRAFT]),
        ("tab", re.findall(r"(\w+):", _TAB.findall(SCRIPTS["tabs.jsx"])[0])),
        ("lack", ["clips", "gone"]),
        ("run", ["PENDING", "RUNNING", "CANCELLING"]),
        ("work", ["speech", "captions", "footage", "recording", "music", "segment", "assemble"]),
    ],
)
def test_whatever_it_is_called_there_is_a_word_for_it(kind, names):
    assert names
    assert {f"cut_word.{kind}_{name}" for name in names} <= EN.keys()


def test_every_shape_can_be_chosen():
    ratios = re.findall(r"\"([\d:]+)\": [\d /]+", SCRIPTS["picture.jsx"])

    assert set(ratios) == set(Aspect)


def test_no_state_holds_what_is_cut():
    triggers = vidgenie.ui.cut.CuttingRoom.create().get_event_triggers()

    assert triggers.keys() == rx.Component.create().get_event_triggers().keys()
    assert "rx.State" not in (FOLDER / "__init__.py").read_text()
