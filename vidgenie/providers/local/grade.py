"""The last touch, as a colourist would: bloom, contrast, split tones, vignette."""

import numpy as np

from vidgenie.providers.local.colour import Array, screen, smooth
from vidgenie.providers.local.layers import Scene
from vidgenie.providers.local.noise import blurred, resized

_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_ROWS = 64  # worked on at a time: they stay in the processor's cache


def grade(scene: Scene, image: Array) -> Array:
    """The picture (H, W, 3) of the scene, finished; the same size, 0..1, without grain."""
    height, width = image.shape[:2]
    bloom = [resized(plane, (width, height)) for plane in _bloom(scene, image)]
    x = (np.arange(width, dtype=np.float32)[None, :] / width - 0.5) * 1.0
    y = (np.arange(height, dtype=np.float32)[:, None] / height - 0.48) * 1.05
    out = np.empty((height, width, 3), np.float32)
    for top in range(0, height, _ROWS):
        rows = slice(top, top + _ROWS)
        light = np.stack([plane[rows] for plane in bloom], axis=2)
        part = screen(np.clip(image[rows], 0, 1), np.clip(light, 0, 1))
        part += (part * part * (3 - 2 * part) - part) * 0.22
        part *= (1 - 0.30 * smooth(0.42, 0.80, np.hypot(x, y[rows])))[..., None]
        np.clip(part, 0, 1, out=out[rows])
    return out


def _bloom(scene: Scene, image: Array) -> list[Array]:
    """The light around what is bright: three planes at a quarter of the size."""
    height, width = image.shape[:2]
    small = (max(2, width // 4), max(2, height // 4))
    low = np.clip(resized(np.ascontiguousarray(image), small), 0, 1)
    bright = low * smooth(0.62, 1.0, (low @ _LUMA))[..., None]
    reach = 34 * scene.size[0] / 1080 / 4
    bloom = blurred(bright, reach) * 0.30 + blurred(bright, reach * 3.2) * 0.22
    return [np.ascontiguousarray(plane.astype(np.float32)) for plane in np.moveaxis(bloom, 2, 0)]
