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
    bolt = _zigzag(rng, (x, height * 0.03), stage.horizon, unit)
    pen.limb(bolt, list(np.linspace(5.0 * unit, 2.2 * unit, len(bolt))))
    for _ in range(3):
        start = bolt[int(rng.integers(2, max(3, int(len(bolt) * 0.7))) % len(bolt))]
        end = min(stage.horizon, start[1] + float(rng.uniform(120, 320)) * unit)
        fork = _zigzag(rng, start, end, unit)
        pen.limb(fork, list(np.linspace(2.4 * unit, 1.0 * unit, len(fork))))
    core = pen.mask()
    glow = np.clip(core + blurred(core, 8 * unit) * 1.4 + blurred(core, 34 * unit) * 1.6, 0, 1)
    dx = (stage.x - np.float32(x)) / np.float32(stage.size[0] * 0.42)
    dy = (stage.y - np.float32(height * 0.12)) / np.float32(height * 0.24)
    flash = np.exp(-(dx**2) - dy**2) * 0.34
    tone = rgb("#dfe6ff")
    return [stage.glow(flash, tone, (0, 0), 0.04), stage.glow(glow, tone, (0, 0), 0.06)]


def _zigzag(rng: np.random.Generator, start: Point, ground: float, unit: float) -> list[Point]:
    """A broken line from a point down to the row `ground`."""
    drift = float(rng.normal(0, 7)) * unit
    points = [start]
    while points[-1][1] < ground:
        x, y = points[-1]
        x += float(rng.normal(0, 17)) * unit + drift
        points.append((x, y + float(rng.uniform(14, 34)) * unit))
    return points


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
