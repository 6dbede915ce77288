"""The caption styles, and what a look makes of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from vidgenie.domain.captions import STYLES as SLUGS
from vidgenie.domain.captions import CaptionLook
from vidgenie.media.captions import fonts

Keys = tuple[tuple[float, float], ...]
"""Moments of a movement: (seconds from its beginning, percent of the size)."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class CaptionStyle:
    """How words look. Lengths are pixels of a portrait of 1080x1920, colours "#RRGGBB".

    em: size of the letters. leading: from line to line, in em.
    colour, active: of the words, and of the word that is said (of its box, where it has one).
    box: of the plate behind the lines, "" when there is none.
    edge: colour of the outline. outline: its width. shadow: how far below it falls.
    fog: softness of the edge. veil: how transparent words are before they are said, 0 to 1.
    grown: size of the word that is said, percent.
    enters: how a group appears. rises: how a word becomes the one that is said.
    tilt: degrees, left and right in turn.
    has_pill: the word that is said stands in a box of its own.
    caps: in capitals. words, chars: the most of one group.
    """

    slug: str
    font: str
    em: float
    colour: str = "#FFFFFF"
    active: str = "#FFFFFF"
    box: str = ""
    edge: str = "#0B0B12"
    outline: float = 0.0
    shadow: float = 0.0
    fog: float = 0.0
    veil: float = 0.0
    grown: float = 100.0
    enters: Keys = ((0.0, 100.0),)
    rises: Keys = ((0.0, 100.0),)
    tilt: float = 0.0
    has_pill: bool = False
    caps: bool = False
    leading: float = 1.22
    words: int = 4
    chars: int = 20


_ALL = (
    CaptionStyle(
        slug="karaoke",
        font="Poppins ExtraBold",
        em=94,
        active="#FFD60A",
        outline=8.5,
        shadow=5,
        fog=0.7,
        grown=109,
        enters=((0.0, 84.0), (0.07, 103.0), (0.12, 100.0)),
        rises=((0.0, 100.0), (0.07, 113.0), (0.13, 109.0)),
    ),
    CaptionStyle(
        slug="boxed",
        font="Poppins ExtraBold",
        em=78,
        active="#6D3BFF",
        box="#15121F",
        enters=((0.0, 92.0), (0.08, 100.0)),
        rises=((0.0, 78.0), (0.06, 105.0), (0.11, 100.0)),
        has_pill=True,
        leading=1.5,
        chars=22,
    ),
    CaptionStyle(
        slug="impact",
        font="Anton",
        em=124,
        active="#2BFF88",
        edge="#000000",
        outline=9,
        shadow=11,
        grown=109,
        enters=((0.0, 114.0), (0.08, 97.0), (0.12, 100.0)),
        rises=((0.0, 116.0), (0.1, 109.0)),
        caps=True,
        leading=1.06,
        words=3,
        chars=18,
    ),
    CaptionStyle(
        slug="minimal",
        font="Poppins SemiBold",
        em=62,
        edge="#000000",
        outline=2.0,
        shadow=3,
        fog=2.4,
        veil=0.32,
        leading=1.3,
        chars=28,
    ),
    CaptionStyle(
        slug="oneword",
        font="Archivo Black",
        em=128,
        active="#FFFFFF",
        edge="#101014",
        outline=13,
        shadow=9,
        fog=0.6,
        rises=((0.0, 58.0), (0.09, 109.0), (0.15, 100.0)),
        caps=True,
        words=1,
        chars=16,
    ),
    CaptionStyle(
        slug="comic",
        font="Luckiest Guy",
        em=110,
        active="#FF4FA3",
        edge="#2A0A52",
        outline=12,
        shadow=8,
        grown=112,
        enters=((0.0, 60.0), (0.09, 108.0), (0.15, 100.0)),
        rises=((0.0, 96.0), (0.08, 120.0), (0.15, 112.0)),
        tilt=2.6,
        caps=True,
        leading=1.16,
        words=3,
        chars=17,
    ),
)
STYLES: Mapping[str, CaptionStyle] = MappingProxyType({style.slug: style for style in _ALL})
"""By slug, in the order of `domain.captions.STYLES`."""


def style_of(look: CaptionLook) -> CaptionStyle:
    """The style with everything the look changes.

    What is unknown in a look (a font that does not ship, no colour) is the style's own.
    """
    style = STYLES.get(look.style, STYLES[SLUGS[0]])
    font = look.font if look.font in fonts.families() else style.font
    scale = min(max(look.scale, 0.5), 1.6)
    # Letters of another font are as tall as the style's own would be.
    capital = fonts.font(style.font).metrics.capital / fonts.font(font).metrics.capital
    return replace(
        style,
        font=font,
        em=style.em * scale * capital,
        outline=style.outline * scale,
        shadow=style.shadow * scale,
        fog=style.fog * scale,
        colour=_colour(look.colour, style.colour),
        active=_colour(look.active, style.active),
        box=_colour(look.box, style.box) if style.box else style.box,
    )


def families() -> tuple[str, ...]:
    """Names of the fonts that ship, for a look."""
    return fonts.families()


def on(colour: str) -> str:
    """White or nearly black, whichever is read better on the colour (WCAG luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    return "#FFFFFF" if luminance < 0.36 else "#15121F"


def _colour(wanted: str, own: str) -> str:
    return wanted.upper() if _COLOUR.fullmatch(wanted) else own
