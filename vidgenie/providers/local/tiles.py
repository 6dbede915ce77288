"""Which parts of a picture hide what is behind them, which let it through, which are empty."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

ROWS = 64  # of a band: what is worked on at a time stays in the processor's cache
COLUMNS = 32  # of a tile
_REACH = 4  # pixels that smoothing and enlarging carry a colour
# A piece costs some microseconds to draw: these many tiles or more pay for one of their own.
_WORTH_SKIPPING = 4
_WORTH_COPYING = 6

_EMPTY, _SOFT, _SOLID = range(3)

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of one kind, in pixels; right and bottom are outside.

    band, first, last: its row of tiles and its columns of tiles, `last` outside.
    """

    band: int
    first: int
    last: int
    left: int
    top: int
    right: int
    bottom: int
    is_solid: bool


def parts(opaque: Mask, seen: Mask) -> Iterator[Part]:
    """The parts of a picture (H, W) that are not empty, by bands from top to bottom.

    opaque: where it hides everything; seen: where there is anything of it.
    """
    height, width = opaque.shape
    for band, top in enumerate(range(0, height, ROWS)):
        reach = slice(max(0, top - _REACH), top + ROWS + _REACH)
        kinds = _kinds(
            np.minimum.reduce(opaque[reach].view(np.uint8)),
            np.maximum.reduce(seen[reach].view(np.uint8)),
        )
        for kind, first, last in _runs(kinds):
            if kind != _EMPTY:
                yield Part(
                    band=band,
                    first=first,
                    last=last,
                    left=first * COLUMNS,
                    top=top,
                    right=min(width, last * COLUMNS),
                    bottom=min(height, top + ROWS),
                    is_solid=kind == _SOLID,
                )


def _kinds(opaque: Bytes, seen: Bytes) -> list[int]:
    """What each tile of a band is; of each column (W,), whether all and any of it is so."""
    kinds: list[int] = []
    for left in range(0, len(opaque), COLUMNS):
        reach = slice(max(0, left - _REACH), left + COLUMNS + _REACH)
        if opaque[reach].all():
            kinds.append(_SOLID)
        else:
            kinds.append(_SOFT if seen[reach].any() else _EMPTY)
    return kinds


def _runs(kinds: list[int]) -> list[tuple[int, int, int]]:
    """(kind, first, last) of neighbours of one kind; what is too short to pay is soft."""
    plain = [
        kind if len(run) >= _least(kind, len(kinds)) or _is_border(run, kinds, kind) else _SOFT
        for kind, run in _grouped(kinds)
        for _ in run
    ]
    return [(kind, run[0], run[-1] + 1) for kind, run in _grouped(plain)]


def _grouped(kinds: list[int]) -> list[tuple[int, list[int]]]:
    return [
        (kind, [number for number, _ in run])
        for kind, run in groupby(enumerate(kinds), key=lambda item: item[1])
    ]


def _least(kind: int, count: int) -> int:
    """How many tiles of a kind in a row are drawn as what they are."""
    return min(count, {_EMPTY: _WORTH_SKIPPING, _SOFT: 0, _SOLID: _WORTH_COPYING}[kind])


def _is_border(run: list[int], kinds: list[int], kind: int) -> bool:
    """Whether nothing is on one side of an empty run: leaving it out makes no more pieces."""
    return kind == _EMPTY and (run[0] == 0 or run[-1] == len(kinds) - 1)
