"""Shapes: polygons and strokes drawn finely enough that their edges are smooth."""

import itertools
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from vidgenie.providers.local.colour import Array, smooth
from vidgenie.providers.local.noise import blurred
from vidgenie.providers.local.stage import Stage

Point = tuple[float, float]


class Pen:
    """Draws white on a mask; coordinates are pixels of the finished mask."""

    def __init__(self, size: tuple[int, int], *, fine: int = 3) -> None:
        self.size = (max(1, size[0]), max(1, size[1]))
        self.fine = fine
        self._image = Image.new("L", (self.size[0] * fine, self.size[1] * fine), 0)
        self._draw = ImageDraw.Draw(self._image)

    def polygon(self, points: Iterable[Point], *, ink: int = 255) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * self.fine, y * self.fine) for x, y in points], fill=ink)

    def disc(self, centre: Point, radii: Point, *, ink: int = 255) -> None:
        """A filled ellipse."""
        (x, y), (rx, ry), k = centre, radii, self.fine
        self._draw.ellipse(((x - rx) * k, (y - ry) * k, (x + rx) * k, (y + ry) * k), fill=ink)

    def limb(self, points: Sequence[Point], widths: Sequence[float], *, ink: int = 255) -> None:
        """A stroke with round ends whose width changes from point to point."""
        for (a, b), (wa, wb) in zip(
            itertools.pairwise(points),
            itertools.pairwise(widths),
            strict=False,
        ):
            self._taper(a, b, wa / 2, wb / 2, ink)

    def line(self, points: Sequence[Point], width: float, *, ink: int = 255) -> None:
        """A thin stroke."""
        scaled = [(x * self.fine, y * self.fine) for x, y in points]
        self._draw.line(scaled, fill=ink, width=max(1, round(width * self.fine)), joint="curve")

    def mask(self) -> Array:
        """What was drawn, (h, w), 0..1."""
        small = self._image.resize(self.size, Image.Resampling.BOX)
        return np.asarray(small).astype(np.float32) / 255

    def _taper(self, a: Point, b: Point, ra: float, rb: float, ink: int) -> None:
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = max(1e-6, float(np.hypot(dx, dy)))
        nx, ny = -dy / length, dx / length
        self.polygon(
            [
                (a[0] + nx * ra, a[1] + ny * ra),
                (b[0] + nx * rb, b[1] + ny * rb),
                (b[0] - nx * rb, b[1] - ny * rb),
                (a[0] - nx * ra, a[1] - ny * ra),
            ],
            ink=ink,
        )
        self.disc(a, (ra, ra), ink=ink)
        self.disc(b, (rb, rb), ink=ink)


def curve(points: Sequence[Point], n: int = 16) -> list[Point]:
    """A smooth line of `n` points a span through the given points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    t = np.linspace(0, 1, n, endpoint=False)[:, None]
    out: list[Point] = []
    for i in range(len(points) - 1):
        p0, p1, p2, p3 = (np.asarray(p) for p in padded[i : i + 4])
        span = 0.5 * (
            2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
            + (3 * p1 - p0 - 3 * p2 + p3) * t**3
        )  # fmt: skip
        out += [(float(x), float(y)) for x, y in span]
    return [*out, points[-1]]


def against_light(stage: Stage, mask: Array, body: Array, *, rim: float = 0.8) -> Array:
    """A silhouette's colours (h, w, 3): the body, and a bright edge on the side of the sun."""
    step = max(1, round(2.2 * stage.unit))
    side = stage.sun_side
    covered = np.roll(np.roll(mask, -side * step, axis=1), step, axis=0)
    edge = blurred(np.clip(mask - covered, 0, 1), max(0.6, 1.1 * stage.unit)) * mask
    light = np.clip(edge * np.float32(rim * 1.5), 0, 1)[..., None]
    return body * (1 - light) + stage.palette.light * light


def contact_shadow(size: tuple[int, int], *, soft: float = 0.5) -> Array:
    """The flat shadow under a thing, an ellipse (h, w), 0..1."""
    width, height = size
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    return smooth(1.0, 1.0 - soft - 0.45, np.hypot(x, y))


def bulge(relief: Array, centre: Point, r: float, *, flat: float = 1.0) -> None:
    """Raise a ball of radius `r` in a relief of pixels, in place.

    flat: how much its lower half is flattened, 1 for not at all.
    """
    height, width = relief.shape
    x0, x1 = max(0, int(centre[0] - r)), min(width, int(centre[0] + r) + 1)
    y0, y1 = max(0, int(centre[1] - r)), min(height, int(centre[1] + r / flat) + 1)
    if x1 <= x0 or y1 <= y0:
        return
    x = np.arange(x0, x1, dtype=np.float32)[None, :] - np.float32(centre[0])
    y = np.arange(y0, y1, dtype=np.float32)[:, None] - np.float32(centre[1])
    y = np.where(y > 0, y * np.float32(flat), y)
    area = relief[y0:y1, x0:x1]
    ball = np.sqrt(np.maximum(np.float32(r * r) - x * x - y * y, 0))
    np.maximum(area, ball, out=area)


def scatter(
    rng: np.random.Generator, count: int, draw: Callable[[np.random.Generator, int], None]
) -> None:
    """Call `draw` with a generator of its own for each of `count` things."""
    for k, seed in enumerate(rng.integers(0, 2**31, count)):
        draw(np.random.default_rng(int(seed)), k)
