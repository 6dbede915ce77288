"""Things in front of the sheet: opaque, see-through or glowing, in pieces of one kind each."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vidgenie.providers.local import tiles
from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.cut import cut_of
from vidgenie.providers.local.frame import (
    FINE_X,
    FINE_Y,
    Bytes,
    Frame,
    Index,
    Words,
    dithered,
    fine_part,
    halved,
    pairs,
    to_bytes,
    to_yuv,
)
from vidgenie.providers.local.pose import Pose

Doubles = npt.NDArray[np.uint32]
Plane = npt.NDArray[np.uint8 | np.uint16]
Samples = npt.NDArray[np.uint8 | np.uint16 | np.uint32]

_OPAQUE = 0.996  # an alpha from which nothing is seen behind
_MARGIN = 4  # rows that smoothing and enlarging carry what is seen behind


@dataclass(frozen=True, slots=True)
class _Piece:
    """A rectangle of a cutout.

    luma: bytes of a solid one; else words, what is let through in the upper byte.
    chroma: the same for both chromas: words, else doubles.
    """

    part: tiles.Part
    luma: Bytes | Words
    chroma: Words | Doubles


class Cutout:
    """A layer over an otherwise empty canvas.

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
        alpha = np.where(alpha < _OPAQUE, alpha, np.float32(1))
        self._pieces = list(_pieces(colour, alpha, rng))
        self._reaches_borders = (left, right, bottom) == (0, *self._canvas)
        through = np.flatnonzero(alpha.min(axis=1) < 1)
        # From this row of the box on, nothing is seen behind it.
        self._solid = _MARGIN + (int(through[-1]) + 1 if len(through) else 0)

    def hides_from(self, pose: Pose) -> int:
        """The row of the frame, even, from which nothing is seen behind it down to the bottom."""
        if not self._reaches_borders:
            return self._size[1]
        cut = cut_of(self._size, self._canvas, self._box, pose)
        row = cut.top + int(np.searchsorted(cut.rows, self._solid * FINE_Y))
        return min(row + row % 2, self._size[1])

    def draw(self, frame: Frame, pose: Pose, *, rows: int) -> None:
        """Lay it over the upper rows of the frame, an even number of them."""
        cut = cut_of(self._size, self._canvas, self._box, pose)
        rows -= cut.top
        if rows <= 0:
            return
        luma = _Places(cut.rows[:rows], cut.columns, (FINE_Y, FINE_X))
        chroma = _Places(cut.chroma_rows[: rows // 2], cut.chroma_columns, (1, 1))
        lumas = frame.luma[cut.top :, cut.left :]
        chromas = frame.chroma[cut.top // 2 :, cut.left // 2 :]
        for piece in self._pieces:
            luma.draw(lumas, piece.part, piece.luma)
            chroma.draw(chromas, piece.part, piece.chroma)


class _Places:
    """Which samples of a cutout a frame shows where.

    rows, columns: a sample's, for each row and column of the area of the frame.
    fine: samples of a pixel (down, across).
    """

    def __init__(self, rows: Index, columns: Index, fine: tuple[int, int]) -> None:
        self._rows, self._columns, self._fine = rows, columns, fine
        self._lines = _borders(rows, tiles.ROWS * fine[0])
        self._marks = _borders(columns, tiles.COLUMNS * fine[1])

    def draw(self, area: Plane, part: tiles.Part, samples: Samples) -> None:
        """Draw a piece where it belongs on the area of a frame."""
        if part.band + 1 >= len(self._lines) or part.first + 1 >= len(self._marks):
            return
        top, bottom = self._lines[part.band : part.band + 2]
        left, right = self._marks[part.first], self._marks[min(part.last, len(self._marks) - 1)]
        if top == bottom or left == right:
            return
        rows = self._rows[top:bottom] - part.top * self._fine[0]
        columns = self._columns[left:right] - part.left * self._fine[1]
        start, end = int(columns[0]), int(columns[-1]) + 1
        found = samples[rows, start:end].take(columns - start, axis=1, mode="clip")
        under = area[top:bottom, left:right]
        if part.is_solid:
            under[...] = found
        else:
            _blend(under.view(np.uint8), found.view(np.uint16))


def _borders(places: Index, step: int) -> list[int]:
    """Where the places reach 0, `step`, twice `step`..., and where they end."""
    last = int(places[-1]) // step
    return [*np.searchsorted(places, np.arange(last + 1) * step).tolist(), len(places)]


def _pieces(colour: Array, alpha: Array, rng: np.random.Generator) -> Iterator[_Piece]:
    luma, blue, red = to_yuv(colour, alpha)
    clear = 255 - to_bytes(alpha * 255)
    # What is added can never be more than what the alpha leaves room for.
    luma = np.minimum(dithered(luma, rng), 255 - clear)
    soft = 255 - to_bytes(halved(alpha) * 255)
    chroma = pairs(blue, red, most=255 - soft)
    seen = (clear < 255) | (luma > 0) | (soft < 255) | (chroma > 0)
    for part in tiles.parts((clear == 0) & (soft == 0), seen):
        here = np.s_[part.top : part.bottom, part.left : part.right]
        fine = fine_part(luma, here)
        if part.is_solid:
            yield _Piece(part, fine, chroma[here].copy())
            continue
        through = fine_part(clear, here)
        fine = np.minimum(fine, 255 - through) + through.astype(np.uint16) * np.uint16(256)
        yield _Piece(part, fine, _double(chroma[here], soft[here]))


def _double(chroma: Words, clear: Bytes) -> Doubles:
    """Pairs of chroma, each with what is let through in its upper byte."""
    both = np.empty((*chroma.shape, 4), np.uint8)
    both[..., 0::2] = chroma[..., None].view(np.uint8)
    both[..., 1::2] = clear[..., None]
    return both.view(np.uint32)[..., 0]


def _blend(under: Bytes, over: Words) -> None:
    """Multiply `under` by the upper byte of `over` and add the lower one, in place.

    Exact where the upper byte is 0 or 255.
    """
    wide = under.astype(np.uint16)
    clear = over >> 8
    clear *= wide
    clear += wide
    clear >>= 8
    clear += over
    np.copyto(under, clear, casting="unsafe")
