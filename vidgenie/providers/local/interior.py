"""Indoors: a large window, what is outside it out of focus, a wooden surface in front."""

import numpy as np

from vidgenie.providers.local.clay import painted
from vidgenie.providers.local.colour import Array, mix, rgb, screen, smooth
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import blurred, fbm, resized, sampled, tile
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.shapes import Pen, scatter
from vidgenie.providers.local.stage import Stage

_RAINY = frozenset({"rain", "storm"})


def interior(stage: Stage, outside: Array) -> Painting:
    """A table (or a floor) by a window.

    outside: (H, W, 3) what is seen through the window, sharp.
    """
    height, unit = stage.canvas[1], stage.unit
    line = height * 0.70
    view = _glass(stage, outside)
    layers = [stage.backdrop(view)]
    if stage.reading.weather in _RAINY:
        layers.append(_drops(stage, view, line))
    layers += _frame(stage, line)
    layers.append(_wood(stage, view, line))
    layers += _lamp(stage)
    spot = Spot(stage.across(0.5), height * 0.855, depth=0.72, ground="table", scale=2.6)
    return Painting(layers, (spot,), front=[_curtain(stage)], particles="dust" if unit else "")


def _glass(stage: Stage, outside: Array) -> Array:
    """The view out of focus, its lights grown to discs."""
    soft = blurred(outside, 5 * stage.unit)
    bright = np.clip(outside - 0.60, 0, 1) * 1.7
    discs = blurred(bright, 10 * stage.unit)
    out = screen(np.clip(soft, 0, 1), np.clip(discs, 0, 1))
    return np.clip(out * 0.97 + stage.palette.light * 0.03, 0, 1).astype(np.float32)


def _drops(stage: Stage, view: Array, line: float) -> Layer:
    """Raindrops on the pane, each one a small lens that turns the view over."""
    rng = stage.rng("drops")
    width, _height = stage.canvas
    tall = int(line)
    pen = Pen((width, tall), fine=2)
    unit = stage.unit

    def drop(own: np.random.Generator, k: int) -> None:
        x, y = float(own.uniform(0, width)), float(own.uniform(0, tall))
        r = unit * float(own.uniform(1.8, 4.5) if k > 60 else own.uniform(5, 11))
        pen.disc((x, y), (r, r * float(own.uniform(1.0, 1.35))))
        if k < 16:
            run = unit * float(own.uniform(60, 260))
            pen.limb([(x, y), (x + unit * float(own.normal(0, 4)), y - run)], [r * 0.9, r * 0.25])

    scatter(rng, 460, drop)
    mask = pen.mask()
    flipped = view[:tall][::-1]
    dy = np.gradient(blurred(mask, 1.6 * unit), axis=0)
    tone = flipped * 0.55 + view[:tall] * 0.5
    shine = np.clip(-dy * 2.6, -0.30, 0.55)[..., None]
    colours = np.clip(
        tone * (1 + np.minimum(shine, 0) * 1.4) + np.maximum(shine, 0) * stage.palette.light, 0, 1
    )
    return stage.sheet(mask * 0.92, colours, (0, 0), 0.25)


def _frame(stage: Stage, line: float) -> list[Layer]:
    """Mullions, the sill, and the dark of the wall at the edges."""
    width, height = stage.canvas
    unit, rng = stage.unit, stage.rng("frame")
    shift = float(rng.uniform(-0.05, 0.05))
    tone = mix(painted(stage, rgb("#4a3b31")), stage.palette.near, 0.55)
    mask, light = np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    for place, wide in ((0.17 + shift, 22), (0.83 + shift, 22)):
        x = stage.across(place)
        bar = np.clip(np.float32(wide * unit / 2) - np.abs(stage.x - np.float32(x)) + 0.5, 0, 1)
        mask = np.maximum(mask, bar * np.ones((height, 1), np.float32))
        edge = np.exp(-np.abs(stage.x - np.float32(x - wide * unit * 0.40)) / np.float32(2 * unit))
        edge2 = np.exp(-np.abs(stage.x - np.float32(x + wide * unit * 0.40)) / np.float32(2 * unit))
        light = np.maximum(light, (edge + edge2) * np.ones((height, 1), np.float32))
    row = height * float(rng.uniform(0.15, 0.21))
    bar = np.clip(np.float32(10 * unit) - np.abs(stage.y - np.float32(row)) + 0.5, 0, 1)
    mask = np.maximum(mask, bar)
    light = np.maximum(
        light, np.exp(-np.abs(stage.y - np.float32(row + 8 * unit)) / np.float32(2 * unit))
    )
    sill = np.clip(stage.y - np.float32(line - 46 * unit) + 0.5, 0, 1)
    mask = np.maximum(mask, sill)
    light = np.maximum(
        light, np.exp(-np.abs(stage.y - np.float32(line - 44 * unit)) / np.float32(3 * unit))
    )
    body = (
        tone
        + (mix(stage.palette.light, stage.palette.low, 0.4) - tone)
        * (np.clip(light, 0, 1) * 0.5)[..., None]
    )
    return [stage.sheet(mask, body, (0, 0), 0.35)]


def _wood(stage: Stage, view: Array, line: float) -> Layer:
    """Planks in perspective, waxed: they give back the window's light."""
    rng = stage.rng("wood")
    width, height = stage.canvas
    top = int(line)
    rows = height - top
    near = (np.arange(rows, dtype=np.float32)[:, None] + 1) / np.float32(rows)
    away = 1 / (near * 0.72 + 0.28)
    u = (stage.x - np.float32(width / 2)) / np.float32(stage.size[0]) * away
    plank = np.floor(u * 3.2 + 0.5)
    seam = np.abs(((u * 3.2 + 0.5) % 1) - 0.5) > 0.488
    grain = tile(rng, 512, slope=1.4, lowest=3)
    v = np.broadcast_to(away, u.shape)
    streak = sampled(
        grain,
        u * 1.7 + plank * 0.37,
        v * 0.13 + plank * 0.21,
    )
    fibre = sampled(grain, u * 6.5 + plank * 0.17, v * 0.10)
    tone = (0.74 + 0.34 * streak + 0.16 * (fibre - 0.5) + 0.05 * np.sin(plank * 12.9)) * np.where(
        seam, 0.55, 1.0
    )
    wood = np.clip(
        mix(rgb("#9a6238"), stage.palette.near, 0.10) * tone[..., None].astype(np.float32), 0, 1
    )
    lit = np.clip(stage.ambient * 0.55 + stage.key * 0.55 + rgb("#ffd9a8") * 0.10, 0, 1)
    picture = wood * lit
    small = blurred(view[max(0, top - rows) : top][::-1], 26 * stage.unit)
    mirror = np.zeros_like(picture)
    mirror[: small.shape[0]] = small
    sheen = (0.46 * (1 - near) ** 1.6 + 0.07)[..., None] * (0.75 + 0.5 * fibre)[..., None]
    grey = mirror @ np.array([[0.3], [0.59], [0.11]], np.float32)
    mirror = mirror * 0.45 + grey * stage.palette.light * 0.55
    picture = picture + (mirror - picture) * np.clip(sheen, 0, 1)
    picture *= (1 - 0.45 * near**2)[..., None]
    edge = np.exp(-near * rows / np.float32(3 * stage.unit))[..., None] * 0.30
    picture += (stage.palette.light - picture) * edge
    return stage.sheet(np.ones((rows, width), np.float32), np.clip(picture, 0, 1), (0, top), 0.6)


def _lamp(stage: Stage) -> list[Layer]:
    """A lamp that hangs from above, lit unless it is broad day."""
    unit, height = stage.unit, stage.canvas[1]
    x = stage.across(0.5 - 0.22 * stage.sun_side)
    low = height * 0.155
    pen = Pen((int(260 * unit), int(low + 60 * unit)), fine=3)
    c = 130 * unit
    pen.line([(c, 0), (c, low - 78 * unit)], 4 * unit)
    pen.polygon(
        [
            (c - 20 * unit, low - 80 * unit),
            (c + 20 * unit, low - 80 * unit),
            (c + 104 * unit, low),
            (c - 104 * unit, low),
        ]
    )
    mask = pen.mask()
    shade = mix(rgb("#2a2622"), stage.palette.near, 0.4)
    rows = np.linspace(0, 1, mask.shape[0], dtype=np.float32)[:, None, None]
    body = shade * (1.0 + 0.9 * rows**3)
    lamp = stage.sheet(
        mask, np.clip(np.broadcast_to(body, (*mask.shape, 3)), 0, 1), (int(x - c), 0), 0.5
    )
    strength = 0.45 if stage.moment in {"day", "zen"} else 1.0
    dx, dy = (
        (stage.x - np.float32(x)) / np.float32(unit),
        (stage.y - np.float32(low)) / np.float32(unit),
    )
    away = np.hypot(dx * 0.9, dy)
    cone = (
        np.exp(-((dx / (60 + np.maximum(dy, 0) * 0.55)) ** 2))
        * np.exp(-np.maximum(dy, 0) / 460)
        * (dy > 0)
    )
    bulb = np.exp(-((np.hypot(dx, dy * 1.8) / 24) ** 2))
    mask = np.clip(bulb + 0.35 * np.exp(-away / 60) + 0.20 * cone, 0, 1) * np.float32(strength)
    return [stage.glow(mask.astype(np.float32), rgb("#ffce8a"), (0, 0), 0.49), lamp]


def _curtain(stage: Stage) -> Layer:
    """A linen curtain at the edge, almost in the dark."""
    rng = stage.rng("curtain")
    width, height = stage.canvas
    side = stage.sun_side
    edge = np.float32(stage.across(0.5 + 0.45 * side))
    sway = resized(rng.random((9, 1), dtype=np.float32), (1, height)) * np.float32(36 * stage.unit)
    inside = (stage.x - edge + sway * side) * side
    mask = smooth(-6 * stage.unit, 10 * stage.unit, inside)
    folds = 0.5 + 0.5 * np.sin(
        inside / np.float32(15 * stage.unit)
        + fbm(rng, (width // 8, height // 8), (2, 1), octaves=2)[:1, :1] * 3
    )
    tone = mix(stage.palette.near, painted(stage, rgb("#8d7a68")), 0.30)
    body = tone * (0.65 + 0.6 * folds)[..., None]
    fade = smooth(height * 0.99, height * 0.80, stage.y)
    return stage.sheet(mask * (0.35 + 0.65 * fade), np.clip(body, 0, 1), (0, 0), 0.97)
