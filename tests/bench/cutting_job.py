"""Assembles in a process of its own: `python -m tests.bench.cutting_job FOLDER SHOTS STEP...`.

A step is `full`, `again`, `changed` or `lossless`; for each, one line of JSON is printed:
wall seconds, and processor seconds of this process and of its children.
"""

import asyncio
import json
import pickle
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench.cutting_inputs import Inputs
from vidgenie.domain.timeline import Timeline
from vidgenie.media.assembly import encode, export
from vidgenie.media.cache import Cache

_LOSSLESS = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-threads", "2", "-g", "60")


def main(folder: Path, shots: int, steps: Sequence[str]) -> None:
    """Do the steps in their order, with one cache; only `lossless` has its own."""
    inputs: Inputs = pickle.loads((folder / "inputs.pickle").read_bytes())  # noqa: S301  # written by the bench
    timeline = inputs.timeline(shots)
    other = (*timeline.shots[:2], replace(timeline.shots[2], picture=inputs.spare))
    changed = replace(timeline, shots=(*other, *timeline.shots[3:]))
    for step in steps:
        if step == "lossless":
            encode.x264 = _lossless
        wanted = changed if step == "changed" else timeline
        cache = Cache(folder / ("lossless" if step == "lossless" else f"cache{shots}"))
        _measure(step, wanted, inputs, target=folder / f"{step}{shots}.mp4", cache=cache)


def _measure(step: str, wanted: Timeline, inputs: Inputs, *, target: Path, cache: Cache) -> None:
    begun, used = time.perf_counter(), _cpu()
    made = asyncio.run(
        export.assemble(
            wanted, inputs.files, target=target, cache=cache, progress=lambda _done: None
        )
    )
    wall, cpu = time.perf_counter() - begun, _cpu() - used
    print(json.dumps({"step": step, "wall": wall, "cpu": cpu, "frames": made.frames}), flush=True)


def _lossless(_profile: object, *, threads: int) -> Sequence[str]:
    """What is encoded is kept as it is, so that it can be encoded again."""
    del threads
    tags = ("-an", "-r", "30", "-video_track_timescale", "15360", "-f", "mp4")
    return (*_LOSSLESS, "-pix_fmt", "yuv420p", *tags)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
