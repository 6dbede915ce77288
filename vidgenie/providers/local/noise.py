"""Noise: the irregularities of clouds, stone and water, made from a seeded generator."""

import numpy as np
from PIL import Image, ImageFilter

from vidgenie.providers.local.colour import Array

_BICUBIC = Image.Resampling.BICUBIC
_BILINEAR = Image.Resampling.BILINEAR


def resized(field: Array, size: tuple[int, int], *, how: Image.Resampling = _BICUBIC) -> Array:
    """A (h, w) or (h, w, c) field at another size (width, height)."""
    if field.ndim == 2:
        return np.asarray(Image.fromarray(field).resize(size, how))
    return np.dstack(
        [resized(np.ascontiguousarray(p), size, how=how) for p in np.moveaxis(field, 2, 0)]
    )


def blurred(field: Array, radius: float) -> Array:
    """A (h, w) or (h, w, c) field through a Gaussian of `radius` pixels; values stay in 0..1.

    Large radii are computed on a smaller field: nobody sees the difference.
    """
    if field.ndim == 3:
        planes = np.moveaxis(field, 2, 0)
        return np.dstack([blurred(np.ascontiguousarray(p), radius) for p in planes])
    height, width = field.shape
    step = max(1, int(radius / 3))
    small = (max(2, width // step), max(2, height // step))
    image = Image.fromarray((np.clip(field, 0, 1) * 255 + 0.5).astype(np.uint8))
    image = image.resize(small, Image.Resampling.BOX)
    soft = image.filter(ImageFilter.GaussianBlur(radius / step))
    if step == 1:
        return np.asarray(soft).astype(np.float32) / 255
    return resized(np.asarray(soft).astype(np.float32) / 255, (width, height), how=_BILINEAR)


def softened(field: Array, radius: float) -> Array:
    """A (h, w) field through three box blurs, exact to float: for slopes, which show every step."""
    reach = max(1, round(radius * 0.9))
    for axis in (0, 1):
        field = np.moveaxis(field, axis, 0)
        for _ in range(3):
            field = _boxed(field, reach)
        field = np.moveaxis(field, 0, axis)
    return field


def _boxed(field: Array, reach: int) -> Array:
    """Means over 2 * reach + 1 rows; nothing lies outside the field."""
    padded = np.pad(field, ((reach + 1, reach), (0, 0)))
    total = np.cumsum(padded, axis=0, dtype=np.float32)
    return (total[2 * reach + 1 :] - total[: -2 * reach - 1]) / np.float32(2 * reach + 1)


def fbm(
    rng: np.random.Generator,
    size: tuple[int, int],
    cells: tuple[float, float],
    *,
    octaves: int = 5,
    gain: float = 0.5,
) -> Array:
    """Fractal noise, 0..1, of `size` (width, height).

    cells: (across, down) of the first octave.
    The same generator gives the same shapes at every size.
    """
    width, height = size
    total = np.zeros((height, width), np.float32)
    weight = 1.0
    for octave in range(octaves):
        grid = (int(cells[1] * 2**octave) + 2, int(cells[0] * 2**octave) + 2)
        values = rng.random(grid, dtype=np.float32) - 0.5
        if grid[0] <= height * 2 and grid[1] <= width * 2:
            total += np.float32(weight) * resized(values, size)
        weight *= gain
    return normalised(total)


def ridged(
    rng: np.random.Generator,
    size: tuple[int, int],
    cells: tuple[float, float],
    *,
    octaves: int = 6,
) -> Array:
    """Noise with crests and gullies, 0..1: what water leaves of a mountain."""
    width, height = size
    total = np.zeros((height, width), np.float32)
    carry, weight = np.ones((height, width), np.float32), 1.0
    for octave in range(octaves):
        grid = (int(cells[1] * 2**octave) + 2, int(cells[0] * 2**octave) + 2)
        values = resized(rng.random(grid, dtype=np.float32), size)
        crest = np.clip(1 - np.abs(values * 2 - 1) * 1.25, 0, 1) ** 2
        total += crest * carry * np.float32(weight)
        carry = np.clip(crest * 1.6, 0.15, 1)
        weight *= 0.5
    return normalised(total)


def normalised(field: Array) -> Array:
    """The field stretched to 0..1, its rarest hundredth clipped."""
    low, high = np.percentile(field[::4, ::4], (1, 99))
    return np.clip((field - np.float32(low)) / np.float32(high - low + 1e-6), 0, 1)


def tile(rng: np.random.Generator, n: int, *, slope: float, lowest: float = 1.0) -> Array:
    """An n x n texture, 0..1, whose edges meet.

    slope: how fast fine detail fades (1 sand, 2 clouds, 3 hills);
    lowest: the coarsest wave, in periods across the tile.
    """
    frequency = np.hypot(np.fft.fftfreq(n, 1 / n)[:, None], np.fft.rfftfreq(n, 1 / n)[None, :])
    strength = np.where(frequency < lowest, 0, np.maximum(frequency, 1) ** -slope)
    phase = rng.random(frequency.shape) * 2 * np.pi
    field = np.fft.irfft2(strength * np.exp(1j * phase), s=(n, n)).astype(np.float32)
    return normalised(field)


def sampled(texture: Array, u: Array, v: Array) -> Array:
    """The tile at fractional coordinates, 1.0 a whole period; bilinear, wrapping.

    The tile's side is a power of two.
    """
    n = texture.shape[0]
    x, y = u * np.float32(n), v * np.float32(n)
    x0, y0 = np.floor(x), np.floor(y)
    fx, fy = x - x0, y - y0
    left, top = x0.astype(np.int64) & (n - 1), y0.astype(np.int64) & (n - 1)
    right, bottom = (left + 1) & (n - 1), (top + 1) & (n - 1)
    flat = texture.ravel()
    upper = flat[top * n + left] * (1 - fx) + flat[top * n + right] * fx
    lower = flat[bottom * n + left] * (1 - fx) + flat[bottom * n + right] * fx
    return upper * (1 - fy) + lower * fy


def ridge(rng: np.random.Generator, n: int, *, rough: float = 0.5, base: int = 2) -> Array:
    """A skyline of `n` points, 0..1; `rough` weighs the fine teeth, `base` counts the summits."""
    x = np.linspace(0, 1, n)
    line = np.zeros(n)
    weight = 1.0
    for octave in range(9):
        points = base * 2**octave + 2
        values, shift = rng.random(points), rng.uniform(-0.3, 0.3) / points
        line += weight * np.interp(x, np.linspace(-0.05, 1.05, points) + shift, values)
        weight *= rough
    return ((line - line.min()) / (np.ptp(line) + 1e-6)).astype(np.float32)
