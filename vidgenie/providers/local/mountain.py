"""Mountains: ranges behind ranges, snow where it holds, pines in front."""

import numpy as np

from vidgenie.providers.local.clay import painted
from vidgenie.providers.local.colour import Array, mix, smooth
from vidgenie.providers.local.land import knoll, mist
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import fbm, ridge, ridged
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.shapes import against_light
from vidgenie.providers.local.sky import sky
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.terrain import Ground, lit, seen
from vidgenie.providers.local.trees import pines

_ROWS = 240


def mountain(stage: Stage) -> Painting:
    """A mountain landscape seen from a knoll above the trees."""
    rng = stage.rng("mountain")
    reading = stage.reading
    snowy = reading.weather == "snow" or reading.season == "winter" or reading.place == "snow"
    height, unit = stage.canvas[1], stage.unit
    layers = [stage.backdrop(sky(stage))]
    layers += ranges(stage, snow=0.30 if snowy else 0.62)
    line = stage.horizon + height * 0.17
    layers.append(mist(stage, "valley", at=line, thick=height * 0.035, strength=0.75, depth=0.5))
    for k in range(2):
        layers.append(_slope(stage, k, line + height * (0.055 + 0.075 * k)))
    x = stage.across(float(rng.uniform(0.40, 0.60)))
    top = height * 0.905
    bump = (x, height * 0.05)
    if snowy:
        white = painted(stage, np.array([0.95, 0.97, 1.0], np.float32))
        front, edge = knoll(stage, "knoll", top=top, bump=bump, depth=0.92, grass=0, colour=white)
    else:
        front, edge = knoll(stage, "knoll", top=top, bump=bump, depth=0.92)
    ground = "snow" if snowy else "land"
    spot = Spot(x, float(edge[int(x)]) + 4 * unit, depth=0.92, ground=ground)
    return Painting([*layers, front], (spot,))


def ranges(stage: Stage, *, snow: float, foot: float | None = None) -> list[Layer]:
    """Three ranges, far to near; snow: the height above which it lies, 0 to 1 of a range's own."""
    base = stage.horizon if foot is None else foot
    return [_range(stage, k, base, snow) for k in range(3)]


def _range(stage: Stage, k: int, base: float, snow: float) -> Layer:
    """One range; 0 is the farthest."""
    rng = stage.rng(f"range{k}")
    width, height = stage.canvas
    t = k / 2
    foot = base + height * (0.06 + 0.10 * k)
    depth = height * (0.07 + 0.03 * k)
    amp = height * (0.31 - 0.095 * k) * float(rng.uniform(0.85, 1.15))
    rock = ridged(rng, (width, _ROWS), (2.0 + k, 1.6), octaves=7)
    line = ridge(rng, width, rough=0.40, base=2 + k)[None, :]
    away = np.linspace(0, 1, _ROWS, dtype=np.float32)[:, None]
    swell = np.sin(np.clip(away * 1.25, 0, 1) * np.float32(np.pi / 2))
    heights = amp * swell * (0.34 * line + 0.66 * rock * (0.40 + 0.60 * line))
    heights = heights.astype(np.float32)
    bases = (foot - depth * away[:, 0]).astype(np.float32)
    light = lit(heights, side=stage.sun_side, steep=5.0, slope=1.1, unit=stage.unit)
    colours = _paint(stage, heights / np.float32(amp), light, t=t, snow=snow)
    patch, top = seen(Ground(heights, bases, colours), height)
    y = (np.arange(patch.shape[0], dtype=np.float32) + top)[:, None]
    haze = smooth(foot - amp * 0.40, foot + height * 0.04, y)[..., None] * np.float32(0.9 - 0.3 * t)
    tone = mix(stage.palette.haze, stage.palette.light, 0.12)
    patch[..., :3] += (tone - patch[..., :3]) * haze
    return stage.sheet(patch[..., 3], patch[..., :3], (0, top), 0.12 + 0.24 * k)


def _paint(stage: Stage, level: Array, light: Array, *, t: float, snow: float) -> Array:
    """Rock, and snow where it is high and not too steep; level: 0 at the foot, 1 at the top."""
    pal = stage.palette
    rock = mix(mix(pal.haze, pal.high, 0.55), pal.near, 0.34 + 0.50 * t)
    bright = mix(rock, pal.light, 0.52 - 0.25 * t)
    light = light[..., None]
    colours = rock * (1 - light) + bright * light
    snowy = mix(pal.light, np.ones(3, np.float32), 0.30)
    shade = mix(pal.high, snowy, 0.40)
    white = shade * (1 - light) + snowy * light
    patchy = fbm(stage.rng(f"snow {t}"), (level.shape[1], level.shape[0]), (9, 6), octaves=4)
    line = snow + 0.22 * t
    cap = smooth(line - 0.12, line + 0.12, level + (patchy - 0.5) * 0.4)[..., None]
    return (colours * (1 - cap) + white * cap).astype(np.float32)


def _slope(stage: Stage, k: int, row: float) -> Layer:
    """A slope of pines; 0 is the farther one."""
    rng = stage.rng(f"slope{k}")
    width, height = stage.canvas
    unit, pal = stage.unit, stage.palette
    edge = row - ridge(rng, width, rough=0.42, base=2) * np.float32(height * 0.075)
    count, tall = ((90, 52), (54, 104))[k]
    mask, top = pines(
        rng, edge, count=count, tall=(tall * unit * 0.45, tall * unit * 1.7), unit=unit
    )
    full = np.zeros((height - top, width), np.float32)
    full[: mask.shape[0]] = mask[: height - top]
    y = np.arange(height - top, dtype=np.float32)[:, None] + np.float32(top)
    full = np.maximum(full, np.clip(y - edge[None, :], 0, 1))
    tone = mix(pal.near, pal.haze, 0.42 - 0.24 * k)
    fall = smooth(row - height * 0.08, row + height * 0.10, y)[..., None]
    body = tone * (1 - fall) + mix(tone, pal.haze, 0.35 - 0.2 * k) * fall
    body = np.broadcast_to(body, (*full.shape, 3))
    return stage.sheet(full, against_light(stage, full, body, rim=0.12), (0, top), 0.6 + 0.15 * k)
