"""Use cases on credits: the balance, its history, and the monthly grant."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.credit import Balance
from vidgenie.engine import news
from vidgenie.errors import InvalidInput
from vidgenie.ledger import history as books
from vidgenie.ledger import store as ledger
from vidgenie.ledger.lots import expire
from vidgenie.ledger.remains import has_expired
from vidgenie.services.credit_entries import EntryView, entry_views
from vidgenie.services.credit_history import CreditHistory, HistoryPage
from vidgenie.services.credit_usage import DayUse, usage
from vidgenie.services.credit_wanted import HistoryWanted
from vidgenie.services.entitlements import Entitlement, entitlement, month
from vidgenie.services.lot_dates import LotView, dated, renews
from vidgenie.services.renewals import Renewals

_SHOWN = 10
_LONGEST_REASON = 200
_MOST_METADATA = 4096  # bytes as JSON
_MOST_CREDITS = 1_000_000_000
_LONGEST_KEY = 200
_MESSAGES = {
    "amount": "Give an amount of 1 to {max} credits.",
    "reason": "Give a reason of 1 to {max} characters.",
    "idempotencyKey": "Use an idempotency key of 1 to {max} characters.",
    "metadata": "Give metadata as JSON of at most {max} bytes.",
}


@dataclass(frozen=True, slots=True)
class BalanceView:
    """An Account's credits now.

    credits: available; held: set aside for Runs under way; credits_used: ever.
    granted: what the plan grants a period. renews_at: when it grants them next, or ends;
    renews: which of the two.
    used_today, used_this_week: since midnight and Monday, UTC.
    daily: use of the last thirty days, today last. lots: what is left, in the order it is spent.
    credit_history: the last ten entries, newest first.
    """

    credits: int
    held: int
    credits_used: int
    plan: str
    unlimited: bool
    granted: int
    renews_at: datetime
    renews: bool
    used_today: int
    used_this_week: int
    daily: list[DayUse]
    lots: list[LotView]
    credit_history: list[EntryView]


@dataclass(frozen=True, slots=True)
class CreditService:
    """What people see of the ledger.

    clock: the present instant, aware, UTC. after_spend: looks whether to warn the Account.
    renewals: keeps subscriptions up to date; None = there are none.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    after_spend: Callable[[Session, Account], None] | None = None
    renewals: Renewals | None = None

    def balance(self, account: Account) -> BalanceView:
        """The credits of an Account, this month's grant included."""
        now = self.clock()
        self._renew(account)
        with self.reading() as session:
            balance = ledger.balance(session, account.id, now=now)
            mine = entitlement(session, account, now=now)
            used = usage(session, account.id, now=now)
            rows = books.history(session, account.id, limit=_SHOWN)
            return BalanceView(
                credits=balance.available,
                held=balance.held,
                credits_used=balance.used,
                plan=mine.plan.slug,
                unlimited=balance.unlimited,
                granted=mine.plan.credits,
                renews_at=mine.ends_at,
                renews=renews(session, account, mine),
                used_today=used.today,
                used_this_week=used.this_week,
                daily=used.daily,
                lots=dated(session, account, used.lots, mine, now=now),
                credit_history=entry_views(session, account, rows),
            )

    def standing(self, account: Account) -> Balance:
        """What the Account has now, this month's grant included, and nothing else about it."""
        self._renew(account)
        with self.reading() as session:
            return ledger.balance(session, account.id, now=self.clock())

    def history(self, account: Account, *, limit: int = 50, cursor: str = "") -> HistoryPage:
        """A page of what happened, newest first; see `CreditHistory.page`."""
        history = CreditHistory(self.reading, self.settle)
        return history.page(account, HistoryWanted(limit=limit, cursor=cursor))

    def settle(self, account: Account) -> None:
        """Write down what time alone has changed: the month's grant, credits that expired."""
        self._renew(account)
        now = self.clock()
        with self.reading() as session:
            is_stale = has_expired(session, account.id, now=now)
        if is_stale:
            with self.transaction() as session:
                ledger.lock(session, account.id)
                expire(session, account.id, now=now)

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
            left = ledger.deduct(
                session,
                account.id,
                amount=amount,
                reason=reason,
                key=key,
                metadata=metadata,
                now=self.clock(),
            )
            self.spent(session, account)
        return left

    def spent(self, session: Session, account: Account) -> None:
        """Called in a transaction that has spent credits: pages follow, the Account is warned."""
        news.tell(session, account.id)
        if self.after_spend is not None:
            self.after_spend(session, account)

    def welcome(self, session: Session, account: Account) -> None:
        """Open a new Account's wallet and grant its first month."""
        mine = entitlement(session, account, now=self.clock())
        ledger.open_wallet(session, account.id, unlimited=mine.plan.is_unlimited)
        self.top_up(session, account)

    def top_up(self, session: Session, account: Account) -> None:
        """Grant this month's credits if that has not been done; they end with the month.

        What is subscribed to grants its credits with its invoices.
        """
        if self.renewals is not None:
            self.renewals.catch_up(session, account)
        now = self.clock()
        if ledger.is_granted(session, _grant_key(account, now)):
            return
        mine = entitlement(session, account, now=now)
        if _gains_no_limit(session, account, mine):
            ledger.set_unlimited(session, account.id, True)
            news.tell(session, account.id)
        if mine.is_paid or not mine.plan.credits:
            return
        ledger.grant(
            session,
            account.id,
            amount=mine.plan.credits,
            source="plan",
            key=_grant_key(account, now),
            expires_at=mine.ends_at,
            now=now,
        )
        news.tell(session, account.id)

    def _renew(self, account: Account) -> None:
        """`top_up` in a transaction of its own, on the one occasion a month it is due."""
        now = self.clock()
        with self.reading() as session:
            is_behind = self.renewals is not None and self.renewals.is_behind(session, account)
            if not is_behind and ledger.is_granted(session, _grant_key(account, now)):
                return
            mine = entitlement(session, account, now=now)
            is_freed = _gains_no_limit(session, account, mine)
        if is_behind or is_freed or (not mine.is_paid and mine.plan.credits):
            with self.transaction() as session:
                self.top_up(session, account)


def _gains_no_limit(session: Session, account: Account, mine: Entitlement) -> bool:
    """Whether the Account's own Plan has lost its limit since its wallet was opened."""
    is_endless = not mine.is_paid and mine.plan.is_unlimited
    return is_endless and not ledger.is_unlimited(session, account.id)


def _grant_key(account: Account, now: datetime) -> str:
    return f"plan:{account.id}:{month(now)[0].date().isoformat()}"


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
