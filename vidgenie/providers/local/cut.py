"""Which part of a canvas a camera sees, down to parts of a pixel."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vidgenie.providers.local.frame import FINE_X, FINE_Y, Index
from vidgenie.providers.local.pose import Pose


@dataclass(frozen=True, slots=True)
class Cut:
    """The part of a frame one drawing touches, and where it reads from, in fine samples."""

    top: int
    bottom: int
    left: int
    right: int
    rows: Index
    columns: Index
    chroma_rows: Index
    chroma_columns: Index


def cut_of(
    size: tuple[int, int],
    canvas: tuple[int, int],
    box: tuple[int, int, int, int],
    pose: Pose,
) -> Cut:
    """Which samples of `box` (left, top, right, bottom of the canvas) the view shows where."""
    across = _Axis(size[0], canvas[0] / 2 + pose.dx, pose.zoom, (box[0], box[2]))
    down = _Axis(size[1], canvas[1] / 2 + pose.dy, pose.zoom, (box[1], box[3]))
    return Cut(
        top=down.first,
        bottom=down.last,
        left=across.first,
        right=across.last,
        rows=down.samples(FINE_Y),
        columns=across.samples(FINE_X),
        # Chroma lies on the left of its two columns and between its two rows; row r of
        # a plane of pairs stands for the line above luma row r.
        chroma_rows=down.chroma(1.5),
        chroma_columns=across.chroma(0.5),
    )


class _Axis:
    """One direction of a cut: view positions `first` to `last`, both even."""

    def __init__(self, length: int, centre: float, zoom: float, box: tuple[int, int]) -> None:
        self._zoom = zoom
        self._start = box[0]
        self._size = box[1] - box[0]
        self._origin = centre - length / 2 / zoom
        ends = ((edge - self._origin) * zoom for edge in box)
        first, last = (int(min(max(end, 0), length)) for end in ends)
        self.first = first - first % 2
        self.last = min(length, last + 2 - last % 2)

    def samples(self, fine: int) -> Index:
        at = np.arange(self.first, self.last) + 0.5
        return self._clipped((at / self._zoom + self._origin - self._start) * fine, fine)

    def chroma(self, offset: float) -> Index:
        at = np.arange(self.first, self.last, 2) + offset
        return self._clipped(at / self._zoom + self._origin - self._start, 1)

    def _clipped(self, at: npt.NDArray[np.floating], fine: int) -> Index:
        return np.clip(np.floor(at), 0, self._size * fine - 1).astype(np.intp)
