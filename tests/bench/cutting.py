"""The cutting room, side by side in one run: ours, bare x264 of the same frames, plain MoviePy.

`python -m tests.bench.cutting [--quick]` measures nothing else; `--quick` leaves out MoviePy,
which takes minutes, and the video of 60 s.
"""

import asyncio
import json
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

from tests.bench import cutting_inputs
from tests.bench.figure import Figure
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.domain.timeline import Profile
from vidgenie.media import ff
from vidgenie.media.assembly.profiles import x264
from vidgenie.providers.local import LocalSpeech
from vidgenie.providers.local.video import LocalVideo

ROOT = Path(__file__).parent.parent.parent
SHOTS, LONG = 6, 12
_SIZE = "1080x1920"
_TEXT = (
    "La nuit, le vieux phare parle aux marins. Il compte les vagues, il attend la tempête, "
    "et quand la brume se lève, il allume sa grande lumière pour ceux qui rentrent tard."
)


@dataclass(frozen=True)
class _Cost:
    """Seconds a program took: on the wall, and of processors with all its children."""

    wall: float
    cpu: float


def measure(*, quick: bool = False) -> list[Figure]:
    """Ratios first; the seconds they are made of last."""
    with tempfile.TemporaryDirectory(prefix="cutting") as name:
        folder = Path(name)
        inputs = cutting_inputs.make(folder, shots=SHOTS if quick else LONG)
        (folder / "inputs.pickle").write_bytes(pickle.dumps(inputs))
        costs, _ = _steps(folder, SHOTS, "full", "again", "changed")
        bare = _bare(folder)
        figures = _ratios(costs, bare)
        if not quick:
            figures += _moviepy(folder, costs["full"])
            figures += _memory(folder)
        figures += [
            Figure("30 s assembled: wall time", costs["full"].wall, "s"),
            Figure("30 s assembled: processor time", costs["full"].cpu, "s"),
        ]
    return [*figures, *asyncio.run(_clip()), *asyncio.run(_voice())]


def _ratios(costs: Mapping[str, _Cost], bare: _Cost) -> list[Figure]:
    full, changed = costs["full"], costs["changed"]
    return [
        Figure("assembly of 6 x 5 s / bare x264, wall", full.wall / bare.wall, "x", goal=1.15),
        Figure("the same, processor time", full.cpu / bare.cpu, "x", goal=1.15),
        Figure("one Shot of six changed / all of it, wall", changed.wall / full.wall, "x", 0.30),
        Figure("the same, processor time", changed.cpu / full.cpu, "x", goal=0.30),
        Figure("nothing changed", costs["again"].wall * 1000, "ms", goal=500),
    ]


def _moviepy(folder: Path, full: _Cost) -> list[Figure]:
    """Plain MoviePy must take 5 times as long, or longer."""
    cost = _timed([sys.executable, "-m", "tests.bench.cutting_moviepy", str(folder), str(SHOTS)])
    return [
        Figure("assembly / plain MoviePy, wall", full.wall / cost.wall, "x", goal=0.2),
        Figure("the same, processor time", full.cpu / cost.cpu, "x", goal=0.2),
        Figure("plain MoviePy: wall time", cost.wall, "s"),
    ]


def _memory(folder: Path) -> list[Figure]:
    costs, peak = _steps(folder, LONG, "full")
    return [
        Figure("assembly of 60 s: peak memory, children included", peak / 1e6, "MB", goal=800),
        Figure("assembly of 60 s: wall time", costs["full"].wall, "s"),
    ]


def _steps(folder: Path, shots: int, *steps: str) -> tuple[dict[str, _Cost], int]:
    """What each step of `cutting_job` took, and the most bytes all its processes had."""
    command = [sys.executable, "-m", "tests.bench.cutting_job", str(folder), str(shots), *steps]
    job = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with _Peak(job.pid) as peak:
        said, _ = job.communicate()
    assert job.returncode == 0, command
    told = [json.loads(line) for line in said.splitlines()]
    return {one["step"]: _Cost(one["wall"], one["cpu"]) for one in told}, peak.most


def _bare(folder: Path) -> _Cost:
    """Encode what was encoded once more, from a file of its frames, with the same arguments."""
    _steps(folder, SHOTS, "lossless")
    raw = folder / "frames.yuv"
    ffmpeg = [ff.ffmpeg(), "-v", "error", "-nostdin", "-y"]
    subprocess.run(
        [*ffmpeg, "-i", folder / f"lossless{SHOTS}.mp4", "-pix_fmt", "yuv420p", "-an", raw],
        check=True,
    )
    read = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", _SIZE, "-r", "30", "-i", str(raw))
    output = x264(Profile.STANDARD, threads=os.cpu_count() or 1)
    cost = _timed([*ffmpeg, *read, *output, str(folder / "bare.mp4")])
    raw.unlink()
    return cost


def _timed(command: Sequence[str]) -> _Cost:
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return _Cost(time.perf_counter() - begun, used.ru_utime + used.ru_stime)


class _Peak(threading.Thread):
    """The most memory a process and its descendants have; what they share counts once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._top = psutil.Process(pid)
        self._ended = threading.Event()
        self.most = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()

    def run(self) -> None:
        """Look several times a second."""
        while not self._ended.wait(0.2):
            with suppress(psutil.Error):
                everyone = [self._top, *self._top.children(recursive=True)]
                self.most = max(self.most, sum(map(_memory_of, everyone)))


def _memory_of(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        return process.memory_full_info().pss
    return 0


async def _clip() -> list[Figure]:
    """A clip of the local Provider, as the picker's first example asks for it."""
    provider = LocalVideo()
    request = ClipRequest("Un phare sous l'orage, la nuit", 8, (1080, 1920), seed=7)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        job = await provider.submit(request, Call())
        target = Path(folder) / "clip.mp4"
        await provider.deliver(job, request, Call(), target=target, progress=lambda _done: None)
        taken = time.perf_counter() - begun
    share = taken / request.seconds
    return [Figure("local clip of 8 s, 1080x1920: seconds per second", share, goal=0.9)]


async def _voice() -> list[Figure]:
    """Seconds of work per second of speech: the first text of a server, and one after it."""
    provider = LocalSpeech()
    shares: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(("Bonjour à tous, et bienvenue.", _TEXT)):
            request, target = SpeechRequest(text), Path(folder) / f"{number}.wav"
            begun = time.perf_counter()
            job = await provider.submit(request, Call())
            await provider.deliver(job, request, Call(), target=target, progress=lambda _done: None)
            taken = time.perf_counter() - begun
            # 16 bit, one channel, 24 kHz.
            shares.append(taken / (target.stat().st_size / 48_000))
    return [
        Figure("local voice: seconds per second of speech", shares[1], goal=0.5),
        Figure("local voice: the same of a short text, the first of a server", shares[0]),
    ]


if __name__ == "__main__":
    print("| figure | measured | goal |\n|---|---|---|")
    for figure in measure(quick="--quick" in sys.argv):
        print(figure.row, flush=True)
