"""What cannot be is found out before anything starts, in words, with exit code 1."""

import io
import json

import pytest
from click.testing import CliRunner

from vidgenie.cli.generate import command
from vidgenie.cli.generate.bar import Bar
from vidgenie.cli.generate.wanted import Wanted
from vidgenie.errors import InvalidInput
from vidgenie.studio.steps import Step


def refused(**options):
    """The problem with these options."""
    with pytest.raises(InvalidInput) as error:
        Wanted(**options).checked()
    return error.value.params["problem"]


@pytest.mark.parametrize("seconds", [0, -5, 305, 601])
def test_a_video_is_neither_too_short_nor_too_long(seconds):
    assert refused(theme="Foxes", duration=seconds) == "out_of_range"


def test_its_length_is_a_multiple_of_five():
    assert refused(theme="Foxes", duration=7) == "no_multiple"


@pytest.mark.parametrize("seconds", [5, 30, 300])
def test_every_other_length_goes(seconds):
    assert Wanted(theme="Foxes", duration=seconds).checked().duration == seconds


def test_something_has_to_be_asked_for():
    assert refused() == "missing"


@pytest.mark.parametrize(
    "options",
    [
        {"theme": "Foxes", "prompt": "a fox"},
        {"prompt": "a fox", "pillar": "tips"},
        {"theme": "Foxes", "project": "0" * 32},
        {"script": "a.txt", "template": "reels-30s-standard"},
        {"csv": "a.csv", "theme": "Foxes"},
    ],
)
def test_what_contradicts_itself_is_refused(options):
    assert refused(**options) == "contradiction"


@pytest.mark.parametrize(
    "options",
    [
        {"theme": "Foxes", "template": "reels-30s-standard"},
        {"theme": "Foxes", "script": "a.txt"},
        {"csv": "a.csv"},
        {"project": "0" * 32},
        {"prompt": "a fox", "duration": 8},
    ],
)
def test_what_goes_together_does(options):
    assert Wanted(**options).checked() == Wanted(**options)


def test_a_wrong_length_is_said_in_words_and_nothing_is_made(installed, tmp_path):
    done = CliRunner().invoke(command, ["--theme", "Foxes", "--duration", "601"])

    assert done.exit_code == 1
    assert done.stdout == ""
    assert "5 to 300 seconds" in done.stderr
    assert not list(tmp_path.glob("*.mp4"))


def test_programs_get_the_error_as_json(installed):
    done = CliRunner().invoke(command, ["--theme", "Foxes", "--duration", "7", "--json"])

    assert done.exit_code == 1
    assert json.loads(done.stderr)["problem"] == "no_multiple"


def test_a_provider_there_is_not_is_said_with_those_there_are(installed):
    done = CliRunner().invoke(command, ["--theme", "Foxes", "--provider", "nobody"])

    assert done.exit_code == 1
    assert "local, luma, " in done.stderr


class Terminal(io.StringIO):
    """A stream people watch."""

    def isatty(self):
        return True


def test_a_log_gets_a_line_for_everything_that_begins():
    log = io.StringIO()
    bar = Bar(stream=log)

    for percent, words in ((1, "script"), (2, "script"), (30, "clip 1 of 6"), (31, "")):
        bar.show(Step(percent, words))
    bar.end()

    assert log.getvalue() == "1 % script\n30 % clip 1 of 6\n"


def test_a_terminal_gets_one_line_that_is_drawn_again():
    terminal = Terminal()
    bar = Bar(stream=terminal)

    bar.show(Step(0, "script"))
    bar.show(Step(50, "clip 3 of 6"))
    bar.end()

    lines = terminal.getvalue().split("\r")
    assert lines[2].startswith("[###############---------------]  50 %  clip 3 of 6")
    assert terminal.getvalue().count("\n") == 1
