"""The sky: gradient, sun or moon, clouds seen in perspective, stars, aurora."""

import numpy as np

from vidgenie.providers.local.colour import Array, mix, ramp, rgb, screen, smooth
from vidgenie.providers.local.noise import blurred, fbm, resized, ridge, sampled, tile
from vidgenie.providers.local.stage import Stage

_COVER = {
    "clear": 0.16,
    "": 0.36,
    "clouds": 0.62,
    "rain": 0.7,
    "fog": 0.3,
    "storm": 0.86,
    "snow": 0.5,
}
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
    hidden = stage.moment in _HIDDEN
    strength = 0.3 if hidden else 0.45 if stage.palette.night else 0.8
    halo = 0.6 * np.exp(-near_sun / 150) + 0.45 * np.exp(-near_sun / 520)
    picture = screen(picture, (np.clip(halo * strength, 0, 1))[..., None] * stage.palette.light)
    amount = _COVER[stage.reading.weather] if cover is None else cover
    if amount > 0:
        picture = _clouded(stage, picture, x, y, line=line, cover=amount)
    picture = resized(picture.astype(np.float32), (width, height))
    if stage.palette.night and not hidden:
        _add_stars(stage, picture, line)
    if not hidden:
        _add_disc(stage, picture)
    return np.clip(picture, 0, 1)


def _gradient(stage: Stage, y: Array, near_sun: Array, line: float) -> Array:
    stops = ramp(stage.palette.sky, 512)
    warmth = np.exp(-near_sun / 700) * np.float32(0.10)
    place = np.clip(y / np.float32(line) * (1 - warmth * 0) + warmth, 0, 1)
    exact = place * 511
    low = exact.astype(np.int32)
    part = (exact - low)[..., None]
    return stops[low] * (1 - part) + stops[np.minimum(low + 1, 511)] * part


def _clouded(
    stage: Stage, picture: Array, x: Array, y: Array, *, line: float, cover: float
) -> Array:
    """Clouds on a plane above the viewer, thick where light hardly passes, bright at their rims."""
    rng = stage.rng("clouds")
    texture = tile(rng, 512, slope=1.75, lowest=2)
    detail = tile(rng, 256, slope=1.2, lowest=3)
    height = stage.canvas[1]
    rise = np.maximum((np.float32(line) - y) / np.float32(height), 0)
    far = 1 / (rise + np.float32(0.085))
    u = (x - np.float32(stage.canvas[0] / 2)) / np.float32(height) * far * np.float32(0.17)
    v = far * np.float32(0.115) + np.float32(rng.random())
    stretch = np.float32(1.6 if stage.moment in {"sunset", "dawn", "romantic"} else 1.0)
    v = np.broadcast_to(v * stretch, u.shape)

    def density(du: float, dv: float) -> Array:
        thick = sampled(texture, u + np.float32(du), v + np.float32(dv))
        fine = sampled(detail, u * 3 + np.float32(du * 3), v * 3 + np.float32(dv * 3))
        return smooth(0.95 - cover, 1.32 - cover * 0.75, thick * 0.84 + fine * 0.22)

    here = density(0, 0)
    side = -stage.sun_side
    toward = density(-0.012 * side, -0.010) + density(-0.030 * side, -0.022)
    passing = np.exp(-(toward * 0.9 + here * 0.55))[..., None]
    shine = np.exp(-stage.to_sun(x, y) / 620)[..., None]
    pal = stage.palette
    body = mix(pal.high, pal.haze, 0.45 if pal.night else 0.35)
    bright = mix(pal.light, pal.low, 0.35) * (0.62 if pal.night else 1.0)
    lit = np.clip(passing * (0.75 + 0.8 * shine), 0, 1)
    colour = body * (1 - lit) + bright * lit
    fade = smooth(0.0, 0.10, rise) * (1 - 0.15 * smooth(0.35, 0.6, rise))
    alpha = (here * fade * np.float32(0.72 if pal.night else 0.86))[..., None]
    return picture * (1 - alpha) + colour * alpha


def _add_disc(stage: Stage, picture: Array) -> None:
    """The sun, or a moon with seas and a shaded limb, in place."""
    rng = stage.rng("disc")
    night = stage.palette.night
    radius = float(rng.uniform(54, 78)) * stage.unit * (1.0 if night else 1.08)
    cx, cy = stage.sun
    reach = int(radius + 3)
    x0, y0 = max(0, int(cx) - reach), max(0, int(cy) - reach)
    area = picture[y0 : int(cy) + reach, x0 : int(cx) + reach]
    if not area.size:
        return
    y = np.arange(area.shape[0], dtype=np.float32)[:, None] + np.float32(y0 - cy)
    x = np.arange(area.shape[1], dtype=np.float32)[None, :] + np.float32(x0 - cx)
    inside = smooth(radius + 1, radius - 1, np.hypot(x, y))[..., None]
    face = np.broadcast_to(np.clip(stage.palette.light * 1.04, 0, 1), area.shape)
    if night:
        seas = fbm(rng, (area.shape[1], area.shape[0]), (3, 3), octaves=4)
        limb = np.clip((x * 0.6 + y * 0.8) / np.float32(radius), -1, 1)
        tone = 0.94 - 0.20 * smooth(0.45, 0.8, seas) - 0.10 * np.clip(limb, 0, 1)
        face = face * tone[..., None]
    area += (face - area) * inside


def _add_stars(stage: Stage, picture: Array, line: float) -> None:
    rng = stage.rng("stars")
    width, height = stage.canvas
    count = 1500
    places, sizes = rng.random((count, 2)), rng.power(0.35, count)
    field = np.zeros((height, width), np.float32)
    columns = (places[:, 0] * (width - 2)).astype(int)
    rows = (places[:, 1] ** 1.25 * line * 0.96).astype(int).clip(0, height - 2)
    np.maximum.at(field, (rows, columns), (sizes * 0.85).astype(np.float32))
    big = slice(0, 42)
    for row, column in zip(rows[big], columns[big], strict=True):
        reach = max(1, round(1.4 * stage.unit))
        field[row : row + reach, column : column + reach] = 1.0
    bright = np.zeros_like(field)
    bright[rows[big], columns[big]] = 1.0
    halo = np.clip(blurred(bright, max(1.2, 5 * stage.unit)) * np.float32(24), 0, 0.55)
    milk = _milky_way(stage, rng)
    fade = smooth(line, line * 0.6, stage.y)
    moonlit = 1 - 0.75 * np.exp(-stage.to_sun(stage.x, stage.y) / 260)
    glow = mix(stage.palette.light, stage.palette.accent, 0.25)
    picture += ((field + halo) * fade * moonlit)[..., None] * stage.palette.light
    picture += (milk * fade * moonlit * np.float32(0.20))[..., None] * glow


def _milky_way(stage: Stage, rng: np.random.Generator) -> Array:
    width, height = stage.canvas
    small = (width // 4, height // 4)
    dust = fbm(rng, small, (5, 9), octaves=5)
    angle, middle = float(rng.uniform(0.5, 1.0)), float(rng.uniform(0.2, 0.45))
    angle *= float(rng.choice([-1, 1]))
    x = np.linspace(-0.5, 0.5, small[0], dtype=np.float32)[None, :]
    y = np.linspace(0, height / width, small[1], dtype=np.float32)[:, None]
    across = (y - np.float32(middle * height / width)) * np.float32(np.cos(angle))
    across = across - x * np.float32(np.sin(angle))
    band = np.exp(-((across / np.float32(0.24)) ** 2)) * (0.25 + 0.75 * dust)
    return resized(band.astype(np.float32), (width, height))


def aurora(stage: Stage) -> tuple[Array, Array]:
    """Curtains of light: their mask (H, W) and their colours (H, W, 3)."""
    rng = stage.rng("aurora")
    width, height = stage.canvas
    small = (width // 3, height // 3)
    y = np.linspace(0, 1, small[1], dtype=np.float32)[:, None]
    green, violet = rgb("#58ffb4"), rgb("#9d6bff")
    mask = np.zeros((small[1], small[0]), np.float32)
    top = np.zeros_like(mask)
    for k in range(3):
        foot = ridge(rng, small[0], rough=0.32)[None, :] * 0.14 + np.float32(0.22 + 0.09 * k)
        grid = rng.random((1, small[0] // 5), dtype=np.float32)
        rays = 0.45 + 0.55 * resized(grid, (small[0], 1))
        bands = resized(rng.random((1, 12), dtype=np.float32), (small[0], 1))
        above = (foot - y) / np.float32(0.26)
        shape = np.where(above < 0, np.exp(above * 16), np.exp(-above * 2.6))
        curtain = shape * rays * smooth(0.25, 0.8, bands) * np.float32(0.8)
        mask = 1 - (1 - mask) * (1 - np.clip(curtain, 0, 1))
        top = np.maximum(top, smooth(0.1, 0.9, above))
    colour = green * (1 - top[..., None]) + violet * top[..., None]
    return resized(mask, (width, height)), resized(colour.astype(np.float32), (width, height))
