"""Projects: a whole video from a theme, its preview, clips side by side, a large one opened.

`python -m tests.bench.projects [--quick]` measures nothing else; `--quick` leaves out the
second video and clips one after the other.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench import projects_board
from tests.bench.figure import Figure
from vidgenie.domain.timeline import Profile
from vidgenie.media import ff
from vidgenie.media.assembly.profiles import x264

ROOT = Path(__file__).parent.parent.parent
Told = Mapping[str, Mapping[str, Any]]


def measure(*, quick: bool = False) -> list[Figure]:
    """Ratios; the seconds they are made of behind them."""
    with tempfile.TemporaryDirectory(prefix="projects") as name:
        folder = Path(name)
        told = _steps(folder / "films", "film", "animatic", *(() if quick else ("story",)))
        figures = _films(told, _bare(Path(told["film"]["file"]), folder / "bare.mp4"))
        clips = _steps(folder / "clips", "one", "six", *(() if quick else ("in_turn",)))
        figures += _side_by_side(clips)
        return figures + projects_board.measure(folder / "board")


def _films(told: Told, bare: float) -> list[Figure]:
    film, animatic = told["film"], told["animatic"]
    figures = [
        Figure(
            "30 s from a theme, local, first of a server: seconds a second", _share(film), "", 1.5
        ),
        Figure("the same, processor time", film["cpu"], "s"),
        Figure("of it, by the server that waits for its children", film["server"], "s"),
        Figure("the same, processor time / bare x264 of its frames", film["cpu"] / bare, "x"),
        Figure("animatic of 30 s, local, 540x960: seconds a second", _share(animatic), "", 0.4),
        Figure("the same, processor time", animatic["cpu"], "s"),
    ]
    if "story" in told:
        story = told["story"]
        figures += [
            Figure("30 s from texts that have been spoken: seconds a second", _share(story)),
            Figure("the same, processor time", story["cpu"], "s"),
        ]
    return figures


def _side_by_side(told: Told) -> list[Figure]:
    one = told["one"]["wall"]
    figures = [
        Figure("six clips of a service / one, 3 s each", told["six"]["wall"] / one, "x", 1.3),
        Figure("one clip of the service", one, "s"),
    ]
    if "in_turn" in told:
        share = told["in_turn"]["wall"] / told["six"]["wall"]
        figures.append(Figure("six one after the other / side by side", share, "x"))
    return figures


def _share(told: Mapping[str, Any]) -> float:
    """Seconds of work for a second of video."""
    return told["wall"] / told["seconds"]


def _steps(home: Path, *steps: str) -> Told:
    """What each step of `projects_job` tells."""
    home.mkdir()
    command = [sys.executable, "-m", "tests.bench.projects_job", str(home), *steps]
    job = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told = [json.loads(line) for line in job.stdout.splitlines()]
    return {one["step"]: one for one in told}


def _bare(film: Path, target: Path) -> float:
    """Processor seconds of encoding the film's frames once more, and of nothing else."""
    ffmpeg = [ff.ffmpeg(), "-v", "error", "-nostdin", "-y"]
    frames = ("-f", "rawvideo", "-pix_fmt", "yuv420p")
    decoder = subprocess.Popen(
        [*ffmpeg, "-i", film, "-an", *frames, "pipe:1"], stdout=subprocess.PIPE
    )
    read = (*frames, "-s", "1080x1920", "-r", "30", "-i", "pipe:0")
    output = x264(Profile.STANDARD, threads=os.cpu_count() or 1)
    encoder = subprocess.Popen(
        [*ffmpeg[:3], "-y", *read, *output, str(target)], stdin=decoder.stdout
    )
    _, status, used = os.wait4(encoder.pid, 0)
    encoder.returncode = os.waitstatus_to_exitcode(status)
    assert encoder.returncode == decoder.wait() == 0
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print("| figure | measured | goal |\n|---|---|---|")
    for figure in measure(quick="--quick" in sys.argv):
        print(figure.row, flush=True)
