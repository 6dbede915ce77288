"""Land in the foreground: hazy banks, knolls with grass, what frames a view."""

import numpy as np

from vidgenie.providers.local.clay import painted
from vidgenie.providers.local.colour import Array, mix, rgb, smooth
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import fbm, resized, ridge
from vidgenie.providers.local.shapes import Pen, against_light
from vidgenie.providers.local.stage import Stage

_BRIGHT = frozenset({"day", "zen", "overcast"})


def mist(  # noqa: PLR0913  # keyword-only, like the settings of a brush
    stage: Stage, name: str, *, at: float, thick: float, strength: float, depth: float
) -> Layer:
    """A bank of haze around the row `at`, `thick` pixels high, with holes in it."""
    rng = stage.rng(name)
    width, _ = stage.canvas
    top, bottom = max(0, int(at - thick * 2.2)), min(stage.canvas[1], int(at + thick * 2.2))
    size = (width, max(2, bottom - top))
    small = (max(2, size[0] // 6), max(2, size[1] // 6))
    holes = resized(fbm(rng, small, (3, 2.2), octaves=4), size)
    y = np.arange(size[1], dtype=np.float32)[:, None] + np.float32(top - at)
    mask = np.exp(-((y / np.float32(thick)) ** 2)) * (0.35 + 0.65 * holes) * np.float32(strength)
    mask *= smooth(0, size[1] * 0.15, y - y[0]) * smooth(0, size[1] * 0.15, y[-1] - y)
    tone = mix(stage.palette.haze, stage.palette.light, 0.22)
    return stage.sheet(np.clip(mask, 0, 1), tone, (0, top), depth)


def knoll(  # noqa: PLR0913  # keyword-only, like the settings of a brush
    stage: Stage,
    name: str,
    *,
    top: float,
    bump: tuple[float, float] | None = None,
    depth: float,
    grass: float = 1.0,
    colour: Array | None = None,
) -> tuple[Layer, Array]:
    """A near hill and the canvas row of its edge in each column.

    top: mean row. bump: (column, height) of a rise to stand on. grass: length of its
    blades, 1 for a meadow, 0 for bare ground.
    """
    rng = stage.rng(name)
    width, height = stage.canvas
    x = np.arange(width, dtype=np.float32)
    edge = np.float32(top) - ridge(rng, width, rough=0.36, base=2) * np.float32(height * 0.022)
    if bump:
        edge -= np.exp(-(((x - bump[0]) / (stage.size[0] * 0.30)) ** 2)) * np.float32(bump[1])
    start = int(edge.min() - 46 * stage.unit * grass) - 2
    pen = Pen((width, height - start), fine=2)
    pen.polygon(
        [
            (0, height),
            *zip(x[::4], edge[::4] - start, strict=True),
            (width, edge[-1] - start),
            (width, height),
        ]
    )
    _blades(pen, rng, edge - start, stage.unit * grass)
    mask = pen.mask()
    y = np.arange(height - start, dtype=np.float32)[:, None] + np.float32(start)
    tone = _meadow(stage) if colour is None else colour
    fall = smooth(float(edge.min()), height * 1.0, y)[..., None]
    body = tone * (1 - fall) + (tone * (0.45 if colour is None else 0.72)) * fall
    body = np.broadcast_to(body, (*mask.shape, 3))
    return stage.sheet(mask, against_light(stage, mask, body, rim=0.5), (0, start), depth), edge


def _meadow(stage: Stage) -> Array:
    """Grass against the light, almost black; green where there is light from everywhere."""
    pal = stage.palette
    dark = mix(pal.near, pal.haze, 0.10)
    return mix(dark, painted(stage, rgb("#4f7f3f")), 0.55) if stage.moment in _BRIGHT else dark


def _blades(pen: Pen, rng: np.random.Generator, edge: Array, unit: float) -> None:
    if unit <= 0:
        return
    width = edge.shape[0]
    for x, long, lean in zip(
        rng.uniform(0, 1, 420), rng.gamma(3, 5.5, 420), rng.normal(0, 0.35, 420), strict=True
    ):
        column = float(x) * (width - 1)
        row, size = float(edge[int(column)]) + 2 * unit, float(min(long, 44)) * unit
        tip = (column + float(lean) * size, row - size)
        pen.polygon([(column - 1.5 * unit, row + 3), tip, (column + 1.5 * unit, row + 3)])
