"""Flecks: what floats in the air of a still picture - rain, snow, fireflies, dust."""

import zlib

import numpy as np

from vidgenie.providers.local.colour import Array, mix, rgb
from vidgenie.providers.local.layers import Scene
from vidgenie.providers.local.noise import blurred
from vidgenie.providers.local.shapes import Pen

# Shortest and longest of each, design pixels.
_SIZES = {"rain": (26, 84), "snow": (1.2, 3.4), "fireflies": (1.6, 3.4), "dust": (0.9, 2.0)}
_LOW = 0.38  # fireflies stay below this share of the height
_COUNT = {"rain": 620, "snow": 420, "fireflies": 64, "dust": 44}


def add_flecks(scene: Scene, picture: Array) -> None:
    """Put the scene's particles on its picture (H, W, 3), in place."""
    if not scene.particles:
        return
    width, height = scene.canvas
    unit = min(scene.size[0], 0.7 * scene.size[1]) / 1080
    rng = np.random.default_rng([scene.seed & (2**63 - 1), zlib.crc32(b"flecks")])
    near, far = Pen((width, height), fine=1), Pen((width, height), fine=1)
    for k in range(_COUNT[scene.particles]):
        x, y, size, light = (float(value) for value in rng.random(4))
        if scene.particles == "fireflies":
            y = _LOW + (1 - _LOW) * y
        least, most = _SIZES[scene.particles]
        long = unit * (least + (most - least) * size)
        pen = far if k % 5 == 0 else near
        _fleck(pen, scene.particles, (x * width, y * height), long, light)
    mask, tone = _developed(scene, near.mask(), far.mask(), unit)
    picture += (tone - picture) * np.clip(mask, 0, 1)[..., None]


def _fleck(pen: Pen, kind: str, at: tuple[float, float], size: float, ink: float) -> None:
    """One streak of rain or one dot; `size` in pixels of the mask, `ink` 0 to 1."""
    if kind == "rain":
        fall = (at[0] - size * 0.13, at[1] + size)
        pen.line([at, fall], size * 0.03 + 0.4, ink=int(30 + 75 * ink))
        return
    pen.disc(at, (size, size), ink=int(110 + 130 * ink))


def _developed(scene: Scene, near: Array, far: Array, unit: float) -> tuple[Array, Array]:
    """How strong the flecks are at each pixel, and their colour."""
    white = np.ones(3, np.float32)
    if scene.particles == "rain":
        return blurred(near + far, 0.8) * 0.55, mix(scene.light, white, 0.2)
    if scene.particles == "snow":
        # A few flakes pass close to the lens, out of focus.
        close = blurred(far, 4.5 * unit) * 3.2
        return blurred(near, 0.9 * unit) + np.clip(close, 0, 0.75), white
    if scene.particles == "fireflies":
        spots = near + far
        glow = spots + blurred(spots, 4 * unit) * 2.4 + blurred(spots, 14 * unit) * 5.0
        return glow, mix(rgb("#ffe98a"), scene.accent, 0.2)
    motes = near * 0.5 + blurred(far, 5 * unit) * 2.4
    return np.clip(motes, 0, 0.45), scene.light
