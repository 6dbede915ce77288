"""The workbench: does every kind of Craft, and keeps what can be used again."""

import json
from collections.abc import Mapping
from pathlib import Path

from vidgenie.domain.craft import Bed, Craft, Source, Stretch
from vidgenie.domain.ports.provider import Progress
from vidgenie.domain.timeline import Timeline
from vidgenie.media.cache import Cache

_MAKER = "vidgenie"


class Workbench:
    """Cuts, mixes and plays in child processes. cache: what it keeps between two works."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    async def make(
        self, work: Craft, files: Mapping[str, Source], *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Write the file to `target`; what is worth keeping about how it was made.

        files: Asset id -> its file, for every file of the Craft.
        Raises InvalidMedia, RenderFailed and StorageFull.
        """
        from vidgenie.media.sound import beds  # TMP

        match work:
            case Timeline():
                return await self._video(work, files, target, progress)
            case Stretch():
                return await self._speech(work, files[work.speech.asset_id], target)
            case Bed():
                await beds.play(work, target, cache=self._cache)
                return {"provider": _MAKER, "bed": work.slug}

    async def _video(
        self, work: Timeline, files: Mapping[str, Source], target: Path, progress: Progress
    ) -> Mapping[str, str]:
        from vidgenie.media.assembly.export import assemble  # TMP

        await assemble(work, files, target=target, cache=self._cache, progress=progress)
        words = [[word.text, word.start, word.end] for word in work.words()]
        languages = [captions.language for _, captions in work.captioned()]
        return {
            "provider": _MAKER,
            "prompt": work.title,
            "aspect": work.aspect.value,
            "profile": work.profile.value,
            "language": next(iter(languages), ""),
            "words": json.dumps(words, ensure_ascii=False),
        }

    async def _speech(self, work: Stretch, source: Source, target: Path) -> Mapping[str, str]:
        from vidgenie.media.sound import tempo  # TMP

        given = work.speech
        await tempo.stretch(source, target, suffix=given.suffix, tempo=work.tempo)
        words = given.origin.get("words", "")
        return {
            **given.origin,
            **({"words": tempo.scaled(words, work.tempo)} if words else {}),
            "tempo": f"{work.tempo:.4f}",
        }
