"""What the weather lays over a place: rain, fog, lightning, falling snow."""

import numpy as np

from vidgenie.providers.local.colour import rgb
from vidgenie.providers.local.land import mist
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import blurred
from vidgenie.providers.local.painting import Painting
from vidgenie.providers.local.shapes import Pen, Point
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
