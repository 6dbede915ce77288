"""The stage: sizes, light and chance that every part of one scene shares."""

import zlib
from dataclasses import dataclass, replace

import numpy as np

from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.layers import Layer, backdrop, sheet
from vidgenie.providers.local.lexicon import Reading
from vidgenie.providers.local.moments import moment as chosen_moment
from vidgenie.providers.local.palettes import Palette, palette

_FREE_MOMENTS = ("sunset", "dawn", "day", "sunset")
_SET = frozenset({"studio", "synthwave", "space", "underwater"})
_SKY_WORDS = frozenset(
    {"ciel", "sky", "skies", "lumiere", "light", "ambiance", "horizon", "brume", "mist"}
)
_LOW_SUN = frozenset({"sunset", "dawn", "energetic", "romantic"})
# Moment -> how much of the sky's and of the sun's colour things give back.
_EXPOSURE = {
    "day": (0.62, 0.62),
    "dawn": (0.60, 0.55),
    "sunset": (0.52, 0.55),
    "overcast": (0.78, 0.22),
    "storm": (0.68, 0.20),
    "storm_night": (0.95, 0.32),
    "night": (0.80, 0.52),
    "romantic": (0.58, 0.50),
    "mystic": (0.70, 0.48),
    "energetic": (0.50, 0.60),
    "zen": (0.62, 0.50),
    "dark": (0.70, 0.38),
    "cyber": (0.85, 0.60),
}


@dataclass(frozen=True, eq=False)
class Stage:
    """Where a scene is painted.

    size, canvas: see Scene. moment: the name of the palette.
    unit: pixels of one design pixel; the design is 1080 wide.
    horizon: row of the horizon. sun: (x, y) of the sun or the moon, canvas pixels.
    x, y: columns (1, W) and rows (H, 1) of the canvas.
    """

    reading: Reading
    seed: int
    size: tuple[int, int]
    canvas: tuple[int, int]
    moment: str
    palette: Palette
    unit: float
    horizon: float
    sun: tuple[float, float]
    x: Array
    y: Array

    def rng(self, name: str) -> np.random.Generator:
        """Chance for one part: parts do not disturb each other, whatever is added to a scene."""
        return np.random.default_rng([self.seed & (2**63 - 1), zlib.crc32(name.encode())])

    def across(self, fraction: float) -> float:
        """Column of the canvas at a fraction of the view's width."""
        return (self.canvas[0] - self.size[0]) / 2 + fraction * self.size[0]

    def down(self, fraction: float) -> float:
        """Row at a fraction of the height."""
        return fraction * self.canvas[1]

    def to_sun(self, x: Array, y: Array) -> Array:
        """Distance to the sun in design pixels."""
        return np.hypot(x - np.float32(self.sun[0]), y - np.float32(self.sun[1])) / np.float32(
            self.unit
        )

    @property
    def ambient(self) -> Array:
        """What the sky alone gives a white surface."""
        sky = self.palette.high * 0.55 + self.palette.low * 0.45
        return np.clip(_paler(sky) * np.float32(_EXPOSURE[self.moment][0]), 0, 1)

    @property
    def key(self) -> Array:
        """What the sun or the moon adds to a white surface that faces it."""
        return _paler(self.palette.light) * np.float32(_EXPOSURE[self.moment][1])

    @property
    def sun_side(self) -> int:
        """-1 when the light comes from the left, 1 from the right."""
        return -1 if self.sun[0] < self.canvas[0] / 2 else 1

    def backdrop(self, picture: Array) -> Layer:
        """The layer behind everything."""
        return backdrop(picture)

    def sheet(self, mask: Array, colour: Array, origin: tuple[int, int], depth: float) -> Layer:
        """A layer of one colour (or a picture) seen through a mask whose left top is `origin`."""
        return sheet(self.canvas, mask, colour, origin, depth)

    def glow(self, mask: Array, colour: Array, origin: tuple[int, int], depth: float) -> Layer:
        """A layer that adds light."""
        return replace(self.sheet(mask, colour, origin, depth), blend="screen")


def set_stage(
    reading: Reading, *, place: str, seed: int, size: tuple[int, int], overscan: float
) -> Stage:
    """The stage for a place, its moment chosen from the prompt, else from what suits the place."""
    width, height = size
    canvas = (max(width, round(width * overscan / 2) * 2), height)
    rng = np.random.default_rng([seed & (2**63 - 1), 1])
    free = str(rng.choice(_FREE_MOMENTS))
    moment = chosen_moment(reading, place) or free
    colours = palette(moment, rng, reading.colours, air=_air(reading, place))
    horizon = height * float(rng.uniform(0.55, 0.62))
    side = float(rng.choice([-1, 1])) * float(rng.uniform(0.06, 0.24))
    if moment in _LOW_SUN:
        altitude = float(rng.uniform(0.08, 0.16))
    else:
        altitude = float(rng.uniform(0.30, 0.38))
    left = (canvas[0] - width) / 2
    return Stage(
        reading=reading,
        seed=seed,
        size=size,
        canvas=canvas,
        moment=moment,
        palette=colours,
        unit=min(width, 0.7 * height) / 1080,
        horizon=horizon,
        sun=(left + width * (0.5 + side), horizon - height * altitude),
        x=np.arange(canvas[0], dtype=np.float32)[None, :],
        y=np.arange(height, dtype=np.float32)[:, None],
    )


def _air(reading: Reading, place: str) -> float:
    """How much the colours that a prompt names tint the air: not at all when a thing wears them."""
    if reading.subjects:
        return 0.0
    return 0.34 if place in _SET or _SKY_WORDS & set(reading.words) else 0.10


def _paler(light: Array) -> Array:
    """Half the tint of a light: eyes get used to it, and things keep their own colours."""
    grey = light @ np.array([0.30, 0.59, 0.11], np.float32)
    return light * 0.45 + grey * 0.55
