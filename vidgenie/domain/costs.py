"""What Providers themselves charge, in millionths of a US dollar; never mixed with credits."""

import math
from collections.abc import Sequence

from vidgenie.domain.ports.declared import Cost, Usage


def estimate(costs: Sequence[Cost], usage: Usage | None) -> int | None:
    """What this usage costs by the list, rounded up; None when no row says.

    The most exact row wins: (model, variant), (model, any), (any, variant), (any, any).
    """
    if usage is None:
        return None
    rows = {(cost.model, cost.what): cost for cost in reversed(costs)}
    wanted = [
        (usage.model, usage.what),
        (usage.model, ""),
        ("", usage.what),
        ("", ""),
    ]
    row = next((rows[place] for place in wanted if place in rows), None)
    # A float of dollars per unit may be a hair above the cent it stands for.
    return None if row is None else math.ceil(round(row.micro_usd * usage.units, 6))
