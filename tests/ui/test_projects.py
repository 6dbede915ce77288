"""The pages of Projects know every word they may have to say and every address they call."""

import re
from pathlib import Path

import pytest
import reflex as rx

import vidgenie.ui.projects
from vidgenie.domain.project import LONGEST, LONGEST_TEXT, SEGMENT_SECONDS, SHORTEST
from vidgenie.domain.project_status import ProjectStatus
from vidgenie.projects.pillars import BUILTIN
from vidgenie.services.batch_csv import COLUMNS, read_csv
from vidgenie.services.batch_csv import LARGEST as LARGEST_TABLE
from vidgenie.services.batch_rows import LONGEST_SCRIPT, LONGEST_THEME
from vidgenie.services.pillars import LONGEST_NAME, LONGEST_NOTE
from vidgenie.ui.i18n import catalogue

EN = catalogue.texts("en")
FOLDER = Path(vidgenie.ui.projects.__file__).parent
SCRIPTS = {path.name: path.read_text() for path in sorted(FOLDER.glob("*.js*"))}
_TABLE = re.compile(r"`\$\{HEAD\}(.+?)`", re.DOTALL)
_HEAD = re.compile(r"HEAD = \"(.+?)\"")


def names(file, constant):
    """The texts of a list in a script."""
    found = re.search(rf"const {constant} = (.+?);", SCRIPTS[file], re.DOTALL)
    assert found, constant
    return re.findall(r"\"(\w+)\"", found[1])


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("status", ProjectStatus),
        ("pillar", BUILTIN),
        ("pillar_text", BUILTIN),
        ("source", names("job.js", "SOURCES")),
        ("source_text", names("job.js", "SOURCES")),
        ("lack", ["theme", "seconds", "script", "template"]),
        ("lacks", ["key", "good_key", "setup"]),
        ("column", [*COLUMNS, "row"]),
        ("step", ["writing", "voice", "clips", "assembling"]),
        ("step_done", ["writing", "voice", "clips", "assembling"]),
    ],
)
def test_whatever_it_is_called_there_is_a_word_for_it(kind, wanted):
    assert wanted
    assert {f"projects_word.{kind}_{name}" for name in wanted} <= EN.keys()


def test_every_status_can_be_looked_for():
    assert set(names("words.js", "STATUSES")) == set(ProjectStatus)


def test_every_example_and_tip_has_its_words():
    wanted = [*names("quick.jsx", "EXAMPLES"), *names("quick.jsx", "TIPS")]

    assert len(wanted) > 8
    assert {f"quick_word.{name}" for name in wanted} <= EN.keys()


@pytest.mark.parametrize(
    ("file", "limit"),
    [
        ("theme.jsx", f"LONGEST_THEME = {LONGEST_THEME}"),
        ("length.js", f"STEP = {SEGMENT_SECONDS}"),
        ("length.js", f"LONGEST] = [STEP, {LONGEST}]"),
        ("paste.js", f"MOST_LETTERS = {LONGEST_SCRIPT:_}"),
        ("pillars.jsx", f"LONGEST = {LONGEST_NAME}"),
        ("pillars.jsx", f"LONGEST_NOTE = {LONGEST_NOTE}"),
        ("segment_card.jsx", f"MOST = {LONGEST_TEXT}"),
        ("csv.jsx", f"LARGEST = {LARGEST_TABLE:_}"),
    ],
)
def test_the_pages_have_the_limits_of_the_server(file, limit):
    assert SHORTEST == SEGMENT_SECONDS
    assert f"{limit};" in SCRIPTS[file]


def test_the_sample_table_is_one_the_server_takes():
    head = _HEAD.findall(SCRIPTS["csv_file.js"])[0]
    tables = [text.replace("\\n", "\n") for text in _TABLE.findall(SCRIPTS["csv_file.js"])]

    rows = [read_csv(head + table) for table in tables]

    assert [len(found) for found in rows] == [3, 3]
    assert all(row.cells["theme"] and not row.has_more for found in rows for row in found)


def test_no_state_holds_what_a_project_says():
    made = [
        vidgenie.ui.projects.projects_list(),
        vidgenie.ui.projects.project_wizard(),
        vidgenie.ui.projects.quick_video(),
    ]

    usual = rx.Component.create().get_event_triggers().keys()
    assert all(one.get_event_triggers().keys() == usual for one in made)
    assert "rx.State" not in (FOLDER / "__init__.py").read_text()
