"""Moments of words, put where they are heard.

A network tells how long it means each sound to be. Around pauses that is not where sound
ends and begins: a last sound fades long before its time is over.
"""

from collections.abc import Collection, Sequence

import numpy as np

from vidgenie.providers.local.speech_network import Samples

_STEP = 0.005  # s between two looks
_WINDOW = 0.01  # s of one look
_QUIET = 10 ** (-30 / 20)  # of what is loud: softer than that is a pause
_SOON, _LATE = 0.1, 0.5  # s that a moment is moved at most: while it is heard, while it is not
_SHORTEST = 0.04  # s of a word

Moments = tuple[float, float]


def settled(
    times: Sequence[Moments], samples: Samples, *, rate: int, pauses: Collection[int]
) -> list[Moments]:
    """(start, end) of each word in seconds, at the edges of the sound around pauses.

    times: as the network tells them, ascending. pauses: numbers of the words that a pause
    follows; the first word has one before it, the last one after it.
    """
    is_heard = _heard(samples, rate)
    last = len(times) - 1
    found = list[Moments]()
    for number, (start, end) in enumerate(times):
        before = found[-1][1] if found else 0.0
        if number == 0 or number - 1 in pauses:
            start = _edge(is_heard, start, step=1)  # noqa: PLW2901  # the better one
        start = max(start, before)  # noqa: PLW2901  # words do not overlap
        if number == last or number in pauses:
            end = max(_edge(is_heard, end, step=-1), start + _SHORTEST)  # noqa: PLW2901  # the better one
        found.append((start, max(start, end)))
    return found


def _heard(samples: Samples, rate: int) -> Sequence[bool]:
    """Whether there is sound, look by look."""
    window, step = round(_WINDOW * rate), round(_STEP * rate)
    squares = np.concatenate(([0.0], np.cumsum(np.square(samples, dtype=np.float64))))
    firsts = np.arange(0, max(1, len(samples) - window), step)
    lasts = np.minimum(firsts + window, len(samples))
    power = np.sqrt((squares[lasts] - squares[firsts]) / window)
    loud = float(np.percentile(power, 95))
    return [bool(heard) for heard in power > loud * _QUIET]


def _edge(is_heard: Sequence[bool], moment: float, *, step: int) -> float:
    """Where the sound begins (step 1) or ends (-1) next to a moment; itself where neither is."""
    here = min(max(0, round(moment / _STEP)), len(is_heard) - 1)
    place = here
    if is_heard[here]:
        while 0 <= place < len(is_heard) and is_heard[place]:
            place -= step
        place += step
        return place * _STEP if abs(place - here) * _STEP <= _SOON else moment
    while 0 <= place < len(is_heard) and not is_heard[place]:
        place += step
    return place * _STEP + _WINDOW / 2 if abs(place - here) * _STEP <= _LATE else moment
