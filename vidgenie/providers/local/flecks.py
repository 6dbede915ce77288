"""Flecks: what floats in the air of a still picture - rain, snow, fireflies, dust."""

import zlib

import numpy as np

from vidgenie.providers.local.colour import Array, mix, rgb
from vidgenie.providers.local.layers import Scene
from vidgenie.providers.local.noise import blurred
from vidgenie.providers.local.shapes import Pen

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
        _fleck(
            far if k % 5 == 0 else near, scene.particles, (x * width, y * height), size, light, unit
        )
    mask, tone = _developed(scene, near.mask(), far.mask(), unit)
    picture += (tone - picture) * np.clip(mask, 0, 1)[..., None]


def _fleck(
    pen: Pen, kind: str, at: tuple[float, float], size: float, light: float, unit: float
) -> None:
    x, y = at
    if kind == "rain":
        long = unit * (26 + 58 * size)
        ink = int(30 + 75 * light)
        pen.line([(x, y), (x - long * 0.13, y + long)], unit * 1.5, ink=ink)
        return
    radius = {"snow": 1.2 + 2.2 * size, "fireflies": 1.6 + 1.8 * size, "dust": 0.9 + 1.1 * size}
    r = unit * radius[kind]
    pen.disc((x, y), (r, r), ink=int(110 + 130 * light))


def _developed(scene: Scene, near: Array, far: Array, unit: float) -> tuple[Array, Array]:
    """How strong the flecks are at each pixel, and their colour."""
    white = np.ones(3, np.float32)
    if scene.particles == "rain":
        return blurred(near + far, 0.8) * np.float32(0.55), mix(scene.light, white, 0.2)
    if scene.particles == "snow":
        # A few flakes pass close to the lens, out of focus.
        close = blurred(far, 4.5 * unit) * np.float32(3.2)
        return blurred(near, 0.9 * unit) + np.clip(close, 0, 0.75), white
    if scene.particles == "fireflies":
        spots = near + far
        glow = spots + blurred(spots, 4 * unit) * 2.4 + blurred(spots, 14 * unit) * 5.0
        return glow, mix(rgb("#ffe98a"), scene.accent, 0.2)
    motes = near * np.float32(0.5) + blurred(far, 5 * unit) * np.float32(2.4)
    return np.clip(motes, 0, 0.45), scene.light
