"""The studio: a coloured set with a pedestal, for a thing that is the whole subject."""

import numpy as np

from vidgenie.providers.local.colour import Array, from_lab, mix, rgb, smooth, to_lab, turned
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import blurred, fbm, resized
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.palettes import NAMED
from vidgenie.providers.local.shapes import Pen, contact_shadow
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.trees import palm

# Degrees by which the set's colour is turned from the accent.
_TURNS = (0, 0, 60, 110, 150, 190, 235, 290)
_DARK = frozenset({"night", "dark", "cyber", "mystic", "storm", "storm_night", "energetic"})


def studio(stage: Stage) -> Painting:
    """A wall, a figure of geometry, a pedestal and the light of one window."""
    rng = stage.rng("studio")
    height = stage.canvas[1]
    dark = stage.moment in _DARK
    tones = _tones(stage, dark=dark)
    floor = height * 0.735
    kind = ("arch", "disc", "arch", "steps")[int(rng.integers(4))]
    layers = [stage.backdrop(_wall(stage, tones, floor)), *_figure(stage, tones, floor, kind)]
    layers.append(_leaves(stage, tones, dark=dark))
    layers += _balls(stage, tones, floor)
    top, pedestal = _pedestal(stage, tones, floor)
    spot = Spot(stage.across(0.5), top, depth=0.62, ground="podium", scale=2.9)
    return Painting([*layers, *pedestal], (spot,), particles="dust")


def _tones(stage: Stage, *, dark: bool) -> dict[str, Array]:
    """Wall, floor, shade, light and a second colour, all of one family."""
    named = [to_lab(rgb(NAMED[name])) for name in stage.reading.colours]
    turn = float(stage.rng("hue").choice(_TURNS))
    hue = named[0] if named else to_lab(turned(stage.palette.accent, turn))
    second = named[1] if len(named) > 1 else to_lab(stage.palette.high)

    def tone(lightness: float, chroma: float, other: float = 0.0) -> Array:
        a = hue[1] * (1 - other) + second[1] * other
        b = hue[2] * (1 - other) + second[2] * other
        return from_lab((lightness, a * chroma, b * chroma))

    if dark:
        return {
            "wall": tone(0.30, 0.45, 0.6),
            "floor": tone(0.24, 0.40, 0.6),
            "shade": tone(0.12, 0.3, 0.6),
            "figure": tone(0.52, 0.75, 0.15),
            "light": tone(0.88, 0.35),
            "pedestal": tone(0.42, 0.45, 0.35),
        }
    return {
        "wall": tone(0.83, 0.42),
        "floor": tone(0.80, 0.46),
        "shade": tone(0.56, 0.60),
        "figure": tone(0.76, 0.78),
        "light": tone(0.97, 0.16),
        "pedestal": tone(0.90, 0.22, 0.2),
    }


def _wall(stage: Stage, tones: dict[str, Array], floor: float) -> Array:
    """Wall and floor with no corner between them, lit from the side of the sun."""
    width, height = stage.canvas
    small = (width // 3, height // 3)
    y = np.linspace(0, height, small[1], dtype=np.float32)[:, None]
    x = np.linspace(0, 1, small[0], dtype=np.float32)[None, :]
    bend = smooth(floor - height * 0.05, floor + height * 0.05, y)[..., None]
    picture = tones["wall"] * (1 - bend) + tones["floor"] * bend
    lit = x if stage.sun_side > 0 else 1 - x
    pool = np.exp(-(((lit - 0.72) / 0.55) ** 2) - ((y / height - 0.30) / 0.42) ** 2)
    picture = picture + (tones["light"] - picture) * (pool * 0.55)[..., None]
    fall = smooth(0.55, -0.25, lit) * 0.34 + smooth(floor, height * 1.02, y) * 0.30
    picture = picture + (tones["shade"] - picture) * np.clip(fall, 0, 1)[..., None]
    return resized(np.clip(picture, 0, 1).astype(np.float32), (width, height))


def _figure(stage: Stage, tones: dict[str, Array], floor: float, kind: str) -> list[Layer]:
    """What stands behind the pedestal, with the shadow it throws on the wall."""
    width, height = stage.canvas
    unit = stage.unit
    cx, wide = stage.across(0.5), stage.size[0] * 0.33
    wide = min(wide, height * 0.24)
    pen = Pen((width, height), fine=1)
    if kind == "disc":
        pen.disc((cx, floor - wide * 1.42), (wide * 1.12, wide * 1.12))
    elif kind == "arch":
        top = floor - wide * 1.75
        pen.disc((cx, top), (wide, wide))
        pen.polygon([(cx - wide, top), (cx + wide, top), (cx + wide, floor), (cx - wide, floor)])
    else:
        for k in range(4):
            x0 = cx - wide * 1.5 + k * wide * 0.75
            pen.polygon(
                [
                    (x0, floor),
                    (x0, floor - wide * (0.55 + 0.5 * k)),
                    (x0 + wide * 0.75, floor - wide * (0.55 + 0.5 * k)),
                    (x0 + wide * 0.75, floor),
                ]
            )
    mask = blurred(pen.mask(), 0.8)
    shadow = np.roll(blurred(mask, 26 * unit), -int(26 * unit) * stage.sun_side, axis=1)
    shadow = np.roll(shadow, int(14 * unit), axis=0) * 0.42
    y = smooth(floor - wide * 3.0, floor, stage.y)[..., None]
    body = mix(tones["figure"], tones["light"], 0.25) * (1 - y) + tones["figure"] * y
    across = (stage.x - np.float32(cx - wide)) / np.float32(2 * wide)
    lit = across if stage.sun_side > 0 else 1 - across
    body = body * (0.86 + 0.20 * np.clip(lit, 0, 1))[..., None]
    rim = np.clip(mask - np.roll(mask, -int(max(1, 3 * unit)) * stage.sun_side, axis=1), 0, 1)
    body = body + (tones["light"] - body) * (rim * 0.7)[..., None]
    return [
        stage.sheet(shadow, tones["shade"], (0, 0), 0.1),
        stage.sheet(mask, np.clip(body, 0, 1), (0, 0), 0.2),
    ]


def _leaves(stage: Stage, tones: dict[str, Array], *, dark: bool) -> Layer:
    """The soft shadow of a palm outside the window."""
    rng = stage.rng("leaves")
    width, height = stage.canvas
    small = (width // 4, height // 4)
    pen = Pen(small, fine=1)
    side = stage.sun_side
    foot = (small[0] * (0.5 + 0.62 * side), small[1] * 0.75)
    palm(pen, rng, foot, small[1] * 0.62, -side * 0.22)
    mask = resized(blurred(pen.mask(), 7 * stage.unit), (width, height))
    fade = smooth(height * 0.70, height * 0.45, stage.y)
    return stage.sheet(
        mask * fade * np.float32(0.20 if dark else 0.30), tones["shade"], (0, 0), 0.05
    )


def _balls(stage: Stage, tones: dict[str, Array], floor: float) -> list[Layer]:
    """Two balls on the floor, off the middle."""
    rng = stage.rng("balls")
    unit = stage.unit
    layers: list[Layer] = []
    for k, (place, size) in enumerate(((0.14, 92), (0.87, 58))):
        px = place if stage.sun_side > 0 else 1 - place
        r = size * unit * float(rng.uniform(0.85, 1.15))
        x, y = stage.across(px), floor + stage.canvas[1] * (0.075 - 0.03 * k)
        span = int(r) + 2
        axis = np.arange(-span, span + 1, dtype=np.float32)
        dx, dy = axis[None, :] / np.float32(r), axis[:, None] / np.float32(r)
        far = np.hypot(dx, dy)
        dz = np.sqrt(np.clip(1 - far**2, 0, 1))
        lit = np.clip(dx * 0.55 * stage.sun_side - dy * 0.6 + dz * 0.55, 0, 1)[..., None]
        paint = tones["figure"] if k == 0 else mix(stage.palette.accent, tones["light"], 0.15)
        body = mix(paint, tones["shade"], 0.55) * (1 - lit) + mix(paint, tones["light"], 0.35) * lit
        body = np.clip(body + (lit**22) * 0.35, 0, 1)
        shade = contact_shadow((int(r * 3.2), int(r * 0.75))) * 0.5
        layers.append(
            stage.sheet(
                shade,
                tones["shade"] * 0.7,
                (int(x - r * 1.6 - 0.35 * r * stage.sun_side), int(y - r * 0.42)),
                0.45,
            )
        )
        layers.append(
            stage.sheet(
                smooth(1 + 1 / r, 1 - 1 / r, far), body, (int(x) - span, int(y - r) - span), 0.46
            )
        )
    return layers


def _pedestal(stage: Stage, tones: dict[str, Array], floor: float) -> tuple[float, list[Layer]]:
    """Two stacked drums; the canvas row of the upper one's middle, and the layers."""
    unit = min(stage.unit, stage.canvas[1] / 1920 * 1.15)
    x, foot = stage.across(0.5), floor + stage.canvas[1] * 0.105
    layers: list[Layer] = []
    shade = contact_shadow((int(1000 * unit), int(190 * unit))) * 0.55
    layers.append(
        stage.sheet(
            shade,
            tones["shade"] * 0.65,
            (int(x - 500 * unit - 60 * unit * stage.sun_side), int(foot - 40 * unit)),
            0.5,
        )
    )
    for radius, tall in ((370, 92), (285, 66)):
        layers.append(_drum(stage, tones, (x, foot), (radius * unit, tall * unit)))
        foot -= tall * unit
    return foot, layers


def _drum(
    stage: Stage, tones: dict[str, Array], foot: tuple[float, float], size: tuple[float, float]
) -> Layer:
    radius, tall = size
    flat = radius * 0.235
    wide, high = int(radius * 2) + 4, int(tall + 2 * flat) + 4
    x = np.arange(wide, dtype=np.float32)[None, :] - np.float32(wide / 2)
    y = np.arange(high, dtype=np.float32)[:, None] - np.float32(flat + 2)
    lid = smooth(
        1 + 1.2 / flat, 1 - 1.2 / flat, np.hypot(x / np.float32(radius), y / np.float32(flat))
    )
    bottom = np.sqrt(np.clip(1 - (x / np.float32(radius)) ** 2, 0, 1)) * np.float32(
        flat
    ) + np.float32(tall)
    side = np.clip(bottom - y + 0.5, 0, 1) * (np.abs(x) < radius) * (y > 0)
    round_ = np.clip(x / np.float32(radius), -1, 1) * stage.sun_side
    lit = np.clip(0.42 + 0.52 * round_ - 0.35 * round_**2, 0, 1)[..., None] * np.ones(
        (high, 1, 1), np.float32
    )
    base, bright = (
        mix(tones["pedestal"], tones["shade"], 0.62),
        mix(tones["pedestal"], tones["light"], 0.25),
    )
    body = base * (1 - lit) + bright * lit
    across = 0.5 + 0.5 * np.clip(x / np.float32(radius), -1, 1) * stage.sun_side
    top = mix(tones["pedestal"], tones["light"], 0.30) * (0.90 + 0.12 * across)[..., None]
    top = top + (rgb("#ffffff") - top) * 0.05
    body = body + (top - body) * lid[..., None]
    ring = np.exp(
        -np.abs(np.hypot(x / np.float32(radius), y / np.float32(flat)) - 1) * np.float32(flat / 2.2)
    )
    edge = (ring * (y > -flat * 0.2) * 0.35)[..., None]
    body = body + (tones["light"] - body) * edge
    mask = np.maximum(lid, side)
    grain = fbm(stage.rng("drum"), (wide, high), (60, 20), octaves=2)[..., None] - 0.5
    body = body * (1 + grain * 0.03)
    return stage.sheet(
        mask, np.clip(body, 0, 1), (int(foot[0] - wide / 2), int(foot[1] - tall - flat - 2)), 0.6
    )
