"""`vidgenie generate --theme`: a whole video, headless."""

import json
import re

import pytest
from click.testing import CliRunner

from vidgenie import studio
from vidgenie.cli.generate import command
from vidgenie.cli.generate.sources import new_project
from vidgenie.cli.generate.wanted import Wanted
from vidgenie.ledger import store as ledger
from vidgenie.media.receipt import read

EXAMPLES = {
    "list comprehension": (
        "luma",
        ["--theme", "Python list comprehension tips", "--pillar", "tips", "--duration", "30"],
        ["--provider", "luma", "--parallel"],
    ),
    "deployment": (
        "runway",
        ["--theme", "Django deployment tutorial", "--pillar", "education", "--duration", "45"],
        ["--provider", "runway", "--no-subtitles"],
    ),
    "parcours": (
        "fal",
        ["--theme", "Mon parcours dev autodidacte", "--pillar", "story", "--duration", "60"],
        ["--provider", "stability", "--output", "ma_video.mp4"],
    ),
    "erreurs": (
        "luma",
        ["--theme", "5 erreurs Python débutants", "--pillar", "tips"],
        ["--provider", "luma"],
    ),
}
"""Of source document 2: (service, what is wanted, how)."""
QUICK = ["--profile", "draft", "--no-voiceover", "--duration", "5"]
"""One Segment, quickly made."""


@pytest.fixture
def keyed(installed, fakes, monkeypatch):
    """The operator has keys."""
    monkeypatch.setenv("LUMA_API_KEY", fakes.key("luma"))
    monkeypatch.setenv("RUNWAYML_API_SECRET", fakes.key("runway"))
    monkeypatch.setenv("FAL_KEY", fakes.key("fal"))
    return fakes


def generate(*options):
    """What the command says."""
    return CliRunner().invoke(command, list(options))


def everything_is_settled(installed):
    """Whether no credits are set aside any more, and the books are right."""
    with installed.engine.reading() as session:
        return not ledger.open_holds(session) and not ledger.violations(session)


@pytest.mark.parametrize(
    "example",
    [
        "erreurs",
        pytest.param("deployment", marks=pytest.mark.soak),
        pytest.param("list comprehension", marks=pytest.mark.soak),
        # A picture is drawn first, which takes a while.
        pytest.param("parcours", marks=pytest.mark.soak),
    ],
)
def test_each_example_of_the_document_makes_a_short_video(example, keyed, tmp_path):
    service, wanted, how = EXAMPLES[example]

    done = generate(*wanted, *how, *QUICK)

    assert (done.exit_code, done.stderr.count("Error")) == (0, 0), done.output
    target = tmp_path / ("ma_video.mp4" if "--output" in how else "vidgenie.mp4")
    assert target.stat().st_size > 10_000
    assert re.fullmatch(rf"{target.name}: 5\.0 s, 540x960, [\d.]+ MB, 10 credits\n", done.stdout)
    assert keyed.count() == keyed.count(service=service) == 1


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_of_the_document_runs_as_it_is_written(example, keyed, tmp_path):
    service, wanted, how = EXAMPLES[example]

    done = generate(*wanted, *how, "--json")

    assert done.exit_code == 0, done.output
    made = json.loads(done.stdout)
    seconds = int(wanted[-1]) if "--duration" in wanted else 30
    assert made["seconds"] >= seconds
    assert (made["width"], made["height"]) == (1080, 1920)
    assert keyed.count() == keyed.count(service=service) == seconds // 5


def test_it_says_what_it_does_and_tells_programs_as_json(installed, tmp_path):
    how = ["--provider", "camera", "--json", "--title", "Rusés", "--sequential"]

    done = generate("--theme", "Renards", *QUICK, *how)

    made = json.loads(done.stdout)
    assert made["file"] == "vidgenie.mp4"
    assert (made["seconds"], made["width"], made["credits"]) == (5.0, 540, 10)
    assert (tmp_path / "vidgenie.mp4").stat().st_size == made["bytes"]
    beside = json.loads((tmp_path / made["receipt"]).read_text())
    assert (made["receipt"], beside) == ("vidgenie.mp4.json", read(tmp_path / "vidgenie.mp4"))
    assert beside["run"]["id"] == made["runId"]
    assert made["title"] == "Rusés"
    assert studio.VideoProject.get(made["projectId"]).status == "completed"
    said = [line.split(" % ")[1] for line in done.stderr.splitlines() if " % " in line]
    assert "clip" in said
    assert said[-1] == "assembly"
    assert "a draft by rules" in done.stderr


def test_a_script_of_ones_own_is_filmed_as_it_is(installed, tmp_path):
    lines = [{"text": "Un renard.", "prompt": "a fox", "duration": 8}]
    (tmp_path / "s.json").write_text(json.dumps({"title": "Rusé", "segments": lines}))

    new = new_project(studio.connect(), Wanted(script=tmp_path / "s.json"))

    assert new.title == "Rusé"
    assert [(one.text, one.prompt, one.seconds) for one in new.segments] == [
        ("Un renard.", "a fox", 8)
    ]


def test_a_script_that_is_text_is_cut_later(installed, tmp_path):
    (tmp_path / "s.txt").write_text("Un renard. Un héron.")

    assert new_project(studio.connect(), Wanted(script=tmp_path / "s.txt")).script


@pytest.mark.parametrize(
    "script", [b"", b"\xff\xfe", b'{"segments": []}', b"{", b'{"segments":[1]}']
)
def test_a_script_nobody_can_read_is_said(script, installed, tmp_path):
    (tmp_path / "s.txt").write_bytes(script)

    done = generate("--script", "s.txt")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "invalid_input" in done.stderr


def test_a_missing_key_is_said_with_its_variable_and_leaves_nothing(installed, tmp_path):
    done = generate("--theme", "Foxes", "--provider", "luma", "--duration", "5")

    assert done.exit_code == 1
    assert "set LUMA_API_KEY" in done.stderr
    assert not list(tmp_path.glob("*.mp4"))
    place = studio.connect()
    assert place.services.projects.page(place.account).total == 0


def test_a_clip_that_fails_leaves_no_file_and_what_was_paid_is_gone_on_with(
    installed, camera, tmp_path
):
    lines = [{"text": "", "prompt": prompt} for prompt in ("a fox", "a heron")]
    (tmp_path / "s.json").write_text(json.dumps({"title": "Two", "segments": lines}))
    camera.refused = {"a fox"}
    how = ["--provider", "camera", "--profile", "draft", "--no-voiceover", "--no-subtitles"]

    failed = generate("--script", "s.json", *how)

    assert (failed.exit_code, list(tmp_path.glob("*.mp4"))) == (1, [])
    assert everything_is_settled(installed)
    camera.refused = set()
    done = generate("--project", re.search(r"--project (\w+)", failed.stderr)[1], "--json")
    assert done.exit_code == 0, done.output
    assert camera.prompts == ["a heron", "a fox"]
    assert json.loads(done.stdout)["credits"] == 20


def test_a_project_of_which_nothing_was_made_goes_again(installed, camera, tmp_path):
    (tmp_path / "s.json").write_text('{"segments": [{"prompt": "a fox"}]}')
    camera.refused = {"a fox"}

    failed = generate("--script", "s.json", "--provider", "camera", "--no-voiceover")

    assert failed.exit_code == 1
    place = studio.connect()
    assert place.services.projects.page(place.account).total == 0


TABLE = """theme;titre;durée
Renards;Roux;5
Hérons;Gris;5
"""


@pytest.mark.soak
def test_each_row_of_a_table_becomes_a_video_and_a_line(installed, camera, tmp_path):
    (tmp_path / "t.csv").write_text(TABLE)
    how = ["--profile", "draft", "--no-voiceover", "--provider", "camera", "--output", "films"]

    done = generate("--csv", "t.csv", *how, "--json")
    again = generate("--csv", "t.csv", *how)

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["row"], line["title"]) for line in lines] == [(1, "Roux"), (2, "Gris")]
    assert all((tmp_path / line["file"]).is_file() for line in lines)
    assert (again.exit_code, len(again.stdout.splitlines())) == (0, 2), again.output
    assert len(camera.prompts) == 2  # the second time everything was there


def test_a_table_with_a_bad_row_starts_nothing_and_says_all_that_is_wrong(installed, tmp_path):
    (tmp_path / "t.csv").write_text(TABLE + "Loups;;7\nLynx;;601\n")

    done = generate("--csv", "t.csv")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "Row 3: " in done.stderr
    assert "Row 4: " in done.stderr
    place = studio.connect()
    assert place.services.projects.page(place.account).total == 0
