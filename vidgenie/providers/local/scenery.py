"""What landscapes are dressed with: lighthouses, boats, birds, balloons, palms."""

import numpy as np

from vidgenie.providers.local.clay import modelled, painted
from vidgenie.providers.local.colour import Array, mix, rgb, smooth, turned
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import ridge
from vidgenie.providers.local.shapes import Pen, Point, against_light, curve
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.trees import palm

_BRIGHT = frozenset({"day", "zen", "overcast"})


def birds(stage: Stage, *, count: int, at: Point, depth: float = 0.35) -> Layer:
    """A flock around a point of the canvas."""
    rng = stage.rng("birds")
    span, tall = stage.size[0] * 0.5, 150 * stage.unit
    pen = Pen((int(span), int(tall)), fine=4)
    for k in range(count):
        x = span * float(np.clip(rng.normal(0.5, 0.19), 0.05, 0.95))
        y = tall * float(np.clip(rng.normal(0.5, 0.20), 0.15, 0.85))
        wing, beat = float(rng.uniform(8, 21)) * stage.unit, float(rng.uniform(0.15, 0.75))
        if k == 0:
            wing = 23 * stage.unit
        for side in (-1, 1):
            tip = (x + side * wing * 1.2, y - wing * beat * 0.25)
            bend = (x + side * wing * 0.55, y - wing * beat)
            pen.limb(curve([(x, y), bend, tip], 5), list(np.linspace(wing * 0.17, wing * 0.03, 11)))
        pen.disc((x, y + wing * 0.03), (wing * 0.11, wing * 0.09))
    mask = pen.mask()
    tone = mix(stage.palette.near, stage.palette.haze, 0.18)
    return stage.sheet(mask, tone, (int(at[0] - span / 2), int(at[1] - tall / 2)), depth)


def boat(stage: Stage, *, at: Point, size: float, depth: float) -> list[Layer]:
    """A sailing boat on the water at `at`, and its reflection; size: its height in pixels."""
    wide, tall = int(size * 0.9), int(size * 1.06)
    x, foot = wide * 0.5, size * 0.985
    sails, hull = Pen((wide, tall), fine=4), Pen((wide, tall), fine=4)
    main = curve(
        [
            (x + size * 0.02, foot - size * 0.97),
            (x + size * 0.20, foot - size * 0.5),
            (x + size * 0.29, foot - size * 0.17),
        ],
        8,
    )
    sails.polygon([*main, (x + size * 0.02, foot - size * 0.15)])
    jib = curve(
        [
            (x - size * 0.02, foot - size * 0.86),
            (x - size * 0.14, foot - size * 0.45),
            (x - size * 0.27, foot - size * 0.15),
        ],
        8,
    )
    sails.polygon([*jib, (x - size * 0.03, foot - size * 0.17)])
    hull.polygon(
        curve(
            [
                (x - size * 0.33, foot - size * 0.115),
                (x - size * 0.22, foot),
                (x + size * 0.26, foot),
                (x + size * 0.37, foot - size * 0.125),
            ],
            8,
        )
    )
    hull.limb([(x, foot - size * 0.08), (x, foot - size)], [size * 0.014, size * 0.008])
    cloth, wood = sails.mask(), hull.mask()
    paint = np.where(cloth[..., None] > wood[..., None], rgb("#fbf4e6"), rgb("#6b3a2a"))
    mask = np.maximum(cloth, wood)
    picture = modelled(stage, mask, paint.astype(np.float32), thick=size * 0.10, gloss=0.1)
    picture = picture * 0.82 + stage.palette.haze * 0.18
    origin = (int(at[0] - x), int(at[1] - foot))
    down = np.linspace(0.55, 0.0, tall, dtype=np.float32)[:, None]
    wobble = (np.sin(np.arange(tall) * 0.45 / max(stage.unit, 0.2)) * 3 * stage.unit).astype(int)
    flipped = mask[::-1] * down
    flipped = np.stack([np.roll(row, int(s)) for row, s in zip(flipped, wobble, strict=True)])
    shade = mix(stage.palette.near, stage.palette.haze, 0.25)
    mirror = stage.sheet(flipped * 0.6, shade, (origin[0], int(at[1] - size * 0.075)), depth - 0.02)
    return [mirror, stage.sheet(mask, picture, origin, depth)]


def lighthouse(stage: Stage, *, line: float) -> list[Layer]:
    """A lighthouse on its rock, beam on when it is dark enough."""
    rng = stage.rng("lighthouse")
    width, _height = stage.canvas
    unit = stage.unit
    x = (
        stage.across(0.74 if stage.sun[0] < width / 2 else 0.26)
        + float(rng.uniform(-30, 30)) * unit
    )
    foot, size = line + 92 * unit, 470 * unit * float(rng.uniform(0.92, 1.1))
    rock, top = _rock(stage, rng, x, foot)
    tower_foot = top + 24 * unit
    tower, _origin = _tower(stage, (x, tower_foot), size)
    layers = [*rock, tower]
    lamp = (x, tower_foot - size * 0.905)
    bright = stage.palette.night or stage.moment in {
        "storm",
        "storm_night",
        "sunset",
        "overcast",
        "dark",
    }
    if bright:
        layers.append(_beam(stage, lamp))
    return layers


def _rock(
    stage: Stage, rng: np.random.Generator, x: float, foot: float
) -> tuple[list[Layer], float]:
    unit, pal = stage.unit, stage.palette
    wide, tall = int(430 * unit), int(190 * unit)
    columns = np.arange(wide, dtype=np.float32)
    shape = np.exp(-(((columns / wide - 0.5) / 0.27) ** 4))
    edge = tall * (0.86 - 0.52 * shape * (0.72 + 0.40 * ridge(rng, wide, rough=0.62, base=4)))
    mask = np.clip(np.arange(tall, dtype=np.float32)[:, None] - edge[None, :], 0, 1)
    base = np.float32(tall * 0.90) + ridge(rng, wide, rough=0.5, base=6) * np.float32(8 * unit)
    mask *= np.clip(base[None, :] - np.arange(tall, dtype=np.float32)[:, None], 0, 1)
    mask *= smooth(0, 0.06, (columns / wide)[None, :]) * smooth(1, 0.94, (columns / wide)[None, :])
    tone = painted(stage, rgb("#6d665f"))
    picture = modelled(stage, mask, np.clip(tone * 0.9, 0, 1), thick=34 * unit, gloss=0.05)
    grain = ridge(rng, wide, rough=0.9, base=12)[None, :, None]
    picture = picture * (0.72 + 0.42 * grain)
    origin = (int(x - wide / 2), int(foot - tall * 0.9))
    rows = np.arange(int(150 * unit), dtype=np.float32)[:, None]
    fade = np.exp(-rows / np.float32(52 * unit)) * 0.62
    spread = smooth(0.5, 0.30, np.abs(columns / wide - 0.5))[None, :]
    mirror = stage.sheet(fade * spread, pal.near, (origin[0], int(foot - 6 * unit)), 0.44)
    top = float(edge[wide // 2]) + origin[1]
    return [mirror, stage.sheet(mask, np.clip(picture, 0, 1), origin, 0.46)], top


def _tower(stage: Stage, foot: Point, size: float) -> tuple[Layer, Point]:
    wide, tall = int(size * 0.42), int(size * 1.06)
    x, y = wide / 2, size * 1.04

    def ring(low: float, high: float, a: float, b: float) -> list[Point]:
        return [
            (x - a * size, y - low * size),
            (x + a * size, y - low * size),
            (x + b * size, y - high * size),
            (x - b * size, y - high * size),
        ]

    body, bands, dark, lamp = (Pen((wide, tall), fine=4) for _ in range(4))
    body.polygon(ring(0, 0.82, 0.082, 0.052))
    for low, high in ((0.14, 0.29), (0.43, 0.58), (0.71, 0.82)):
        a, b = 0.082 - 0.030 * low / 0.82, 0.082 - 0.030 * high / 0.82
        bands.polygon(ring(low, high, a, b))
    for low, high, a in ((0.82, 0.842, 0.082), (0.955, 0.965, 0.056), (0.0, 0.018, 0.10)):
        dark.polygon(ring(low, high, a, a))
    for k in range(7):
        bar = x + (k - 3) / 3 * 0.074 * size
        dark.line([(bar, y - 0.842 * size), (bar, y - 0.885 * size)], size * 0.005)
    dark.line(
        [(x - 0.078 * size, y - 0.885 * size), (x + 0.078 * size, y - 0.885 * size)], size * 0.006
    )
    dark.polygon(
        curve(
            [
                (x - 0.06 * size, y - 0.962 * size),
                (x, y - 1.03 * size),
                (x + 0.06 * size, y - 0.962 * size),
            ],
            8,
        )
    )
    for low, a in ((0.24, 0.010), (0.50, 0.009), (0.66, 0.008)):
        dark.polygon(ring(low, low + 0.032, a, a))
    lamp.polygon(ring(0.842, 0.957, 0.043, 0.043))
    white, red, iron, glass = body.mask(), bands.mask(), dark.mask(), lamp.mask()
    paint = rgb("#f5efe4") * (1 - red[..., None]) + rgb("#c33a32") * red[..., None]
    paint = paint * (1 - iron[..., None]) + rgb("#33373f") * iron[..., None]
    paint = paint * (1 - glass[..., None]) + rgb("#fff0bf") * glass[..., None]
    mask = np.clip(white + iron + glass, 0, 1)
    picture = modelled(stage, mask, paint, thick=size * 0.062, gloss=0.12)
    picture += (rgb("#fff3c8") - picture) * glass[..., None]
    origin = (int(foot[0] - x), int(foot[1] - y))
    return stage.sheet(mask, picture, origin, 0.46), (x, y)


def _beam(stage: Stage, lamp: Point) -> Layer:
    """Two cones of light from the lamp, and its halo."""
    dx, dy = (
        (stage.x - np.float32(lamp[0])) / stage.unit,
        (stage.y - np.float32(lamp[1])) / stage.unit,
    )
    away = np.hypot(dx, dy)
    weather = 1.0 if stage.palette.night or "storm" in stage.moment else 0.5
    cone = np.zeros_like(away)
    for side, tilt, reach in ((-1, 0.07, 900), (1, 0.07, 620)):
        angle = np.arctan2(dy, dx * side) + np.float32(tilt)
        cone += np.exp(-((angle / 0.045) ** 2)) * np.exp(-away / reach)
    halo = 0.95 * np.exp(-away / 17) + 0.40 * np.exp(-away / 85)
    mask = np.clip(halo + cone * np.float32(0.62 * weather), 0, 1)
    return stage.glow(mask.astype(np.float32), rgb("#ffeeb8"), (0, 0), 0.46)


def balloons(stage: Stage, *, count: int) -> list[Layer]:
    """Hot-air balloons, the nearest one large."""
    rng = stage.rng("balloons")
    layers: list[Layer] = []
    spots = [(0.30, 0.22), (0.70, 0.33), (0.52, 0.11), (0.16, 0.40), (0.84, 0.16)]
    flip = float(rng.choice([-1, 1]))
    for k in reversed(range(count)):
        px, py = spots[k % len(spots)]
        px = 0.5 + (px - 0.5) * flip + float(rng.uniform(-0.04, 0.04))
        size = stage.unit * float((330, 190, 130, 95, 80)[k % 5]) * float(rng.uniform(0.92, 1.08))
        at = (stage.across(px), stage.down(py + float(rng.uniform(-0.02, 0.02))))
        layers.append(_balloon(stage, rng, at, size, far=0.08 + 0.11 * k))
    return layers


def _balloon(
    stage: Stage, rng: np.random.Generator, at: Point, size: float, *, far: float
) -> Layer:
    wide, tall = int(size * 0.90), int(size * 1.08)
    x, r = wide / 2, size * 0.36
    bag, basket = Pen((wide, tall), fine=4), Pen((wide, tall), fine=4)
    cy = r + size * 0.04
    outline = [(x + r * np.sin(a), cy - r * np.cos(a)) for a in np.linspace(0, 2.05, 20)]
    skirt = (x + r * 0.20, cy + r * 1.22)
    right = [*outline, skirt]
    bag.polygon([*right, *[(2 * x - a, b) for a, b in right[::-1]]])
    low = cy + r * 1.62
    basket.polygon(
        [
            (x - r * 0.17, low),
            (x + r * 0.17, low),
            (x + r * 0.14, low + r * 0.27),
            (x - r * 0.14, low + r * 0.27),
        ]
    )
    for side in (-1, 1):
        basket.line(
            [(x + side * r * 0.19, cy + r * 1.2), (x + side * r * 0.15, low)], max(1, size * 0.004)
        )
    cloth, wicker = bag.mask(), basket.mask()
    cx = np.arange(wide, dtype=np.float32)[None, :] - np.float32(x)
    rows = np.arange(tall, dtype=np.float32)[:, None]
    girth = np.sqrt(np.clip(1 - ((rows - cy) / np.float32(r * 1.25)) ** 2, 0.02, 1)) * r
    angle = np.arcsin(np.clip(cx / girth, -1, 1))
    stripe = (np.floor((angle / np.pi + 0.5) * 8).astype(int) % 2)[..., None].astype(np.float32)
    first = turned(stage.palette.accent, float(rng.choice([0, 25, -35, 140, 190])))
    second = mix(first, np.ones(3, np.float32), 0.82)
    paint = first * stripe + second * (1 - stripe)
    band = smooth(0.03, 0.0, np.abs((rows - cy) / np.float32(r) - 0.28) - 0.06)[..., None]
    paint = paint * (1 - band) + turned(first, 45, lighter=-0.05) * band
    paint = np.where(wicker[..., None] > cloth[..., None], rgb("#8a5a34"), paint).astype(np.float32)
    mask = np.maximum(cloth, wicker)
    picture = modelled(stage, mask, paint, thick=r * 0.62, gloss=0.10)
    picture += (stage.palette.haze - picture) * np.float32(far)
    return stage.sheet(mask, picture, (int(at[0] - x), int(at[1])), 0.5 - far)


def palms(stage: Stage, *, side: int, ground: float) -> Layer:
    """Two palms that lean into the view from one side."""
    rng = stage.rng("palms")
    width, height = stage.canvas
    wide, tall = int(stage.size[0] * 0.86), int(height * 0.66)
    pen = Pen((wide, tall), fine=2)
    edge = wide * (0.80 if side > 0 else 0.20)
    foot = tall - (height - ground) * 0.4
    for size, lean, off in ((0.86, 0.30, 0.0), (0.62, 0.10, 0.10)):
        x = edge + side * off * stage.size[0]
        palm(pen, rng, (x, foot), tall * size * float(rng.uniform(0.95, 1.04)), -side * lean)
    mask = pen.mask()
    tone = stage.palette.near * 0.85
    if stage.moment in _BRIGHT:
        tone = mix(tone, painted(stage, rgb("#4f8a3f")), 0.62)
    body = np.broadcast_to(tone, (*mask.shape, 3))
    left = width - wide if side > 0 else 0
    colours: Array = against_light(stage, mask, body, rim=0.45)
    return stage.sheet(mask, colours, (left, int(ground - foot)), 0.95)
