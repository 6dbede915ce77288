"""Runs ffmpeg in a process of its own and draws the pictures that move in front of it.

The request {"args", "stills": [...]}: ffmpeg's arguments, where "pipe:still0" stands for the
pipe that the first still comes through; and of every still {"path", "drawn", "size",
"first", "frames", "shot_frames", "way"}, see `drift.box`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from PIL import Image

from vidgenie.media import child
from vidgenie.media.assembly.drift import box
from vidgenie.media.assembly.feeding import fed

FINE = 4
"""A picture is made this many times larger, so that it moves by that part of a pixel."""
Still = Mapping[str, object]


def frames_of(still: Still) -> Iterator[bytes]:
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


def _serve(request: Mapping[str, object], report: child.Report) -> Mapping[str, object]:
    stills = cast("list[Still]", request["stills"])
    feeds = {
        f"pipe:still{number}": _told(still, quiet if number else report)
        for number, still in enumerate(stills)
    }
    with fed(cast("list[str]", request["args"]), feeds):
        return {}


def _told(still: Still, report: child.Report) -> Iterator[bytes]:
    frames = int(cast("int", still["frames"]))
    for number, planes in enumerate(frames_of(still), 1):
        yield planes
        report(number / frames)


def quiet(_done: float) -> None:
    """Tells nobody: one of several is enough."""


if __name__ == "__main__":
    child.serve(_serve)
