"""History: what happened to an Account's credits, one row per operation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, literal, select
from sqlmodel import Session, col

from vidgenie.ledger.tables import CreditLot, HoldRow, LedgerEntry, Wallet

# Minting and reissuing are bookkeeping: the hold, release or refund they belong to is shown.
_TYPES = {
    "grant": "credit",
    "refund": "credit",
    "deduct": "debit",
    "capture": "debit",
    "adjust": "debit",
    "reverse": "debit",
    "expire": "debit",
    "hold": "hold",
    "release": "release",
}
TYPES = ("credit", "debit", "hold", "release")
_MORE = 8  # lines read beyond what is asked for: few operations touch several lots
_Line = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One operation, summed over the lots it touched.

    type: credit, debit, hold or release.
    amount: credits, > 0.
    reason: the source of a credit; hold, capture, release or expired; or the words
        of whoever deducted, refunded, adjusted or reversed.
    change, used, held: what it did to the credits that are available, used and held; over all
        operations of an Account they add up to what its wallet has. What a plan without a
        limit spends was never available.
    """

    id: int
    type: str
    amount: int
    reason: str
    metadata: Mapping[str, Any]
    run_id: str | None
    created_at: datetime
    change: int = 0
    used: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which operations; "" and None = all. until: itself is not in it."""

    type: str = ""
    since: datetime | None = None
    until: datetime | None = None
    run_id: str = ""

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What their entries fulfil."""
        kinds = [kind for kind, name in _TYPES.items() if self.type in ("", name)]
        yield col(LedgerEntry.kind).in_(kinds)
        if self.since is not None:
            yield col(LedgerEntry.created_at) >= self.since
        if self.until is not None:
            yield col(LedgerEntry.created_at) < self.until
        if self.run_id:
            yield col(LedgerEntry.run_id) == self.run_id


EVERYTHING = Wanted()


def history(
    session: Session,
    account_id: str,
    *,
    limit: int,
    before_id: int | None = None,
    wanted: Wanted = EVERYTHING,
) -> list[EntryRow]:
    """The operations of an Account, newest first.

    before_id: only those older than the operation of this id.
    """
    lines = _lines(session, account_id, limit + _MORE, before_id, wanted)
    operations = (list(parts) for _, parts in groupby(lines, key=lambda line: line.key))
    return [_summed(parts) for parts in islice(operations, limit)]


def available_before(session: Session, account_id: str, ids: Sequence[int]) -> dict[int, int]:
    """Credits that were available before each of these operations, by their ids.

    With an operation's `change` they are what was available after it. Nothing for a plan
    without a limit. One statement: the wallet now, less all that has happened since.
    """
    if not ids:
        return {}
    entry = LedgerEntry
    since = func.sum(_changed(account_id)).over(order_by=col(entry.id).desc()).label("since")
    later = (
        select(col(entry.id), since)
        .where(
            col(entry.account_id) == account_id,
            col(entry.id) >= min(ids),
            *EVERYTHING.conditions(),
        )
        .subquery()
    )
    query = (
        select(later.c.id, col(Wallet.available) - later.c.since)
        .join_from(later, Wallet, col(Wallet.account_id) == account_id)
        .where(later.c.id.in_(ids), col(Wallet.unlimited).is_(False))
    )
    rows = session.connection().execute(query)
    return {id_: int(available) for id_, available in rows}


def is_in_the_books(session: Session, account_id: str, run_id: str) -> bool:
    """Whether the Account has ever set credits aside for this Run."""
    mine = (col(HoldRow.run_id) == run_id, col(HoldRow.account_id) == account_id)
    return session.connection().execute(select(literal(1)).where(*mine)).first() is not None


def used_since(session: Session, account_id: str, since: datetime) -> int:
    """Credits captured or deducted at `since` or later, less what was refunded of them."""
    used = (
        select(col(LedgerEntry.run_id), func.sum(col(LedgerEntry.amount)).label("amount"))
        .where(
            col(LedgerEntry.account_id) == account_id,
            col(LedgerEntry.target) == literal("consumed", literal_execute=True),
            col(LedgerEntry.created_at) >= since,
        )
        .group_by(col(LedgerEntry.run_id))
        .subquery()
    )
    refunded = func.coalesce(col(HoldRow.refunded), 0)
    kept = case((used.c.amount > refunded, used.c.amount - refunded), else_=0)
    query = select(func.coalesce(func.sum(kept), 0)).outerjoin_from(
        used, HoldRow, col(HoldRow.run_id) == used.c.run_id
    )
    return int(session.connection().execute(query).scalar_one())


def _lines(
    session: Session, account_id: str, at_once: int, before_id: int | None, wanted: Wanted
) -> Iterator[_Line]:
    """Entries, newest first.

    Those of one operation follow each other: a statement wrote them while the wallet was taken.
    """
    entry = LedgerEntry
    query = (
        select(
            col(entry.id),
            col(entry.key),
            col(entry.kind),
            col(entry.source),
            col(entry.target),
            col(entry.amount),
            col(entry.reason),
            col(entry.details),
            col(entry.run_id),
            col(entry.created_at),
            _changed(account_id).label("change"),
        )
        .where(col(entry.account_id) == account_id, *wanted.conditions())
        .order_by(col(entry.id).desc())
        .limit(at_once)
    )
    while True:
        page = query if before_id is None else query.where(col(entry.id) < before_id)
        lines = session.connection().execute(page).all()
        yield from lines
        if len(lines) < at_once:
            return
        before_id = lines[-1].id


def _summed(parts: Sequence[_Line]) -> EntryRow:
    oldest = parts[-1]
    amount = change = used = held = 0
    for part in parts:
        amount += part.amount
        change += part.change
        used += _moved(part, "consumed")
        held += _moved(part, "held")
    return EntryRow(
        id=oldest.id,
        type=_TYPES[oldest.kind],
        amount=amount,
        reason=oldest.reason,
        metadata=_told(oldest),
        run_id=oldest.run_id,
        created_at=oldest.created_at,
        change=change,
        used=used,
        held=held,
    )


def _told(part: _Line) -> Mapping[str, Any]:
    """The details, without the id of the admin who adjusted."""
    if part.kind == "deduct":
        return part.details
    return {name: value for name, value in part.details.items() if name != "author"}


def _changed(account_id: str) -> ColumnElement[int]:
    """What an entry did to the credits that are available."""
    entry, lot = LedgerEntry, CreditLot
    unlimited = select(col(lot.id)).where(col(lot.key) == f"unlimited:{account_id}")
    # What comes back too late is replaced in the same transaction: returning.reissue.
    is_late = (col(entry.target) == "expired") & col(entry.kind).in_(("release", "refund"))
    return case(
        (col(entry.lot_id).in_(unlimited), 0),
        (is_late | (col(entry.target) == "available"), col(entry.amount)),
        (col(entry.source) == "available", -col(entry.amount)),
        else_=0,
    )


def _moved(part: _Line, bucket: str) -> int:
    if part.target == bucket:
        return part.amount
    return -part.amount if part.source == bucket else 0
