"""A Timeline becomes a video: what was made before is used again, the rest is encoded."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vidgenie.domain.craft import Source
from vidgenie.domain.ports.provider import Progress
from vidgenie.domain.timeline import Timeline
from vidgenie.media.assembly.burned import burned
from vidgenie.media.assembly.crew import Meter, together
from vidgenie.media.assembly.facts import Scenery
from vidgenie.media.assembly.features import features
from vidgenie.media.assembly.joining import join
from vidgenie.media.assembly.making import Made, made
from vidgenie.media.assembly.plan import pieces
from vidgenie.media.assembly.sources import scenery
from vidgenie.media.assembly.watched import placed, still_spans
from vidgenie.media.assembly.work import Work
from vidgenie.media.cache import Cache
from vidgenie.media.review.findings import Finding, Span
from vidgenie.media.sound.track import sound_track

_ENCODED = 0.97  # the part of the work that is done when every piece is there


@dataclass(frozen=True, slots=True)
class Assembled:
    """A video that was made.

    frames: how many it has. size: (width, height) in pixels.
    encoded: frames that had to be encoded; the others were there.
    watched: what was noticed of its pictures, also what is too short to be said; still: the
        parts that are meant to stand still. Both are for `review.examine.review`.
    """

    frames: int
    size: tuple[int, int]
    encoded: int
    watched: tuple[Finding, ...] = ()
    still: tuple[Span, ...] = ()


async def assemble(
    timeline: Timeline,
    files: Mapping[str, Source],
    *,
    target: Path,
    cache: Cache,
    progress: Progress,
) -> Assembled:
    """Write the video to `target`, MP4 with H.264 and AAC: exactly the Timeline's frames.

    files: Asset id -> Source of every file of the Timeline.
    Raises InvalidMedia with `shot`, the first is 1, or with `part` (voice, music, logo) for
    a file that cannot be used; RenderFailed, StorageFull.
    """
    (works, seen, done), sound = await together(
        _pictures(timeline, files, cache, Meter(progress, part=_ENCODED)),
        sound_track(timeline, files, cache=cache),
    )
    pictures = [(done.paths[work.key], work.piece.frames) for work in works]
    await join(pictures, sound, target, title=timeline.title)
    progress(1.0)
    found = [done.watched[work.key] for work in works]
    return Assembled(
        timeline.frames,
        timeline.size,
        done.encoded,
        tuple(placed([work.piece for work in works], found)),
        tuple(still_spans(timeline, seen)),
    )


async def _pictures(
    timeline: Timeline, files: Mapping[str, Source], cache: Cache, meter: Meter
) -> tuple[list[Work], Scenery, Made]:
    seen = await scenery(timeline, files, cache=cache)
    works = await _works(timeline, seen, cache)
    return works, seen, await made(works, cache, meter)


async def _works(timeline: Timeline, seen: Scenery, cache: Cache) -> list[Work]:
    tools = await features(cache)
    shots, planned = timeline.placed(), list(pieces(timeline))
    words = await burned(timeline, planned, root=cache.root, has_ass=tools.has_ass)
    return [
        Work(
            piece,
            tuple(shots[layer.shot] for layer in piece.layers),
            seen,
            timeline.size,
            timeline.profile,
            said,
            tools,
        )
        for piece, said in zip(planned, words, strict=True)
    ]
