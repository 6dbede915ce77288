"""A figure and its goal."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured. goal: must stay below it; None when there is none."""

    name: str
    value: float
    unit: str = ""
    goal: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether the goal was not reached."""
        return self.goal is not None and self.value >= self.goal

    @property
    def row(self) -> str:
        """As a row of the table."""
        goal = "" if self.goal is None else f"< {self.goal:g} {self.unit}".strip()
        mark = " **missed**" if self.is_missed else ""
        return f"| {self.name} | {self.value:.3g} {self.unit}{mark} | {goal} |"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
