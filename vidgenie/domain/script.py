"""Script: what is said and filmed in a short video, Segment by Segment."""

from dataclasses import dataclass

_SECONDS = 5  # project.SEGMENT_SECONDS, which stands above the ports that know a Brief


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One Segment: text to say, prompt to film."""

    text: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script. The hook opens the first line, the call to action ends the last one."""

    title: str
    hook: str
    call_to_action: str
    lines: tuple[ScriptLine, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a script is wanted for.

    pillar: tips, education, story, or a name of the Account's own; pillar_note: what that
    one is about. segments: how many lines; seconds: of each. speed: of the voice.
    """

    theme: str
    pillar: str = "tips"
    pillar_note: str = ""
    segments: int = 6
    seconds: int = _SECONDS
    language: str = "fr"
    speed: float = 1.0
