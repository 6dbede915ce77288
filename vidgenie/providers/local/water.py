"""Water: a plane to the horizon that mirrors what stands above it."""

import numpy as np

from vidgenie.providers.local.colour import Array, mix, screen, smooth
from vidgenie.providers.local.layers import Layer, flattened
from vidgenie.providers.local.noise import blurred, sampled, tile
from vidgenie.providers.local.stage import Stage


def water(
    stage: Stage, behind: list[Layer], *, line: float, rough: float, depth: float = 0.3
) -> Layer:
    """The water below the row `line`, reflecting the layers behind it.

    rough: 0 a mirror, 1 an open sea, 2 a storm.
    """
    width, height = stage.canvas
    top = int(line)
    seen = flattened(behind)
    rows = np.arange(height - top, dtype=np.float32)[:, None]
    near = (rows + 0.5) / np.float32(height)
    waves, glints = _waves(stage, near)
    swing = smooth(0, 0.16, near) * np.float32(rough)
    tilt = (waves - 0.5) * swing * np.float32(190 * stage.unit)
    source = np.clip(top - 1 - rows * 0.86 + tilt - 3 * stage.unit, 0, top - 1).astype(np.int32)
    shift = (glints - 0.5) * swing * np.float32(60 * stage.unit)
    columns = np.clip(stage.x + shift, 0, width - 1).astype(np.int32)
    mirror = _mirror(seen[:top], stage)[source, columns]
    pal = stage.palette
    deep = mix(pal.near, pal.high, 0.42 if pal.night else 0.55)
    look = smooth(0.0, 0.40, near)[..., None]
    keep = 0.94 - np.float32(0.16 + 0.30 * min(rough, 1)) * look
    picture = mirror * keep + deep * (0.98 - keep)
    picture *= 1 + ((waves - 0.5) * swing * 0.42)[..., None]
    picture = screen(np.clip(picture, 0, 1), _glitter(stage, near, glints, waves, rough))
    edge = np.exp(-rows / np.float32(9 * stage.unit))[..., None] * 0.35
    picture += (pal.haze - picture) * edge
    return stage.sheet(np.ones((height - top, width), np.float32), picture, (0, top), depth)


def _mirror(above: Array, stage: Stage) -> Array:
    """What is above, a little blurred, as water never returns a sharp picture."""
    return blurred(above, max(1.0, 2.2 * stage.unit))


def _waves(stage: Stage, near: Array) -> tuple[Array, Array]:
    """Two fields of ripples in perspective, 0..1, calmer where they are too fine to see."""
    rng = stage.rng("waves")
    width, height = stage.canvas
    away = 1 / (near + 0.016)
    u = (stage.x - np.float32(width / 2)) / np.float32(height) * away
    v = np.broadcast_to(away, u.shape)
    fine = tile(rng, 512, slope=1.5, lowest=5)
    wide = tile(rng, 512, slope=1.6, lowest=4)
    sharp = smooth(15, 5, away)
    a = sampled(fine, u * 0.20, v * 0.36)
    b = sampled(wide, u * 0.055, v * 0.085)
    c = sampled(fine, u * 0.31 + 0.37, v * 0.50)
    half = 0.5
    waves = half + (a - half) * sharp * 0.62 + (b - half) * 0.55
    glints = half + (c - half) * (0.35 + 0.65 * sharp) + (b - half) * (1 - sharp) * half
    return waves, glints


def _glitter(stage: Stage, near: Array, glints: Array, waves: Array, rough: float) -> Array:
    """The path of the light source on the waves."""
    hidden = stage.moment in {"overcast", "storm", "storm_night"}
    strength = 0.18 if hidden else 0.7 if stage.palette.night else 0.95
    spread = np.float32(stage.unit) * (40 + 560 * near * np.float32(0.6 + 0.4 * rough))
    path = np.exp(-(((stage.x - np.float32(stage.sun[0])) / spread) ** 2))
    spark = smooth(0.56, 0.80, glints * 0.65 + waves * 0.42)
    body = np.exp(-near * 9) * 0.42
    shine = path * np.clip(spark * (1 - near) + body, 0, 1) * np.float32(strength)
    return np.clip(shine, 0, 1)[..., None] * stage.palette.light
