"""Captions: words with their moments, and how they look."""

from dataclasses import dataclass, field

STYLES = ("karaoke", "boxed", "impact", "minimal", "oneword", "comic")
"""Slugs of the caption styles, the usual one first; drawn by `media.captions.styles`."""

CENTRE = 0.62
"""Where captions stand by themselves: part of the height, from the top.

They stand there in a portrait; in wide and square videos, which no app covers, lower.
"""


@dataclass(frozen=True, slots=True)
class TimedWord:
    """One word with its marks, as "nuit ?"; start, end: seconds from where its speech begins."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class CaptionLook:
    """How captions are drawn; what is "" is the brand's, else the style's own.

    style: one of STYLES.
    centre: of the text, part of the height from the top, 0.15 to 0.85.
    scale: times the style's own size, 0.5 to 1.6.
    font: name of a family that ships with us.
    colour, active, box: "#RRGGBB" of the words, of the word that is said, of the box.
    is_burned: drawn into the picture; the sidecar files are made either way.
    """

    style: str = STYLES[0]
    centre: float = CENTRE
    scale: float = 1.0
    font: str = ""
    colour: str = ""
    active: str = ""
    box: str = ""
    is_burned: bool = True


@dataclass(frozen=True, slots=True)
class Captions:
    """Words in order. language: two letters, as "fr"."""

    words: tuple[TimedWord, ...]
    look: CaptionLook = field(default_factory=CaptionLook)
    language: str = "fr"
