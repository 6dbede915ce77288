"""The city: rows of buildings with lit windows, doubled by a river or a wet street."""

from dataclasses import dataclass

import numpy as np

from vidgenie.providers.local.clay import painted
from vidgenie.providers.local.colour import Array, mix, rgb, smooth, turned
from vidgenie.providers.local.land import mist
from vidgenie.providers.local.landmarks import landmark
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.shapes import Pen
from vidgenie.providers.local.sky import sky
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.water import water


@dataclass(frozen=True, eq=False)
class _Row:
    """One row of buildings: what it covers, how bright each wall is, what its windows shine."""

    walls: Array
    tone: Array
    glow: Array
    base: int


def city(stage: Stage) -> Painting:
    """A skyline across the water, and the quay the viewer stands on."""
    height, unit = stage.canvas[1], stage.unit
    line = height * 0.715
    layers = skyline(stage, line)
    wet = stage.reading.weather in {"rain", "storm"} or stage.reading.mood == "cyber"
    layers.append(water(stage, layers, line=line, rough=0.55 if wet else 0.42, depth=0.5))
    quay, top = _quay(stage)
    x = stage.across(0.5 + 0.10 * -stage.sun_side)
    spot = Spot(x, top + 40 * unit, depth=0.9, ground="street")
    return Painting([*layers, quay], (spot,), front=_lamps(stage, top))


def skyline(stage: Stage, line: float) -> list[Layer]:
    """Sky, three rows of buildings and the landmark, all standing on the row `line`."""
    height = stage.canvas[1]
    low = stage.reading.landmark == "paris"
    layers = [stage.backdrop(sky(stage, horizon=line))]
    for k in range(3):
        if k == 1 and stage.reading.landmark:
            layers += landmark(stage, line)
        layers.append(_painted_row(stage, _row(stage, k, line, low=low), k))
        if k < 2:
            layers.append(
                mist(
                    stage,
                    f"smog{k}",
                    at=line - height * 0.03,
                    thick=height * 0.05,
                    strength=0.5,
                    depth=0.2 + 0.12 * k,
                )
            )
    return layers


def _row(stage: Stage, k: int, line: float, *, low: bool) -> _Row:
    rng = stage.rng(f"buildings{k}")
    width, height = stage.canvas
    base = int(line) + 1
    walls, tone = np.zeros((base, width), np.float32), np.ones((base, width), np.float32)
    glow = np.zeros((base, width, 3), np.float32)
    x = -float(rng.uniform(0, 60)) * stage.unit
    while x < width:
        wide = stage.unit * float(rng.uniform(70, 150)) * (0.72 + 0.30 * k)
        middle = 1 - abs((x + wide / 2) / width - 0.5) * 1.2
        if low:
            tall = height * (0.075 + 0.030 * k) * float(rng.uniform(0.88, 1.12))
        else:
            tall = (
                height * float(rng.uniform(0.09, 0.27)) * (1.15 - 0.24 * k) * (0.50 + 0.75 * middle)
            )
            tall += height * 0.15 * float(rng.random()) ** 4 * (k < 2)
        _building(
            stage,
            rng,
            (walls, tone, glow),
            (int(x), int(x + wide), base - int(tall), base),
            low=low,
        )
        x += wide + stage.unit * float(rng.uniform(-6, 10)) * (0 if low else 1)
    return _Row(walls, tone, glow, base)


def _building(
    stage: Stage,
    rng: np.random.Generator,
    row: tuple[Array, Array, Array],
    box: tuple[int, int, int, int],
    *,
    low: bool,
) -> None:
    walls, tone, _ = row
    left, right, top, base = box
    x0, x1 = max(0, left), min(walls.shape[1], right)
    if x1 - x0 < 3 or base - top < 6:
        return
    unit, wide = stage.unit, right - left
    walls[top:base, x0:x1] = 1
    shade = np.linspace(1.12, 0.86, wide, dtype=np.float32) * np.float32(rng.uniform(0.86, 1.14))
    if stage.sun_side > 0:
        shade = shade[::-1]
    tone[top:base, x0:x1] = shade[x0 - left : x1 - left]
    style = 3 if low else int(rng.integers(4))
    if style == 0:
        inset, up = int(wide * 0.2), int(unit * float(rng.uniform(20, 60)))
        walls[max(0, top - up) : top, min(x1, x0 + inset) : max(x0, x1 - inset)] = 1
    elif style == 1:
        middle, up = (x0 + x1) // 2, int(unit * float(rng.uniform(40, 120)))
        walls[max(0, top - up) : top, middle : middle + max(1, round(2 * unit))] = 1
    elif style == 3:
        _roof(walls, tone, (x0, x1, top), unit, rng)
    _windows(stage, rng, row, box)


def _roof(
    walls: Array, tone: Array, box: tuple[int, int, int], unit: float, rng: np.random.Generator
) -> None:
    """A slanted roof with chimneys."""
    x0, x1, top = box
    up = int(unit * 26)
    for j in range(up):
        inset = int((x1 - x0) * 0.10 * (j / up) ** 2)
        if top - j - 1 >= 0 and x1 - inset > x0 + inset:
            walls[top - j - 1, x0 + inset : x1 - inset] = 1
            tone[top - j - 1, x0 + inset : x1 - inset] = 0.62
    for _ in range(2):
        c = int(rng.integers(x0, max(x0 + 1, x1 - 8)))
        walls[max(0, top - up - int(16 * unit)) : top - up + 1, c : c + max(2, int(9 * unit))] = 1


def _windows(
    stage: Stage,
    rng: np.random.Generator,
    row: tuple[Array, Array, Array],
    box: tuple[int, int, int, int],
) -> None:
    _, tone, glow = row
    left, right, top, base = box
    unit = stage.unit
    cell_x, cell_y = (
        max(3, round(unit * float(rng.uniform(9, 15)))),
        max(4, round(unit * float(rng.uniform(14, 21)))),
    )
    across, down = (right - left - cell_x) // cell_x, (base - top - cell_y) // cell_y
    if across < 1 or down < 1:
        return
    dark_outside = stage.palette.night or stage.moment in {"storm", "storm_night"}
    dusk = stage.moment in {"sunset", "dawn", "overcast", "romantic", "energetic"}
    share = (0.46 if dark_outside else 0.20 if dusk else 0.0) * float(rng.uniform(0.5, 1.25))
    lit = (rng.random((down, across)) < share) * rng.uniform(0.45, 1.0, (down, across))
    pane = np.zeros((cell_y, cell_x), np.float32)
    pane[: max(2, round(cell_y * 0.58)), : max(2, round(cell_x * 0.60))] = 1
    light, glass = (
        np.kron(lit.astype(np.float32), pane),
        np.kron(np.ones((down, across), np.float32), pane),
    )
    x = left + cell_x // 2 + (cell_x - max(2, round(cell_x * 0.6))) // 2
    y, skip = top + cell_y // 2, max(0, -x)
    wide = min(light.shape[1], glow.shape[1] - x)
    if wide <= skip:
        return
    light, glass = light[:, skip:wide], glass[:, skip:wide]
    area = (slice(y, y + light.shape[0]), slice(x + skip, x + wide))
    tone[area] *= 1 - glass * np.float32(0.30 if dark_outside else 0.24)
    glow[area] += light[..., None] * _lamp_colour(stage, rng)


def _lamp_colour(stage: Stage, rng: np.random.Generator) -> Array:
    chance = float(rng.random())
    if stage.reading.mood == "cyber" or stage.reading.landmark == "tokyo":
        neon = stage.palette.accent
        return (neon, turned(neon, 150), turned(neon, 70), rgb("#ffd9a0"))[int(chance * 4)]
    return rgb("#ffd794") if chance < 0.74 else rgb("#ffe9c4") if chance < 0.92 else rgb("#d5e6ff")


def _painted_row(stage: Stage, row: _Row, k: int) -> Layer:
    pal = stage.palette
    t = k / 2
    wall = painted(stage, rgb("#cbb79b") if stage.reading.landmark == "paris" else rgb("#9aa3b3"))
    body = mix(
        mix(wall, pal.near, 0.52 + 0.22 * t if pal.night else 0.20 + 0.16 * t),
        pal.haze,
        0.62 - 0.50 * t,
    )
    y = np.arange(row.base, dtype=np.float32)[:, None]
    street = smooth(row.base - stage.canvas[1] * 0.16, row.base, y)[..., None] * 0.34
    colours = body * row.tone[..., None]
    foot = mix(pal.haze, rgb("#ffb45c"), 0.25) if pal.night else pal.haze
    colours = colours + (foot - colours) * street
    colours += row.glow * np.float32(0.50 + 0.42 * t)
    top = max(0, int(np.flatnonzero(row.walls.max(axis=1))[0]) - 1)
    return stage.sheet(row.walls[top:], np.clip(colours[top:], 0, 1), (0, top), 0.15 + 0.15 * k)


def _quay(stage: Stage) -> tuple[Layer, float]:
    """The stone edge of the quay and its paving, seen from standing height."""
    width, height = stage.canvas
    unit, pal = stage.unit, stage.palette
    top = int(height * 0.905)
    rows = np.arange(height - top, dtype=np.float32)[:, None]
    away = 1 / (0.22 + rows / np.float32(height - top))
    x = (stage.x - np.float32(width / 2)) / np.float32(160 * unit) * away
    joints = np.minimum(np.abs((x % 1) - 0.5), 0.5) > 0.485
    courses = np.abs(((away * 2.6) % 1) - 0.5) > 0.46
    stone = mix(painted(stage, rgb("#7f7d80")), pal.near, 0.62 if pal.night else 0.35)
    edge = rows < np.float32(13 * unit)
    tone = np.where(edge, 1.5, 1.0) * np.where((joints | courses) & ~edge, 0.72, 1.0)
    shine = np.exp(-(((stage.x - np.float32(stage.sun[0])) / np.float32(300 * unit)) ** 2)) * 0.12
    body = stone * tone[..., None].astype(np.float32) + shine[..., None] * pal.light
    body = body * (1 - 0.5 * (rows / rows[-1]))[..., None]
    return stage.sheet(
        np.ones((height - top, width), np.float32), np.clip(body, 0, 1), (0, top), 0.9
    ), float(top)


def _lamps(stage: Stage, top: float) -> list[Layer]:
    """A street lamp on one side, and its light."""
    unit = stage.unit
    side = stage.sun_side
    x, tall = stage.across(0.5 + 0.41 * side), 620 * unit
    wide = int(120 * unit)
    pen = Pen((wide, int(tall * 1.04)), fine=3)
    c, foot = wide / 2, tall * 1.03
    pen.limb(
        [(c, foot), (c, foot - tall * 0.10), (c, foot - tall * 0.86)],
        [22 * unit, 11 * unit, 7 * unit],
    )
    pen.limb(
        [(c - 14 * unit, foot - tall * 0.865), (c + 14 * unit, foot - tall * 0.865)],
        [6 * unit, 6 * unit],
    )
    pen.polygon(
        [
            (c - 15 * unit, foot - tall * 0.87),
            (c + 15 * unit, foot - tall * 0.87),
            (c + 22 * unit, foot - tall * 0.95),
            (c - 22 * unit, foot - tall * 0.95),
        ]
    )
    pen.polygon(
        [
            (c - 26 * unit, foot - tall * 0.95),
            (c + 26 * unit, foot - tall * 0.95),
            (c, foot - tall * 0.995),
        ]
    )
    mask = pen.mask()
    iron = np.broadcast_to(stage.palette.near * 0.8, (*mask.shape, 3)).copy()
    rows = np.arange(mask.shape[0], dtype=np.float32)[:, None]
    glass = smooth(5 * unit, 0, np.abs(rows - np.float32(foot - tall * 0.91)) - 16 * unit) * smooth(
        15 * unit, 10 * unit, np.abs(np.arange(wide, dtype=np.float32)[None, :] - c)
    )
    lit = stage.moment not in {"day", "zen", "dawn"}
    iron += (rgb("#ffe9b0") - iron) * (glass * np.float32(1 if lit else 0.25))[..., None]
    post = stage.sheet(mask, iron, (int(x - c), int(top + 70 * unit - foot)), 0.96)
    if not lit:
        return [post]
    at = (x, top + 70 * unit - tall * 0.91)
    away = np.hypot(stage.x - np.float32(at[0]), stage.y - np.float32(at[1])) / np.float32(unit)
    halo = np.clip(0.75 * np.exp(-away / 22) + 0.30 * np.exp(-away / 110), 0, 1)
    return [post, stage.glow(halo.astype(np.float32), rgb("#ffd08a"), (0, 0), 0.96)]
