"""What an Account uses of its credits day by day, and what is left of them; days are UTC's."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from vidgenie.ledger import remains
from vidgenie.ledger.remains import LotRow

DAYS = 30
"""Shown one by one."""


@dataclass(frozen=True, slots=True)
class DayUse:
    """Credits used on a day."""

    day: date
    used: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What went, hour by hour, and what is left, in the order it is spent."""

    now: datetime
    hours: Mapping[datetime, int]
    lots: Sequence[LotRow]

    @property
    def since(self) -> datetime:
        """When the first credits came in, or were used; now when there never were any."""
        begins = [lot.created_at for lot in self.lots]
        # A plan without a limit has no lots that count.
        return min([*begins, *self.hours], default=self.now)

    @property
    def daily(self) -> list[DayUse]:
        """The last thirty days, today last, those without use too."""
        days = by_day(self.hours)
        today = self.now.date()
        shown = (today - timedelta(days=back) for back in reversed(range(DAYS)))
        return [DayUse(day, days.get(day, 0)) for day in shown]

    @property
    def today(self) -> int:
        """Credits used since midnight."""
        return self._since(midnight(self.now))

    @property
    def this_week(self) -> int:
        """Credits used since Monday."""
        return self._since(midnight(self.now) - timedelta(days=self.now.weekday()))

    def _since(self, begin: datetime) -> int:
        return sum(used for hour, used in self.hours.items() if hour >= begin)


def usage(session: Session, account_id: str, *, now: datetime) -> Usage:
    """In two queries."""
    now = now.astimezone(UTC)
    begin = midnight(now) - timedelta(days=DAYS - 1)
    hours = remains.used_by_hour(session, account_id, begin)
    return Usage(now, hours, remains.lots(session, account_id, now=now))


def by_day(hours: Mapping[datetime, int]) -> dict[date, int]:
    """Day -> credits used; days without are left out."""
    days = defaultdict[date, int](int)
    for hour, used in hours.items():
        days[hour.date()] += used
    return dict(days)


def midnight(now: datetime) -> datetime:
    """When the day began, UTC."""
    return datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
