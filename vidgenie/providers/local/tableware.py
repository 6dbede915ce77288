"""A cup of coffee, drawn: the one thing everybody asks for."""

import numpy as np

from vidgenie.providers.local.clay import modelled
from vidgenie.providers.local.colour import Array, mix, rgb, smooth
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import blurred, fbm
from vidgenie.providers.local.painting import Spot
from vidgenie.providers.local.palettes import NAMED
from vidgenie.providers.local.shapes import Pen, contact_shadow, curve
from vidgenie.providers.local.stage import Stage


def coffee(stage: Stage, spot: Spot) -> list[Layer]:
    """A cup on its saucer, full, with steam; its foot at the spot."""
    size = 150 * stage.unit * spot.scale
    wide, tall = int(size * 1.9), int(size * 1.34)
    x, foot = wide * 0.47, size * 1.08
    body, hole, saucer = (
        Pen((wide, tall), fine=3),
        Pen((wide, tall), fine=3),
        Pen((wide, tall), fine=3),
    )
    rim, half = foot - size * 0.60, size * 0.42
    outline = curve(
        [
            (x - half, rim),
            (x - half * 0.93, rim + size * 0.24),
            (x - half * 0.60, foot - size * 0.05),
            (x - half * 0.45, foot),
        ],
        8,
    )
    mirrored = [(2 * x - a, b) for a, b in outline]
    body.polygon([*outline, *mirrored[::-1]])
    body.disc((x, rim), (half, half * 0.24))
    body.disc((x, foot), (half * 0.45, half * 0.10))
    handle = curve(
        [
            (x + half * 0.90, rim + size * 0.09),
            (x + half * 1.45, rim + size * 0.07),
            (x + half * 1.42, rim + size * 0.30),
            (x + half * 0.74, rim + size * 0.37),
        ],
        10,
    )
    body.limb(handle, list(np.linspace(size * 0.085, size * 0.06, len(handle))))
    saucer.disc((x, foot + size * 0.035), (half * 1.62, half * 0.40))
    hole.disc((x, foot + size * 0.012), (half * 0.95, half * 0.20))
    colours = stage.reading.colours
    china = rgb(NAMED[colours[0]]) if colours else rgb("#f7f2e9")
    plate = saucer.mask()
    plate_colours = modelled(
        stage,
        plate,
        china * (1 - 0.16 * blurred(hole.mask(), 3 * stage.unit))[..., None],
        thick=size * 0.10,
        gloss=0.25,
    )
    mask = body.mask()
    cup = modelled(stage, mask, china, thick=size * 0.30, gloss=0.30)
    cup = _filled(stage, cup, (x, rim, half))
    origin = (int(spot.x - x), int(spot.y - foot))
    shade = contact_shadow((int(size * 1.75), int(size * 0.42))) * 0.7
    at = (int(spot.x - size * 0.87 - size * 0.06 * stage.sun_side), int(spot.y - size * 0.12))
    return [
        stage.sheet(shade, stage.palette.near * 0.4, at, spot.depth),
        stage.sheet(plate, plate_colours, origin, spot.depth),
        stage.sheet(mask, cup, origin, spot.depth),
        _steam(stage, (spot.x, spot.y - foot + rim), size, spot.depth),
    ]


def _filled(stage: Stage, cup: Array, place: tuple[float, float, float]) -> Array:
    """The mouth of the cup: its lip, the wall inside, the coffee and its light."""
    x, rim, half = place
    dx = (np.arange(cup.shape[1], dtype=np.float32)[None, :] - np.float32(x)) / np.float32(half)
    dy = (np.arange(cup.shape[0], dtype=np.float32)[:, None] - np.float32(rim)) / np.float32(
        half * 0.24
    )
    mouth = smooth(1.01, 0.97, np.hypot(dx, dy))[..., None]
    inside = smooth(0.95, 0.91, np.hypot(dx, dy))[..., None]
    liquid = smooth(0.90, 0.86, np.hypot(dx, dy - 0.10))[..., None]
    lip = np.clip(stage.ambient * 0.9 + stage.key * 0.75, 0, 1)
    dark, crema = rgb("#3b2114"), rgb("#b0763f")
    ring = np.exp(-(((np.hypot(dx, dy - 0.10) - 0.78) / 0.13) ** 2))[..., None] * 0.75
    brew = (dark + (crema - dark) * ring) * np.clip(
        stage.ambient * 0.7 + stage.key * 0.8 + 0.15, 0, 1
    )
    window = np.exp(-(((dx + 0.25 * -stage.sun_side) / 0.30) ** 2) - ((dy + 0.25) / 0.35) ** 2)[
        ..., None
    ]
    brew = brew + (mix(stage.palette.light, stage.palette.low, 0.4) - brew) * (window * 0.42)
    cup = cup + (lip - cup) * mouth
    cup = cup + (lip * 0.62 - cup) * inside
    return np.clip(cup + (brew - cup) * liquid, 0, 1).astype(np.float32)


def _steam(stage: Stage, at: tuple[float, float], size: float, depth: float) -> Layer:
    """Two wisps that rise and spread."""
    rng = stage.rng("steam")
    wide, tall = int(size * 1.1), int(size * 1.5)
    y = np.linspace(1, 0, tall, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, wide, dtype=np.float32)[None, :]
    warp = fbm(rng, (wide, tall), (2, 3), octaves=3) - 0.5
    total = np.zeros((tall, wide), np.float32)
    for side in (-1, 1):
        path = (
            np.float32(0.16 * side)
            + np.sin(y * 5.2 + float(rng.uniform(0, 6))) * 0.15 * y
            + warp * y * 0.8
        )
        thick = 0.035 + 0.15 * y
        total += np.exp(-(((x - path) / thick) ** 2)) * smooth(0, 0.12, y) * (1 - y) ** 1.1
    mask = np.clip(blurred(np.clip(total, 0, 1), 3 * stage.unit) * 0.55, 0, 1)
    tone = mix(stage.palette.light, np.ones(3, np.float32), 0.4)
    return stage.glow(mask, tone, (int(at[0] - wide / 2), int(at[1] - tall)), depth)
