"""How long an upload lasts and how fast its frames come, by its packets. For the child only."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Self

from av.container import InputContainer

from vidgenie.media.uploads import rules

_USUAL = 30
_RATES = (
    *(Fraction(rate) for rate in (10, 12, 15, 20, 24, 25, 30, 48, 50, 60)),
    *(Fraction(rate * 1000, 1001) for rate in (24, 30, 60)),
)
_NEAR = 0.002  # part of a rate that two may differ by and be the same
_UNEVEN = 0.25  # part of the distance of two frames by which it may change
_ROUNDED = 0.0025  # s; Matroska counts milliseconds
_MOST = int((rules.MAX_SECONDS + 1) * rules.MAX_RATE * 1.05)


@dataclass(frozen=True, slots=True)
class Pace:
    """What the packets say.

    seconds: of the picture, from the beginning of the first stream; else of the sound.
    longest: of whatever lasts longest in the file.
    rate: frames a second the picture is kept with, as 30000/1001; "" for sound.
    has_sound: whether there is anything in the stream of the sound.
    """

    seconds: float
    longest: float
    rate: str
    has_sound: bool

    @classmethod
    def of(cls, container: InputContainer, video: int | None, audio: int | None) -> Self:
        """Read every packet; nothing is decoded. Raises InvalidMedia."""
        frames: list[float] = []
        starts: dict[int, float] = {}
        ends: dict[int, float] = {}
        for packet in container.demux():
            stamp = packet.pts if packet.pts is not None else packet.dts
            if stamp is None or packet.is_discard:
                continue
            at, index = float(stamp * packet.time_base), packet.stream_index
            end = at + float((packet.duration or 0) * packet.time_base)
            starts[index] = min(at, starts.get(index, at))
            ends[index] = max(end, ends.get(index, end))
            if index == video:
                frames.append(at)
            _check_so_far(frames, starts, ends, used=(video, audio))
        used = [index for index in (video, audio) if index in ends]
        if not used or (video is not None and not frames):
            raise rules.unreadable()
        first = min(starts[index] for index in used)
        frames.sort()
        rate = _rate(frames) if frames else None
        last = ends[used[0]]
        if rate:
            last = max(last, frames[-1] + float(1 / rate))
        if last <= first:
            raise rules.nothing_in_it()
        return cls(
            seconds=last - first,
            longest=max(ends.values()) - min(first, *starts.values()),
            rate=f"{rate.numerator}/{rate.denominator}" if rate else "",
            has_sound=audio in ends,
        )


def _check_so_far(
    frames: Sequence[float],
    starts: dict[int, float],
    ends: dict[int, float],
    *,
    used: tuple[int | None, int | None],
) -> None:
    if len(frames) > _MOST:
        raise rules.too_fast(len(frames) / rules.MAX_SECONDS)
    known = [index for index in used if index is not None and index in ends]
    if not known:
        return
    length = max(ends[index] for index in known) - min(starts[index] for index in known)
    if length > rules.MAX_SECONDS + rules.SLACK:
        raise rules.too_long()


def _rate(frames: Sequence[float]) -> Fraction:
    """The rate frames come at, in order; a usual one when they come as they like."""
    span = frames[-1] - frames[0]
    if span <= 0:
        return Fraction(_USUAL)
    mean = (len(frames) - 1) / span
    if mean > rules.MAX_RATE * 1.01:
        raise rules.too_fast(mean)
    steps = [later - sooner for sooner, later in pairwise(frames)]
    is_even = max(steps) - min(steps) <= _UNEVEN / mean + _ROUNDED
    nearest = min(_RATES, key=lambda rate: abs(float(rate) - mean))
    if is_even and abs(float(nearest) - mean) <= _NEAR * mean + _ROUNDED * mean / span:
        return nearest
    return Fraction(_USUAL) if mean <= _USUAL * 1.05 else Fraction(rules.MAX_RATE)
