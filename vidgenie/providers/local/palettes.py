"""Palettes: the light of a moment, as a handful of colours that go together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from vidgenie.providers.local.colour import Array, mix, rgb, toward_hue, turned


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """The colours of a moment.

    sky: from the zenith to the horizon.
    light: of the sun, the moon or the lamps.
    haze: what distance fades to.
    near: the darkest tone, of what stands closest against the light.
    accent: the one colour that should catch the eye.
    night: whether the sky is dark enough for stars.
    """

    sky: tuple[Array, ...]
    light: Array
    haze: Array
    near: Array
    accent: Array
    night: bool

    @property
    def high(self) -> Array:
        """The sky half-way up: what lights the shadows."""
        return self.sky[len(self.sky) // 2 - 1]

    @property
    def low(self) -> Array:
        """The sky at the horizon."""
        return self.sky[-1]


# Moment -> variants; each is the sky's stops, then light, haze, near, accent.
_MOMENTS: Mapping[str, tuple[str, ...]] = {
    "sunset": (
        "#241a52 #4d2a78 #943f80 #dd6a6b #f9a466 #ffd79a  #ffe9b8 #ef8f6c #1b1230 #ff8a4c",
        "#1b2a5c #45438a #8d5b9b #d97f92 #f8b48a #ffe3b5  #fff0cf #e99a8c #161533 #ff6f7d",
        "#2b1740 #6b2250 #b93a4f #ec6a44 #fba04a #ffdc8c  #fff1c2 #f08650 #1f0d1f #ffc24d",
        "#16344f #2f5f73 #7f8f86 #dba675 #f6c06b #ffe2a0  #fff2c9 #e3ab7c #10202b #ff9e4a",
    ),
    "dawn": (
        "#2c4270 #5b7cb0 #a3bad6 #f0cabc #ffe2c6 #fff0da  #fff4df #e8c6bd #22304d #ff9a7c",
        "#3a3a6e #7468a4 #b995ba #f0b9b2 #ffdcc2 #fff0dd  #fff2df #e5b6b8 #29254a #ff8f8f",
        "#2a5670 #5f93a3 #a7c6c2 #ecd9bd #ffe6c0 #fff3d8  #fff5dc #dccfbb #1c3a46 #f7945d",
    ),
    "day": (
        "#0f55a8 #2f80cf #5aa5e0 #8cc4ea #b5dbf0 #d6ebf2  #fff9e6 #b9d8e8 #16384a #ffb92e",
        "#12639f #2f90c4 #64b7d8 #98d3de #c3e5dd #e3f0dd  #fff9e0 #c3e0dc #173f42 #ff7f50",
        "#1f4f9e #4079c2 #73a3d8 #a3c6e6 #cbddea #e9e6dd  #fff6e2 #c2d2e3 #1d2f4d #f25f5c",
    ),
    "overcast": (
        "#4d5d6e #6b7d8d #8d9caa #aab6bf #c5ccd0 #d9dcdb  #eef1f0 #b3bec5 #25313b #e8a24f",
        "#47566b #6a7a92 #909db1 #b3bbc9 #cfd3da #e2e1e1  #f2f0ee #b9c0cc #232c3d #e57a6c",
    ),
    "night": (
        "#050918 #0a1432 #132352 #223a73 #3c5a94 #6d88b8  #e9f0ff #3d5488 #060a18 #ffb45c",
        "#080720 #140f3c #271d60 #433385 #6c58a8 #9f8cc8  #f1eaff #54478c #0a0719 #ff9fd0",
        "#031016 #062531 #0c4150 #1c6370 #3f8c90 #82bdb5  #e6fff8 #2b6a72 #041015 #ffd27a",
    ),
    "storm": (
        "#141b26 #232e3c #394857 #566776 #7a8b97 #a3afb5  #e4ecf2 #6f7f8b #0e141c #9cc9ff",
        "#191a2c #2b2d45 #45495f #666b7d #8b8f9b #b2b1b4  #ecebf2 #7c8090 #11121f #b9b4ff",
    ),
    "storm_night": (
        "#05080f #0b121e #16202f #263346 #3d4d63 #5b6d82  #dfeaff #3a485c #05080e #ffcf7a",
        "#080714 #100f25 #1d1c3a #302e54 #4b4871 #6c6890  #e6e3ff #454369 #070613 #ffd98a",
    ),
    "romantic": (
        "#57417f #8a5c9c #c17fac #eea3b2 #ffc5b8 #ffe4cf  #fff0e4 #eab0ba #38234f #ff5f8f",
        "#6a4b86 #a4689a #db8ba6 #f9adab #ffcdb6 #ffe9d2  #fff3e6 #f0b7b3 #402646 #ff6b6b",
    ),
    "mystic": (
        "#070b26 #101f4d #1a3f70 #23707f #57b39c #a9e3c0  #effff2 #2f7f84 #060b1d #7dffc3",
        "#0f0830 #2a1763 #563089 #9550ac #d489c4 #f7c3d8  #fff0fb #7a4a9e #0d0624 #ffb3f3",
    ),
    "energetic": (
        "#1d0b2b #551238 #a3233a #e04a2c #fb8b33 #ffcf6b  #ffefb5 #e5602f #16070f #ffd23f",
        "#0c1c4a #23348a #5b45c0 #b653c6 #ff6f91 #ffc08a  #fff0cf #c660b0 #0b0f2b #ffe14d",
    ),
    "zen": (
        "#3f7478 #6b9f9b #9fc4b5 #cfdcc5 #eee7cf #fbf1dd  #fffaec #cbd8c4 #1e3f42 #ee9b5a",
        "#5f7488 #8da2ad #b8c5c6 #dcdccf #f1e8d6 #fbf3e4  #fffaf0 #d3d6cd #2b3a47 #d98b6a",
    ),
    "dark": (
        "#070709 #121217 #202127 #34353d #4e4f57 #6f6d72  #efe9df #3e3e47 #050507 #c8423f",
        "#060a0b #0e1718 #1b2829 #2c3d3d #465857 #6a7b78  #e6efe8 #3a4a49 #040707 #d0693b",
    ),
    "cyber": (
        "#07031c #1a0a48 #3f1484 #8a1f9c #ec3f97 #ff9a80  #ffe4f6 #7c2a9c #070213 #19f0ff",
        "#020a1f #07204f #0e4490 #1786bd #4fd3dd #b8f7e6  #e6ffff #14609a #030817 #ff4fd0",
    ),
}

NAMED: Mapping[str, str] = {
    "red": "#e03b35", "orange": "#f5822c", "yellow": "#f7c325", "green": "#3f9f55",
    "blue": "#2f6fd8", "turquoise": "#1fb5b0", "purple": "#7d4bd0", "pink": "#f2709f",
    "brown": "#8a5a3c", "black": "#17171c", "white": "#f4f1ea", "gold": "#e8b04a",
    "grey": "#8d949c", "beige": "#d9c3a0",
}  # fmt: skip
"""The colours a prompt can ask for, as paint."""

_COLOURLESS = frozenset({"black", "white", "grey"})


def palette(
    moment: str, rng: np.random.Generator, colours: tuple[str, ...] = (), *, air: float = 0.0
) -> Palette:
    """One variant of a moment's palette, its hues a little turned so that no two are the same.

    colours: names the person gave: the first tints the air, the last one is the accent.
    air: how much it is tinted, 0 to 1.
    """
    variants = _MOMENTS[moment]
    codes = variants[int(rng.integers(len(variants)))].split()
    shift = float(rng.uniform(-7, 7))
    tones = [turned(rgb(code), shift) for code in codes]
    found = Palette(
        sky=tuple(tones[:6]),
        light=tones[6],
        haze=tones[7],
        near=tones[8],
        accent=tones[9],
        night=moment in {"night", "storm_night", "mystic", "dark", "cyber"},
    )
    tints = [rgb(NAMED[name]) for name in colours if name not in _COLOURLESS]
    return _coloured(found, tints, air) if tints else found


def _coloured(found: Palette, tints: list[Array], air: float) -> Palette:
    first = tints[0]
    return replace(
        found,
        sky=tuple(toward_hue(stop, first, air) for stop in found.sky),
        haze=toward_hue(found.haze, first, air),
        near=toward_hue(found.near, first, air * 0.6),
        accent=mix(found.accent, tints[-1], 0.9),
    )
