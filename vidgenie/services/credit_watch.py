"""Warns an Account whose credits run low, or go far faster than they usually do."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain import consumption
from vidgenie.domain.account import Account
from vidgenie.domain.consumption import Habit, Unusual
from vidgenie.errors import InvalidInput
from vidgenie.ledger import alerts as store
from vidgenie.ledger.alerts import Alerts, Standing
from vidgenie.ledger.moves import lock
from vidgenie.ledger.remains import used_by_hour
from vidgenie.services.credit_usage import midnight
from vidgenie.services.telling import Tells

MOST_CREDITS = 1_000_000_000
_SHARE = 5  # as usual: below a fifth of what the plan grants
_HOUR = timedelta(hours=1)
_REMEMBERED = 5_000  # Accounts
_PAGE = "/credits"


class Habits:
    """What Accounts usually use. Past days do not change: they are read once a day.

    most: Accounts to remember; who was read first is forgotten first.
    """

    def __init__(self, most: int = _REMEMBERED) -> None:
        self._most = most
        self._known: OrderedDict[str, tuple[date, Habit | None]] = OrderedDict()

    def of(self, session: Session, account_id: str, today: date) -> Habit | None:
        """What the Account usually uses, None when its past is too short.

        Who rarely uses anything is looked back on for longer.
        """
        day, known = self._known.get(account_id, (None, None))
        if day == today:
            return known
        begin = datetime(today.year, today.month, today.day, tzinfo=UTC)
        hours = used_by_hour(session, account_id, begin - timedelta(days=consumption.WINDOW))
        found = consumption.habit(hours, today)
        if found is None:
            longer = begin - timedelta(days=consumption.LONG_WINDOW)
            found = consumption.rare(used_by_hour(session, account_id, longer), today)
        self._known[account_id] = (today, found)
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return found

    def __len__(self) -> int:
        """How many Accounts are remembered."""
        return len(self._known)


@dataclass(frozen=True, slots=True)
class CreditWatch:
    """Looks at each Account that spends. clock: the present instant, aware, UTC.

    `after_spend` is called in the transaction that has spent: one query for most starts.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    tell: Tells
    habits: Habits = field(default_factory=Habits)

    def after_spend(self, session: Session, account: Account) -> None:
        """Warn the Account of low credits, once a top-up, and of unusual use, once a day."""
        now = self.clock()
        found = self._standing(session, account.id, now)
        if _is_low(found):
            self.tell(
                session,
                account.id,
                "credits_low",
                key=f"credits_low:{found.top_up}",
                params={"credits": found.available, "lowAt": _low_at(found)},
                href=_PAGE,
            )
        unusual = self._unusual(session, account.id, found, now)
        if unusual is not None:
            self.tell(
                session,
                account.id,
                "unusual_use",
                key=f"unusual_use:{now.astimezone(UTC).date().isoformat()}",
                params={
                    "credits": unusual.used,
                    "usual": unusual.usual,
                    "period": unusual.period.value,
                },
                href=_PAGE,
            )

    def unusual(self, account: Account) -> Unusual | None:
        """What is unusual about what the Account uses today, whether it wants to know or not."""
        now = self.clock()
        with self.reading() as session:
            found = self._standing(session, account.id, now)
            return self._judged(session, account.id, found, now)

    def alerts(self, account: Account) -> Alerts:
        """When the Account wants to be warned."""
        with self.reading() as session:
            return store.alerts(session, account.id)

    def choose(self, account: Account, **chosen: Any) -> Alerts:  # noqa: ANN401  # checked here
        """Keep when the Account wants to be warned; what is not named stays.

        low_at: below so many credits, 0 = never, None = as usual. unusual: whether to warn
        of unusual use. Raises InvalidInput.
        """
        low_at: int | None = chosen.get("low_at")
        if low_at is not None and not 0 <= low_at <= MOST_CREDITS:
            raise InvalidInput(
                f"Give 0 to {MOST_CREDITS} credits.",
                field="lowAt",
                problem="out_of_range",
                max=MOST_CREDITS,
            )
        with self.transaction() as session:
            lock(session, account.id)
            kept = replace(store.alerts(session, account.id), **chosen)
            store.save(session, account.id, kept, now=self.clock())
        return kept

    @staticmethod
    def _standing(session: Session, account_id: str, now: datetime) -> Standing:
        return store.standing(session, account_id, day=midnight(now), hour=now - _HOUR)

    def _unusual(
        self, session: Session, account_id: str, found: Standing, now: datetime
    ) -> Unusual | None:
        if not found.alerts.unusual:
            return None
        return self._judged(session, account_id, found, now)

    def _judged(
        self, session: Session, account_id: str, found: Standing, now: datetime
    ) -> Unusual | None:
        if max(found.today, found.last_hour) < consumption.LEAST_CREDITS:
            return None
        usual = self.habits.of(session, account_id, now.astimezone(UTC).date())
        return consumption.judge(
            usual,
            today=found.today,
            last_hour=found.last_hour,
            planned=0 if found.unlimited else found.planned,
        )


def _is_low(found: Standing) -> bool:
    return not found.unlimited and found.available < _low_at(found)


def _low_at(found: Standing) -> int:
    """Below so many credits an Account is warned; 0 = never."""
    chosen = found.alerts.low_at
    return -(-found.planned // _SHARE) if chosen is None else chosen
