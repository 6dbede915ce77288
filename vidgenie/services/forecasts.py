"""Use case: how long an Account's credits last at the pace of late."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from vidgenie.db import Transaction
from vidgenie.domain import forecast
from vidgenie.domain.account import Account
from vidgenie.domain.consumption import Unusual
from vidgenie.domain.forecast import Part
from vidgenie.ledger import store as ledger
from vidgenie.ledger.remains import LotRow
from vidgenie.services.credit_usage import Usage, by_day, usage
from vidgenie.services.entitlements import entitlement

_DAY = timedelta(days=1)
_SECONDS = 86_400  # of a day


@dataclass(frozen=True, slots=True)
class ForecastView:
    """How long the credits last when they are used as of late, and none are bought.

    per_day: credits used a day; None when fewer than three days of use say anything.
    days_left, until: until none are left; None when that is not known, longer than ten years,
        or never. renews_first: the plan grants new ones before.
    expiring: credits that expire before anybody uses them.
    unusual: what is unusual about today, None = nothing.
    """

    per_day: float | None
    days_left: int | None
    until: datetime | None
    renews_at: datetime
    renews_first: bool
    expiring: int
    unusual: Unusual | None


@dataclass(frozen=True, slots=True)
class ForecastService:
    """Foretells. settle: writes down what time alone has changed.

    clock: the present instant, aware, UTC. unusual: what is unusual about an Account's day.
    """

    reading: Transaction
    clock: Callable[[], datetime]
    settle: Callable[[Account], None]
    unusual: Callable[[Account], Unusual | None]

    def forecast(self, account: Account) -> ForecastView:
        """By what the last four weeks say."""
        self.settle(account)
        now = self.clock()
        with self.reading() as session:
            used = usage(session, account.id, now=now)
            mine = entitlement(session, account, now=now)
            unlimited = ledger.balance(session, account.id, now=now).unlimited
        per_day = forecast.pace(_days(used))
        outlook = None
        if per_day is not None and not unlimited:
            outlook = forecast.outlook(per_day, _parts(used.lots, now))
        days = outlook.days if outlook else None
        until = None if days is None else now + timedelta(seconds=float(days * _SECONDS))
        return ForecastView(
            per_day=None if per_day is None else round(float(per_day), 1),
            days_left=None if days is None else int(days),
            until=until,
            renews_at=mine.ends_at,
            renews_first=outlook is not None and (until is None or mine.ends_at <= until),
            expiring=outlook.expiring if outlook else 0,
            unusual=self.unusual(account),
        )


def _days(used: Usage) -> list[int]:
    """What was used on each whole day since the Account exists, yesterday last."""
    days = by_day(used.hours)
    today = used.now.date()
    known = min(forecast.WINDOW, (today - used.since.astimezone(UTC).date()).days)
    return [days.get(today - back * _DAY, 0) for back in range(known, 0, -1)]


def _parts(lots: Sequence[LotRow], now: datetime) -> list[Part]:
    return [
        Part(
            lot.available,
            lot.expires_at and Fraction(int((lot.expires_at - now).total_seconds()), _SECONDS),
        )
        for lot in lots
        if lot.available
    ]
