"""The countryside: rolling fields, rows of lavender or wheat, flowers at one's feet."""

import numpy as np

from vidgenie.providers.local.clay import painted
from vidgenie.providers.local.colour import Array, mix, rgb, smooth, turned
from vidgenie.providers.local.land import mist
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.mountain import ranges
from vidgenie.providers.local.noise import ridge, sampled, tile
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.scenery import birds
from vidgenie.providers.local.shapes import Pen, scatter
from vidgenie.providers.local.sky import sky
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.terrain import Ground, Plain, plain, seen, sunlit
from vidgenie.providers.local.trees import crowns

_ROWS = 320
_LAVENDER = frozenset({"lavande", "lavandes", "lavender", "provence"})
_WHEAT = frozenset(
    {"ble", "wheat", "cereales", "moisson", "harvest", "savane", "savanna", "savannah"}
)
_CROWN = {"autumn": "#d9782c", "spring": "#f3b3c6", "winter": "#8d949a"}


def field(stage: Stage) -> Painting:
    """Fields to the hills, a line of trees, flowers in front."""
    height, unit = stage.canvas[1], stage.unit
    line = stage.horizon
    layers = [stage.backdrop(sky(stage))]
    if stage.rng("field").random() < 0.6:
        layers += ranges(stage, snow=1.6, foot=line - height * 0.16)[:1]
    layers.append(mist(stage, "far", at=line, thick=60 * unit, strength=0.4, depth=0.2))
    land = plain(stage, line=line, rows=_ROWS, far=13)
    heights, colours = _hills(stage, land)
    cuts = ((175, _ROWS, 0.3), (80, 175, 0.5), (0, 80, 0.75))
    for k, (first, last, depth) in enumerate(cuts):
        part = Ground(
            heights[first:last] * np.float32(unit) / land.away[first:last],
            land.bases[first:last],
            colours[first:last],
        )
        patch, top = seen(part, height)
        if k < 2:
            layers.append(_trees(stage, k, part.skyline, depth))
        layers.append(stage.sheet(patch[..., 3], patch[..., :3], (0, top), depth))
    if not stage.palette.night and stage.reading.weather in {"", "clear", "clouds"}:
        layers.append(birds(stage, count=6, at=(stage.across(0.55), line - 420 * unit), depth=0.25))
    return Painting(layers, _spots(stage, land, heights), front=_flowers(stage))


def crop(stage: Stage) -> tuple[Array, Array, float]:
    """The two paints of the ground and how strongly it is laid in rows."""
    words, season = set(stage.reading.words), stage.reading.season
    if words & _LAVENDER:
        return rgb("#7d55c7"), rgb("#5f8a4a"), 1.0
    if words & _WHEAT:
        return rgb("#e3b14f"), rgb("#c9923c"), 0.55
    if season == "winter" or stage.reading.weather == "snow":
        return rgb("#f1f4f8"), rgb("#c8d4e2"), 0.15
    if season == "autumn":
        return rgb("#c99a45"), rgb("#8f8a3f"), 0.30
    return rgb("#86b84f"), rgb("#5f9a45"), 0.35


def _hills(stage: Stage, land: Plain) -> tuple[Array, Array]:
    rng = stage.rng("hills")
    pal = stage.palette
    broad, blade = tile(rng, 512, slope=2.9, lowest=2), tile(rng, 512, slope=0.9, lowest=24)
    v = np.broadcast_to(land.away, land.x.shape)
    swell = sampled(broad, land.x * 0.085, v * 0.075)
    heights = swell * 420 * smooth(1.0, 3.4, v) + swell * 30
    light = sunlit(stage, land, heights, steep=0.55)[..., None]
    first, second, strength = crop(stage)
    sway = sampled(broad, land.x * 0.4, v * 0.3) * 0.9
    rows = 0.5 + 0.5 * np.cos(land.x * 58 / (1 + (v - 1) * 0.16) + sway)
    keep = np.float32(strength) * smooth(9.0, 3.0, v)
    stripes = smooth(0.06, 0.42, rows) * keep + (1 - keep) * 0.66
    paint = second + (first - second) * stripes[..., None]
    # A row is a hedge: its top is lit, its side falls into shade.
    paint = paint * (1 + (smooth(0.0, 1.0, rows) - 0.6) * keep * 0.55)[..., None]
    grain = sampled(blade, land.x * 0.9, v * 1.4)
    paint = paint * (1 + (grain - 0.5)[..., None] * 0.42 * smooth(6, 1, v)[..., None])
    shade = np.clip(mix(rgb("#ffffff"), pal.high, 0.45) * stage.ambient * 1.1, 0, 1)
    sunny = np.clip(stage.ambient * 0.75 + stage.key * 0.95, 0, 1)
    tone = smooth(0.25, 0.80, light)
    colours = paint * (shade * (1 - tone) + sunny * tone)
    far = smooth(2.2, 12.0, v)[..., None] * 0.72
    colours += (mix(pal.haze, pal.light, 0.12) - colours) * far
    return heights.astype(np.float32), np.clip(colours, 0, 1).astype(np.float32)


def _trees(stage: Stage, k: int, skyline: Array, depth: float) -> Layer:
    """Trees along a hill's crest, in groups."""
    rng = stage.rng(f"crowns{k}")
    unit = stage.unit
    where = ridge(rng, skyline.shape[0], rough=0.4, base=2)
    edge = skyline + 4 * unit + smooth(0.62, 0.38, where) * np.float32(200 * unit)
    mask, lit, top = crowns(
        rng,
        edge,
        count=(26, 12)[k],
        tall=((30 + 32 * k) * unit, (62 + 56 * k) * unit),
        side=stage.sun_side,
    )
    paint = painted(stage, rgb(_CROWN.get(stage.reading.season, "#4f7f3f")))
    dark = paint * 0.42
    body = dark + (paint - dark) * lit[..., None]
    body += (stage.palette.haze - body) * np.float32((0.45, 0.22)[k])
    return stage.sheet(mask, np.clip(body, 0, 1), (0, top), depth - 0.01)


def _spots(stage: Stage, land: Plain, heights: Array) -> tuple[Spot, ...]:
    rng = stage.rng("spot")
    unit, row = stage.unit, 46
    x = stage.across(0.5 + float(rng.uniform(-0.12, 0.12)))
    y = float(land.bases[row] - heights[row, int(x)] * unit / land.away[row, 0])
    return (Spot(x, y, depth=0.8),)


def _flowers(stage: Stage) -> list[Layer]:
    """Grass and flowers before everything, a little dark, so that captions stay readable."""
    rng = stage.rng("flowers")
    width, height = stage.canvas
    unit, pal = stage.unit, stage.palette
    tall = int(260 * unit)
    grass = Pen((width, tall), fine=2)
    for x, long, lean in zip(
        rng.uniform(0, 1, 520), rng.uniform(60, 190, 520), rng.normal(0, 0.25, 520), strict=True
    ):
        foot, size = float(x) * width, float(long) * unit
        tip = (foot + float(lean) * size, tall - size)
        grass.polygon(
            [
                (foot - 3 * unit, tall),
                (foot + float(lean) * size * 0.4 - 2 * unit, tall - size * 0.55),
                tip,
                (foot + 3.5 * unit, tall),
            ]
        )
    green = mix(painted(stage, crop(stage)[1]), pal.near, 0.55)
    mask = grass.mask()
    fall = np.linspace(1.0, 0.55, tall, dtype=np.float32)[:, None, None]
    layers = [
        stage.sheet(
            mask, green * fall * np.ones((1, width, 1), np.float32), (0, height - tall), 0.95
        )
    ]
    if stage.reading.season in {"winter", "autumn"} or stage.reading.weather == "snow":
        return layers
    wanted = "flowers" in stage.reading.subjects or stage.reading.season == "spring"
    tones = [turned(pal.accent, 0), rgb("#ffffff"), turned(pal.accent, 40, lighter=0.05)]
    words = set(stage.reading.words)
    if words & {
        "coquelicot",
        "coquelicots",
        "poppy",
        "poppies",
        "tulipe",
        "tulipes",
        "tulip",
        "tulips",
    }:
        tones = [rgb("#e23d2e"), rgb("#f2623f"), rgb("#d92f3a")]
    elif words & _LAVENDER:
        tones = [rgb("#a37be6"), rgb("#8a5fd6"), rgb("#c3a3f2")]
    for k, tone in enumerate(tones):
        pen = Pen((width, tall), fine=2)
        scatter(
            stage.rng(f"bloom{k}"),
            34 if wanted else 12,
            lambda own, _, pen=pen: _bloom(pen, own, width, tall, unit),
        )
        layers.append(stage.sheet(pen.mask(), painted(stage, tone), (0, height - tall), 0.96))
    return layers


def _bloom(pen: Pen, rng: np.random.Generator, width: int, tall: int, unit: float) -> None:
    x, y = float(rng.uniform(0, width)), tall * float(rng.uniform(0.22, 0.85))
    size = unit * float(rng.uniform(6, 12)) * (0.7 + 0.8 * y / tall)
    for k in range(5):
        angle = k * 2 * np.pi / 5 + float(rng.uniform(0, 0.4))
        pen.disc(
            (x + np.cos(angle) * size * 0.72, y + np.sin(angle) * size * 0.55),
            (size * 0.55, size * 0.42),
        )
