"""The opaque sheet behind everything a camera moves over; `cutout` is what is in front."""

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.cut import cut_of
from vidgenie.providers.local.frame import (
    FINE_X,
    Frame,
    Index,
    dithered,
    fine,
    pairs,
    to_yuv,
)
from vidgenie.providers.local.pose import Pose

_TILE = 64  # rows worked on at a time: they stay in the processor's cache

Plane = npt.NDArray[np.uint8 | np.uint16]


class Sheet:
    """An opaque canvas behind everything.

    relief: how much farther than `Pose.dx` each row (H, 1) or pixel (H, W) of the
        view moves when the camera sways by 1.0, in pixels; None for a flat sheet.
    """

    def __init__(
        self, picture: Array, size: tuple[int, int], rng: np.random.Generator, relief: Array | None
    ) -> None:
        luma, blue, red = to_yuv(picture)
        self._size = size
        self._canvas = (picture.shape[1], picture.shape[0])
        self.luma = dithered(luma, rng)
        self._fine = fine(self.luma)
        self._chroma = pairs(blue, red)
        self._relief = np.zeros((size[1], 1), np.float32) if relief is None else relief

    def draw(self, frame: Frame, pose: Pose, sway: float, *, rows: int) -> None:
        """Fill the upper rows of the frame, an even number of them."""
        cut = cut_of(self._size, self._canvas, (0, 0, *self._canvas), pose)
        gather = _gather_rows if self._relief.shape[1] == 1 else _gather
        shift = _whole(self._relief[:rows], sway * FINE_X)
        gather(frame.luma[:rows], self._fine, (cut.rows, cut.columns), shift)
        shift = _whole(self._relief[:rows:2, ::2], sway)
        at = cut.chroma_rows, cut.chroma_columns
        gather(frame.chroma[: rows // 2], self._chroma, at, shift)

    def place(self, x: float, y: float, pose: Pose, sway: float) -> tuple[float, float]:
        """Where a point of the canvas is seen in the frame."""
        row = (y - self._canvas[1] / 2 - pose.dy) * pose.zoom + self._size[1] / 2
        line = self._relief[min(max(int(row), 0), self._size[1] - 1)]
        middle = float(line[line.shape[0] // 2])
        shift = pose.dx + sway * middle
        return (x - self._canvas[0] / 2 - shift) * pose.zoom + self._size[0] / 2, row


def _whole(relief: Array, sway: float) -> Index:
    return np.rint(relief * np.float32(sway)).astype(np.intp)


def _gather_rows(out: Plane, plane: Plane, at: tuple[Index, Index], shift: Index) -> None:
    """Fill `out` from the plane's rows and columns `at`, each row moved by its `shift` (H, 1)."""
    rows, columns = at
    width = plane.shape[1]
    span = int(columns[-1] - columns[0]) + 1
    starts = np.clip(columns[0] + shift[:, 0], 0, width - span) + rows[: len(out)] * width
    windows = sliding_window_view(plane.reshape(-1), span)
    columns = columns - columns[0]
    for top in range(0, len(out), _TILE):
        band = slice(top, top + _TILE)
        windows[starts[band]].take(columns, axis=1, out=out[band], mode="clip")


def _gather(out: Plane, plane: Plane, at: tuple[Index, Index], shift: Index) -> None:
    """Fill `out` from the plane's rows and columns `at`, each sample moved by `shift` (H, W)."""
    rows, columns = at
    width = plane.shape[1]
    flat = plane.reshape(-1)
    for top in range(0, len(out), _TILE):
        band = slice(top, min(len(out), top + _TILE))
        index = shift[band]
        index += columns
        np.clip(index, 0, width - 1, out=index)
        index += rows[band, None] * width
        flat.take(index, out=out[band], mode="clip")
