"""Landmarks: the towers a city is known by, in outline."""

import itertools

import numpy as np

from vidgenie.providers.local.clay import painted
from vidgenie.providers.local.colour import Array, mix, rgb
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.shapes import Pen, Point, against_light
from vidgenie.providers.local.stage import Stage

_LATTICE = 22


def landmark(stage: Stage, line: float) -> list[Layer]:
    """The tower of the prompt's city, standing on the row `line`; nothing for other cities."""
    draw = {
        "paris": _eiffel, "tokyo": _eiffel, "london": _clock_tower, "new_york": _stepped_tower,
    }.get(stage.reading.landmark)  # fmt: skip
    if draw is None:
        return []
    rng = stage.rng("landmark")
    size = stage.canvas[1] * (0.40 if stage.reading.landmark in {"paris", "tokyo"} else 0.33)
    wide = int(size * 0.62)
    pen = Pen((wide, int(size * 1.02)), fine=4)
    draw(pen, wide / 2, size)
    mask = pen.mask()
    pal = stage.palette
    paint = rgb("#d9583c") if stage.reading.landmark == "tokyo" else rgb("#8d7d6d")
    tone = mix(mix(painted(stage, paint), pal.near, 0.58), pal.haze, 0.16)
    if pal.night and stage.reading.landmark in {"paris", "tokyo"}:
        tone = mix(tone, rgb("#ffb95e"), 0.62)
    body = np.broadcast_to(tone, (*mask.shape, 3))
    rows = np.linspace(0, 1, mask.shape[0], dtype=np.float32)[:, None, None]
    body = body + (pal.haze - body) * (rows**3 * 0.45)
    x = stage.across(0.5 + float(rng.uniform(0.06, 0.17)) * -stage.sun_side)
    origin = (int(x - wide / 2), int(line - size))
    colours: Array = against_light(stage, mask, body, rim=0.4)
    return [stage.sheet(mask, colours, origin, 0.24)]


def _eiffel(pen: Pen, x: float, size: float) -> None:
    """Four legs that meet: a lattice between two curves."""

    def half(t: float) -> float:
        return size * (0.012 + 0.235 * (1 - t) ** 2.6 + 0.035 * (1 - t))

    def at(t: float, share: float) -> Point:
        return (x + half(t) * share, size * (1 - t * 0.93))

    levels = list(np.linspace(0, 0.97, _LATTICE))
    for a, b in itertools.pairwise(levels):
        thin = max(1.0, size * 0.0075 * (1.2 - a))
        for share in (-1.0, -0.58, 0.58, 1.0):
            pen.line([at(a, share), at(b, share)], thin * 1.5)
        for lo, hi in ((-1.0, -0.58), (0.58, 1.0)):
            pen.line([at(a, lo), at(b, hi)], thin)
            pen.line([at(a, hi), at(b, lo)], thin)
        if a > 0.42:
            pen.line([at(a, -1), at(b, 1)], thin)
            pen.line([at(a, 1), at(b, -1)], thin)
    for t, tall, over in ((0.205, 0.020, 1.16), (0.42, 0.016, 1.25), (0.93, 0.014, 2.0)):
        top, w = at(t, 0)[1], half(t) * over
        pen.polygon(
            [(x - w, top), (x + w, top), (x + w, top + size * tall), (x - w, top + size * tall)]
        )
    arch = [
        (x + half(0.02) * 0.58 * np.cos(a), size * (0.985 - 0.145 * np.sin(a)))
        for a in np.linspace(0, np.pi, 24)
    ]
    pen.line(arch, size * 0.010)
    pen.limb([(x, size * 0.10), (x, 0.0)], [size * 0.012, size * 0.003])


def _clock_tower(pen: Pen, x: float, size: float) -> None:
    w = size * 0.085
    pen.polygon([(x - w, size), (x + w, size), (x + w, size * 0.30), (x - w, size * 0.30)])
    pen.polygon(
        [
            (x - w * 1.18, size * 0.30),
            (x + w * 1.18, size * 0.30),
            (x + w * 1.18, size * 0.155),
            (x - w * 1.18, size * 0.155),
        ]
    )
    pen.polygon(
        [
            (x - w * 1.1, size * 0.155),
            (x + w * 1.1, size * 0.155),
            (x + w * 0.2, size * 0.03),
            (x - w * 0.2, size * 0.03),
        ]
    )
    pen.limb([(x, size * 0.04), (x, 0)], [w * 0.14, w * 0.03])
    pen.disc((x, size * 0.228), (w * 0.86, w * 0.86), ink=60)
    pen.line([(x, size * 0.228), (x, size * 0.178)], w * 0.10)
    pen.line([(x, size * 0.228), (x + w * 0.5, size * 0.245)], w * 0.10)


def _stepped_tower(pen: Pen, x: float, size: float) -> None:
    for w, low, high in (
        (0.16, 1.0, 0.66),
        (0.125, 0.66, 0.34),
        (0.088, 0.34, 0.235),
        (0.055, 0.235, 0.18),
        (0.03, 0.18, 0.145),
    ):
        pen.polygon(
            [
                (x - w * size, low * size),
                (x + w * size, low * size),
                (x + w * size, high * size),
                (x - w * size, high * size),
            ]
        )
    pen.limb([(x, size * 0.15), (x, 0)], [size * 0.020, size * 0.004])
