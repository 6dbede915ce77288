"""Where text may stand: what players put over a video, and the box that is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from vidgenie.domain.captions import CENTRE


@dataclass(frozen=True, slots=True)
class Zone:
    """Margins an app covers, parts of the frame's height and width."""

    top: float
    right: float
    bottom: float
    left: float


# Published guidance: TikTok 130-250 px above, 320-460 below, 120-180 at the right of
# 1080x1920; Reels (advertisements) 14 %, 35 %, 6 %; Shorts as their player shows.
SAFE_ZONES: Mapping[str, Zone] = MappingProxyType(
    {
        "tiktok": Zone(top=0.12, right=0.13, bottom=0.24, left=0.06),
        "reels": Zone(top=0.14, right=0.06, bottom=0.35, left=0.06),
        "shorts": Zone(top=0.125, right=0.12, bottom=0.22, left=0.06),
    }
)
# Players of wide and square videos cover the lower edge only while they are touched.
_WIDE = Zone(top=0.08, right=0.1, bottom=0.08, left=0.1)
_SQUARE = Zone(top=0.08, right=0.08, bottom=0.1, left=0.08)
# Where captions of these stand by themselves.
_WIDE_CENTRE, _SQUARE_CENTRE = 0.8, 0.76
_WIDE_TEXT, _SQUARE_TEXT = 0.78, 0.86  # times the size of the letters of a portrait


@dataclass(frozen=True, slots=True)
class Stage:
    """A frame as captions see it, in pixels.

    left, top, right, bottom: of the box all text stays in.
    unit: pixels of what is one pixel in a portrait of 1080x1920.
    centre: of the frame's width.
    """

    width: int
    height: int
    left: float
    top: float
    right: float
    bottom: float
    unit: float

    @property
    def centre(self) -> float:
        """The middle of the text."""
        return self.width / 2

    @property
    def room(self) -> float:
        """How wide a line may be: as far to the left of the middle as to the right."""
        return 2 * min(self.centre - self.left, self.right - self.centre)

    def middle(self, wanted: float, tall: float) -> float:
        """The y of a block of text `tall` pixels high that stays inside the box.

        wanted: part of the height; CENTRE stands for the usual place of this shape.
        """
        if wanted == CENTRE and self.width >= self.height:
            wanted = _WIDE_CENTRE if self.width > self.height else _SQUARE_CENTRE
        lowest = max(self.bottom - tall / 2, self.top + tall / 2)
        return min(max(wanted * self.height, self.top + tall / 2), lowest)


def stage(size: tuple[int, int]) -> Stage:
    """The frame of this (width, height) in pixels."""
    width, height = size
    zone, text = _union(), 1.0
    if width > height:
        zone, text = _WIDE, _WIDE_TEXT
    elif width == height:
        zone, text = _SQUARE, _SQUARE_TEXT
    return Stage(
        width=width,
        height=height,
        left=zone.left * width,
        top=zone.top * height,
        right=(1 - zone.right) * width,
        bottom=(1 - zone.bottom) * height,
        unit=text * min(width, height) / 1080,
    )


def _union() -> Zone:
    """The margins that no app covers more than."""
    zones = SAFE_ZONES.values()
    return Zone(
        top=max(zone.top for zone in zones),
        right=max(zone.right for zone in zones),
        bottom=max(zone.bottom for zone in zones),
        left=max(zone.left for zone in zones),
    )
