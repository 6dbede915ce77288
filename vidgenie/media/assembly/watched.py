"""What is noticed of the pictures while they are encoded, kept beside every Piece."""

import json
from collections.abc import Iterator, Sequence
from typing import cast

from vidgenie.domain.timeline import FPS, Timeline
from vidgenie.media.assembly.facts import Scenery, Still
from vidgenie.media.assembly.plan import Piece
from vidgenie.media.cache import Cache
from vidgenie.media.review.findings import Finding, Problem, Span, shifted, to_json

_BACK = 0.05  # s, so that a part which goes on in the next Piece is one with it


def note(found: Sequence[Finding], key: str, cache: Cache) -> None:
    """Keep what was noticed in the Piece of this key."""
    part = cache.part(key, "json")
    try:
        part.write_text(to_json(found), encoding="utf-8")
        cache.keep(part, key, "json")
    finally:
        part.unlink(missing_ok=True)


def noted(key: str, cache: Cache) -> list[Finding] | None:
    """What was noticed in the Piece of this key; None when nobody knows any more."""
    path = cache.find(key, "json")
    if path is None:
        return None
    said = cast("list[dict[str, float]]", json.loads(path.read_text(encoding="utf-8")))
    return [Finding(Problem(one["problem"]), one["start"], one["end"]) for one in said]


def placed(pieces: Sequence[Piece], found: Sequence[Sequence[Finding]]) -> Iterator[Finding]:
    """What was noticed in the Pieces as parts of the video, also what is too short to be said."""
    shot = -1
    for piece, findings in zip(pieces, found, strict=True):
        for one in shifted(findings, piece.first / FPS):
            goes_on = piece.layers[0].shot == shot and one.start <= piece.first / FPS + _BACK
            yield Finding(one.problem, one.start - goes_on * _BACK, one.end)
        shot = piece.layers[-1].shot


def still_spans(timeline: Timeline, seen: Scenery) -> Iterator[Span]:
    """The parts of the video that are meant to stand still: pictures that do not move."""
    for at, one in enumerate(timeline.placed()):
        if isinstance(seen.pictures[at], Still) and not one.shot.moves:
            yield one.start, one.start + one.seconds
