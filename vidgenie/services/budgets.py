"""Use cases on budgets: what an Account wants to spend at most, and who keeps it to that."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.engine.bills import billed
from vidgenie.errors import BudgetExceeded, InvalidInput
from vidgenie.ledger import budgets as store
from vidgenie.ledger.moves import lock

MOST_CREDITS = 1_000_000_000
MOST_USD = 1_000_000
_MICRO = 1_000_000  # of a dollar


@dataclass(frozen=True, slots=True)
class BudgetView:
    """Limits and what went; None = no limit. Days and months are UTC's.

    run, day, month, spent_today, spent_this_month: credits; the others are US dollars, as
    Providers say or are expected to charge.
    """

    run: int | None
    day: int | None
    month: int | None
    run_usd: float | None
    day_usd: float | None
    month_usd: float | None
    spent_today: int
    spent_this_month: int
    spent_today_usd: float
    spent_this_month_usd: float


@dataclass(frozen=True, slots=True)
class Budgets:
    """Keeps limits, and lets no Run begin that would pass one.

    clock: the present instant, aware, UTC.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]

    def view(self, account: Account) -> BudgetView:
        """The Account's limits, and what it has spent."""
        day, month = _starts(self.clock())
        with self.reading() as session:
            limits = store.budget(session, account.id)
            spent = store.spent(session, account.id, day=day, month=month)
            dollars = billed(session, account.id, day=day, month=month)
        return BudgetView(
            run=limits.run,
            day=limits.day,
            month=limits.month,
            run_usd=_usd(limits.run_micro_usd),
            day_usd=_usd(limits.day_micro_usd),
            month_usd=_usd(limits.month_micro_usd),
            spent_today=spent.day,
            spent_this_month=spent.month,
            spent_today_usd=dollars[0] / _MICRO,
            spent_this_month_usd=dollars[1] / _MICRO,
        )

    def save(self, account: Account, **limits: float | None) -> BudgetView:
        """Keep limits named as in BudgetView; None lifts one, what is not named stays.

        Raises InvalidInput for one that is negative or beyond all measure.
        """
        changed = dict(_read(name, value) for name, value in limits.items())
        with self.transaction() as session:
            lock(session, account.id)
            kept = replace(store.budget(session, account.id), **changed)
            store.save(session, account.id, kept, now=self.clock())
        return self.view(account)

    def check(self, session: Session, account_id: str, *, credits: int, micro_usd: int) -> None:  # noqa: A002  # what the product calls them
        """Raise BudgetExceeded when so much more would pass a limit.

        Called in the transaction that sets the credits aside: the wallet is taken first, so
        of Runs that start at once each sees what those before it have taken. What costs
        nothing passes whatever the limits are.
        """
        if credits <= 0 and micro_usd <= 0:
            return
        lock(session, account_id)
        found = self.problem(session, account_id, credits=credits, micro_usd=micro_usd)
        if found is not None:
            raise found

    def problem(
        self,
        session: Session,
        account_id: str,
        *,
        credits: int,  # noqa: A002  # as above
        micro_usd: int,
    ) -> BudgetExceeded | None:
        """The first limit that so much more would pass; nothing is locked or written."""
        limits = store.budget(session, account_id)
        day, month = _starts(self.clock())
        if credits > 0 and {limits.run, limits.day, limits.month} != {None}:
            spent = store.spent(session, account_id, day=day, month=month)
            caps = (("run", limits.run, 0), ("day", limits.day, spent.day))
            for period, limit, gone in (*caps, ("month", limits.month, spent.month)):
                if limit is not None and gone + credits > limit:
                    return BudgetExceeded(
                        period=period, unit="credits", limit=limit, spent=gone, required=credits
                    )
        dollars = (limits.run_micro_usd, limits.day_micro_usd, limits.month_micro_usd)
        if micro_usd > 0 and set(dollars) != {None}:
            gone_usd = (0, *billed(session, account_id, day=day, month=month))
            for period, limit, gone in zip(("run", "day", "month"), dollars, gone_usd, strict=True):
                if limit is not None and gone + micro_usd > limit:
                    return BudgetExceeded(
                        period=period,
                        unit="usd",
                        limit=limit / _MICRO,
                        spent=gone / _MICRO,
                        required=micro_usd / _MICRO,
                    )
        return None


def _starts(now: datetime) -> tuple[datetime, datetime]:
    """When the day and the month began, UTC."""
    day = datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
    return day, day.replace(day=1)


def _usd(micro_usd: int | None) -> float | None:
    return None if micro_usd is None else micro_usd / _MICRO


def _read(name: str, value: float | None) -> tuple[str, int | None]:
    """The field of Budget a limit is kept in, and what is kept. Raises InvalidInput."""
    is_usd = name.endswith("_usd")
    most = MOST_USD if is_usd else MOST_CREDITS
    if value is not None and not (math.isfinite(value) and 0 <= value <= most):
        raise InvalidInput(
            f"A limit is between 0 and {most}.", field=name, problem="out_of_range", max=most
        )
    if not is_usd:
        return name, None if value is None else int(value)
    kept = None if value is None else round(value * _MICRO)
    return f"{name.removesuffix('_usd')}_micro_usd", kept
