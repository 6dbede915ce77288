"""The sky: gradient, sun or moon, clouds, stars, aurora."""

import numpy as np

from vidgenie.providers.local.clouds import Dome, clouded
from vidgenie.providers.local.colour import Array, ramp, rgb, screen, smooth
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import fbm, resized, ridge
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.stars import add_stars

_HIDDEN = frozenset({"overcast", "storm", "storm_night"})


def sky(stage: Stage, *, horizon: float | None = None, cover: float | None = None) -> Array:
    """The whole canvas (H, W, 3) filled with sky, the horizon's colour below the horizon.

    cover: how much of it is clouded, 0 to 1; the weather's own when not given.
    """
    width, height = stage.canvas
    line = stage.horizon if horizon is None else horizon
    small = (width // 2, height // 2)
    x = (np.arange(small[0], dtype=np.float32)[None, :] + 0.5) * np.float32(width / small[0])
    y = (np.arange(small[1], dtype=np.float32)[:, None] + 0.5) * np.float32(height / small[1])
    near_sun = stage.to_sun(x, y)
    picture = _gradient(stage, y, near_sun, line)
    hidden = stage.moment in _HIDDEN or stage.reading.weather == "rain"
    strength = 0.30 if hidden else 0.42 if stage.palette.night else 0.72
    halo = 0.62 * np.exp(-near_sun / 130) + 0.40 * np.exp(-near_sun / 460)
    picture = screen(picture, np.clip(halo * strength, 0, 1)[..., None] * stage.palette.light)
    dome = Dome(picture.astype(np.float32), x, y, line, width / small[0])
    picture = resized(clouded(stage, dome, cover=cover), (width, height))
    if not hidden:
        if stage.palette.night:
            add_stars(stage, picture, line)
        _add_disc(stage, picture)
    return np.clip(picture, 0, 1)


def _gradient(stage: Stage, y: Array, near_sun: Array, line: float) -> Array:
    """The palette from the zenith to the horizon, sinking a little around the sun."""
    stops = ramp(stage.palette.sky, 512)
    warmth = np.exp(-near_sun / 700) * 0.09
    exact = np.clip(y / np.float32(line) + warmth, 0, 1) * 511
    low = exact.astype(np.int32)
    part = (exact - low)[..., None]
    return stops[low] * (1 - part) + stops[np.minimum(low + 1, 511)] * part


def _add_disc(stage: Stage, picture: Array) -> None:
    """The sun, or a moon with seas and a shaded limb, in place."""
    rng = stage.rng("disc")
    night = stage.palette.night
    radius = float(rng.uniform(52, 74)) * stage.unit * (0.75 if stage.moment == "day" else 1.0)
    cx, cy = stage.sun
    reach = int(radius + 3)
    x0, y0 = max(0, int(cx) - reach), max(0, int(cy) - reach)
    area = picture[y0 : int(cy) + reach, x0 : int(cx) + reach]
    if not area.size:
        return
    y = np.arange(area.shape[0], dtype=np.float32)[:, None] + np.float32(y0 - cy)
    x = np.arange(area.shape[1], dtype=np.float32)[None, :] + np.float32(x0 - cx)
    soft = 1 + (0 if night else radius * 0.06)
    inside = smooth(radius + soft, radius - soft, np.hypot(x, y))[..., None]
    face = np.broadcast_to(np.clip(stage.palette.light * 1.04, 0, 1), area.shape)
    if night:
        seas = fbm(rng, (area.shape[1], area.shape[0]), (3, 3), octaves=4)
        limb = np.clip((x * 0.6 + y * 0.8) / np.float32(radius), -1, 1)
        tone = 0.94 - 0.20 * smooth(0.45, 0.8, seas) - 0.10 * np.clip(limb, 0, 1)
        face = face * tone[..., None]
    area += (face - area) * inside


def aurora(stage: Stage) -> Layer:
    """Curtains of light."""
    rng = stage.rng("aurora")
    width, height = stage.canvas
    small = (width // 3, height // 3)
    y = np.linspace(0, 1, small[1], dtype=np.float32)[:, None]
    green, violet = rgb("#58ffb4"), rgb("#9d6bff")
    mask = np.zeros((small[1], small[0]), np.float32)
    top = np.zeros_like(mask)
    for k in range(3):
        foot = ridge(rng, small[0], rough=0.32)[None, :] * 0.14 + np.float32(0.24 + 0.09 * k)
        rays = 0.45 + 0.55 * resized(rng.random((1, 120), dtype=np.float32), (small[0], 1))
        bands = resized(rng.random((1, 12), dtype=np.float32), (small[0], 1))
        above = (foot - y) / 0.26
        shape = np.where(above < 0, np.exp(above * 16), np.exp(-above * 2.6))
        curtain = shape * rays * smooth(0.25, 0.8, bands) * 0.85
        mask = 1 - (1 - mask) * (1 - np.clip(curtain, 0, 1))
        top = np.maximum(top, smooth(0.1, 0.9, above))
    colour = green * (1 - top[..., None]) + violet * top[..., None]
    full = (width, height)
    return stage.glow(resized(mask, full), resized(colour.astype(np.float32), full), (0, 0), 0.05)
