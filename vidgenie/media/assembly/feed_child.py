"""Runs ffmpeg in a process of its own and draws the pictures that move in front of it.

The request {"args", "stills": [...]}: ffmpeg's arguments, where "pipe:still0" stands for the
pipe that the first still comes through; and of every still {"path", "drawn", "size",
"first", "frames", "shot_frames", "way"}, see `drift.box`.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import cast

from PIL import Image

from vidgenie.media import child
from vidgenie.media.assembly.drift import box

FINE = 4
"""A picture is made this many times larger, so that it moves by that part of a pixel."""
_Still = Mapping[str, object]


def frames_of(still: _Still) -> Iterator[bytes]:
    """The planes of every frame, 4:2:0."""
    width, height = cast("list[int]", still["size"])
    drawn = cast("list[int]", still["drawn"])
    planes = _planes(Path(str(still["path"])), (drawn[0], drawn[1]))
    first, frames = int(cast("int", still["first"])), int(cast("int", still["frames"]))
    shot, way = int(cast("int", still["shot_frames"])), int(cast("int", still["way"]))
    for frame in range(first, first + frames):
        seen = box(frame, shot, way=way, size=(width, height), drawn=(drawn[0], drawn[1]))
        # Nearest is exact to a quarter of a pixel here, and five times faster than bilinear.
        yield b"".join(
            plane.resize(
                (width // part, height // part),
                Image.Resampling.NEAREST,
                box=(
                    min(seen[0] * FINE / part, plane.width - 1.0),
                    min(seen[1] * FINE / part, plane.height - 1.0),
                    min(seen[2] * FINE / part, float(plane.width)),
                    min(seen[3] * FINE / part, float(plane.height)),
                ),
            ).tobytes()
            for plane, part in zip(planes, (1, 2, 2), strict=True)
        )


def _planes(path: Path, size: tuple[int, int]) -> list[Image.Image]:
    """The three planes of a raw picture, made finer."""
    data = path.read_bytes()
    half = (size[0] // 2, size[1] // 2)
    found, at = list[Image.Image](), 0
    for width, height in (size, half, half):
        plane = Image.frombytes("L", (width, height), data[at : at + width * height])
        found.append(plane.resize((width * FINE, height * FINE), Image.Resampling.BILINEAR))
        at += width * height
    return found


def _feed(still: _Still, end: int, report: child.Report) -> None:
    frames = int(cast("int", still["frames"]))
    # An ffmpeg that ends early tells why by itself.
    with suppress(BrokenPipeError), os.fdopen(end, "wb", buffering=0) as pipe:
        for number, planes in enumerate(frames_of(still), 1):
            rest = memoryview(planes)
            while rest:
                rest = rest[pipe.write(rest) or 0 :]
            report(number / frames)


def _serve(request: Mapping[str, object], report: child.Report) -> Mapping[str, object]:
    stills = cast("list[_Still]", request["stills"])
    pipes = [os.pipe() for _ in stills]
    ends = {f"pipe:still{number}": f"pipe:{end}" for number, (end, _) in enumerate(pipes)}
    args = [ends.get(text, text) for text in cast("list[str]", request["args"])]
    command = [os.environ["IMAGEIO_FFMPEG_EXE"], *args]
    process = subprocess.Popen(  # noqa: S603  # a list of ours, no shell
        command, pass_fds=[end for end, _ in pipes], stdin=subprocess.DEVNULL, stdout=sys.stderr
    )
    for end, _ in pipes:
        os.close(end)
    quiet: child.Report = lambda _done: None  # noqa: E731  # one of several tells enough
    feeders = [
        Thread(target=_feed, args=(still, end, quiet if number else report), daemon=True)
        for number, (still, (_, end)) in enumerate(zip(stills, pipes, strict=True))
    ]
    for feeder in feeders:
        feeder.start()
    code = process.wait()
    if code:
        # Whoever started this process knows what the codes of ffmpeg mean.
        sys.exit(code if code > 0 else 1)
    return {}


if __name__ == "__main__":
    child.serve(_serve)
