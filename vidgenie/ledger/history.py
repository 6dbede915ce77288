"""History: what happened to an Account's credits, one row per operation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from vidgenie.ledger.tables import LedgerEntry

# Minting and reissuing are bookkeeping: the hold or release they belong to is shown.
_SHOWN = {
    "grant": "credit",
    "deduct": "debit",
    "capture": "debit",
    "expire": "debit",
    "hold": "hold",
    "release": "release",
}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One operation, summed over the lots it touched.

    type: credit, debit, hold or release.
    amount: credits, > 0.
    reason: the source of a credit; hold, capture, release or expired; or the words
        of whoever deducted.
    """

    id: int
    type: str
    amount: int
    reason: str
    metadata: Mapping[str, Any]
    run_id: str | None
    created_at: datetime


def history(
    session: Session, account_id: str, *, limit: int, before_id: int | None = None
) -> list[EntryRow]:
    """The operations of an Account, newest first.

    before_id: only those older than the operation of this id.
    """
    first, part = aliased(LedgerEntry), aliased(LedgerEntry)
    total = select(func.sum(col(part.amount))).where(col(part.key) == col(first.key))
    query = (
        select(
            col(first.id),
            col(first.kind),
            total.scalar_subquery(),
            col(first.reason),
            col(first.details),
            col(first.run_id),
            col(first.created_at),
        )
        .where(
            col(first.account_id) == account_id,
            col(first.line) == 0,
            col(first.kind).in_(_SHOWN),
        )
        .order_by(col(first.id).desc())
        .limit(limit)
    )
    if before_id is not None:
        query = query.where(col(first.id) < before_id)
    return [
        EntryRow(entry_id or 0, _SHOWN[kind], int(amount or 0), reason, details, run_id, at)
        for entry_id, kind, amount, reason, details, run_id, at in session.connection().execute(
            query
        )
    ]


def used_since(session: Session, account_id: str, since: datetime) -> int:
    """Credits captured or deducted at `since` or later."""
    query = select(func.coalesce(func.sum(col(LedgerEntry.amount)), 0)).where(
        col(LedgerEntry.account_id) == account_id,
        col(LedgerEntry.target) == "consumed",
        col(LedgerEntry.created_at) >= since,
    )
    return int(session.connection().execute(query).scalar_one())
