"""What a clip looks like along its length, and how loud sound is along its own."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from vidgenie.media import ff
from vidgenie.media.magic import CLIP, SOUNDS
from vidgenie.media.part import replacing

VERSION = 1
"""Raised when the same file would look different."""

_TIMEOUT = 120  # s


@dataclass(frozen=True, slots=True)
class Waveform:
    """seconds: of the sound. peaks: the loudest moment of each part of it, 0.0 to 1.0."""

    seconds: float
    peaks: tuple[float, ...]


async def filmstrip(  # noqa: PLR0913  # what a strip is
    source: Path, target: Path, *, suffix: str, seconds: float, count: int, height: int
) -> None:
    """Write a JPEG of `count` frames side by side, from the middles of as many equal parts.

    suffix: what the file is, as a probe found it: mp4. seconds: its length.
    height: of the strip, in pixels; a frame is as wide as it is for its height.
    Raises RenderFailed and StorageFull; InvalidMedia when a frame cannot be drawn.
    """
    if suffix != CLIP:
        raise ValueError(f"not a clip: {suffix}")
    with replacing(target) as part:
        request = {
            "work": "filmstrip",
            "source": str(source),
            "target": str(part),
            "times": [seconds * (index + 0.5) / count for index in range(count)],
            "height": height,
        }
        await ff.run_python("vidgenie.media.preview_child", request, timeout=_TIMEOUT)


async def waveform(source: Path, *, suffix: str, count: int) -> Waveform:
    """How loud the sound of a file is in each of `count` equal parts; a silent clip has zeros.

    suffix: what the file is, as a probe found it: mp4, wav, mp3 or m4a.
    Raises RenderFailed; InvalidMedia when it cannot be read.
    """
    if suffix != CLIP and suffix not in SOUNDS:
        raise ValueError(f"not sound: {suffix}")
    request = {"work": "waveform", "source": str(source), "suffix": suffix, "count": count}
    found = await ff.run_python("vidgenie.media.preview_child", request, timeout=_TIMEOUT)
    return Waveform(
        seconds=cast("float", found["seconds"]), peaks=tuple(cast("list[float]", found["peaks"]))
    )
