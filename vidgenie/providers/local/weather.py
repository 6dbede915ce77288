"""What the weather lays over a place: rain, fog, lightning, falling snow."""

import numpy as np

from vidgenie.providers.local.colour import Array, mix, rgb
from vidgenie.providers.local.land import mist
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import blurred
from vidgenie.providers.local.painting import Painting
from vidgenie.providers.local.shapes import Pen, Point, scatter
from vidgenie.providers.local.stage import Stage

_SHELTERED = frozenset({"interior", "studio", "underwater", "space", "synthwave"})


def lightning(stage: Stage) -> list[Layer]:
    """A bolt from the clouds to the horizon and the light it throws in them."""
    rng = stage.rng("lightning")
    width, height = stage.canvas
    unit = stage.unit
    x = stage.across(0.5 + float(rng.uniform(0.12, 0.30)) * float(rng.choice([-1, 1])))
    pen = Pen((width, int(stage.horizon) + 2), fine=2)
    _bolt(pen, rng, (x, height * 0.03), stage.horizon, 5.0 * unit, unit, forks=3)
    core = pen.mask()
    glow = np.clip(core + blurred(core, 8 * unit) * 1.4 + blurred(core, 34 * unit) * 1.6, 0, 1)
    dx = (stage.x - np.float32(x)) / np.float32(stage.size[0] * 0.42)
    dy = (stage.y - np.float32(height * 0.12)) / np.float32(height * 0.24)
    flash = np.exp(-(dx**2) - dy**2) * np.float32(0.34)
    tone = rgb("#dfe6ff")
    return [stage.glow(flash, tone, (0, 0), 0.04), stage.glow(glow, tone, (0, 0), 0.06)]


def _bolt(
    pen: Pen,
    rng: np.random.Generator,
    start: Point,
    ground: float,
    width: float,
    unit: float,
    *,
    forks: int,
) -> None:
    x, y = start
    drift = float(rng.normal(0, 7)) * unit
    points, widths = [(x, y)], [width]
    while y < ground:
        x += float(rng.normal(0, 17)) * unit + drift
        y += float(rng.uniform(14, 34)) * unit
        points.append((x, y))
        widths.append(max(1.0, width * (1 - 0.55 * y / ground)))
    pen.limb(points, widths)
    for _ in range(forks):
        k = int(rng.integers(2, max(3, int(len(points) * 0.7))))
        if k < len(points):
            _bolt(
                pen,
                rng,
                points[k],
                min(ground, points[k][1] + float(rng.uniform(120, 320)) * unit),
                width * 0.42,
                unit,
                forks=0,
            )


def overlays(stage: Stage, place: str, painting: Painting) -> tuple[list[Layer], list[Layer], str]:
    """Layers to put right before the backdrop's neighbours, layers nearest of all, the particles.

    The first go behind the land, the second before everything.
    """
    weather = stage.reading.weather
    if place in _SHELTERED:
        return [], [], painting.particles
    behind = lightning(stage) if weather == "storm" else []
    near: list[Layer] = []
    height = stage.canvas[1]
    if weather == "fog":
        near += [
            mist(
                stage,
                f"fog{k}",
                at=height * at,
                thick=height * 0.13,
                strength=0.72,
                depth=0.55 + 0.2 * k,
            )
            for k, at in enumerate((0.56, 0.78))
        ]
    if weather in {"rain", "storm"}:
        near.append(
            mist(stage, "spray", at=height * 0.66, thick=height * 0.20, strength=0.32, depth=0.7)
        )
    falling = {"rain": "rain", "storm": "rain", "snow": "snow"}.get(weather, "")
    if not falling and place == "snow":
        falling = "snow"
    return behind, near, falling or painting.particles


def still_particles(stage: Stage, kind: str) -> tuple[Array, Array] | None:
    """What floats in the air at one instant: light to add, (H, W) strength and its colour."""
    if not kind:
        return None
    width, height = stage.canvas
    pen, far = Pen((width, height), fine=1), Pen((width, height), fine=1)
    unit, pal = stage.unit, stage.palette

    def flake(own: np.random.Generator, k: int) -> None:
        x, y = float(own.uniform(0, width)), float(own.uniform(0, height))
        if kind == "rain":
            long = unit * float(own.uniform(26, 84))
            pen.line(
                [(x, y), (x - long * 0.13, y + long)], unit * 1.5, ink=int(own.uniform(30, 105))
            )
        elif kind == "snow":
            r = unit * (float(own.uniform(1.2, 3.2)) if k % 5 else float(own.uniform(4, 7.5)))
            (far if k % 5 == 0 else pen).disc((x, y), (r, r), ink=int(own.uniform(120, 235)))
        else:
            r = unit * float(own.uniform(1.0, 2.2) if kind == "dust" else own.uniform(1.8, 3.6))
            low = 0.30 if kind == "fireflies" else 0.05
            pen.disc(
                (x, height * (low + (0.97 - low) * y / height)),
                (r, r),
                ink=int(own.uniform(90, 255)),
            )

    scatter(
        stage.rng("flakes"), {"rain": 620, "snow": 420, "fireflies": 64, "dust": 44}[kind], flake
    )
    mask = pen.mask()
    if kind == "rain":
        return blurred(mask, 0.8) * np.float32(0.75), mix(pal.light, pal.haze, 0.35)
    if kind == "snow":
        return np.clip(blurred(mask, 0.9 * unit) + blurred(far.mask(), 2.6 * unit), 0, 1), np.ones(
            3, np.float32
        )
    if kind == "fireflies":
        glow = mask + blurred(mask, 4 * unit) * 2.2 + blurred(mask, 13 * unit) * 4.5
        return np.clip(glow, 0, 1), mix(rgb("#ffe98a"), pal.accent, 0.25)
    return np.clip(mask * 0.5 + blurred(mask, 5 * unit) * 2.0, 0, 0.5), pal.light
