"""Space: nebulae, a ringed planet, and a rocky ground to stand on."""

import math

import numpy as np

from vidgenie.providers.local.colour import Array, mix, ramp, rgb, smooth, turned
from vidgenie.providers.local.land import knoll
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import fbm, resized, ridge, ridged
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.stage import Stage
from vidgenie.providers.local.stars import add_stars
from vidgenie.providers.local.terrain import Ground, lit, seen

_EARTH = frozenset({"terre", "earth"})


def space(stage: Stage) -> Painting:
    """A planet over an unknown ground."""
    rng = stage.rng("space")
    height, unit = stage.canvas[1], stage.unit
    layers = [stage.backdrop(_nebula(stage)), *_planet(stage)]
    layers += [_crags(stage, k) for k in range(2)]
    x = stage.across(0.5 + float(rng.uniform(-0.1, 0.1)))
    tone = mix(stage.palette.near, turned(stage.palette.accent, 0), 0.06)
    front, edge = knoll(
        stage,
        "ground",
        top=height * 0.925,
        bump=(x, height * 0.045),
        depth=0.92,
        grass=0,
        colour=tone,
    )
    floating = Spot(stage.across(0.5), height * 0.59, depth=0.8, ground="air", scale=2.1)
    return Painting(
        [*layers, front], (Spot(x, float(edge[int(x)]) + 8 * unit, depth=0.92), floating)
    )


def _nebula(stage: Stage) -> Array:
    rng = stage.rng("nebula")
    width, height = stage.canvas
    small = (width // 3, height // 3)
    pal = stage.palette
    first, second = turned(pal.accent, 0, chroma=1.1), turned(pal.accent, 115, chroma=1.15)
    picture = ramp((pal.sky[0] * 0.55, pal.sky[0] * 0.9, pal.sky[1]), small[1])[:, None, :]
    picture = np.broadcast_to(picture, (small[1], small[0], 3)).astype(np.float32)
    warp = fbm(rng, small, (2, 3.5), octaves=3) - 0.5
    angle = float(rng.uniform(0.35, 0.8)) * float(rng.choice([-1, 1]))
    x = np.linspace(-0.5, 0.5, small[0], dtype=np.float32)[None, :]
    y = np.linspace(-0.5, 0.5, small[1], dtype=np.float32)[:, None] * np.float32(height / width)
    across = y * np.float32(math.cos(angle)) - x * np.float32(math.sin(angle)) + warp * 0.5
    band = np.exp(-(((across + 0.15) / 0.42) ** 2))
    a = fbm(rng, small, (3, 5), octaves=6, gain=0.5)
    b = fbm(rng, small, (2, 3.5), octaves=6, gain=0.55)
    dust = fbm(rng, small, (4, 7), octaves=5)
    glow_a = (smooth(0.30, 1.0, a) * (0.22 + band) * 0.50)[..., None]
    glow_b = (smooth(0.40, 1.0, b) * (0.15 + band) * 0.46)[..., None]
    picture = 1 - (1 - picture) * (1 - np.clip(glow_a, 0, 1) * first) * (
        1 - np.clip(glow_b, 0, 1) * second
    )
    core = np.clip(smooth(0.62, 1.05, a * 0.6 + b * 0.55) * band, 0, 1)[..., None]
    picture = picture + (mix(pal.light, first, 0.25) - picture) * core * 0.42
    picture = picture * (1 - smooth(0.55, 0.95, dust) * band * 0.55)[..., None]
    full = resized(np.clip(picture, 0, 1).astype(np.float32), (width, height))
    add_stars(stage, full, height * 1.6, milky=0)
    return np.clip(full, 0, 1)


def _planet(stage: Stage) -> list[Layer]:
    """The planet, lit from one side, its air, and rings around it more often than not."""
    rng = stage.rng("planet")
    _width, height = stage.canvas
    radius = stage.size[0] * float(rng.uniform(0.20, 0.29)) * min(1, height / stage.size[0] / 1.2)
    x, y = stage.across(float(rng.uniform(0.33, 0.67))), height * float(rng.uniform(0.24, 0.34))
    reach = int(radius * 1.5)
    box = np.arange(-reach, reach, dtype=np.float32) / np.float32(radius)
    dx, dy = box[None, :], box[:, None]
    far = np.hypot(dx, dy)
    dz = np.sqrt(np.clip(1 - far * far, 0, 1))
    light = (0.72 * stage.sun_side, -0.42, 0.55)
    facing = dx * light[0] + dy * light[1]
    day = np.clip(facing + dz * light[2], 0, 1)
    surface = _surface(stage, rng, dx, dy)
    air = mix(stage.palette.accent, stage.palette.light, 0.45)
    if _EARTH & set(stage.reading.words):
        air = rgb("#8fc7ff")
    body = surface * (0.02 + 1.10 * day**0.85)[..., None]
    body += ((1 - dz) ** 3.0 * day**0.5 * 0.75)[..., None] * air
    disc = smooth(1.0 + 1.2 / radius, 1.0 - 1.2 / radius, far)
    halo = np.exp(-np.clip(far - 1, 0, None) * 9) * np.clip(0.22 + facing * 0.9, 0, 1) * 0.7
    halo *= smooth(1.5, 1.2, far)
    origin = (int(x) - reach, int(y) - reach)
    layers = [stage.glow(halo, air, origin, 0.16)]
    ringed = not _EARTH & set(stage.reading.words) and rng.random() < 0.75
    if not ringed:
        return [*layers, stage.sheet(disc, np.clip(body, 0, 1), origin, 0.18)]
    back, front, tone = _rings(stage, rng, (x, y), radius)
    return [*layers, back, stage.sheet(disc, np.clip(body * (1 - tone), 0, 1), origin, 0.18), front]


def _surface(stage: Stage, rng: np.random.Generator, dx: Array, dy: Array) -> Array:
    """The planet's colours: oceans and clouds for the Earth, bands of gas else."""
    size = (dx.shape[1], dy.shape[0])
    rough = fbm(rng, size, (6, 6), octaves=6, gain=0.55)
    if _EARTH & set(stage.reading.words):
        land = smooth(0.52, 0.58, fbm(rng, size, (3, 3), octaves=6))[..., None]
        ground = rgb("#4f8a4a") * (0.75 + 0.5 * rough[..., None])
        globe = rgb("#1d4fa0") * (1 - land) + ground * land
        white = smooth(0.52, 0.85, fbm(rng, size, (4, 8), octaves=6, gain=0.6))[..., None]
        return (globe + (1 - globe) * white * 0.85).astype(np.float32)
    tilt = float(rng.uniform(-0.5, 0.5))
    across = dy * np.float32(math.cos(tilt)) - dx * np.float32(math.sin(tilt))
    band = np.interp(across + 0.10 * (rough - 0.5), np.linspace(-1.6, 1.6, 44), rng.random(44))
    band = (0.75 * band + 0.25 * rough).astype(np.float32)[..., None]
    pal = stage.palette
    bright, dark = (
        mix(pal.accent, pal.light, 0.45),
        turned(pal.accent, 48, chroma=1.1, lighter=-0.22),
    )
    return dark * (1 - band) + bright * band


def _rings(
    stage: Stage, rng: np.random.Generator, centre: tuple[float, float], radius: float
) -> tuple[Layer, Layer, Array]:
    """The rings behind and before the planet, and the shade they throw on it."""
    tilt, flat = float(rng.uniform(-0.5, 0.5)), float(rng.uniform(0.16, 0.30))
    reach = int(radius * 2.2)
    box = np.arange(-reach, reach, dtype=np.float32) / np.float32(radius)
    dx, dy = box[None, :], box[:, None]
    u = dx * np.float32(math.cos(tilt)) + dy * np.float32(math.sin(tilt))
    v = (dy * np.float32(math.cos(tilt)) - dx * np.float32(math.sin(tilt))) / np.float32(flat)
    q = np.hypot(u, v)
    density = np.interp(q, np.linspace(1.3, 2.1, 80), 0.18 + 0.75 * rng.random(80)).astype(
        np.float32
    )
    ring = smooth(1.32, 1.38, q) * smooth(2.08, 1.98, q) * density
    shadow = 1 - 0.85 * smooth(1.0, 0.9, np.hypot(dx, dy) * (v < 0)) * (
        np.abs(dx * stage.sun_side) < 0.9
    ) * (dx * stage.sun_side < 0.25)
    pal = stage.palette
    tone = mix(pal.light, pal.accent, 0.30)
    origin = (int(centre[0]) - reach, int(centre[1]) - reach)
    back = stage.sheet((ring * (v < 0) * shadow).astype(np.float32), tone, origin, 0.17)
    front = stage.sheet((ring * (v >= 0) * 0.92).astype(np.float32), tone, origin, 0.19)
    inner = int(radius * 1.5)
    cut = slice(reach - inner, reach - inner + 2 * inner)
    shade = np.roll(ring * (v >= 0), int(radius * 0.07), axis=0)[cut, cut]
    return back, front, (shade * 0.45)[..., None]


def _crags(stage: Stage, k: int) -> Layer:
    """Rocky ranges of another world."""
    rng = stage.rng(f"crags{k}")
    width, height = stage.canvas
    rows = 150
    rock = ridged(rng, (width, rows), (3 + k, 2.0), octaves=6)
    line = ridge(rng, width, rough=0.45, base=3)[None, :]
    away = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    amp = height * (0.16 - 0.04 * k)
    heights = (amp * np.sin(away * 1.5) * (0.35 * line + 0.65 * rock * (0.4 + 0.6 * line))).astype(
        np.float32
    )
    foot = height * (0.86 + 0.07 * k)
    bases = (foot - height * 0.05 * away[:, 0]).astype(np.float32)
    pal = stage.palette
    light = lit(heights, side=stage.sun_side, steep=4.5, slope=1.0, unit=stage.unit)[..., None]
    dark = mix(pal.near, pal.high, 0.30 - 0.15 * k)
    bright = mix(dark, mix(pal.light, pal.accent, 0.35), 0.50 - 0.12 * k)
    colours = (dark * (1 - light) + bright * light).astype(np.float32)
    patch, top = seen(Ground(heights, bases, colours), height)
    y = (np.arange(patch.shape[0], dtype=np.float32) + top)[:, None]
    fog = smooth(foot - amp * 0.5, foot + height * 0.02, y)[..., None] * np.float32(0.45 - 0.15 * k)
    patch[..., :3] += (mix(pal.haze, pal.accent, 0.25) - patch[..., :3]) * fog
    return stage.sheet(patch[..., 3], patch[..., :3], (0, top), 0.45 + 0.2 * k)
