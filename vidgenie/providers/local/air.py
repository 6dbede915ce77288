"""What floats between the camera and the scene: snow, rain, fireflies, dust."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.frame import WHITE, Bytes, Frame
from vidgenie.providers.local.spots import Spot

_SIZES = 6
_TILE = 64  # rows worked on at a time: they stay in the processor's cache


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of particle looks and moves; lengths in pixels of a 1080 pixel wide view.

    count: how many. radius: of the smallest and of the largest. core: share of the
        radius that is solid. opacity: 0.0 to 1.0. fall: pixels a second, of the
        farthest and of the nearest. wander: pixels to either side. blink: how much
        of its light comes and goes.
    """

    count: int
    radius: tuple[float, float]
    core: float
    opacity: float
    fall: tuple[float, float]
    wander: float
    blink: float


_KINDS = {
    "snow": _Kind(120, (2.5, 9.0), 0.55, 0.85, (60.0, 190.0), 24.0, 0.0),
    "fireflies": _Kind(44, (7.0, 20.0), 0.22, 0.95, (-6.0, 6.0), 48.0, 1.0),
    "dust": _Kind(42, (4.0, 11.0), 0.40, 0.42, (-9.0, -24.0), 16.0, 0.6),
    "bokeh": _Kind(9, (38.0, 80.0), 0.78, 0.06, (-5.0, -14.0), 30.0, 0.7),
}
_MIX = {"": (), "snow": ("snow",), "fireflies": ("fireflies", "bokeh"), "dust": ("dust", "bokeh")}


class Air:
    """The particles of a scene: "", "snow", "rain", "fireflies" or "dust"."""

    def __init__(
        self,
        kind: str,
        size: tuple[int, int],
        *,
        light: Array,
        accent: Array,
        rng: np.random.Generator,
    ) -> None:
        colour = {"snow": np.ones(3, np.float32), "fireflies": (light + accent) / np.float32(2)}
        self._swarms = [
            _Swarm(_KINDS[name], size, colour.get(kind, light), rng) for name in _MIX.get(kind, ())
        ]
        self._rain = _Rain(size, rng) if kind == "rain" else None

    def draw(self, frame: Frame, t: float, sway: float) -> None:
        """Add the particles as they are at `t` seconds, seen from a camera that swayed."""
        if self._rain:
            self._rain.draw(frame, t)
        for swarm in self._swarms:
            swarm.draw(frame, t, sway)


class _Swarm:
    """Particles of one kind, each on a path of its own that wraps around the view."""

    def __init__(
        self, kind: _Kind, size: tuple[int, int], colour: Array, rng: np.random.Generator
    ) -> None:
        self._kind, self._size = kind, size
        self._unit = size[0] / 1080
        near = np.sort(rng.power(0.7, kind.count))
        self._near = near
        self._x, self._y = rng.uniform(0, size[0], kind.count), rng.uniform(0, size[1], kind.count)
        self._phase = rng.uniform(0, 2 * math.pi, (3, kind.count))
        self._pace = rng.uniform(0.6, 1.4, (2, kind.count))
        radii = np.linspace(*kind.radius, _SIZES) * self._unit
        self._spots = [
            Spot(max(1.0, r), core=kind.core, opacity=kind.opacity, colour=colour) for r in radii
        ]
        self._which = np.minimum((near * _SIZES).astype(int), _SIZES - 1)

    def draw(self, frame: Frame, t: float, sway: float) -> None:
        x, y, shine = self._at(t, sway)
        for number, which in enumerate(self._which):
            self._spots[which].draw(frame, float(x[number]), float(y[number]), float(shine[number]))

    def _at(
        self, t: float, sway: float
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Where the particles are, and how much of their light is on."""
        kind, unit, near = self._kind, self._unit, self._near
        slow, fast = self._pace
        wander = np.sin(t * 0.8 * slow + self._phase[0]) + 0.4 * np.sin(t * 1.7 * fast + near)
        fall = kind.fall[0] + (kind.fall[1] - kind.fall[0]) * near
        x = self._x + unit * (kind.wander * wander - 60 * sway * near)
        y = self._y + unit * (
            t * fall + 0.6 * kind.wander * np.cos(t * 0.6 * fast + self._phase[1])
        )
        margin = 2 * kind.radius[1] * unit
        x = (x + margin) % (self._size[0] + 2 * margin) - margin
        y = (y + margin) % (self._size[1] + 2 * margin) - margin
        beat = np.maximum(0, np.sin(t * 1.5 * slow + self._phase[2])) ** 1.5
        return x, y, 1 - kind.blink * (1 - beat)


class _Rain:
    """Two curtains of streaks, the near one faster."""

    def __init__(self, size: tuple[int, int], rng: np.random.Generator) -> None:
        width, height = size
        unit = width / 1080
        self._curtains = [
            (_streaks((width, height * 3 // 2), count, length, unit, rng), speed * unit)
            for count, length, speed in ((520, 46.0, 1500.0), (260, 105.0, 2500.0))
        ]
        self._work = np.empty((_TILE, width), np.uint16)

    def draw(self, frame: Frame, t: float) -> None:
        for streaks, speed in self._curtains:
            start = int(-t * speed) % streaks.shape[0]
            height = frame.luma.shape[0]
            first = min(height, streaks.shape[0] - start)
            self._add(frame.luma[:first], streaks[start : start + first])
            if first < height:
                self._add(frame.luma[first:], streaks[: height - first])

    def _add(self, luma: Bytes, streaks: Bytes) -> None:
        for top in range(0, len(luma), _TILE):
            area = luma[top : top + _TILE]
            work = self._work[: len(area)]
            np.subtract(WHITE + 20, area, out=work, dtype=np.uint16)
            work *= streaks[top : top + _TILE]
            work >>= 8
            np.add(area, work, out=area, casting="unsafe")


def _streaks(
    size: tuple[int, int], count: int, length: float, unit: float, rng: np.random.Generator
) -> Bytes:
    """Opacity of falling drops; the lower edge goes on at the upper one."""
    width, height = size
    image = Image.new("L", size, 0)
    pen = ImageDraw.Draw(image)
    for _ in range(count):
        x, y = rng.uniform(-0.1, 1.1) * width, rng.uniform(0, height)
        tall = rng.uniform(0.5, 1.0) * length * unit
        shade, thick = int(rng.uniform(26, 88)), max(1, round(length / 45 * unit))
        for wrap in (0, -height):
            pen.line((x, y + wrap, x - tall * 0.13, y + tall + wrap), fill=shade, width=thick)
    return np.asarray(image.filter(ImageFilter.GaussianBlur(0.7 * unit)))
