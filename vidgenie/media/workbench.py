"""The workbench: does every kind of Craft, and keeps what can be used again."""

import asyncio
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from vidgenie.domain.craft import Bed, Craft, Source, Stretch
from vidgenie.domain.ports.provider import Progress
from vidgenie.domain.timeline import Timeline
from vidgenie.media.assembly.export import Assembled, assemble
from vidgenie.media.cache import Cache, key_of
from vidgenie.media.review.examine import review
from vidgenie.media.review.findings import Finding, Problem, Span, to_json
from vidgenie.media.sound import beds, tempo
from vidgenie.media.sound.track import BED

_MAKER = "vidgenie"
_PAUSE = 1.2  # s of silence somebody may make within what they say
_REVIEW = 1  # raised when a review would find something else


class Workbench:
    """Cuts, mixes and plays in child processes. cache: what it keeps between two works."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    async def make(
        self, work: Craft, files: Mapping[str, Source], *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Write the file to `target`; what is worth keeping about how it was made.

        files: Asset id -> its file, for every file of the Craft.
        Raises InvalidMedia, InvalidInput for a bed we do not have, RenderFailed and
        StorageFull.
        """
        match work:
            case Timeline():
                return await self._video(work, files, target, progress)
            case Stretch():
                return await self._speech(work, files[work.speech.asset_id], target)
            case Bed():
                await beds.play(work, target, cache=self._cache)
                return {"provider": _MAKER, BED: work.slug}

    async def _video(
        self, work: Timeline, files: Mapping[str, Source], target: Path, progress: Progress
    ) -> Mapping[str, str]:
        made = await assemble(work, files, target=target, cache=self._cache, progress=progress)
        words = [[word.text, word.start, word.end] for word in work.words()]
        languages = [captions.language for _, captions in work.captioned()]
        return {
            "provider": _MAKER,
            "prompt": work.title,
            "aspect": work.aspect.value,
            "profile": work.profile.value,
            "language": next(iter(languages), ""),
            "words": json.dumps(words, ensure_ascii=False),
            "findings": await self._findings(work, target, made),
        }

    async def _findings(self, work: Timeline, video: Path, made: Assembled) -> str:
        """What is wrong with the video, as JSON; the same file is not looked at twice."""
        heard = list(_heard(work))

        async def look(notes: Path) -> None:
            seen = await review(
                video,
                suffix="mp4",
                seconds=work.seconds,
                has_voice=bool(heard),
                is_finished=True,
                still=made.still,
                watched=made.watched,
            )
            found = [one for one in seen.findings if _is_odd(one, heard)]
            await asyncio.to_thread(notes.write_text, to_json(found))

        digest = await asyncio.to_thread(_digest, video)
        key = key_of("review", _REVIEW, digest, heard)
        found = await self._cache.get(key, "json", look)
        return await asyncio.to_thread(found.read_text)

    async def _speech(self, work: Stretch, source: Source, target: Path) -> Mapping[str, str]:
        given = work.speech
        await tempo.stretch(source, target, suffix=given.suffix, tempo=work.tempo)
        words = given.origin.get("words", "")
        return {
            **given.origin,
            **({"words": tempo.scaled(words, work.tempo)} if words else {}),
            "tempo": f"{work.tempo:.4f}",
        }


def _heard(work: Timeline) -> Iterator[Span]:
    """Where something should be heard."""
    if work.music and work.music.volume > 0:
        yield 0.0, work.seconds
    for at, speech in work.spoken():
        yield at, at + (speech.seconds or 0.0)


def _is_odd(found: Finding, heard: Sequence[Span]) -> bool:
    """Whether it is worth saying: nobody is surprised by silence where nothing is said."""
    if found.problem is not Problem.SILENT:
        return True
    return any(min(found.end, end) - max(found.start, start) > _PAUSE for start, end in heard)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
