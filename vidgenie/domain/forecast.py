"""Forecast: how long credits last at the pace of late."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

RECENT, WINDOW = 14, 28  # days; what was used lately weighs more
_WEIGHT = 2  # of a recent day
LEAST_DAYS = 3
"""Days of use below which nothing is foretold."""
FARTHEST = 3650
"""Days ahead beyond which nothing is foretold either."""


@dataclass(frozen=True, slots=True)
class Part:
    """Credits that came in together. expires_in: days from now, None = never."""

    available: int
    expires_in: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """How long credits last when no more come in.

    days: until none are left; None = longer than can be foretold.
    expiring: credits that will expire before anybody uses them.
    """

    days: Fraction | None
    expiring: int


def pace(days: Sequence[int]) -> Fraction | None:
    """Credits used a day; None when there is not enough to tell.

    days: use of each whole day since the Account exists, the oldest first; of more than
    28 the last ones count, and the last 14 of these twice.
    """
    known = list(days[-WINDOW:])
    if sum(1 for used in known if used > 0) < LEAST_DAYS:
        return None
    weights = [_WEIGHT if back <= RECENT else 1 for back in range(len(known), 0, -1)]
    total = sum(used * weight for used, weight in zip(known, weights, strict=True))
    return Fraction(total, sum(weights))


def outlook(per_day: Fraction, parts: Sequence[Part]) -> Outlook:
    """What becomes of the credits at this pace.

    per_day: > 0. parts: in the order they are spent.
    """
    if per_day <= 0:
        raise ValueError(f"a pace is positive, got {per_day}")
    now, lost = Fraction(0), Fraction(0)
    for part in parts:
        needed = part.available / per_day
        if part.expires_in is not None and now + needed > part.expires_in:
            # Later parts are touched from then on; this one is gone with what is left of it.
            end = max(now, part.expires_in)
            lost += part.available - (end - now) * per_day
            now = end
        else:
            now += needed
    return Outlook(now if now <= FARTHEST else None, int(lost))
