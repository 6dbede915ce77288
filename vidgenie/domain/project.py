"""Project: a script cut in Segments, with the choices that make one finished video of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vidgenie.domain.captions import CaptionLook
from vidgenie.domain.cut import CutVoice
from vidgenie.domain.timeline import Aspect, Fit, Profile, TransitionKind

SEGMENT_SECONDS = 5
"""Length of a Segment unless somebody says otherwise."""
LONGEST_SEGMENT = 30
"""Seconds."""
MOST_SEGMENTS = 60
SHORTEST, LONGEST = 5, 300
"""Seconds a whole Project may have when its script is written for it."""
MOST_TAKES = 8
"""Takes of one Segment that may be asked for at once."""
LONGEST_TEXT, LONGEST_PROMPT = 1000, 1000
"""Characters."""


class Mode(StrEnum):
    """What the clip of a Segment starts from.

    TEXT: the prompt. IMAGE: a reference picture; without one a picture is made of the prompt
    first. VIDEO: a reference clip, which is changed. OWN: the reference is shown as it is.
    """

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    OWN = "own"


class Purpose(StrEnum):
    """What a Run of a Project is for.

    SCRIPT: the texts. QUICK: the texts and the video in one go. ANIMATIC: a free preview of
    stills. TAKES: clips to choose from. FILM: what is missing, and the finished video.
    """

    SCRIPT = "script"
    QUICK = "quick"
    ANIMATIC = "animatic"
    TAKES = "takes"
    FILM = "film"


@dataclass(frozen=True, slots=True)
class Segment:
    """Text to say and prompt to film.

    seconds: whole, 1 to LONGEST_SEGMENT; speech that is longer makes it longer.
    reference: id of an Asset, "" = none. provider, model: "" = the Project's.
    take: id of the Take that was chosen, "" = the newest that was made.
    version: raised with every change.
    The rest: see domain.timeline.Shot.
    """

    id: str
    text: str = ""
    prompt: str = ""
    seconds: int = SEGMENT_SECONDS
    is_included: bool = True
    mode: Mode = Mode.TEXT
    reference: str = ""
    provider: str = ""
    model: str = ""
    fit: Fit = Fit.AUTO
    focus_x: float = 0.5
    focus_y: float = 0.5
    transition: TransitionKind = TransitionKind.CUT
    transition_seconds: float = 0.4
    keep_sound: bool = False
    take: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Choices:
    """What holds for the whole video.

    provider, model: who makes the clips. image_provider: who draws the pictures that clips
    start from. text_provider, text_model: who writes the script. The rest: see domain.cut.Cut.
    """

    aspect: Aspect = Aspect.PORTRAIT
    profile: Profile = Profile.STANDARD
    brand: str = ""
    voice: CutVoice | None = field(default_factory=CutVoice)
    look: CaptionLook | None = field(default_factory=CaptionLook)
    music: Mapping[str, object] | None = None
    provider: str = "local"
    model: str = ""
    resolution: str = "1080p"
    motion: str = "medium"
    image_provider: str = "local"
    text_provider: str = "local"
    text_model: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """One finished video in the making.

    pillar: tips, education, story, or one of the Account's own.
    script_by: slug of who wrote the texts, "" = people did.
    version: raised with every change of anything in it.
    """

    id: str
    title: str = ""
    theme: str = ""
    pillar: str = "tips"
    language: str = "fr"
    hook: str = ""
    call_to_action: str = ""
    script_by: str = ""
    choices: Choices = field(default_factory=Choices)
    segments: tuple[Segment, ...] = ()
    version: int = 1

    @property
    def included(self) -> tuple[Segment, ...]:
        """The Segments of the finished video, in order."""
        return tuple(segment for segment in self.segments if segment.is_included)

    def maker(self, segment: Segment) -> tuple[str, str]:
        """(Provider, model) that make the Segment's clip."""
        if segment.provider:
            return segment.provider, segment.model
        return self.choices.provider, self.choices.model
