"""What a camera moves over: an opaque sheet behind everything, cutouts in front of it."""

import numpy as np
import numpy.typing as npt

from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.cut import Cut, cut_of
from vidgenie.providers.local.frame import (
    FINE_X,
    FINE_Y,
    Bytes,
    Frame,
    Index,
    Words,
    dithered,
    fine,
    halved,
    pairs,
    to_bytes,
    to_yuv,
)
from vidgenie.providers.local.pose import Pose

_TILE = 64  # rows worked on at a time: they stay in the processor's cache


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
        self._index = np.empty((_TILE, size[0]), np.intp)

    def draw(self, frame: Frame, pose: Pose, sway: float) -> None:
        """Fill the whole frame."""
        cut = cut_of(self._size, self._canvas, (0, 0, *self._canvas), pose)
        shift = self._relief * np.float32(sway * FINE_X)
        self._gather(frame.luma, self._fine, (cut.rows, cut.columns), shift)
        shift = self._relief[::2, ::2] * np.float32(sway)
        self._gather(frame.chroma, self._chroma, (cut.chroma_rows, cut.chroma_columns), shift)

    def place(self, x: float, y: float, pose: Pose, sway: float) -> tuple[float, float]:
        """Where a point of the canvas is seen in the frame."""
        row = (y - self._canvas[1] / 2 - pose.dy) * pose.zoom + self._size[1] / 2
        line = self._relief[min(max(int(row), 0), self._size[1] - 1)]
        middle = float(line[line.shape[0] // 2])
        shift = pose.dx + sway * middle
        return (x - self._canvas[0] / 2 - shift) * pose.zoom + self._size[0] / 2, row

    def _gather(
        self,
        out: npt.NDArray[np.uint8 | np.uint16],
        plane: npt.NDArray[np.uint8 | np.uint16],
        at: tuple[Index, Index],
        shift: Array,
    ) -> None:
        """Fill `out` from the plane's rows and columns `at`, each sample moved by `shift`."""
        rows, columns = at
        width = plane.shape[1]
        flat = plane.reshape(-1)
        for top in range(0, len(rows), _TILE):
            band = slice(top, min(len(rows), top + _TILE))
            index = self._index[: band.stop - top, : len(columns)]
            np.add(columns, np.rint(shift[band]).astype(np.intp), out=index)
            np.clip(index, 0, width - 1, out=index)
            index += rows[band, None] * width
            np.take(flat, index, out=out[band], mode="clip")


class Cutout:
    """Things in front: opaque, see-through or glowing, on an otherwise empty canvas.

    colour: (H, W, 3), multiplied by alpha; alpha: (H, W); box: where they are not empty.
    """

    def __init__(
        self,
        colour: Array,
        alpha: Array,
        size: tuple[int, int],
        box: tuple[int, int, int, int],
        rng: np.random.Generator,
    ) -> None:
        self._size = size
        self._canvas = (alpha.shape[1], alpha.shape[0])
        self._box = box
        left, top, right, bottom = box
        colour, alpha = colour[top:bottom, left:right], alpha[top:bottom, left:right]
        luma, blue, red = to_yuv(colour, alpha)
        clear = 255 - to_bytes(alpha * 255)
        self._clear = fine(clear)
        # What is added can never be more than what the alpha leaves room for.
        luma = fine(np.minimum(dithered(luma, rng), 255 - clear))
        self._luma = np.minimum(luma, 255 - self._clear)
        soft = 255 - to_bytes(halved(alpha) * 255)
        self._chroma_clear = soft.astype(np.uint16) * np.uint16(257)
        self._chroma = pairs(blue, red, most=255 - soft)
        solid = np.flatnonzero(alpha.min(axis=1) < 0.996)
        self._solid = (int(solid[-1]) + 1 if len(solid) else 0) * FINE_Y
        self._work = np.empty((3, _TILE, size[0]), np.uint8)
        self._wide = np.empty((_TILE, size[0]), np.uint16)
        self._pairs = np.empty((2, _TILE, size[0] // 2), np.uint16)

    def draw(self, frame: Frame, pose: Pose) -> None:
        """Lay it over the frame."""
        cut = cut_of(self._size, self._canvas, self._box, pose)
        for top in range(cut.top, cut.bottom, _TILE):
            bottom = min(cut.bottom, top + _TILE)
            self._draw_luma(frame, cut, top, bottom)
            self._draw_chroma(frame, cut, top // 2, bottom // 2)

    def _draw_luma(self, frame: Frame, cut: Cut, top: int, bottom: int) -> None:
        rows = cut.rows[top - cut.top : bottom - cut.top]
        band = frame.luma[top:bottom, cut.left : cut.right]
        shape = np.s_[: bottom - top, : cut.right - cut.left]
        if rows[0] >= self._solid:
            _sample(self._luma, rows, cut.columns, band)
            return
        luma, clear = self._work[0][shape], self._work[1][shape]
        _sample(self._luma, rows, cut.columns, luma)
        _sample(self._clear, rows, cut.columns, clear)
        _blend(band, luma, clear, self._wide[shape])

    def _draw_chroma(self, frame: Frame, cut: Cut, top: int, bottom: int) -> None:
        rows = cut.chroma_rows[top - cut.top // 2 : bottom - cut.top // 2]
        left, right = cut.left // 2, cut.right // 2
        shape = np.s_[: bottom - top, : right - left]
        chroma, clear = self._pairs[0][shape], self._pairs[1][shape]
        _sample(self._chroma, rows, cut.chroma_columns, chroma)
        _sample(self._chroma_clear, rows, cut.chroma_columns, clear)
        band = frame.chroma_bytes[top:bottom, 2 * left : 2 * right]
        wide = self._wide[: bottom - top, : 2 * (right - left)]
        _blend(band, chroma.view(np.uint8), clear.view(np.uint8), wide)


def _blend(under: Bytes, over: Bytes, clear: Bytes, wide: Words) -> None:
    """Multiply `under` by `clear` and add `over`, in place; exact where clear is 0 or 255."""
    np.multiply(under, clear, out=wide, dtype=np.uint16)
    wide += under
    wide >>= 8
    np.add(wide, over, out=under, casting="unsafe")


def _sample(
    plane: npt.NDArray[np.uint8 | np.uint16],
    rows: Index,
    columns: Index,
    out: npt.NDArray[np.uint8 | np.uint16],
) -> None:
    np.take(plane[rows], columns, axis=1, out=out, mode="clip")
