"""Depth where nobody drew any: the ground of a backdrop, the inside of a photograph."""

import numpy as np

from vidgenie.providers.local.camera import Camera
from vidgenie.providers.local.colour import Array, smooth
from vidgenie.providers.local.noise import blurred, resized

_GROUND_TOP, _GROUND_DEPTH = 0.52, 0.40


def ground(height: int, camera: Camera) -> Array:
    """Relief of a backdrop: what lies low in it, as water does, is nearer."""
    rows = (np.arange(height, dtype=np.float32) / height - _GROUND_TOP) / (1 - _GROUND_TOP)
    nearer = np.clip(rows, 0, 1) ** 1.5 * (camera.travel(_GROUND_DEPTH) - camera.travel(0))
    return nearer.astype(np.float32)[:, None]


def guessed_relief(canvas: Array, size: tuple[int, int], camera: Camera) -> Array:
    """Relief of any picture: lower, middle and busy parts are nearer, softly."""
    width, height = size
    left = (canvas.shape[1] - width) // 2
    luma = canvas[:, left : left + width].mean(axis=2)
    unit = width / 1080
    busy = blurred(np.abs(luma - blurred(luma, 24 * unit)) * 6, 70 * unit)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    middle = np.exp(-((x / 0.55) ** 2) - ((y - 0.52) / 0.38) ** 2)
    guess = 0.55 * y**1.3 + 0.35 * middle + 0.35 * busy / (busy.max() + 1e-6)
    # Softer still towards the sides, where there is nothing to uncover.
    edge = smooth(1.0, 0.8, np.abs(x))
    return (blurred(guess, 60 * unit) - 0.4) * edge * camera.stretch(width)


def covering(picture: Array, size: tuple[int, int], *, widest: float) -> Array:
    """The picture scaled to cover the view, no higher and at most `widest` times wider."""
    width, height = size
    rows, columns = picture.shape[:2]
    # Cut first: a picture of one column must not become one of a million rows.
    tall = min(rows, max(1, round(columns * height / width)))
    wide = min(columns, max(1, round(tall * width * widest / height)))
    top, left = (rows - tall) // 2, (columns - wide) // 2
    part = picture[top : top + tall, left : left + wide]
    across = max(width, min(round(width * widest), round(wide * height / tall)) // 2 * 2)
    return np.clip(resized(np.ascontiguousarray(part), (across, height)), 0, 1)
