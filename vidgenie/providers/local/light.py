"""Light that lives: shade that wanders, points that twinkle."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from vidgenie.providers.local.frame import Bytes, Frame
from vidgenie.providers.local.noise import resized
from vidgenie.providers.local.spots import Spot

_BRIGHTEST = np.uint8(240)
_DEEPEST = 40  # of 256, in the middle of the scale
_UNSEEN = 0.03  # of a point's light
_APPEARS = 2.0  # s: a clip begins on its still picture


class Drift:
    """Shade that wanders over what is far away, as when thin clouds pass."""

    def __init__(self, size: tuple[int, int], rng: np.random.Generator) -> None:
        width, height = size
        self._speed = (0.020 * width, 0.006 * height)  # pixels a second
        grid = rng.random((7, 6), dtype=np.float32)
        field = resized(grid, (width * 2, height * 3 // 2))
        grain = rng.random(field.shape, dtype=np.float32)
        self._shade = np.clip(field * 46 - 5 + grain, 0, _DEEPEST).astype(np.uint8)
        self._work = np.empty((64, width), np.uint16)

    def draw(self, frame: Frame, t: float, *, rows: int) -> None:
        """Darken the upper rows of the frame here and there, by a tenth at most."""
        height, width = frame.luma.shape
        top = _to_and_fro(t * self._speed[1], self._shade.shape[0] - height)
        left = _to_and_fro(t * self._speed[0], self._shade.shape[1] - width)
        deepest = np.uint8(min(_DEEPEST, t * _DEEPEST / _APPEARS))
        for y in range(0, rows, 64):
            luma = frame.luma[y : min(rows, y + 64)]
            work = self._work[: luma.shape[0]]
            shade = self._shade[top + y : top + y + luma.shape[0], left : left + width]
            shade = np.minimum(shade, deepest)
            # The sun stays as bright as it is, and black stays black.
            np.minimum(luma, _BRIGHTEST - luma, out=work)
            work *= shade
            work >>= 8
            np.subtract(luma, work, out=luma, casting="unsafe")


def _to_and_fro(way: float, room: int) -> int:
    """A place on a line of `room` steps after going `way` steps up and down it."""
    return int(room - abs(way % (2 * room) - room))


class Twinkles:
    """The brightest small points of the backdrop, stars or glints on water, come and go.

    luma: (H, W) of the backdrop.
    """

    _MOST = 48
    _FEWEST = 8  # fewer are not stars but something that should keep still

    def __init__(self, luma: Bytes, rng: np.random.Generator) -> None:
        self._points = _bright_points(luma, self._MOST, rng)
        if len(self._points) < self._FEWEST:
            self._points = np.empty((0, 2))
        count = len(self._points)
        self._phase = rng.uniform(0, 2 * math.pi, count)
        self._pace = rng.uniform(1.2, 3.4, count)
        white = np.array([1.0, 0.98, 0.94], np.float32)
        unit = luma.shape[1] / 1200
        self._spots = [
            Spot(max(1.0, r * unit), core=0.2, opacity=0.8, colour=white) for r in (3.0, 4.5, 7.0)
        ]

    def draw(
        self, frame: Frame, t: float, place: Callable[[float, float], tuple[float, float]]
    ) -> None:
        """Add their light as it is at `t` seconds; `place` says where the frame shows a point."""
        shine = np.maximum(0, np.sin(t * self._pace + self._phase)) ** 3
        for number in np.flatnonzero(shine > _UNSEEN).tolist():
            x, y = self._points[number].tolist()
            spot = self._spots[number % len(self._spots)]
            spot.draw(frame, *place(x, y), float(shine[number]))


def _bright_points(luma: Bytes, most: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """(x, y) of points much brighter than what is around them, spread over the picture."""
    around = np.asarray(Image.fromarray(luma).filter(ImageFilter.BoxBlur(4)))
    peak = luma.astype(np.int16) - around
    cell = max(8, luma.shape[1] // 40)
    rows, columns = luma.shape[0] // cell, luma.shape[1] // cell
    cells = peak[: rows * cell, : columns * cell].reshape(rows, cell, columns, cell)
    cells = cells.transpose(0, 2, 1, 3).reshape(rows * columns, cell * cell)
    best = cells.argmax(axis=1)
    found = np.flatnonzero(cells.max(axis=1) > 55)
    chosen = rng.permutation(found)[:most]
    y = chosen // columns * cell + best[chosen] // cell
    x = chosen % columns * cell + best[chosen] % cell
    return np.stack([x + 0.5, y + 0.5], axis=1)
