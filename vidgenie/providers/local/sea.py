"""The sea and the lakes."""

import numpy as np

from vidgenie.providers.local.clay import painted
from vidgenie.providers.local.colour import Array, mix, rgb, smooth
from vidgenie.providers.local.land import knoll, mist
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.mountain import ranges
from vidgenie.providers.local.noise import fbm, ridge
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.scenery import birds, boat, lighthouse, palms
from vidgenie.providers.local.sky import sky
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.subjects import SUBJECTS
from vidgenie.providers.local.water import water

_BEACH = frozenset({"plage", "plages", "beach", "beaches", "sable", "sand", "tropical", "shore"})


def sea(stage: Stage) -> Painting:
    """Open water to the horizon, with what the prompt puts on it."""
    rng = stage.rng("sea")
    unit, subjects = stage.unit, set(stage.reading.subjects)
    line = stage.horizon
    rough = {"storm": 1.7, "rain": 1.1}.get(stage.reading.weather, 0.8)
    if stage.reading.mood == "zen":
        rough = 0.35
    layers = [stage.backdrop(sky(stage))]
    islands = _islands(stage, line)
    layers.append(water(stage, [*layers, islands], line=line, rough=rough))
    layers.insert(1, islands)
    away = stage.across(0.32 if stage.sun[0] > stage.canvas[0] / 2 else 0.68)
    if "lighthouse" in subjects:
        layers += lighthouse(stage, line=line)
    elif "boat" in subjects or (not subjects and rng.random() < 0.7):
        big = "boat" in subjects
        at = (away, line + (130 if big else 46) * unit)
        layers += boat(stage, at=at, size=(420 if big else 150) * unit, depth=0.5 if big else 0.38)
    if stage.reading.weather not in {"storm", "rain"} and not stage.palette.night:
        high = line - float(rng.uniform(330, 560)) * unit
        layers.append(
            birds(
                stage,
                count=int(rng.integers(5, 11)),
                at=(stage.across(float(rng.uniform(0.35, 0.65))), high),
            )
        )
    return _shore(
        stage, layers, beach="palm" in subjects or bool(_BEACH & set(stage.reading.words))
    )


def lake(stage: Stage) -> Painting:
    """Mountains doubled by still water."""
    height, unit = stage.canvas[1], stage.unit
    line = stage.horizon + height * 0.075
    back = [stage.backdrop(sky(stage))]
    snowy = stage.reading.season == "winter" or stage.reading.weather == "snow"
    land = ranges(stage, snow=0.3 if snowy else 0.62, foot=line - height * 0.165)
    rough = 0.9 if stage.reading.weather in {"storm", "rain"} else 0.16
    surface = water(stage, [*back, *land], line=line, rough=rough)
    bank = mist(stage, "bank", at=line, thick=26 * unit, strength=0.7, depth=0.36)
    return _shore(stage, [*back, *land, surface, bank], beach=False)


def _in_the_water(stage: Stage) -> bool:
    """Whether what is shown swims or sails, so that no shore is needed."""
    kinds = {SUBJECTS[name].kind for name in stage.reading.subjects}
    return "swimmer" in kinds or bool(
        {"lighthouse", "boat", "surfer"} & set(stage.reading.subjects)
    )


def _islands(stage: Stage, line: float) -> Layer:
    """Far land on the horizon, part of its width."""
    rng = stage.rng("islands")
    width, height = stage.canvas
    where = smooth(0.35, 0.8, ridge(rng, width, rough=0.3, base=2))
    rise = ridge(rng, width, rough=0.46, base=4) * where * np.float32(height * 0.055)
    top = int(line - rise.max() - 2)
    y = np.arange(int(line) + 2 - top, dtype=np.float32)[:, None] + np.float32(top)
    mask = np.clip(y - (np.float32(line) - rise)[None, :], 0, 1) * (rise[None, :] > 0.5)
    tone = mix(stage.palette.haze, stage.palette.near, 0.34)
    return stage.sheet(mask.astype(np.float32), tone, (0, top), 0.1)


def _sand(stage: Stage) -> tuple[Layer, Array]:
    """A beach: foam, wet sand that mirrors the sky, dry sand; and the row of its edge."""
    rng = stage.rng("beach")
    width, height = stage.canvas
    unit, pal = stage.unit, stage.palette
    edge = height * 0.865 - ridge(rng, width, rough=0.25, base=1) * np.float32(height * 0.035)
    top = int(edge.min() - 30 * unit)
    size = (width, height - top)
    y = np.arange(size[1], dtype=np.float32)[:, None] + np.float32(top) - edge[None, :]
    lace = fbm(rng, size, (26, 22), octaves=4, gain=0.6)
    y = y + (lace - 0.5) * np.float32(26 * unit)
    dry = painted(stage, rgb("#ecd2a0")) * 1.12
    wet = mix(dry * 0.5, pal.low, 0.35)
    reach = smooth(20 * unit, 95 * unit, y)[..., None]
    grain = fbm(rng, size, (240, 60), octaves=2)[..., None] - 0.5
    sand = dry * (1 + grain * 0.22)
    body = wet * (1 - reach) + sand * reach
    shine = np.exp(-(((stage.x - np.float32(stage.sun[0])) / np.float32(300 * unit)) ** 2))
    body += (pal.light - body) * (shine[..., None] * (1 - reach) * 0.35)
    line = np.exp(-(((y - 4 * unit) / np.float32(9 * unit)) ** 2)) * smooth(0.25, 0.5, lace)
    second = np.exp(-(((y - 34 * unit) / np.float32(4 * unit)) ** 2)) * smooth(0.4, 0.7, lace)
    white = mix(pal.light, np.ones(3, np.float32), 0.4)
    body += (white - body) * np.clip(line * 0.9 + second * 0.45, 0, 1)[..., None]
    rows = np.arange(size[1], dtype=np.float32)[:, None] + np.float32(top)
    body *= (1 - 0.30 * smooth(height * 0.90, height * 1.02, rows))[..., None]
    mask = smooth(-4 * unit, 2 * unit, y)
    return stage.sheet(mask, np.clip(body, 0, 1), (0, top), 0.85), edge


def _shore(stage: Stage, layers: list[Layer], *, beach: bool) -> Painting:
    """The ground the viewer stands on, and a place for somebody."""
    rng = stage.rng("shore")
    height, unit = stage.canvas[1], stage.unit
    side = -stage.sun_side
    if beach:
        sand, edge = _sand(stage)
        layers.append(sand)
    elif _in_the_water(stage):
        spot = Spot(stage.across(0.5 - 0.06 * side), height * 0.80, 0.62, ground="water", scale=1.5)
        return Painting(layers, (spot,))
    else:
        x = stage.across(0.5 - side * float(rng.uniform(0.02, 0.16)))
        snow = painted(stage, rgb("#f2f5fa")) if stage.reading.season == "winter" else None
        top, grass = height * 0.915, 1.0 if snow is None else 0.0
        bump = (x, height * 0.035)
        front, edge = knoll(
            stage, "shore", top=top, bump=bump, depth=0.88, grass=grass, colour=snow
        )
        layers.append(front)
        return Painting(layers, (Spot(x, float(edge[int(x)]) + 4 * unit, depth=0.88),))
    x = stage.across(0.5 + side * 0.08)
    spot = Spot(x, float(edge[int(x)]) + 96 * unit, depth=0.86, ground="sand")
    near = (
        [palms(stage, side=side, ground=height * 1.0)] if "palm" in stage.reading.subjects else []
    )
    return Painting(layers, (spot,), front=near)
