"""An Account's credits as an admin reads them: lots, Holds, what was not covered, entries."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, case, col, select

from vidgenie.billing import failed_refunds
from vidgenie.billing.tables import OrderRow
from vidgenie.domain.account import Account
from vidgenie.engine.tables import RunRow
from vidgenie.ledger import store as ledger
from vidgenie.ledger.tables import CreditLot, HoldRow

_SHOWN = 20
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class LotView:
    """Credits granted at once; the sum of the five buckets is `granted`.

    source: plan, pack, promo, refund, adjust or unlimited.
    """

    source: str
    granted: int
    available: int
    held: int
    consumed: int
    expired: int
    revoked: int
    created_at: datetime
    expires_at: datetime | None
    reversed_at: datetime | None


@dataclass(frozen=True, slots=True)
class HoldView:
    """What a Run set aside and was charged, in credits.

    title: what it makes. status: of the Run, "" when it was deleted. refundable: captured and
    not given back yet. state: of the Hold, open or closed.
    """

    run_id: str
    title: str
    status: str
    state: str
    amount: int
    captured: int
    released: int
    refunded: int
    created_at: datetime

    @property
    def refundable(self) -> int:
        """What can still be given back."""
        return self.captured - self.refunded


@dataclass(frozen=True, slots=True)
class ShortfallView:
    """An order whose money was given back after its credits were spent."""

    order_id: str
    kind: str
    slug: str
    credits: int
    shortfall: int
    dispute: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NotRefundedView:
    """Money that was sent back and did not arrive: to be settled with its owner by hand.

    payment_id: as the payment service calls the payment. kind, slug: what was sold.
    """

    payment_id: str
    kind: str
    slug: str
    cents: int
    currency: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class LineView:
    """One thing that happened; type: credit, debit, hold or release."""

    id: int
    type: str
    amount: int
    reason: str
    run_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CreditBook:
    """All of it; the newest first. Lots without anything in reach are left out."""

    id: str
    email: str
    name: str
    plan: str
    unlimited: bool
    available: int
    held: int
    used: int
    lots: tuple[LotView, ...]
    holds: tuple[HoldView, ...]
    shortfalls: tuple[ShortfallView, ...]
    not_refunded: tuple[NotRefundedView, ...]
    entries: tuple[LineView, ...]


def read_book(session: Session, account: Account, *, now: datetime) -> CreditBook:
    """What there is to know about an Account's credits."""
    balance = ledger.balance(session, account.id, now=now)
    rows = ledger.history(session, account.id, limit=_SHOWN)
    return CreditBook(
        id=account.id,
        email=account.email,
        name=account.name,
        plan=account.plan,
        unlimited=balance.unlimited,
        available=balance.available,
        held=balance.held,
        used=balance.used,
        lots=tuple(_lots(session, account.id)),
        holds=tuple(_holds(session, account.id)),
        shortfalls=tuple(_shortfalls(session, account.id)),
        not_refunded=tuple(_not_refunded(session, account.id)),
        entries=tuple(
            LineView(row.id, row.type, row.amount, row.reason, row.run_id, row.created_at)
            for row in rows
        ),
    )


def title_of(session: Session, run_id: str) -> str:
    """What a Run makes, shortened; "" when it was deleted."""
    found = session.exec(select(RunRow.prompt).where(col(RunRow.id) == run_id)).first()
    return _short(found or "")


def _lots(session: Session, account_id: str) -> list[LotView]:
    names = LotView.__dataclass_fields__
    lot = CreditLot
    query = (
        select(lot)
        .where(col(lot.account_id) == account_id, (col(lot.available) > 0) | (col(lot.held) > 0))
        .order_by(col(lot.priority), col(lot.expires_at).is_(None), col(lot.expires_at))
        .limit(100)
    )
    return [LotView(**{name: getattr(row, name) for name in names}) for row in session.exec(query)]


def _holds(session: Session, account_id: str) -> list[HoldView]:
    """Those that are open, then the newest."""
    is_closed = case((col(HoldRow.state) == "open", 0), else_=1)
    query = (
        select(HoldRow, RunRow.prompt, RunRow.status)
        .join(RunRow, col(RunRow.id) == col(HoldRow.run_id), isouter=True)
        .where(col(HoldRow.account_id) == account_id)
        .order_by(is_closed, col(HoldRow.created_at).desc())
        .limit(_SHOWN)
    )
    return [
        HoldView(
            run_id=hold.run_id,
            title=_short(prompt or ""),
            status=status or "",
            state=hold.state,
            amount=hold.amount,
            captured=hold.captured,
            released=hold.released,
            refunded=hold.refunded,
            created_at=hold.created_at,
        )
        for hold, prompt, status in session.exec(query)
    ]


def _shortfalls(session: Session, account_id: str) -> list[ShortfallView]:
    order = OrderRow
    query = (
        select(order)
        .where(col(order.account_id) == account_id, col(order.shortfall) > 0)
        .order_by(col(order.created_at).desc())
        .limit(_SHOWN)
    )
    return [
        ShortfallView(
            order_id=row.id,
            kind=row.kind,
            slug=row.slug,
            credits=row.credits,
            shortfall=row.shortfall,
            dispute=row.dispute,
            created_at=row.created_at,
        )
        for row in session.exec(query)
    ]


def _not_refunded(session: Session, account_id: str) -> list[NotRefundedView]:
    found = failed_refunds.of_account(session, account_id, limit=_SHOWN)
    names = NotRefundedView.__dataclass_fields__
    return [NotRefundedView(**{name: getattr(one, name) for name in names}) for one in found]


def _short(prompt: str) -> str:
    words = " ".join(prompt.split())
    return words if len(words) <= _LONGEST_TITLE else f"{words[: _LONGEST_TITLE - 1]}…"
