"""Which pieces a video is made of: bodies of Shots, and the joints between them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from vidgenie.domain.timeline import Timeline, TransitionKind

LONGEST_PIECE = 300
"""Frames; a longer body is made in parts, so that all cores have something to do."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one Shot shows in a Piece.

    shot: its place in the Timeline, from 0. first: frame of the Shot that is seen first;
        below 0 before its beginning, where its first frame is held.
    """

    shot: int
    first: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames that are encoded together.

    first: of them, in the video. layers: the Shot of a body; the two of a joint, the one
        that goes first. kind: how one becomes the other, CUT for a body.
    """

    first: int
    frames: int
    layers: tuple[Layer, ...]
    kind: TransitionKind = TransitionKind.CUT


def pieces(timeline: Timeline) -> Iterator[Piece]:
    """Every Piece in order; together they are all frames of the video, each once."""
    placed = timeline.placed()
    halves = (0, *timeline.joints(), 0)
    for index, one in enumerate(placed):
        before, after = halves[index], halves[index + 1]
        yield from _bodies(index, one.first, before, one.frames - after)
        if after:
            yield Piece(
                one.first + one.frames - after,
                2 * after,
                (Layer(index, one.frames - after), Layer(index + 1, -after)),
                one.shot.transition.kind,
            )


def _bodies(shot: int, place: int, start: int, end: int) -> Iterator[Piece]:
    """The frames `start` to `end` of a Shot whose first frame is at `place`."""
    parts = math.ceil((end - start) / LONGEST_PIECE)
    borders = [start + (end - start) * part // parts for part in range(parts)] + [end]
    for first, after in pairwise(borders):
        yield Piece(place + first, after - first, (Layer(shot, first),))
