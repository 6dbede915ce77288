"""The Pieces of a video: those that are kept are used again, the others are encoded."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from vidgenie.media.assembly.boxes import frames_of
from vidgenie.media.assembly.crew import Meter, work_off
from vidgenie.media.assembly.encode import encode
from vidgenie.media.assembly.watched import note, noted
from vidgenie.media.assembly.work import Work
from vidgenie.media.cache import Cache
from vidgenie.media.review.findings import Finding


@dataclass(slots=True)
class Made:
    """Pieces by their keys. watched: what was noticed in each. encoded: frames that were."""

    paths: dict[str, Path] = field(default_factory=dict[str, Path])
    watched: dict[str, list[Finding]] = field(default_factory=dict[str, list[Finding]])
    encoded: int = 0


async def made(works: Sequence[Work], cache: Cache, meter: Meter) -> Made:
    """Every Piece, whole. meter: told how far the encoding is.

    Raises InvalidMedia, RenderFailed, StorageFull; what was finished until then is kept.
    """
    done = await asyncio.to_thread(_kept, works, cache)
    missing = list({work.key: work for work in works if work.key not in done.paths}.values())
    # The longest first, so that nobody works alone at the end.
    missing.sort(key=lambda work: -work.piece.frames)
    meter.begin([work.piece.frames for work in missing])
    done.encoded = meter.total

    async def make(at: int, threads: int) -> None:
        work = missing[at]

        async def write(target: Path) -> None:
            found = await encode(work, target, threads=threads, progress=meter.of(at))
            await asyncio.to_thread(note, found, work.key, cache)
            done.watched[work.key] = found

        done.paths[work.key] = await cache.get(work.key, "mp4", write)
        # Somebody else may have made it in the meantime.
        done.watched.setdefault(work.key, await asyncio.to_thread(noted, work.key, cache) or [])

    await work_off([partial(make, at) for at in range(len(missing))])
    return done


def _kept(works: Sequence[Work], cache: Cache) -> Made:
    """The Pieces that are there, and whole: a power cut may have left less of one."""
    done = Made()
    for work in works:
        path, found = cache.find(work.key, "mp4"), noted(work.key, cache)
        if path and found is not None and frames_of(path) == work.piece.frames:
            done.paths[work.key], done.watched[work.key] = path, found
        elif path:
            path.unlink(missing_ok=True)
    return done
