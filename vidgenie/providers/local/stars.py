"""Stars, and the milky way."""

import numpy as np

from vidgenie.providers.local.colour import Array, mix, smooth
from vidgenie.providers.local.noise import blurred, fbm, resized
from vidgenie.providers.local.stage import Stage

_FAINT, _BRIGHT = 1900, 26


def add_stars(stage: Stage, picture: Array, line: float, *, milky: float = 0.2) -> None:
    """Put stars on the picture above the row `line`, in place; milky: the galaxy's strength."""
    rng = stage.rng("stars")
    width, height = stage.canvas
    places, light = rng.random((_FAINT, 2)), rng.power(0.32, _FAINT).astype(np.float32)
    field = np.zeros((height, width), np.float32)
    columns = (places[:, 0] * (width - 3)).astype(int)
    rows = (places[:, 1] ** 1.2 * line * 0.96).astype(int).clip(0, height - 3)
    np.maximum.at(field, (rows, columns), light * 0.9)
    middling = slice(_BRIGHT, _BRIGHT + 130)
    for dy, dx, share in ((0, 1, 0.5), (1, 0, 0.5), (1, 1, 0.3)):
        if stage.unit > 0.7:
            np.maximum.at(field, (rows[middling] + dy, columns[middling] + dx), np.float32(share))
    _sparkle(stage, field, rows[:_BRIGHT], columns[:_BRIGHT])
    fade = smooth(line, line * 0.6, stage.y)
    clear = 1 - 0.85 * np.exp(-stage.to_sun(stage.x, stage.y) / 210)
    picture += (field * fade * clear)[..., None] * stage.palette.light
    glow = mix(stage.palette.light, stage.palette.accent, 0.25)
    milk = _milky_way(stage, rng)
    picture += (milk * fade * clear * np.float32(milky))[..., None] * glow


def _sparkle(stage: Stage, field: Array, rows: Array, columns: Array) -> None:
    """The few bright stars: a point, a short cross, a faint halo."""
    reach = max(2, round(7 * stage.unit))
    size = 2 * reach + 1
    d = np.abs(np.arange(size, dtype=np.float32) - reach) / np.float32(stage.unit)
    cross = np.exp(-d / 2.0)
    thin = np.exp(-((d / 0.8) ** 2))
    shape = np.maximum(cross[:, None] * thin[None, :], cross[None, :] * thin[:, None])
    halo = np.exp(-np.hypot(d[:, None], d[None, :]) / 2.2) * 0.32
    star = np.clip(shape + halo, 0, 1)
    height, width = field.shape
    for row, column in zip(rows, columns, strict=True):
        y, x = int(row) - reach, int(column) - reach
        if y < 0 or x < 0 or y + size > height or x + size > width:
            continue
        area = field[y : y + size, x : x + size]
        np.maximum(area, star, out=area)


def _milky_way(stage: Stage, rng: np.random.Generator) -> Array:
    width, height = stage.canvas
    small = (width // 4, height // 4)
    dust = fbm(rng, small, (5, 9), octaves=5)
    angle, middle = float(rng.uniform(0.5, 1.0)), float(rng.uniform(0.2, 0.45))
    angle *= float(rng.choice([-1, 1]))
    x = np.linspace(-0.5, 0.5, small[0], dtype=np.float32)[None, :]
    y = np.linspace(0, height / width, small[1], dtype=np.float32)[:, None]
    across = (y - np.float32(middle * height / width)) * np.float32(np.cos(angle))
    across = across - x * np.float32(np.sin(angle))
    band = np.exp(-((across / 0.24) ** 2)) * (0.25 + 0.75 * dust)
    return resized(blurred(band.astype(np.float32), 1.5), (width, height))
