"""Clouds: veils high up, heaps on a fine day, the heavy lid of a storm."""

from dataclasses import dataclass

import numpy as np

from vidgenie.providers.local.colour import Array, mix, smooth
from vidgenie.providers.local.noise import fbm, sampled, softened, tile
from vidgenie.providers.local.shapes import bulge
from vidgenie.providers.local.stage import Stage

_COVER = {
    "clear": 0.14,
    "": 0.40,
    "clouds": 0.66,
    "rain": 0.72,
    "fog": 0.3,
    "storm": 0.9,
    "snow": 0.5,
}
_HEAPED = frozenset({"day"})
_STRETCHED = frozenset({"sunset", "dawn", "romantic", "energetic"})


@dataclass(frozen=True, eq=False)
class Dome:
    """The sky at the size it is computed at.

    picture: (h, w, 3). x: (1, w) and y: (h, 1) are the canvas pixels it stands for.
    line: canvas row of the horizon. step: canvas pixels of one of its pixels.
    """

    picture: Array
    x: Array
    y: Array
    line: float
    step: float


@dataclass(frozen=True, slots=True)
class _HeapRow:
    """A row of cumulus: how high over the horizon, how wide, how pale, how many."""

    name: str
    rise: float
    size: float
    pale: float
    many: float


_HEAP_ROWS = (
    _HeapRow("far heaps", rise=0.07, size=0.16, pale=0.55, many=5.5),
    _HeapRow("middle heaps", rise=0.17, size=0.28, pale=0.30, many=4.0),
    _HeapRow("near heaps", rise=0.36, size=0.42, pale=0.10, many=2.5),
)


def clouded(stage: Stage, dome: Dome, *, cover: float | None = None) -> Array:
    """The sky with the clouds of its weather; cover: 0 none to 1 all, the weather's when None."""
    amount = _COVER[stage.reading.weather] if cover is None else cover
    if "storm" in stage.moment:
        return _lid(stage, dome, torn=0.75)
    if stage.moment == "overcast" or stage.reading.weather == "rain":
        return _lid(stage, dome, torn=0.35)
    if amount <= 0:
        return dome.picture
    heaped = stage.moment in _HEAPED and amount > 0.2
    picture = _veils(stage, dome, amount * (0.62 if heaped else 1.0))
    return _heaps(stage, dome, picture, amount) if heaped else picture


def _plane(stage: Stage, dome: Dome, *, flat: float) -> tuple[Array, Array, Array]:
    """Coordinates on a ceiling above the viewer, and how high each row stands (0 horizon)."""
    height = np.float32(stage.canvas[1])
    rise = np.maximum((np.float32(dome.line) - dome.y) / height, 0)
    away = 1 / (rise + np.float32(flat))
    u = (dome.x - np.float32(stage.canvas[0] / 2)) / height * away
    return u, np.broadcast_to(away, u.shape), rise


def _veils(stage: Stage, dome: Dome, cover: float) -> Array:
    """Thin clouds in perspective: thick where light hardly passes, bright at their rims."""
    rng = stage.rng("veils")
    texture, detail = tile(rng, 512, slope=1.7, lowest=2), tile(rng, 256, slope=1.1, lowest=4)
    u, v, rise = _plane(stage, dome, flat=0.085)
    stretch = 1.7 if stage.moment in _STRETCHED else 1.1
    u, v = u * 0.17, v * np.float32(0.115 * stretch) + np.float32(rng.random())

    def density(du: float, dv: float) -> Array:
        broad = sampled(texture, u + np.float32(du), v + np.float32(dv))
        fine = sampled(detail, (u + np.float32(du)) * 3, (v + np.float32(dv)) * 3)
        return smooth(0.93 - cover, 1.22 - cover * 0.75, broad * 0.82 + fine * 0.24)

    here, side = density(0, 0), stage.sun_side
    toward = density(0.012 * side, 0.010) + density(0.030 * side, 0.022)
    passing = np.exp(-(toward * 0.9 + here * 0.5))[..., None]
    shine = np.exp(-stage.to_sun(dome.x, dome.y) / 620)[..., None]
    pal = stage.palette
    body = mix(pal.high, pal.haze, 0.45 if pal.night else 0.30)
    bright = mix(pal.light, pal.low, 0.35) * (0.6 if pal.night else 1.0)
    lit = np.clip(passing * (0.72 + 0.9 * shine), 0, 1)
    alpha = here * smooth(0.0, 0.10, rise) * np.float32(0.68 if pal.night else 0.88)
    colour = body * (1 - lit) + bright * lit
    return dome.picture + (colour - dome.picture) * alpha[..., None]


def _heaps(stage: Stage, dome: Dome, picture: Array, cover: float) -> Array:
    """Rows of cumulus, the far ones first."""
    for row in _HEAP_ROWS:
        picture = _heap_light(stage, dome, picture, row, _heap_relief(stage, dome, row, cover))
    return picture


def _heap_relief(stage: Stage, dome: Dome, row: _HeapRow, cover: float) -> Array:
    """The relief of a row of clouds, in dome pixels: the upper halves of many balls."""
    rng = stage.rng(row.name)
    height, width = dome.picture.shape[:2]
    relief = np.zeros((height, width), np.float32)
    wide = stage.size[0] / dome.step
    count = round(row.many * (0.5 + cover))
    for k in range(count):
        reach = wide * row.size * float(rng.uniform(0.7, 1.3))
        cx = width * (k + float(rng.uniform(0.1, 0.9))) / count
        rise = row.rise * float(rng.uniform(0.8, 1.25))
        base = (dome.line - stage.canvas[1] * rise) / dome.step
        for _ in range(30):
            off = float(np.clip(rng.normal(0, 0.42), -1, 1))
            r = reach * float(rng.uniform(0.10, 0.24)) * (1.15 - 0.6 * abs(off))
            lift = reach * 0.42 * float(rng.power(1.2)) * (1 - abs(off)) ** 1.1
            bulge(relief, (cx + off * reach, base - lift - r * 0.35), r, flat=1.35)
    return relief


def _heap_light(stage: Stage, dome: Dome, under: Array, row: _HeapRow, relief: Array) -> Array:
    """A row of clouds laid over the sky, bright where it faces the light."""
    rows = np.flatnonzero(relief.max(axis=1) > 0)
    if not rows.size:
        return under
    area = slice(int(rows[0]), int(rows[-1]) + 1)
    relief = relief[area]
    small = (relief.shape[1], relief.shape[0])
    cells = (small[0] / stage.size[0] * dome.step * 26, small[1] / stage.size[0] * dome.step * 26)
    rough = fbm(stage.rng(f"{row.name} rough"), small, cells, octaves=4, gain=0.62) - np.float32(
        0.5
    )
    peak = float(relief.max())
    relief = relief + rough * np.float32(peak * 0.30) * (relief > 0)
    dy, dx = np.gradient(softened(relief, max(1.0, peak * 0.035)))
    side = np.float32(stage.sun_side)
    facing = np.asarray(np.clip(0.50 - dx * side * 0.34 + dy * 0.44, 0, 1))
    pal = stage.palette
    top = mix(pal.light, np.ones(3, np.float32), 0.4)
    shade = mix(pal.haze, pal.high, 0.55 if stage.moment == "day" else 0.75)
    colour = shade + (top - shade) * facing[..., None]
    colour = colour + (pal.low - colour) * np.float32(row.pale)
    alpha = smooth(0.10, 0.42, relief / np.float32(peak))[..., None] * 0.96
    out = under.copy()
    out[area] += (colour - out[area]) * alpha
    return out


def _lid(stage: Stage, dome: Dome, *, torn: float) -> Array:
    """Rain and storm clouds: rolling, dark below, open toward the horizon.

    torn: how much light comes through their edges, 0 to 1.
    """
    rng = stage.rng("lid")
    texture, swirl = tile(rng, 512, slope=1.85, lowest=2), tile(rng, 256, slope=2.2, lowest=2)
    u, v, rise = _plane(stage, dome, flat=0.15)
    u, v = u * 0.19, v * 0.17 + np.float32(rng.random())
    warp = sampled(swirl, u * 1.3, v * 1.3) - 0.5
    u, v = u + warp * 0.10, v + warp * 0.07

    def thick(dv: float) -> Array:
        return sampled(texture, u, v + np.float32(dv))

    here = thick(0)
    slope = (here - thick(0.014)) * 5.0 + (here - thick(0.045)) * 2.6
    pal = stage.palette
    dark = mix(pal.sky[0], pal.near, 0.30 * torn)
    body = mix(pal.high, pal.haze, 0.35)
    rim = mix(pal.haze, pal.light, 0.45)
    heavy = smooth(0.10, 0.90, here)[..., None] * np.float32(0.45 + 0.55 * torn)
    colour = body * (1 - heavy) + dark * heavy
    light = np.clip(slope * np.float32(0.30 + 0.30 * torn), -0.45, 0.60)[..., None]
    colour = np.where(light > 0, colour + (rim - colour) * light, colour * (1 + light * 0.7))
    alpha = smooth(0.0, 0.20, rise)[..., None] * 0.95
    out = dome.picture + (colour - dome.picture) * alpha
    return np.clip(out, 0, 1).astype(np.float32)
