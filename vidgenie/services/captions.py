"""Captions outside of a Run: what there is to choose, how it looks, and files of words."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.caption_words import estimate, read_words
from vidgenie.domain.captions import CaptionLook, Captions, TimedWord
from vidgenie.domain.timeline import Aspect
from vidgenie.errors import NotFound
from vidgenie.library import store
from vidgenie.media.cache import Cache, key_of
from vidgenie.media.captions import fonts, preview, sidecars
from vidgenie.media.captions.script import VERSION
from vidgenie.media.captions.styles import STYLES, families
from vidgenie.media.captions.zones import SAFE_ZONES, Zone

_SIZES: Mapping[Aspect, tuple[int, int]] = {
    Aspect.PORTRAIT: (540, 960),
    Aspect.LANDSCAPE: (540, 304),
    Aspect.SQUARE: (540, 540),
}
_SIDECARS = {"srt": sidecars.srt, "vtt": sidecars.vtt}


@dataclass(frozen=True, slots=True)
class StyleView:
    """A caption style: its own font and colours; box is "" where it has none.

    words: the most that are shown together.
    """

    slug: str
    font: str
    colour: str
    active: str
    box: str
    words: int


@dataclass(frozen=True, slots=True)
class StylesView:
    """What captions can look like, and where apps cover the picture.

    safe_zones: app -> margins, parts of the frame.
    """

    styles: list[StyleView]
    fonts: list[str]
    safe_zones: Mapping[str, Zone]


@dataclass(frozen=True, slots=True)
class Sample:
    """Captions to look at.

    text: spoken as it usually is; words: with their moments, instead of it.
    at: second to look at, None = while the second word is said, or the only one.
    """

    text: str = ""
    words: Sequence[TimedWord] = ()
    language: str = "fr"
    look: CaptionLook = field(default_factory=CaptionLook)
    aspect: Aspect = Aspect.PORTRAIT
    at: float | None = None


@dataclass(frozen=True, slots=True)
class CaptionService:
    """Shows captions before a Run, and gives those of one as a file."""

    reading: Transaction
    cache: Cache

    def styles(self) -> StylesView:
        """Every style, the usual one first, with its own looks."""
        found = [
            StyleView(style.slug, style.font, style.colour, style.active, style.box, style.words)
            for style in STYLES.values()
        ]
        return StylesView(styles=found, fonts=list(families()), safe_zones=SAFE_ZONES)

    async def preview(self, sample: Sample) -> Path:
        """A transparent PNG of one moment, 540 pixels wide; the same one is drawn once.

        Raises RenderFailed and StorageFull.
        """
        size = _SIZES[sample.aspect]
        script = await asyncio.to_thread(_script, sample, size)

        async def draw(target: Path) -> None:
            folder = await fonts.folder(self.cache.root, script)
            await preview.draw(script, target, size=size, fonts=folder)

        return await self.cache.get(key_of("captions", VERSION, script, size), "png", draw)

    def sidecar(self, account: Account, content_id: str, kind: str) -> str:
        """The words of a finished video as a file. kind: srt or vtt.

        Raises NotFound, also for a video whose words are not known.
        """
        with self.reading() as session:
            video = store.content(session, account.id, content_id).video
        language = video.origin.get("language", "") if video else ""
        words = read_words(video.origin.get("words", ""), language) if video else ()
        if not words or kind not in _SIDECARS:
            raise NotFound("captions")
        return _SIDECARS[kind](words, language)


def _script(sample: Sample, size: tuple[int, int]) -> str:
    words = tuple(sample.words) or estimate(sample.text, None, sample.language)
    at = sample.at
    if at is None:
        shown = words[min(1, len(words) - 1)] if words else TimedWord("", 0.0, 0.0)
        at = (shown.start + shown.end) / 2
    return preview.script_at(Captions(words, sample.look, sample.language), size, at)
