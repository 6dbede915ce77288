"""Remains: what is left of an Account's lots, and what it used, hour by hour."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import case, func, literal, select
from sqlmodel import Session, col

from vidgenie.ledger.tables import CreditLot, HoldRow, LedgerEntry


@dataclass(frozen=True, slots=True)
class LotRow:
    """Credits that came in together. expires_at: None = never. key: what they were granted for.

    available, held: what is left of them; what has expired is not available any more.
    """

    source: str
    granted: int
    available: int
    held: int
    created_at: datetime
    expires_at: datetime | None
    key: str = ""


def lots(session: Session, account_id: str, *, now: datetime) -> list[LotRow]:
    """The lots of an Account, also those with nothing left, in the order they are spent."""
    lot = CreditLot
    left = case((col(lot.expires_at) <= now, 0), else_=col(lot.available))
    query = (
        select(
            col(lot.source),
            col(lot.granted),
            left,
            col(lot.held),
            col(lot.created_at),
            col(lot.expires_at),
            col(lot.key),
        )
        .where(col(lot.account_id) == account_id, col(lot.source) != "unlimited")
        .order_by(
            col(lot.priority),
            col(lot.expires_at).is_(None),
            col(lot.expires_at),
            col(lot.created_at),
            col(lot.id),
        )
    )
    return [LotRow(*row) for row in session.connection().execute(query)]


def has_expired(session: Session, account_id: str, *, now: datetime) -> bool:
    """Whether a lot has expired that still counts as available."""
    stale = select(literal(1)).where(
        col(CreditLot.account_id) == account_id,
        col(CreditLot.available) > 0,
        col(CreditLot.expires_at) <= now,
    )
    return session.connection().execute(stale.limit(1)).first() is not None


def used_by_hour(session: Session, account_id: str, since: datetime) -> dict[datetime, int]:
    """Start of an hour, UTC -> credits captured or deducted in it; hours without are left out.

    What was refunded of a Run is taken off the hours it was charged in, the last one first.
    """
    at = col(LedgerEntry.created_at)
    if session.connection().dialect.name == "sqlite":
        hour = func.strftime(literal("%Y-%m-%d %H", literal_execute=True), at)
    else:
        utc = func.timezone(literal("UTC", literal_execute=True), at)
        hour = func.to_char(utc, literal("YYYY-MM-DD HH24", literal_execute=True))
    refunded = func.coalesce(col(HoldRow.refunded), 0)
    run = case((refunded > 0, col(HoldRow.run_id)), else_=None)
    query = (
        select(hour, run, func.sum(col(LedgerEntry.amount)), func.max(refunded))
        .outerjoin_from(LedgerEntry, HoldRow, col(HoldRow.run_id) == col(LedgerEntry.run_id))
        .where(
            col(LedgerEntry.account_id) == account_id,
            col(LedgerEntry.target) == literal("consumed", literal_execute=True),
            at >= since,
        )
        .group_by(hour, run)
        .order_by(hour.desc())
    )
    found = defaultdict[datetime, int](int)
    given_back = dict[str, int]()
    for text, run_id, amount, back in session.connection().execute(query):
        kept = int(amount)
        if run_id is not None:
            off = min(kept, given_back.setdefault(run_id, int(back)))
            given_back[run_id] -= off
            kept -= off
        if kept:
            found[datetime.fromisoformat(text).replace(tzinfo=UTC)] += kept
    return dict(found)
