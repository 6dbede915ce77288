"""The desert: dunes with sharp crests, ripples, a far caravan's worth of air."""

import numpy as np

from vidgenie.providers.local.clay import painted
from vidgenie.providers.local.colour import Array, mix, rgb, smooth
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import ridge, sampled, tile
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.shapes import Pen
from vidgenie.providers.local.sky import sky
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.terrain import Ground, Plain, plain, seen, sunlit

_ROWS = 360


def desert(stage: Stage) -> Painting:
    """Dunes to the horizon, in three sheets."""
    height, unit = stage.canvas[1], stage.unit
    line = stage.horizon
    layers = [stage.backdrop(sky(stage, cover=0.22 if not stage.reading.weather else None))]
    pyramids = "pyramids" in stage.reading.subjects
    layers.append(_pyramids(stage, line) if pyramids else _mesas(stage, line))
    land = plain(stage, line=line, rows=_ROWS, far=16)
    heights, colours = _dunes(stage, land)
    for first, last, depth in ((190, _ROWS, 0.25), (85, 190, 0.5), (0, 85, 0.8)):
        part = Ground(
            heights[first:last] * np.float32(unit) / land.away[first:last],
            land.bases[first:last],
            colours[first:last],
        )
        patch, top = seen(part, height)
        layers.append(stage.sheet(patch[..., 3], patch[..., :3], (0, top), depth))
    rng = stage.rng("desert")
    row = 60
    x = stage.across(0.5 + float(rng.uniform(0.03, 0.14)) * -stage.sun_side)
    y = float(land.bases[row] - heights[row, int(x)] * unit / land.away[row, 0])
    y = min(y, float((land.bases[:row] - heights[:row, int(x)] * unit / land.away[:row, 0]).min()))
    return Painting(layers, (Spot(x, y + 6 * unit, depth=0.82, ground="sand", scale=0.9),))


def _dunes(stage: Stage, land: Plain) -> tuple[Array, Array]:
    rng = stage.rng("dunes")
    pal = stage.palette
    broad, wind = tile(rng, 512, slope=3.1, lowest=2), tile(rng, 256, slope=2.2, lowest=2)
    v = np.broadcast_to(land.away, land.x.shape)
    bend = sampled(wind, land.x * 0.05, v * 0.035) * 0.22
    u, w = land.x * 0.115 + bend, v * 0.060 + bend * 0.7
    swell = sampled(broad, u, w)
    crest = 1 - np.abs(swell * 2 - 1)
    heights = (crest**1.6 * 330 + swell * 120) * smooth(0.9, 2.6, v) + 40 * crest
    light = sunlit(stage, land, heights, steep=0.95)[..., None]
    sand = mix(rgb("#e8b67a"), pal.haze, 0.30)
    sunny = np.clip(sand * (stage.ambient * 0.55 + stage.key * 1.15), 0, 1)
    shady = np.clip(mix(sand, pal.high, 0.45) * (stage.ambient * 1.05), 0, 1)
    tone = smooth(0.12, 0.72, light)
    colours = shady * (1 - tone) + sunny * tone
    ripple = np.sin((land.x * 150 + v * 230 + bend * 700) / 1.0)
    fine = smooth(3.4, 1.2, v)
    colours = colours * (1 + (ripple * fine * 0.035))[..., None]
    far = smooth(3.0, 15.0, v)[..., None] * 0.78
    colours = colours + (mix(pal.haze, pal.light, 0.15) - colours) * far
    return heights.astype(np.float32), np.clip(colours, 0, 1).astype(np.float32)


def _mesas(stage: Stage, line: float) -> Layer:
    """Table mountains on the horizon."""
    rng = stage.rng("mesas")
    width, height = stage.canvas
    shape = ridge(rng, width, rough=0.42, base=3)
    rise = np.floor(smooth(0.45, 0.75, shape) * 3) / 3 * 0.6 + smooth(0.4, 0.8, shape) * 0.4
    rise = rise * np.float32(height * 0.06)
    top = int(line - rise.max() - 2)
    y = np.arange(int(line + height * 0.03) - top, dtype=np.float32)[:, None] + np.float32(top)
    mask = np.clip(y - (np.float32(line) - rise)[None, :], 0, 1)
    tone = mix(stage.palette.haze, stage.palette.near, 0.26)
    return stage.sheet(mask, tone, (0, top), 0.12)


def _pyramids(stage: Stage, line: float) -> Layer:
    """Three pyramids, a lit and a shaded face each."""
    unit = stage.unit
    width, tall = stage.canvas[0], int(420 * unit)
    bright, dark = Pen((width, tall), fine=3), Pen((width, tall), fine=3)
    side = stage.sun_side
    for place, size in ((0.80, 0.42), (0.62, 0.66), (0.30, 1.0)):
        x = stage.across(place if side > 0 else 1 - place)
        high, half = 350 * unit * size, 330 * unit * size
        tip, foot = (x - side * half * 0.12, tall - high), (x + side * half * 0.28, float(tall))
        bright.polygon([tip, foot, (x + side * half, tall - high * 0.05)])
        dark.polygon([tip, foot, (x - side * half, tall)])
    sand = painted(stage, rgb("#e8c088"))
    sunny, shady = mix(sand, stage.palette.haze, 0.28), mix(sand * 0.42, stage.palette.haze, 0.38)
    lit, shade = bright.mask()[..., None], dark.mask()[..., None]
    picture = shady * (1 - lit) + sunny * lit
    mask = np.maximum(lit, shade)[..., 0]
    return stage.sheet(mask, picture, (0, int(line + 10 * unit) - tall), 0.14)
