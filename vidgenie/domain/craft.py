"""Craft: work done by this server itself, for free: it cuts, mixes and plays; nobody is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vidgenie.domain.files import FileValue
from vidgenie.domain.timeline import Timeline

FASTEST_STRETCH = 1.15
"""Speech may be made this many times faster before it sounds hurried."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Speech made faster, its pitch kept. tempo: times faster, 1.0 to FASTEST_STRETCH."""

    speech: FileValue
    tempo: float


@dataclass(frozen=True, slots=True)
class Bed:
    """Music made by this server. slug: of a bed in `media.sound.beds`. seconds: of the loop."""

    slug: str
    seconds: float = 32.0


Craft = Timeline | Stretch | Bed


@dataclass(frozen=True, slots=True)
class Source:
    """A stored file that a Craft works with. sha256: of its content."""

    path: Path
    sha256: str


def files_of(work: Craft) -> Iterator[FileValue]:
    """Every file the Craft works with; some may come more than once."""
    if isinstance(work, Stretch):
        yield work.speech
    if isinstance(work, Timeline):
        for shot in work.shots:
            yield shot.picture
            if shot.speech:
                yield shot.speech
        found = (work.voice, work.music and work.music.file, work.logo and work.logo.picture)
        yield from filter(None, found)
