"""Throttles: so many attempts at once, then one per interval, in one SQL statement."""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text
from sqlmodel import Session, col

from vidgenie.accounts.tables import RateRow

_SECOND = 1_000_000  # in microseconds
_KEPT = timedelta(hours=1)

# The generic cell rate algorithm: `tat` is when all the attempts let through so
# far are paid for. The row's lock makes it exact however many try at once.
# No attempt can have put it after :most: then a clock went back, and what it has
# counted ahead is cut down to a full burst, or nobody would get in until it is right again.
_HIT = """
INSERT INTO vg_rate (key, tat) VALUES (:key, :now + :interval)
ON CONFLICT (key) DO UPDATE
  SET tat = :interval + CASE WHEN vg_rate.tat > :most THEN :latest
    WHEN vg_rate.tat > :now THEN vg_rate.tat ELSE :now END
  WHERE vg_rate.tat <= :latest OR vg_rate.tat > :most
RETURNING tat
"""
_SKEW = 60 * _SECOND  # by which the clocks of two servers may differ


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` attempts at once, then one every `interval` seconds.

    name: tells throttles of different things apart, at most 40 characters.
    """

    name: str
    burst: int
    interval: float

    @property
    def window(self) -> int:
        """Seconds, rounded up, in which `burst` attempts may be made over and over."""
        return max(1, math.ceil(self.burst * self.interval))


def hit(session: Session, limit: Limit, who: str, *, now: datetime) -> int:
    """Count an attempt by `who`; returns 0 when it may go on, else the seconds to wait.

    A refused attempt does not count. The transaction must commit even if what
    is being attempted fails.
    """
    key = key_of(limit, who)
    instant = _microseconds(now)
    interval = round(limit.interval * _SECOND)
    latest = instant + interval * (limit.burst - 1)
    most = latest + interval + _SKEW
    values = {"key": key, "now": instant, "interval": interval, "latest": latest, "most": most}
    connection = session.connection()
    if connection.execute(text(_HIT), values).first() is not None:
        return 0
    tat = connection.execute(select(col(RateRow.tat)).where(col(RateRow.key) == key)).scalar_one()
    return max(1, math.ceil((tat - latest) / _SECOND))


def key_of(limit: Limit, who: str) -> str:
    """Under which name attempts are counted; it does not tell who it is."""
    return f"{limit.name}:{hashlib.sha256(who.encode(errors='replace')).hexdigest()[:32]}"


def forget(session: Session, *, now: datetime) -> None:
    """Delete throttles that have been empty for an hour."""
    stale = select(col(RateRow.key)).where(col(RateRow.tat) < _microseconds(now - _KEPT))
    # Somebody else's row in use is left for the next time: nobody waits for a broom.
    free = stale.with_for_update(skip_locked=True)
    session.connection().execute(delete(RateRow).where(col(RateRow.key).in_(free)))


def _microseconds(instant: datetime) -> int:
    whole = int(instant.replace(microsecond=0).timestamp())
    return whole * _SECOND + instant.microsecond
