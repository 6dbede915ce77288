"""The forest: rows of trees in the mist, shafts of light, trunks that frame the view."""

from dataclasses import dataclass

import numpy as np

from vidgenie.providers.local.clay import painted
from vidgenie.providers.local.colour import Array, mix, rgb, smooth
from vidgenie.providers.local.land import knoll, mist
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import fbm, resized, ridge
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.shapes import Pen, against_light, curve
from vidgenie.providers.local.sky import sky
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.trees import crowns, pines

_ROWS = 5
_LEAVES = {
    "spring": ("#f4b8c9", "#e994b0", "#f8d5dc"),
    "summer": ("#6fa84a", "#4f8f45", "#8fbf5a"),
    "autumn": ("#e8862f", "#d9542f", "#efb13f"),
}


@dataclass(frozen=True, eq=False)
class _Trees:
    """A row of trees as drawn: where, in which colours, from which canvas row, on which ground."""

    mask: Array
    colours: Array
    top: int
    edge: Array


def forest(stage: Stage) -> Painting:
    """Trees behind trees."""
    rng = stage.rng("forest")
    height, unit = stage.canvas[1], stage.unit
    layers = [stage.backdrop(sky(stage, horizon=height * 0.72, cover=0.25))]
    for k in range(_ROWS):
        layers.append(_row(stage, k))
        if k < _ROWS - 1:
            layers.append(
                mist(
                    stage,
                    f"mist{k}",
                    at=height * (0.55 + 0.085 * k),
                    thick=height * 0.045,
                    strength=0.80 - 0.1 * k,
                    depth=0.14 + 0.15 * k,
                )
            )
    layers.insert(-3, _shafts(stage))
    x = stage.across(0.5 + float(rng.uniform(-0.10, 0.10)))
    white = painted(stage, rgb("#f2f5fa")) if _snowy(stage) else None
    bump, grass = (x, height * 0.03), 1.2 if white is None else 0.0
    top = height * 0.915
    front, edge = knoll(stage, "floor", top=top, bump=bump, depth=0.9, grass=grass, colour=white)
    spot = Spot(x, float(edge[int(x)]) + 4 * unit, depth=0.9)
    particles = (
        "fireflies" if stage.palette.night or "fireflies" in stage.reading.subjects else "dust"
    )
    return Painting([*layers, front], (spot,), front=[_trunks(stage)], particles=particles)


def _row(stage: Stage, k: int) -> Layer:
    """One row of trees; 0 is the farthest."""
    rng = stage.rng(f"row{k}")
    width, height = stage.canvas
    pal, unit, t = stage.palette, stage.unit, k / (_ROWS - 1)
    gap = np.exp(-(((stage.x[0] - stage.across(0.5)) / (stage.size[0] * 0.23)) ** 2))
    edge = height * (0.50 + 0.098 * k) - ridge(rng, width, rough=0.4, base=2) * np.float32(
        height * 0.06
    )
    edge = (edge + gap * np.float32(height * 0.05 * (0.4 + t))).astype(np.float32)
    tall = ((80 + 70 * k) * unit, (230 + 135 * k) * unit)
    tone = mix(mix(pal.haze, pal.light, 0.20 * (1 - t)), pal.near, 0.16 + 0.78 * t)
    leaves = _LEAVES.get(stage.reading.season)
    if leaves and k >= 1:
        mask, lit, top = crowns(
            rng, edge, count=34 - 4 * k, tall=(tall[0] * 0.9, tall[1] * 0.85), side=stage.sun_side
        )
        paint = np.clip(painted(stage, rgb(leaves[k % 3])) * 1.3, 0, 1)
        shade = mix(paint * 0.55, pal.near, 0.35)
        body = shade + (paint - shade) * lit[..., None]
        body += (tone - body) * np.float32(0.55 * (1 - t) + 0.02)
    else:
        mask, top = pines(rng, edge, count=46 - 6 * k, tall=tall, unit=unit)
        body = np.broadcast_to(tone, (*mask.shape, 3))
        if _snowy(stage):
            body = _powdered(stage, mask, body)
    trees = _Trees(mask, np.asarray(body, np.float32), top, edge)
    return _grounded(stage, trees, tone, 0.10 + 0.17 * k)


def _snowy(stage: Stage) -> bool:
    return stage.reading.weather == "snow" or stage.reading.season == "winter"


def _powdered(stage: Stage, mask: Array, body: Array) -> Array:
    """Branches with snow on them: on what looks up, and a little everywhere."""
    step = max(1, round(5 * stage.unit))
    top = np.clip(mask - np.roll(mask, step, axis=0), 0, 1)
    patchy = fbm(stage.rng("powder"), (mask.shape[1], mask.shape[0]), (60, 40), octaves=3)
    white = painted(stage, np.array([0.97, 0.98, 1.0], np.float32))
    cover = np.clip(top * 0.75 + smooth(0.52, 0.80, patchy) * 0.55, 0, 0.85)
    return body + (white - body) * cover[..., None]


def _grounded(stage: Stage, trees: _Trees, tone: Array, depth: float) -> Layer:
    """Trees with the ground they stand on, down to the bottom of the canvas."""
    height = stage.canvas[1]
    rows, width = height - trees.top, trees.mask.shape[1]
    n = min(rows, trees.mask.shape[0])
    mask, colours = np.zeros((rows, width), np.float32), np.empty((rows, width, 3), np.float32)
    mask[:n], colours[:n], colours[n:] = trees.mask[:n], trees.colours[:n], tone
    y = np.arange(rows, dtype=np.float32)[:, None] + np.float32(trees.top)
    ground = np.clip(y - trees.edge[None, :], 0, 1)
    line = float(trees.edge.mean())
    fall = smooth(line, line + height * 0.10, y)[..., None]
    floor = tone + (mix(tone, stage.palette.haze, 0.45 * (1 - depth)) - tone) * fall
    colours += (floor - colours) * ground[..., None]
    return stage.sheet(np.maximum(mask, ground), colours, (0, trees.top), depth)


def _shafts(stage: Stage) -> Layer:
    """Light through the branches, fanning out from the sun."""
    rng = stage.rng("shafts")
    width, height = stage.canvas
    small = (width // 3, height // 3)
    x = np.linspace(0, width, small[0], dtype=np.float32)[None, :] - np.float32(stage.sun[0])
    y = np.linspace(0, height, small[1], dtype=np.float32)[:, None] - np.float32(stage.sun[1])
    angle = np.arctan2(x, y + np.float32(120 * stage.unit))
    rays = resized(rng.random((1, 70), dtype=np.float32) ** 2.0, (720, 1))[0]
    strength = np.interp(angle, np.linspace(-np.pi, np.pi, 720), rays).astype(np.float32)
    away = np.hypot(x, y) / np.float32(stage.unit)
    holes = 0.5 + 0.5 * fbm(rng, small, (3, 4), octaves=3)
    mask = strength * np.exp(-away / 700) * smooth(30, 260, away) * holes
    mask *= smooth(1.75, 0.85, np.abs(angle)) * np.float32(0.26 if stage.palette.night else 0.66)
    full = resized(np.clip(mask, 0, 1).astype(np.float32), (width, height))
    return stage.glow(full, mix(stage.palette.light, stage.palette.low, 0.25), (0, 0), 0.5)


def _trunks(stage: Stage) -> Layer:
    """Near trunks at the sides, almost black, with bark and a few dead branches."""
    rng = stage.rng("trunks")
    width, height = stage.canvas
    unit = stage.unit
    pen, bark = Pen((width, height), fine=1), Pen((width, height), fine=1)
    for place, thick in ((-0.03, 120), (1.02, 105), (0.115, 46), (0.90, 40))[
        : 3 + int(rng.integers(2))
    ]:
        x = stage.across(place + float(rng.uniform(-0.015, 0.015)))
        wide, lean = unit * thick, float(rng.normal(0, 0.012)) * height
        spine = curve(
            [
                (x - lean * 0.3, height * 1.03),
                (x, height * 0.7),
                (x + lean * 0.4, height * 0.35),
                (x + lean, -height * 0.03),
            ],
            8,
        )
        pen.limb(spine, list(np.linspace(wide * 1.3, wide * 0.75, len(spine))))
        for _ in range(26):
            y, off = height * float(rng.uniform(0, 1)), wide * float(rng.uniform(-0.45, 0.45))
            bark.line(
                [
                    (x + off, y),
                    (
                        x + off + unit * float(rng.normal(0, 4)),
                        y + unit * float(rng.uniform(30, 120)),
                    ),
                ],
                unit * 3,
            )
        for _ in range(3):
            y, side = height * float(rng.uniform(0.06, 0.42)), 1 if place < 0.5 else -1
            reach = unit * float(rng.uniform(50, 150))
            pen.limb(
                curve(
                    [
                        (x, y),
                        (x + side * reach * 0.6, y - reach * 0.10),
                        (x + side * reach, y + reach * 0.10),
                    ],
                    4,
                ),
                list(np.linspace(wide * 0.16, wide * 0.02, 9)),
            )
    mask = pen.mask()
    near = stage.palette.near
    body = near * 0.62 + (near * 1.5 - near * 0.62) * bark.mask()[..., None] * 0.5
    return stage.sheet(mask, against_light(stage, mask, body, rim=0.25), (0, 0), 1.0)
