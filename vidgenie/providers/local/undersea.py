"""Under water: light from above, a school of fish, weed and coral on the ground."""

import numpy as np

from vidgenie.providers.local.colour import Array, mix, ramp, rgb, screen, smooth, turned
from vidgenie.providers.local.layers import Layer
from vidgenie.providers.local.noise import fbm, resized, ridge
from vidgenie.providers.local.painting import Painting, Spot
from vidgenie.providers.local.shapes import Pen, scatter
from vidgenie.providers.local.stage import Stage

_BLUE = ("#c9f5ee", "#63d2da", "#1f93bd", "#0e5a93", "#073059", "#031428")
_DEEP = ("#a9c8ff", "#4d6fe0", "#2b3bb0", "#1d1d78", "#0f0c45", "#050418")


def underwater(stage: Stage) -> Painting:
    """The sea from inside."""
    dark = stage.palette.night or stage.moment in {"storm", "storm_night"}
    tones = [rgb(code) for code in (_DEEP if dark else _BLUE)]
    height, _unit = stage.canvas[1], stage.unit
    layers = [stage.backdrop(_water_column(stage, tones))]
    layers.append(_school(stage, tones))
    for k in range(3):
        layers += _ground(stage, tones, k)
    swim = Spot(stage.across(0.5), height * 0.44, depth=0.6, ground="air", scale=1.7)
    floor = Spot(stage.across(0.5), height * 0.93, depth=0.8, ground="sand")
    return Painting(layers, (swim, floor), front=[_bubbles(stage, tones)])


def _water_column(stage: Stage, tones: list[Array]) -> Array:
    rng = stage.rng("column")
    width, height = stage.canvas
    small = (width // 2, height // 2)
    picture = ramp(tones, small[1], [0, 0.10, 0.30, 0.55, 0.8, 1])[:, None, :]
    x = np.linspace(0, width, small[0], dtype=np.float32)[None, :] - np.float32(stage.sun[0])
    y = np.linspace(0, height, small[1], dtype=np.float32)[:, None] + np.float32(0.09 * height)
    angle = np.arctan2(x, y)
    rays = resized(rng.random((1, 60), dtype=np.float32) ** 2, (600, 1))[0]
    fan = np.interp(angle, np.linspace(-1.3, 1.3, 600), rays).astype(np.float32)
    away = np.hypot(x, y) / np.float32(stage.unit)
    shine = np.clip(fan * np.exp(-away / 800) * 0.85 + np.exp(-away / 300) * 0.55, 0, 0.92)
    picture = screen(picture, shine[..., None] * tones[0])
    web = np.abs(fbm(rng, small, (7, 9), octaves=3) - 0.5)
    top = np.exp(-np.arange(small[1], dtype=np.float32) / np.float32(small[1] * 0.13))[:, None]
    picture += (smooth(0.05, 0.0, web) * top * 0.30)[..., None]
    return resized(np.clip(picture, 0, 1).astype(np.float32), (width, height))


def _school(stage: Stage, tones: list[Array]) -> Layer:
    """Small fish that swim together, far away."""
    width, height = stage.canvas
    rng = stage.rng("school")
    cx, cy, side = (
        stage.across(float(rng.uniform(0.3, 0.7))),
        height * float(rng.uniform(0.30, 0.40)),
        float(rng.choice([-1, 1])),
    )
    pen = Pen((width, int(height * 0.6)), fine=2)

    def fish(own: np.random.Generator, _: int) -> None:
        x, y = cx + float(own.normal(0, 0.19)) * width, cy + float(own.normal(0, 0.045)) * height
        s = stage.unit * float(own.uniform(8, 19))
        pen.disc((x, y), (s, s * 0.36))
        pen.polygon(
            [
                (x - side * s * 0.8, y),
                (x - side * s * 1.55, y - s * 0.42),
                (x - side * s * 1.35, y),
                (x - side * s * 1.55, y + s * 0.42),
            ]
        )

    scatter(rng, 38, fish)
    return stage.sheet(pen.mask() * 0.85, mix(tones[3], tones[4], 0.45), (0, 0), 0.3)


def _ground(stage: Stage, tones: list[Array], k: int) -> list[Layer]:
    """A bank of sand and rock with what grows on it; 0 is the farthest."""
    rng = stage.rng(f"bank{k}")
    width, height = stage.canvas
    edge = height * (0.79 + 0.065 * k) - ridge(rng, width, rough=0.46, base=3) * np.float32(
        height * 0.10
    )
    top = int(edge.min()) - 2
    y = np.arange(height - top, dtype=np.float32)[:, None] + np.float32(top)
    tone = mix(tones[3], tones[5], 0.30 + 0.32 * k)
    fall = smooth(0, height * 0.14, y - edge[None, :])[..., None]
    grain = fbm(rng, (width, height - top), (16, 8), octaves=4)[..., None] - 0.5
    body = (mix(tone, tones[1], 0.16) * (1 - fall) + mix(tone, tones[5], 0.45) * fall) * (
        1 + grain * 0.35
    )
    bank = stage.sheet(
        np.clip(y - edge[None, :], 0, 1), np.clip(body, 0, 1), (0, top), 0.42 + 0.18 * k
    )
    return [_weeds(stage, rng, edge, tone, k), bank]


def _weeds(stage: Stage, rng: np.random.Generator, edge: Array, tone: Array, k: int) -> Layer:
    width, height = stage.canvas
    pen = Pen((width, height), fine=1)
    unit = stage.unit

    def weed(own: np.random.Generator, _: int) -> None:
        x = float(own.uniform(-0.02, 1.02)) * width
        foot = float(edge[int(np.clip(x, 0, width - 1))]) + 12 * unit
        if own.random() < 0.45:
            _coral(pen, own, (x, foot), unit * float(own.uniform(60, 120)) * (0.7 + 0.35 * k))
            return
        tall, phase = (
            height * float(own.uniform(0.06, 0.20)) * (0.6 + 0.3 * k),
            float(own.uniform(0, 6)),
        )
        spine = [
            (x + np.sin(t * 5 + phase) * 16 * unit * t, foot - tall * t)
            for t in np.linspace(0, 1, 22)
        ]
        pen.limb(spine, [float(w) * unit for w in np.linspace(17, 2, 22)])

    scatter(rng, 15, weed)
    colour = mix(
        turned(rgb("#ff7f66"), float(rng.choice([0, 40, 110, -40])), lighter=-0.08),
        tone,
        0.62 - 0.16 * k,
    )
    return stage.sheet(pen.mask(), colour, (0, 0), 0.41 + 0.18 * k)


def _coral(pen: Pen, rng: np.random.Generator, foot: tuple[float, float], size: float) -> None:
    """A branching fan."""

    def branch(x: float, y: float, angle: float, length: float, level: int) -> None:
        tip = (x + np.sin(angle) * length, y - np.cos(angle) * length)
        pen.limb([(x, y), tip], [length * 0.26, length * 0.17])
        if level:
            for turn in (-0.5, 0.45):
                branch(*tip, angle + turn + float(rng.normal(0, 0.12)), length * 0.74, level - 1)

    branch(foot[0], foot[1], float(rng.normal(0, 0.15)), size * 0.42, 4)


def _bubbles(stage: Stage, tones: list[Array]) -> Layer:
    """Bubbles that rise on one side, near."""
    width, height = stage.canvas
    rng = stage.rng("bubbles")
    x0 = stage.across(0.5 - 0.33 * stage.sun_side)
    pen, hollow = Pen((width, height), fine=2), Pen((width, height), fine=2)

    def bubble(own: np.random.Generator, _: int) -> None:
        y = height * float(own.uniform(0.25, 0.95))
        x = (
            x0
            + stage.unit * float(own.normal(0, 34))
            + np.sin(y / (120 * stage.unit)) * 20 * stage.unit
        )
        r = stage.unit * float(own.uniform(4, 13))
        pen.disc((x, y), (r, r))
        hollow.disc((x, y + r * 0.06), (r * 0.80, r * 0.80))

    scatter(rng, 22, bubble)
    mask = np.clip(pen.mask() - hollow.mask() * 0.78, 0, 1) * 0.55
    return stage.glow(mask, tones[0], (0, 0), 0.9)
