"""The browser shows a pasted script cut as the server will cut it; run by Node."""

import json

import pytest

from tests.ui import node_page
from vidgenie.domain.project import SEGMENT_SECONDS
from vidgenie.domain.script_budget import lines_of

LONG = (
    "Most beginners write a loop where one line would do, and then they wonder why it takes "
    "so long to read what could be said in a much shorter way. Build the list while you read it."
)
SCRIPTS = {
    "paragraphs": ("en", "The sea comes.\n\nThe sea goes.\nIt always does.\n\n\nGood night."),
    "numbers": ("en", "1. Wake up early.\n2) Drink water.\n3 - Go for a walk."),
    "bullets": ("fr", "- Respirez.\n• Comptez jusqu'à quatre.\n* Recommencez."),
    "brackets": ("en", "Short is good. [a tidy desk]\n\nReadable is better. [an open notebook]"),
    "scenes before": ("en", "Scene: a road at sunrise\nWe leave.\n\nScene 2: a bridge\nWe arrive."),
    "scenes after": ("fr", "On part.\nPlan : une route à l'aube\n\nOn arrive.\nPlan : un pont"),
    "voices": ("en", "Voice: hello there.\n\nNarrator: and good bye."),
    "headings": ("en", "Segment 1\nHello there.\nSegment 2\nGood bye."),
    "long": ("en", LONG),
    "nothing": ("en", " \n\n "),
}
_PAGE = """
import { cutOf } from "./projects/paste.js";
const cut = %s.map(([language, script]) => cutOf(script, language));
console.log(JSON.stringify(cut.map((pieces) => pieces.map(({ text, prompt }) => [text, prompt]))));
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> dict:
    """What the browser makes of every script, in one go."""
    ours = {"cut": ("words", "lengths"), "projects": ("paste", "length")}
    folder = node_page.lay_out(tmp_path_factory.mktemp("paste"), ours)
    cut = node_page.printed(folder, _PAGE % json.dumps(list(SCRIPTS.values())))
    return dict(zip(SCRIPTS, cut, strict=True))


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_pasted_script_is_shown_as_it_will_be_cut(browser, name):
    language, script = SCRIPTS[name]

    lines = lines_of(script, seconds=SEGMENT_SECONDS, language=language)

    assert browser[name] == [[line.text, line.prompt] for line in lines]
