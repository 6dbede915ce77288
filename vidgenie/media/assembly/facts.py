"""What has to be known of a clip and of a picture before they can be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vidgenie.domain.timeline import Fit


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """A clip, as a decoder hands it out: upright.

    demuxer: what reads it. stream: index of its picture in the file.
    width, height: pixels. shape: width of a pixel to its height.
    rate: frames a second, on average. last: seconds from the beginning to its last frame.
    is_interlaced: two fields a frame. matrix: of its colours, bt709 or another; what does
        not say is guessed by its size. is_wide: its light has to be mapped (PQ, HLG).
    is_plain: 8 bits, 4:2:0, in the usual range.
    """

    demuxer: str
    stream: int
    width: int
    height: int
    shape: float
    rate: float
    last: float
    is_interlaced: bool
    matrix: str
    is_wide: bool
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip of a Shot. sha256: of the file."""

    path: Path
    sha256: str
    facts: ClipFacts


@dataclass(frozen=True, slots=True)
class Still:
    """A picture of a Shot, drawn as raw planes of 4:2:0 that cover the frame.

    key: what it was drawn from. size: (width, height) in pixels; larger than the frame
        when it moves.
    """

    path: Path
    key: str
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A logo, drawn as large as it is shown. x, y: where it stands in the frame."""

    path: Path
    key: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Scenery:
    """Everything that Pieces are drawn from.

    pictures: of every Shot, by its place. stamp: the logo, None without one.
    """

    pictures: Mapping[int, Clip | Still]
    stamp: Stamp | None


def resolved(fit: Fit, focus: tuple[float, float]) -> tuple[str, tuple[float, float]]:
    """What the look of a Shot depends on: the focus says nothing where nothing is cropped."""
    return fit.value, focus if fit is Fit.CROP else (0.5, 0.5)
