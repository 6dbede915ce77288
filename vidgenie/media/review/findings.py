"""What is noticed in a file, and when it is worth saying."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Problem(StrEnum):
    """What is noticed. QUIET, LOUD: the loudness of the whole video."""

    BLACK = "black"
    FROZEN = "frozen"
    SILENT = "silent"
    QUIET = "quiet"
    LOUD = "loud"


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of a file, in seconds from its beginning."""

    problem: Problem
    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.end - self.start


Span = tuple[float, float]
"""(start, end) in seconds."""

SHORTEST: Mapping[Problem, float] = {
    Problem.BLACK: 1.0,
    Problem.FROZEN: 3.0,
    Problem.SILENT: 2.0,
}
"""Seconds below which nothing is said: a fade to black, a pause."""
# Parts this close, in seconds, are one. What is frozen on both sides of a cut is not: it changed.
_JOINED: Mapping[Problem, float] = {Problem.BLACK: 0.25, Problem.SILENT: 0.25}
_HAIR = 1e-3  # s


def merged(found: Iterable[Finding]) -> list[Finding]:
    """Findings of parts as those of the whole, in order; what is too short is left out."""
    whole = list[Finding]()
    for finding in sorted(found, key=lambda each: (each.problem, each.start, each.end)):
        last = whole[-1] if whole else None
        reach = _JOINED.get(finding.problem, -_HAIR)
        if last and last.problem is finding.problem and finding.start <= last.end + reach:
            whole[-1] = Finding(last.problem, last.start, max(last.end, finding.end))
        else:
            whole.append(finding)
    return sorted(filter(_is_worth_saying, whole), key=lambda each: (each.start, each.problem))


def unexpected(found: Iterable[Finding], still: Sequence[Span]) -> Iterator[Finding]:
    """The findings without what is frozen because it is meant to stand still."""
    for finding in found:
        if finding.problem is Problem.FROZEN:
            yield from _without(finding, still)
        else:
            yield finding


def shifted(found: Iterable[Finding], seconds: float) -> Iterator[Finding]:
    """Findings of a part that begins `seconds` after the whole does."""
    for finding in found:
        yield Finding(finding.problem, finding.start + seconds, finding.end + seconds)


def to_json(found: Iterable[Finding]) -> str:
    """As an Asset's origin keeps it: [{"problem", "start", "end"}]."""
    return json.dumps(
        [
            {**asdict(each), "start": round(each.start, 2), "end": round(each.end, 2)}
            for each in found
        ]
    )


def _is_worth_saying(finding: Finding) -> bool:
    return finding.seconds >= SHORTEST.get(finding.problem, 0.0) - _HAIR


def _without(finding: Finding, still: Sequence[Span]) -> Iterator[Finding]:
    start = finding.start
    for first, last in sorted(still):
        if first > start:
            yield Finding(finding.problem, start, min(first, finding.end))
        start = max(start, last)
        if start >= finding.end:
            return
    yield Finding(finding.problem, start, finding.end)
