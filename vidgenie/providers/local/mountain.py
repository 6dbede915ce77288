"""Mountains: ranges behind ranges, snow where it holds, pines in front."""

import numpy as np

from vidgenie.providers.local.colour import Array, mix, smooth
from vidgenie.providers.local.layers import Layer, sheet
from vidgenie.providers.local.noise import fbm, ridge, ridged
from vidgenie.providers.local.sky import sky
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.terrain import Ground, lit, seen

_ROWS = 150


def mountain(stage: Stage) -> list[Layer]:
    """The layers of a mountain landscape."""
    layers = [stage.backdrop(sky(stage))]
    layers += [_range(stage, k) for k in range(3)]
    return layers


def _range(stage: Stage, k: int) -> Layer:
    """One range; 0 is the farthest."""
    rng = stage.rng(f"range{k}")
    width, height = stage.canvas
    t = k / 2
    foot = stage.horizon + height * (0.06 + 0.10 * k)
    depth = height * (0.07 + 0.03 * k)
    amp = height * (0.30 - 0.09 * k) * float(rng.uniform(0.85, 1.15))
    rock = ridged(rng, (width, _ROWS), (2.2 + k, 1.6), octaves=7)
    line = ridge(rng, width, rough=0.42, base=2 + k)[None, :]
    z = np.linspace(0, 1, _ROWS, dtype=np.float32)[:, None]
    swell = np.sin(np.clip(z * 1.25, 0, 1) * np.pi / 2 * 1.0)
    heights = (amp * swell * (0.30 * line + 0.70 * rock * (0.45 + 0.55 * line))).astype(np.float32)
    bases = (foot - depth * z[:, 0]).astype(np.float32)
    light = lit(heights, side=stage.sun_side, steep=7.0, slope=1.1)
    colours = _paint(stage, rng, heights, light, t=t, amp=amp)
    patch, top = seen(Ground(heights, bases, colours), height)
    y = (np.arange(patch.shape[0], dtype=np.float32) + top)[:, None]
    mist = smooth(foot - amp * 0.35, foot + height * 0.05, y)[..., None] * np.float32(
        0.85 - 0.35 * t
    )
    patch[..., :3] += (mix(stage.palette.haze, stage.palette.light, 0.15) - patch[..., :3]) * mist
    return sheet(stage.canvas, patch, (0, top), 0.12 + 0.28 * k)


def _paint(
    stage: Stage, rng: np.random.Generator, heights: Array, light: Array, *, t: float, amp: float
) -> Array:
    pal = stage.palette
    rock = mix(mix(pal.haze, pal.high, 0.5), pal.near, 0.30 + 0.50 * t)
    bright = mix(rock, pal.light, 0.55 - 0.25 * t)
    light = light[..., None]
    colours = rock * (1 - light) + bright * light
    if t < 0.6:
        snowy = mix(pal.light, np.ones(3, np.float32), 0.35)
        shade = mix(pal.high, snowy, 0.42)
        white = shade * (1 - light) + snowy * light
        patchy = fbm(rng, (heights.shape[1], heights.shape[0]), (9, 6), octaves=4)
        cap = smooth(0.38, 0.62, heights / np.float32(amp) + (patchy - 0.5) * 0.35)[..., None]
        colours = colours * (1 - cap) + white * cap
    return colours.astype(np.float32)
