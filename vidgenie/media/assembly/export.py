"""A Timeline becomes a video: what was made before is used again, the rest is encoded."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vidgenie.domain.craft import Source
from vidgenie.domain.ports.provider import Progress
from vidgenie.domain.timeline import Timeline
from vidgenie.errors import InvalidMedia
from vidgenie.media.assembly.boxes import frames_of
from vidgenie.media.assembly.burned import burned
from vidgenie.media.assembly.crew import Meter, SecondsLeft, work_off
from vidgenie.media.assembly.encode import encode
from vidgenie.media.assembly.facts import Scenery
from vidgenie.media.assembly.features import features
from vidgenie.media.assembly.joining import join
from vidgenie.media.assembly.plan import pieces
from vidgenie.media.assembly.sources import scenery
from vidgenie.media.assembly.work import Work
from vidgenie.media.cache import Cache
from vidgenie.media.sound.track import sound_track

_ENCODED = 0.97  # the part of the work that is done when every piece is there


@dataclass(frozen=True, slots=True)
class Assembled:
    """A video that was made.

    frames: how many it has. size: (width, height) in pixels.
    encoded: frames that had to be encoded; the others were there.
    """

    frames: int
    size: tuple[int, int]
    encoded: int


async def assemble(  # noqa: PLR0913  # what goes in, where it goes, who wants to know
    timeline: Timeline,
    files: Mapping[str, Source],
    *,
    target: Path,
    cache: Cache,
    progress: Progress,
    seconds_left: SecondsLeft | None = None,
) -> Assembled:
    """Write the video to `target`, MP4 with H.264 and AAC: exactly the Timeline's frames.

    files: Asset id -> Source of every file of the Timeline.
    Raises InvalidMedia with `shot`, the first is 1, or with `part` (voice, music, logo) for
    a file that cannot be used; RenderFailed, StorageFull.
    """
    sound = asyncio.create_task(_sound(timeline, files, cache))
    try:
        seen = await scenery(timeline, files, cache=cache)
        works = await _works(timeline, seen, cache)
        made, encoded = await _made(works, cache, progress, seconds_left)
        pictures = [(made[work.key], work.piece.frames) for work in works]
        await join(pictures, await sound, target, title=timeline.title)
    finally:
        sound.cancel()
        await asyncio.gather(sound, return_exceptions=True)
    progress(1.0)
    return Assembled(timeline.frames, timeline.size, encoded)


async def _sound(timeline: Timeline, files: Mapping[str, Source], cache: Cache) -> Path:
    try:
        return await sound_track(timeline, files, cache=cache)
    except InvalidMedia as error:
        # People count from one.
        shot = error.params.get("shot")
        if not isinstance(shot, int):
            raise
        raise InvalidMedia(str(error), **{**error.params, "shot": shot + 1}) from None


async def _works(timeline: Timeline, seen: Scenery, cache: Cache) -> list[Work]:
    tools = await features(cache)
    placed, planned = timeline.placed(), list(pieces(timeline))
    words = await burned(timeline, planned, root=cache.root, has_ass=tools.has_ass)
    return [
        Work(
            piece,
            tuple(placed[layer.shot] for layer in piece.layers),
            seen,
            timeline.size,
            timeline.profile,
            said,
            tools,
        )
        for piece, said in zip(planned, words, strict=True)
    ]


async def _made(
    works: Sequence[Work], cache: Cache, progress: Progress, seconds_left: SecondsLeft | None
) -> tuple[dict[str, Path], int]:
    """The file of every Piece by its key, and how many frames had to be encoded."""
    found = await asyncio.to_thread(_kept, works, cache)
    missing = [work for key, work in {work.key: work for work in works}.items() if key not in found]
    # The longest first, so that nobody works alone at the end.
    missing.sort(key=lambda work: -work.piece.frames)
    meter = Meter([work.piece.frames for work in missing], progress, seconds_left, part=_ENCODED)

    async def make(at: int, threads: int) -> None:
        work = missing[at]
        write = partial(encode, work, threads=threads, progress=meter.of(at))
        found[work.key] = await cache.get(work.key, "mp4", write)

    await work_off([partial(make, at) for at in range(len(missing))])
    return found, meter.total


def _kept(works: Sequence[Work], cache: Cache) -> dict[str, Path]:
    """The Pieces that are there, and whole: a power cut may have left less of one."""
    found = dict[str, Path]()
    for work in works:
        path = cache.find(work.key, "mp4")
        if path and frames_of(path) == work.piece.frames:
            found[work.key] = path
        elif path:
            path.unlink(missing_ok=True)
    return found
