"""Pictures as an encoder wants them, that a camera can move over in parts of a pixel.

Frames are NV12: a plane of luma, then a plane of chroma pairs at half size, in
BT.709 with video levels. A pixel costs 1.5 bytes instead of 4, and the encoder
takes frames as they are.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from vidgenie.providers.local.colour import Array

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint16]
Index = npt.NDArray[np.intp]

BLACK, WHITE, GREY = 16.0, 235, 128.0
_TILE = 64  # rows worked on at a time: they stay in the processor's cache
# Samples kept of each pixel across and down: motion goes in these parts of a pixel.
_FINE_X, _FINE_Y = 4, 4
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the camera stands over a canvas.

    dx, dy: how far the view's centre is from the canvas's centre, in canvas pixels.
    zoom: view pixels per canvas pixel.
    """

    dx: float = 0.0
    dy: float = 0.0
    zoom: float = 1.0


class Frame:
    """One picture of a clip, written over for every frame.

    data: (H * 3 / 2, W) bytes, what the encoder reads.
    luma: (H, W); chroma: (H / 2, W / 2) pairs; chroma_bytes: the same, (H / 2, W).
    """

    def __init__(self, size: tuple[int, int]) -> None:
        width, height = size
        self.data = np.zeros((height * 3 // 2, width), np.uint8)
        self.luma = self.data[:height]
        self.chroma_bytes = self.data[height:]
        self.chroma = self.chroma_bytes.view(np.uint16)


def to_yuv(colour: Array, weight: Array | float = 1.0) -> tuple[Array, Array, Array]:
    """Luma and the two chromas (0..255) of colours that were multiplied by `weight`."""
    luma = colour @ LUMA
    blue = (colour[..., 2] - luma) * (224 / 1.8556)
    red = (colour[..., 0] - luma) * (224 / 1.5748)
    return (
        (luma * 219.0 + weight * BLACK).astype(np.float32, copy=False),
        (blue + weight * GREY).astype(np.float32, copy=False),
        (red + weight * GREY).astype(np.float32, copy=False),
    )


@dataclass(frozen=True, slots=True)
class _Cut:
    """The part of a frame one drawing touches, and where it reads from, in fine samples."""

    top: int
    bottom: int
    left: int
    right: int
    rows: Index
    columns: Index
    chroma_rows: Index
    chroma_columns: Index


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
        self.luma = _dithered(luma, rng)
        self._fine = _fine(self.luma)
        self._chroma = _pairs(blue, red)
        self._relief = np.zeros((size[1], 1), np.float32) if relief is None else relief
        self._index = np.empty((_TILE, size[0]), np.intp)

    def draw(self, frame: Frame, pose: Pose, sway: float) -> None:
        """Fill the whole frame."""
        cut = _cut(self._size, self._canvas, (0, 0, *self._canvas), pose)
        shift = self._relief * np.float32(sway * _FINE_X)
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
        clear = 255 - _bytes(alpha * 255)
        self._clear = _fine(clear)
        # What is added can never be more than what the alpha leaves room for.
        luma = _fine(np.minimum(_dithered(luma, rng), 255 - clear))
        self._luma = np.minimum(luma, 255 - self._clear)
        soft = 255 - _bytes(_halved(alpha) * 255)
        self._chroma_clear = soft.astype(np.uint16) * np.uint16(257)
        self._chroma = _pairs(blue, red, most=255 - soft)
        solid = np.flatnonzero(alpha.min(axis=1) < 0.996)
        self._solid = (int(solid[-1]) + 1 if len(solid) else 0) * _FINE_Y
        self._work = np.empty((3, _TILE, size[0]), np.uint8)
        self._wide = np.empty((_TILE, size[0]), np.uint16)
        self._pairs = np.empty((2, _TILE, size[0] // 2), np.uint16)

    def draw(self, frame: Frame, pose: Pose) -> None:
        """Lay it over the frame."""
        cut = _cut(self._size, self._canvas, self._box, pose)
        for top in range(cut.top, cut.bottom, _TILE):
            bottom = min(cut.bottom, top + _TILE)
            self._draw_luma(frame, cut, top, bottom)
            self._draw_chroma(frame, cut, top // 2, bottom // 2)

    def _draw_luma(self, frame: Frame, cut: _Cut, top: int, bottom: int) -> None:
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

    def _draw_chroma(self, frame: Frame, cut: _Cut, top: int, bottom: int) -> None:
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


def _cut(
    size: tuple[int, int],
    canvas: tuple[int, int],
    box: tuple[int, int, int, int],
    pose: Pose,
) -> _Cut:
    """Which samples of `box` (left, top, right, bottom of the canvas) the view shows where."""
    across = _Axis(size[0], canvas[0] / 2 + pose.dx, pose.zoom, (box[0], box[2]))
    down = _Axis(size[1], canvas[1] / 2 + pose.dy, pose.zoom, (box[1], box[3]))
    return _Cut(
        top=down.first,
        bottom=down.last,
        left=across.first,
        right=across.last,
        rows=down.samples(_FINE_Y),
        columns=across.samples(_FINE_X),
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


def _bytes(values: Array) -> Bytes:
    return np.clip(values + np.float32(0.5), 0, 255).astype(np.uint8)


def _dithered(values: Array, rng: np.random.Generator) -> Bytes:
    """As bytes, with a little grain: smooth skies must not show steps."""
    return _bytes(values + rng.random(values.shape, dtype=np.float32) * 2 - 1)


def _fine(plane: Bytes) -> Bytes:
    """The plane with _FINE_X x _FINE_Y samples for each of its pixels."""
    height, width = plane.shape
    size = (width * _FINE_X, height * _FINE_Y)
    return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BICUBIC))


def _halved(plane: Array) -> Array:
    """Smoothed so that every second sample says enough."""
    soft = plane.copy()
    soft[:, 1:-1] = (plane[:, :-2] + 2 * plane[:, 1:-1] + plane[:, 2:]) / 4
    soft[1:] = (soft[1:] + soft[:-1]) / 2
    return soft


def _pairs(blue: Array, red: Array, most: Bytes | None = None) -> Words:
    """Two chroma planes as one plane of pairs."""
    pairs = np.empty((*blue.shape, 2), np.uint8)
    for k, plane in enumerate((blue, red)):
        values = _bytes(_halved(plane))
        pairs[..., k] = values if most is None else np.minimum(values, most)
    return pairs.view(np.uint16)[..., 0]
