"""Colour: mixing and ramps in OKLab, so that two colours never meet in grey."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]
"""Pictures, masks and colours: 0.0 to 1.0, sRGB, float32 (numpy's types cannot promise it)."""

_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_LMS_INVERSE = np.linalg.inv(_LMS)
_LAB_INVERSE = np.linalg.inv(_LAB)


def rgb(code: str) -> Array:
    """The colour of "#rrggbb"."""
    return np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)


def to_lab(colour: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """A colour or a picture (..., 3) in OKLab."""
    c = np.asarray(colour, np.float64)
    linear = np.where(c <= 0.04045, c / 12.92, ((np.maximum(c, 0) + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ _LMS.T) @ _LAB.T


def from_lab(lab: npt.ArrayLike) -> Array:
    """OKLab (..., 3) as sRGB, clipped to what a screen can show."""
    linear = ((np.asarray(lab, np.float64) @ _LAB_INVERSE.T) ** 3) @ _LMS_INVERSE.T
    c = np.clip(linear, 0, 1)
    return np.where(c <= 0.0031308, c * 12.92, 1.055 * c ** (1 / 2.4) - 0.055).astype(np.float32)


def mix(a: Array, b: Array, t: float) -> Array:
    """`a` at t = 0, `b` at t = 1."""
    return from_lab(to_lab(a) * (1 - t) + to_lab(b) * t)


def turned(colour: Array, degrees: float, *, chroma: float = 1.0, lighter: float = 0.0) -> Array:
    """The colour with its hue turned, its chroma multiplied and its lightness raised."""
    lightness, a, b = to_lab(colour)
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turned_lab = (lightness + lighter, (a * cos - b * sin) * chroma, (a * sin + b * cos) * chroma)
    return from_lab(turned_lab)


def toward_hue(colour: Array, hue: Array, t: float) -> Array:
    """The colour pulled to another one's hue and chroma, keeping its own lightness."""
    own, other = to_lab(colour), to_lab(hue)
    return from_lab((own[0], own[1] * (1 - t) + other[1] * t, own[2] * (1 - t) + other[2] * t))


def ramp(stops: Sequence[Array], n: int, at: Sequence[float] | None = None) -> Array:
    """A gradient of `n` colours through the stops (n, 3); `at` places them on 0..1."""
    lab = np.stack([to_lab(stop) for stop in stops])
    places = np.linspace(0, 1, len(stops)) if at is None else np.asarray(at)
    t = np.linspace(0, 1, n)
    return from_lab(np.stack([np.interp(t, places, lab[:, k]) for k in range(3)], axis=1))


def smooth(low: float, high: float, x: Array) -> Array:
    """0 below `low`, 1 above `high`, without a corner between (also for low > high)."""
    t = np.clip((x - np.float32(low)) / np.float32(high - low), 0, 1)
    return t * t * (3 - 2 * t)


def screen(under: Array, over: Array) -> Array:
    """Light added to a picture: never past white."""
    return 1 - (1 - under) * (1 - over)
