"""The workbench: does every kind of Craft, and keeps what can be used again."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from vidgenie.domain.craft import Bed, Craft, Source, Stretch
from vidgenie.domain.ports.provider import Progress
from vidgenie.domain.timeline import Timeline
from vidgenie.media.assembly.export import Assembled, assemble
from vidgenie.media.cache import Cache, key_of
from vidgenie.media.review.examine import review
from vidgenie.media.review.findings import to_json
from vidgenie.media.sound import beds, tempo
from vidgenie.media.sound.track import BED

_MAKER = "vidgenie"
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
        has_voice = next(work.spoken(), None) is not None

        async def look(notes: Path) -> None:
            seen = await review(
                video,
                suffix="mp4",
                seconds=work.seconds,
                has_voice=has_voice,
                is_finished=True,
                still=made.still,
                watched=made.watched,
            )
            await asyncio.to_thread(notes.write_text, to_json(seen.findings))

        digest = await asyncio.to_thread(_digest, video)
        key = key_of("review", _REVIEW, digest, has_voice)
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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
