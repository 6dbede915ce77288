"""Timeline: Shots in a row, with voice, captions and music, that become one video.

All lengths are whole frames at FPS, so that what is cut, cached and joined fits exactly.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from vidgenie.domain.captions import Captions, TimedWord
from vidgenie.domain.files import FileValue

FPS = 30
LEAD, TAIL = 0.3, 0.2
"""Seconds of a Shot before its speech begins, and after it has ended, at least."""
LONGEST_LEAD = 0.8
STILL = 5.0
"""Seconds a picture is shown when nothing says how long."""
MOST_SHOTS = 200
LONGEST = 600
"""Seconds of the longest video."""


class Aspect(StrEnum):
    """Width to height of the video."""

    PORTRAIT = "9:16"
    LANDSCAPE = "16:9"
    SQUARE = "1:1"


class Profile(StrEnum):
    """How the video is encoded: how fast, how large."""

    DRAFT = "draft"
    FAST = "fast"
    STANDARD = "standard"
    SMALL = "small"


class Fit(StrEnum):
    """How a picture of another shape fills the frame.

    FILL: it covers it, cut at its middle. CROP: the same, cut around a chosen focus.
    FIT: all of it, before a blurred copy. AUTO: FILL where little is cut off, else FIT.
    """

    AUTO = "auto"
    FILL = "fill"
    FIT = "fit"
    CROP = "crop"


class TransitionKind(StrEnum):
    """How one Shot becomes the next."""

    CUT = "cut"
    FADE = "fade"
    SLIDE = "slide"
    ZOOM = "zoom"
    WIPE = "wipe"


_SIZES = {
    Aspect.PORTRAIT: (1080, 1920),
    Aspect.LANDSCAPE: (1920, 1080),
    Aspect.SQUARE: (1080, 1080),
}


def frame_size(aspect: Aspect, profile: Profile) -> tuple[int, int]:
    """(width, height) in pixels; a draft has half of each."""
    width, height = _SIZES[aspect]
    return (width // 2, height // 2) if profile is Profile.DRAFT else (width, height)


@dataclass(frozen=True, slots=True)
class Transition:
    """Into the next Shot; half of it lies on each side of the border, which does not move.

    seconds: 0.2 to 1.0; shorter where a Shot is too short for it.
    """

    kind: TransitionKind = TransitionKind.CUT
    seconds: float = 0.4


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture or clip of a Timeline.

    picture: an image or a video. seconds: how long it is shown at least, None = as long
        as the clip, STILL for a picture; speech that is longer makes it longer.
    speech: said during it. captions: times from where the speech begins, from the Shot's
        own beginning when there is none.
    focus: (x, y) parts of the picture's width and height that stay in sight with CROP.
    keep_sound: the clip's own sound is heard, softly. moves: a picture drifts slowly.
    """

    picture: FileValue
    seconds: float | None = None
    speech: FileValue | None = None
    captions: Captions | None = None
    fit: Fit = Fit.AUTO
    focus: tuple[float, float] = (0.5, 0.5)
    transition: Transition = field(default_factory=Transition)
    keep_sound: bool = False
    moves: bool = True

    @property
    def own_seconds(self) -> float:
        """How long it is shown when nobody speaks."""
        return self.seconds or self.picture.seconds or STILL


@dataclass(frozen=True, slots=True)
class Music:
    """What plays below everything; it is repeated when it is too short.

    volume: 0.0 to 1.0, 0.35 is usual. is_ducked: softer while somebody speaks.
    fade_in, fade_out: seconds.
    """

    file: FileValue
    volume: float = 0.35
    is_ducked: bool = True
    fade_in: float = 0.0
    fade_out: float = 1.5


class Corner(StrEnum):
    """Where a logo stands."""

    TOP_LEFT = "top-left"
    TOP_RIGHT = "top-right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM_RIGHT = "bottom-right"


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture above every Shot. width: part of the frame's. opacity: 0.0 to 1.0."""

    picture: FileValue
    corner: Corner = Corner.TOP_RIGHT
    width: float = 0.16
    opacity: float = 0.9


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything one video is made of. voice, captions: over all Shots; times from LEAD on."""

    shots: tuple[Shot, ...]
    aspect: Aspect = Aspect.PORTRAIT
    profile: Profile = Profile.STANDARD
    voice: FileValue | None = None
    captions: Captions | None = None
    music: Music | None = None
    logo: Logo | None = None
    title: str = ""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return frame_size(self.aspect, self.profile)

    @property
    def frames(self) -> int:
        """How many the video has."""
        return sum(placed.frames for placed in self.placed())

    @property
    def seconds(self) -> float:
        """How long the video is."""
        return self.frames / FPS

    def placed(self) -> tuple["Placed", ...]:
        """Every Shot with its place, in order."""
        found = list[Placed]()
        first = 0
        for shot in self.shots:
            frames = shot_frames(shot)
            found.append(Placed(shot, first, frames))
            first += frames
        if self.voice and found:
            needed = math.ceil((LEAD + (self.voice.seconds or 0.0) + TAIL) * FPS - _HAIR)
            last = found[-1]
            found[-1] = replace(last, frames=max(last.frames, needed - last.first))
        return tuple(found)

    def joints(self) -> tuple[int, ...]:
        """Frames of half the transition after every Shot but the last; 0 = a cut.

        A transition takes at most half of the Shots on both its sides.
        """
        placed = self.placed()
        return tuple(
            0
            if one.shot.transition.kind is TransitionKind.CUT
            else min(
                round(one.shot.transition.seconds * FPS / 2), one.frames // 2, other.frames // 2
            )
            for one, other in pairwise(placed)
        )

    def spoken(self) -> Iterator[tuple[float, FileValue]]:
        """(seconds from the beginning of the video, speech) of everything that is said."""
        for placed in self.placed():
            if placed.shot.speech:
                yield placed.speech_at, placed.shot.speech
        if self.voice:
            yield LEAD, self.voice

    def captioned(self) -> Iterator[tuple[float, Captions]]:
        """(seconds from the beginning of the video, Captions whose times count from there)."""
        for placed in self.placed():
            if placed.shot.captions:
                yield placed.speech_at, placed.shot.captions
        if self.captions:
            yield LEAD if self.voice else 0.0, self.captions

    def words(self) -> list[TimedWord]:
        """Every word of all Captions, times from the beginning of the video."""
        return [
            TimedWord(word.text, round(word.start + at, 3), round(word.end + at, 3))
            for at, captions in self.captioned()
            for word in captions.words
        ]


@dataclass(frozen=True, slots=True)
class Placed:
    """A Shot in its place. first: its first frame in the video. frames: how many it has."""

    shot: Shot
    first: int
    frames: int

    @property
    def start(self) -> float:
        """Seconds from the beginning of the video."""
        return self.first / FPS

    @property
    def seconds(self) -> float:
        """How long it is shown."""
        return self.frames / FPS

    @property
    def speech_at(self) -> float:
        """Seconds from the beginning of the video to the speech, or to the Shot without one."""
        if self.shot.speech is None:
            return self.start
        free = self.seconds - (self.shot.speech.seconds or 0.0)
        return self.start + min(max(free / 2, LEAD), LONGEST_LEAD)


# A length that is a whole number of frames but for rounding gets no frame more.
_HAIR = 1e-6


def shot_frames(shot: Shot) -> int:
    """Frames of the Shot: its own length, or as many as its speech needs; at least one."""
    own = round(shot.own_seconds * FPS)
    if shot.speech is None:
        return max(1, own)
    spoken = LEAD + (shot.speech.seconds or 0.0) + TAIL
    return max(1, own, math.ceil(spoken * FPS - _HAIR))
