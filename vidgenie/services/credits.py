"""Use cases on credits: the balance, its history, and the monthly grant."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import PLANS, Account
from vidgenie.errors import InvalidInput
from vidgenie.ledger import store as ledger

_SHOWN = 10
_LONGEST_PAGE = 100
_LONGEST_REASON = 200
_MOST_METADATA = 4096  # bytes as JSON
_MOST_CREDITS = 1_000_000_000
_LONGEST_KEY = 200
_LONGEST_CURSOR = 18  # digits of a number that fits eight bytes
_MESSAGES = {
    "amount": "Give an amount of 1 to {max} credits.",
    "reason": "Give a reason of 1 to {max} characters.",
    "idempotencyKey": "Use an idempotency key of 1 to {max} characters.",
    "metadata": "Give metadata as JSON of at most {max} bytes.",
    "limit": "Ask for 1 to {max} entries.",
    "cursor": "Use the cursor of the page before.",
}


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing that happened to an Account's credits.

    type: credit, debit, hold or release; amount: credits, > 0.
    workflow_id: the Run it belongs to.
    """

    id: int
    type: str
    amount: int
    reason: str
    metadata: Mapping[str, Any]
    workflow_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BalanceView:
    """An Account's credits now.

    credits: available; held: set aside for Runs under way; credits_used: ever.
    renews_at: when the plan grants the next month's credits.
    used_today, used_this_week: since midnight and Monday, UTC.
    credit_history: the last ten entries, newest first.
    """

    credits: int
    held: int
    credits_used: int
    plan: str
    unlimited: bool
    renews_at: datetime
    used_today: int
    used_this_week: int
    credit_history: list[EntryView]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of entries, newest first; next_cursor is None on the last one."""

    items: list[EntryView]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class CreditService:
    """What people see of the ledger. clock: the present instant, aware, UTC."""

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]

    def balance(self, account: Account) -> BalanceView:
        """The credits of an Account, this month's grant included."""
        now = self.clock()
        self._renew(account)
        day = datetime.combine(now.date(), time(), tzinfo=UTC)
        with self.reading() as session:
            balance = ledger.balance(session, account.id, now=now)
            return BalanceView(
                credits=balance.available,
                held=balance.held,
                credits_used=balance.used,
                plan=account.plan,
                unlimited=balance.unlimited,
                renews_at=_month(now)[1],
                used_today=ledger.used_since(session, account.id, day),
                used_this_week=ledger.used_since(
                    session, account.id, day - timedelta(days=day.weekday())
                ),
                credit_history=[
                    _view(row) for row in ledger.history(session, account.id, limit=_SHOWN)
                ],
            )

    def history(self, account: Account, *, limit: int = 50, cursor: str = "") -> HistoryPage:
        """A page of what happened, newest first.

        limit: 1 to 100; cursor: `next_cursor` of the page before. Raises InvalidInput.
        """
        _check(1 <= limit <= _LONGEST_PAGE, "limit", "out_of_range", most=_LONGEST_PAGE)
        is_cursor = cursor.isascii() and cursor.isdigit() and len(cursor) <= _LONGEST_CURSOR
        _check(is_cursor or not cursor, "cursor", "malformed", most=_LONGEST_CURSOR)
        before = int(cursor) if cursor else None
        with self.reading() as session:
            rows = ledger.history(session, account.id, limit=limit + 1, before_id=before)
        items = [_view(row) for row in rows[:limit]]
        return HistoryPage(items, str(items[-1].id) if len(rows) > limit else None)

    def deduct(
        self,
        account: Account,
        amount: int,
        reason: str,
        metadata: Mapping[str, object] | None = None,
        *,
        idempotency_key: str = "",
    ) -> int:
        """Take `amount` credits from the Account; returns what is left.

        The same idempotency key takes them once.
        Raises InsufficientCredits and InvalidInput.
        """
        _check(1 <= amount <= _MOST_CREDITS, "amount", "out_of_range", most=_MOST_CREDITS)
        reason = reason.strip()
        _check(_is_text(reason, _LONGEST_REASON), "reason", "malformed", most=_LONGEST_REASON)
        key = idempotency_key or secrets.token_hex(16)
        _check(_is_text(key, _LONGEST_KEY), "idempotencyKey", "malformed", most=_LONGEST_KEY)
        size = _json_size(metadata or {})
        _check(size is not None, "metadata", "malformed", most=_MOST_METADATA)
        _check((size or 0) <= _MOST_METADATA, "metadata", "too_long", most=_MOST_METADATA)
        with self.transaction() as session:
            self.top_up(session, account)
            return ledger.deduct(
                session,
                account.id,
                amount=amount,
                reason=reason,
                key=key,
                metadata=metadata,
                now=self.clock(),
            )

    def welcome(self, session: Session, account: Account) -> None:
        """Open a new Account's wallet and grant its first month."""
        ledger.open_wallet(session, account.id, unlimited=PLANS[account.plan].unlimited)
        self.top_up(session, account)

    def top_up(self, session: Session, account: Account) -> None:
        """Grant this month's credits if that has not been done; they end with the month."""
        plan = PLANS[account.plan]
        now = self.clock()
        if plan.credits == 0 or ledger.is_granted(session, _grant_key(account, now)):
            return
        ledger.grant(
            session,
            account.id,
            amount=plan.credits,
            source="plan",
            key=_grant_key(account, now),
            expires_at=_month(now)[1],
            now=now,
        )

    def _renew(self, account: Account) -> None:
        """`top_up` in a transaction of its own, on the one occasion a month it is due."""
        with self.reading() as session:
            is_due = not ledger.is_granted(session, _grant_key(account, self.clock()))
        if is_due and PLANS[account.plan].credits:
            with self.transaction() as session:
                self.top_up(session, account)


def _month(now: datetime) -> tuple[datetime, datetime]:
    """Start of this calendar month and of the next, UTC."""
    start = datetime(now.year, now.month, 1, tzinfo=UTC)
    return start, (start + timedelta(days=31)).replace(day=1)


def _grant_key(account: Account, now: datetime) -> str:
    return f"plan:{account.id}:{_month(now)[0].date().isoformat()}"


def _view(row: ledger.EntryRow) -> EntryView:
    return EntryView(
        id=row.id,
        type=row.type,
        amount=row.amount,
        reason=row.reason,
        metadata=row.metadata,
        workflow_id=row.run_id,
        created_at=row.created_at,
    )


def _check(is_good: bool, name: str, problem: str, *, most: int) -> None:  # noqa: FBT001  # a claim
    """Raise InvalidInput unless the claim about the field holds; most: its limit."""
    if not is_good:
        message = _MESSAGES[name].format(max=most)
        raise InvalidInput(message, field=name, problem=problem, max=most)


def _is_text(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and text.isprintable()


def _json_size(value: Mapping[str, object]) -> int | None:
    """Bytes of the value as JSON, None when it cannot be written so."""
    try:
        return len(json.dumps(dict(value), allow_nan=False))
    except (TypeError, ValueError):
        return None
