"""Trees: pines against the mist, round crowns, palms."""

import math

import numpy as np

from vidgenie.providers.local.colour import Array, smooth
from vidgenie.providers.local.noise import sampled, softened, tile
from vidgenie.providers.local.shapes import Pen, bulge


def pines(
    rng: np.random.Generator, edge: Array, *, count: int, tall: tuple[float, float], unit: float
) -> tuple[Array, int]:
    """A row of pines on a ground edge: the mask (h, W) down to the edge, and its top row.

    edge: canvas row of the ground, one per column. tall: shortest and tallest, pixels.
    """
    width = edge.shape[0]
    top = int(max(0, edge.min() - tall[1] * 1.1))
    pen = Pen((width, max(2, int(edge.max() + 4) - top)), fine=2)
    places = np.sort(rng.uniform(-0.03, 1.03, count)) * width
    sizes = tall[0] + (tall[1] - tall[0]) * rng.power(1.6, count)
    shapes = rng.integers(0, 2**31, count)
    for x, size, shape in zip(places, sizes, shapes, strict=True):
        foot = float(edge[int(np.clip(x, 0, width - 1))]) + size * 0.05 - top
        _pine(pen, np.random.default_rng(int(shape)), (float(x), foot), float(size), unit)
    return pen.mask(), top


def _pine(
    pen: Pen, rng: np.random.Generator, foot: tuple[float, float], size: float, unit: float
) -> None:
    x, y = foot
    spread = size * float(rng.uniform(0.15, 0.21))
    tiers = int(np.clip(size / (9 * unit), 8, 26))
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for tier in range(tiers):
        t = (tier + 1) / tiers
        row = y - size + size * 0.94 * t**0.95
        for side, points in ((-1, left), (1, right)):
            reach = spread * t**0.85 * float(rng.uniform(0.72, 1.15))
            points.append((x + side * reach, row + size * 0.014))
            points.append((x + side * reach * 0.46, row - size * 0.004))
    trunk = size * 0.016
    pen.polygon([(x, y - size), *left, (x - trunk, y), (x + trunk, y), *right[::-1]])


def crowns(
    rng: np.random.Generator, edge: Array, *, count: int, tall: tuple[float, float], side: int
) -> tuple[Array, Array, int]:
    """Round trees on a ground edge: mask, light on the leaves (0 to 1), and the top row.

    side: where the light comes from, -1 left, 1 right.
    """
    width = edge.shape[0]
    top = int(max(0, edge.min() - tall[1] * 1.25))
    size = (width, max(2, int(edge.max() + 4) - top))
    trunks, relief = Pen(size, fine=2), np.zeros((size[1], size[0]), np.float32)
    for x, seed in zip(rng.uniform(-0.02, 1.02, count), rng.integers(0, 2**31, count), strict=True):
        own = np.random.default_rng(int(seed))
        height = float(own.uniform(*tall))
        cx = float(x) * width
        foot = float(edge[int(np.clip(cx, 0, width - 1))]) - top
        trunks.limb([(cx, foot + 2), (cx, foot - height * 0.6)], [height * 0.07, height * 0.04])
        for _ in range(16):
            angle, reach = float(own.uniform(0, 2 * math.pi)), float(own.power(1.6))
            dx, dy = math.cos(angle) * reach * 0.30, math.sin(angle) * reach * 0.27
            r = height * float(own.uniform(0.10, 0.19))
            bulge(relief, (cx + dx * height, foot - height * 0.66 + dy * height), r)
    grain = _leaves(rng, size, tall[1])
    clumps = softened(relief + grain * (tall[1] * 0.06), max(1.0, tall[1] * 0.018))
    dy, dx = np.gradient(clumps)
    relief = relief / np.float32(tall[1] * 0.19)
    leafy = smooth(0.10, 0.30, relief + (grain - 0.5) * 0.55 * (relief > 0))
    light = np.clip(0.42 - dx * np.float32(0.30 * side) + dy * 0.40, 0, 1)
    light = np.clip(light * (0.62 + 0.76 * grain), 0, 1) * leafy
    return np.maximum(trunks.mask(), leafy), light, top


def _leaves(rng: np.random.Generator, size: tuple[int, int], tall: float) -> Array:
    """Fine grain the size of leaves: the taller the trees are drawn, the larger."""
    texture = tile(rng, 256, slope=0.75, lowest=10)
    step = np.float32(1 / max(60.0, tall * 0.85))
    x = np.arange(size[0], dtype=np.float32)[None, :] * step
    y = np.arange(size[1], dtype=np.float32)[:, None] * step
    shape = (size[1], size[0])
    return sampled(texture, np.broadcast_to(x, shape), np.broadcast_to(y, shape))


def palm(
    pen: Pen, rng: np.random.Generator, foot: tuple[float, float], size: float, lean: float
) -> None:
    """A palm tree drawn on the pen; lean: how far its top hangs over, in sizes, signed."""
    trunk = [(foot[0] + lean * size * t**1.7, foot[1] - size * t) for t in np.linspace(0, 1, 18)]
    pen.limb(trunk, list(np.linspace(size * 0.036, size * 0.018, 18)))
    top = trunk[-1]
    for k in range(12):
        angle = math.radians(-205 + 230 * k / 11 + float(rng.uniform(-9, 9)))
        _frond(pen, top, size * float(rng.uniform(0.30, 0.40)), angle)
    for dx, dy in ((-0.012, 0.012), (0.014, 0.016), (0.0, 0.026)):
        pen.disc((top[0] + dx * size, top[1] + dy * size), (size * 0.014, size * 0.014))


def _frond(pen: Pen, top: tuple[float, float], length: float, angle: float) -> None:
    dx, dy = math.cos(angle), math.sin(angle)
    spine = [
        (top[0] + dx * length * t, top[1] + dy * length * t * 0.75 + length * 0.58 * t**2.1)
        for t in np.linspace(0, 1, 22)
    ]
    pen.line(spine, max(1.0, length * 0.018))
    for i in range(2, 22):
        (x, y), (px, py) = spine[i], spine[i - 1]
        leaf = length * 0.24 * math.sin(math.pi * (i / 22) ** 0.65) + 2
        step = max(1e-6, math.hypot(x - px, y - py))
        nx, ny = -(y - py) / step, (x - px) / step
        for side in (-1, 1):
            tip = (
                x + side * nx * leaf * 0.55 + dx * leaf * 0.45,
                y + leaf * 0.62 + side * ny * leaf * 0.35,
            )
            pen.polygon([(px, py), (x, y), tip])
