"""The synthwave horizon: a striped sun, wire mountains, a grid that runs away."""

import numpy as np

from vidgenie.providers.local.colour import Array, mix, ramp, rgb, screen, smooth, turned
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import ridge
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.stars import add_stars

_SUNS = (("#fff3a0", "#ffb347", "#ff5f7e", "#ff2f8e"), ("#fdf6c9", "#ffd23f", "#ff7a3d", "#f03a6e"))


def synthwave(stage: Stage) -> Painting:
    """A retro-futuristic horizon."""
    height, unit = stage.canvas[1], stage.unit
    line = int(height * 0.595)
    tones = _sun_tones(stage)
    layers = [stage.backdrop(_sky(stage, line, tones))]
    layers += [_ridge(stage, line, k) for k in range(2)]
    layers.append(_grid(stage, line, tones))
    floating = Spot(stage.across(0.5), line - 90 * unit, depth=0.72, ground="air", scale=2.4)
    return Painting(layers, (floating,))


def _sun_tones(stage: Stage) -> Array:
    rng = stage.rng("tones")
    return ramp([rgb(code) for code in _SUNS[int(rng.integers(len(_SUNS)))]], 256)


def _sky(stage: Stage, line: int, tones: Array) -> Array:
    width, height = stage.canvas
    colours = ramp(stage.palette.sky, line)
    picture = np.empty((height, width, 3), np.float32)
    picture[:line] = colours[:, None, :]
    picture[line:] = stage.palette.near
    add_stars(stage, picture, float(line), milky=0.25)
    radius = 0.31 * min(stage.size[0], height * 0.6)
    cx, cy = width / 2, line - radius * 0.42
    far = np.hypot(stage.x - np.float32(cx), stage.y - np.float32(cy))
    level = (stage.y - np.float32(cy - radius)) / np.float32(2 * radius)
    face = tones[np.clip(level * 255, 0, 255).astype(int)[:, 0]][:, None, :]
    glow = 0.55 * np.exp(-np.clip(far - radius, 0, None) / np.float32(150 * stage.unit))
    picture = screen(picture, np.clip(glow, 0, 1)[..., None] * face)
    below = level - 0.44
    cut = (below > 0) & ((below * 13) % 1 < 0.10 + 0.95 * below)
    disc = smooth(radius + 1.2, radius - 1.2, far) * ~cut
    return np.clip(picture + (face - picture) * disc[..., None], 0, 1)


def _ridge(stage: Stage, line: int, k: int) -> Layer:
    """Mountains of the horizon, their crest and their facets drawn in light."""
    rng = stage.rng(f"ridge{k}")
    width, height = stage.canvas
    side = np.abs(np.linspace(-1, 1, width, dtype=np.float32)) ** 0.8
    crest = (
        ridge(rng, width, rough=0.52, base=5)
        * (0.25 + 0.75 * side)
        * np.float32(height * (0.13 - 0.045 * k))
    )
    top = int(line - crest.max() - 6 * stage.unit)
    y = np.arange(line + 2 - top, dtype=np.float32)[:, None] + np.float32(top)
    edge = np.float32(line + 2) - crest[None, :]
    mask = np.clip(y - edge, 0, 1)
    pal = stage.palette
    tone = mix(pal.sky[2], pal.near, 0.50 + 0.35 * k)
    body = np.broadcast_to(tone, (*mask.shape, 3))
    contours = np.abs(((y - edge) / np.float32(15 * stage.unit)) % 1 - 0.5) > 0.45
    wire = contours * np.exp(-(y - edge) / np.float32(60 * stage.unit)) * 0.35
    rim = np.exp(-np.abs(y - edge) / np.float32(2.0 * stage.unit))
    light = np.clip(rim * 0.9 + wire * (k == 1), 0, 1)[..., None]
    return stage.sheet(mask, body + (pal.accent - body) * light, (0, top), 0.14 + 0.12 * k)


def _grid(stage: Stage, line: int, tones: Array) -> Layer:
    width, height = stage.canvas
    pal = stage.palette
    rows = height - line
    near = (np.arange(rows, dtype=np.float32)[:, None] + 1) / np.float32(rows)
    away = 1 / near
    u = (stage.x - np.float32(width / 2)) / np.float32(stage.size[0]) * away * 5 + 0.5
    v = away * 1.9
    thin = 0.020
    columns = smooth(0.5 - 0.030, 0.5, np.abs((u % 1) - 0.5)) * np.clip(thin * 60 * near, 0.25, 1)
    spread = np.clip(np.abs(np.gradient(v[:, 0]))[:, None] * 1.6, 0.012, 0.5)
    lines = np.clip((np.abs((v % 1) - 0.5) - (0.5 - spread)) / spread, 0, 1)
    wire = np.clip(columns + lines, 0, 1) * np.exp(-away * 0.05) * smooth(0, 0.03, near)
    floor = ramp(
        (mix(pal.sky[3], pal.near, 0.35), mix(pal.near, pal.sky[1], 0.30), pal.near), rows
    )[:, None, :]
    shine = np.exp(
        -(((stage.x - np.float32(width / 2)) / np.float32(0.27 * stage.size[0])) ** 2)
    ) * np.exp(-near * 3.0)
    picture = (
        floor
        + (shine * 0.55)[..., None] * tones[140]
        + wire[..., None] * turned(pal.accent, 0, chroma=1.05)
    )
    return stage.sheet(np.ones((rows, width), np.float32), np.clip(picture, 0, 1), (0, line), 0.5)
