"""Holds: credits set aside for a Run, captured Node by Node, the rest given back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Label,
    Select,
    String,
    case,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.ledger.lots import issue, make_ready, refuse, spend
from vidgenie.ledger.moves import Operation, count_inserted, is_done, lock, post, take
from vidgenie.ledger.tables import CreditLot, HoldLineRow, HoldRow, LedgerEntry, Wallet

# Credits that expired while a Run held them come back for this long.
_GRACE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RunCost:
    """What a Run set aside at its start, was charged, and got back; in credits.

    held == charged + released once its Hold is closed.
    """

    held: int
    charged: int
    released: int


@dataclass(frozen=True, slots=True)
class OpenHold:
    """A Hold that has not been closed yet."""

    run_id: str
    account_id: str
    amount: int
    captured: int
    created_at: datetime


def reserve(
    session: Session, account_id: str, *, run_id: str, amount: int, now: datetime | None = None
) -> None:
    """Set `amount` credits aside for a Run; the same call again changes nothing.

    0 credits open no Hold. Raises InsufficientCredits, and ValueError when the
    Run has a Hold of another amount or Account; then nothing was written.
    """
    if amount < 0:
        raise ValueError(f"a hold is a positive number of credits, got {amount}")
    if amount == 0:
        return
    now = now or datetime.now(tz=UTC)
    unlimited = lock(session, account_id)
    if _is_reserved(session, account_id, run_id=run_id, amount=amount):
        return
    operation = Operation(
        account_id, kind="hold", key=f"hold:{run_id}", now=now, reason="hold", run_id=run_id
    )
    make_ready(session, operation, amount=amount, unlimited=unlimited)
    _open(session, operation, amount=amount)
    spend(session, operation, amount=amount, target="held", unlimited=unlimited)


def capture(
    session: Session, *, run_id: str, node_id: str, amount: int, now: datetime | None = None
) -> bool:
    """Take `amount` credits out of a Run's open Hold for one verified Node, once per Node.

    Returns False when it was done before, or when there is nothing to take.
    Raises ValueError when the Run has no open Hold with so many credits left.
    """
    if amount < 0:
        raise ValueError(f"a capture is a positive number of credits, got {amount}")
    if amount == 0:
        return False
    account_id = _account(session, run_id)
    if account_id is None:
        raise ValueError(f"run {run_id} has no hold")
    lock(session, account_id)
    operation = Operation(
        account_id,
        kind="capture",
        key=f"capture:{run_id}:{node_id}",
        now=now or datetime.now(tz=UTC),
        reason="capture",
        run_id=run_id,
        details={"nodeId": node_id},
    )
    if is_done(session, operation.key):
        return False
    lines = take(_left(run_id), amount, source="held", target="consumed")
    if post(session, operation, lines) == 0:
        raise ValueError(f"the hold of run {run_id} has no {amount} credits left to capture")
    return True


def close(session: Session, *, run_id: str, now: datetime | None = None) -> None:
    """Give back what was not captured and close the Run's Hold for good.

    Nothing happens when there is no Hold or it is closed. Credits that expired
    while they were held come back as a lot of 30 days.
    """
    account_id = _account(session, run_id)
    if account_id is None:
        return
    now = now or datetime.now(tz=UTC)
    lock(session, account_id)
    operation = Operation(
        account_id, kind="release", key=f"close:{run_id}", now=now, reason="release", run_id=run_id
    )
    post(session, operation, _releases(run_id, now=now))
    _reissue(session, operation)
    session.connection().execute(
        update(HoldRow)
        .where(col(HoldRow.run_id) == run_id, col(HoldRow.state) == "open")
        .values(state="closed", settled_at=now)
    )


def run_costs(session: Session, run_ids: Sequence[str]) -> dict[str, RunCost]:
    """What each of these Runs cost so far; a Run that holds nothing is not in the answer."""
    query = select(
        col(HoldRow.run_id), col(HoldRow.amount), col(HoldRow.captured), col(HoldRow.released)
    ).where(col(HoldRow.run_id).in_(run_ids))
    return {
        run_id: RunCost(held=amount, charged=captured, released=released)
        for run_id, amount, captured, released in session.connection().execute(query)
    }


def open_holds(session: Session) -> list[OpenHold]:
    """Every open Hold, the oldest first."""
    query = (
        select(
            col(HoldRow.run_id),
            col(HoldRow.account_id),
            col(HoldRow.amount),
            col(HoldRow.captured),
            col(HoldRow.created_at),
        )
        .where(col(HoldRow.state) == "open")
        .order_by(col(HoldRow.created_at), col(HoldRow.run_id))
    )
    return [OpenHold(*row) for row in session.connection().execute(query)]


def _open(session: Session, operation: Operation, *, amount: int) -> None:
    """Write an open Hold if, and only if, the wallet covers it at this instant."""
    values: dict[str, ColumnElement[object]] = {
        "run_id": literal(operation.run_id, String),
        "account_id": literal(operation.account_id, String),
        "amount": literal(amount, BigInteger),
        "state": literal("open", String),
        "created_at": literal(operation.now, UTCDateTime()),
    }
    covered = select(*values.values()).where(
        col(Wallet.account_id) == operation.account_id, col(Wallet.available) >= amount
    )
    if count_inserted(session, insert(HoldRow).from_select(list(values), covered)) == 0:
        refuse(session, operation, amount=amount)


def _is_reserved(session: Session, account_id: str, *, run_id: str, amount: int) -> bool:
    query = select(col(HoldRow.account_id), col(HoldRow.amount)).where(
        col(HoldRow.run_id) == run_id
    )
    row = session.connection().execute(query).first()
    if row is None:
        return False
    if tuple(row) != (account_id, amount):
        raise ValueError(f"run {run_id} already has another hold")
    return True


def _account(session: Session, run_id: str) -> str | None:
    query = select(col(HoldRow.account_id)).where(col(HoldRow.run_id) == run_id)
    return session.connection().execute(query).scalar_one_or_none()


def _left(run_id: str) -> Select[str, int, int]:
    """What each line of an open Hold still holds, in the order it is captured."""
    line = HoldLineRow
    room = col(line.amount) - col(line.captured) - col(line.released)
    return (
        select(
            Label("lot_id", col(line.lot_id)),
            Label("room", room),
            Label("rank", col(line.position)),
        )
        .join(HoldRow, col(HoldRow.run_id) == col(line.run_id))
        .where(col(line.run_id) == run_id, col(HoldRow.state) == "open", room > 0)
    )


def _releases(run_id: str, *, now: datetime) -> Select[str, str, str, int, int]:
    left = _left(run_id).subquery()
    target = case(
        (col(CreditLot.source) == "unlimited", "revoked"),
        (col(CreditLot.expires_at) <= now, "expired"),
        else_="available",
    )
    return select(
        left.c.lot_id,
        literal("held", String).label("source"),
        target.label("target"),
        left.c.room.label("amount"),
        func.row_number().over(order_by=left.c.rank).label("rank"),
    ).join(CreditLot, col(CreditLot.id) == left.c.lot_id)


def _reissue(session: Session, release: Operation) -> None:
    late = select(col(LedgerEntry.lot_id), col(LedgerEntry.amount)).where(
        col(LedgerEntry.key) == release.key, col(LedgerEntry.target) == "expired"
    )
    for lot_id, amount in session.connection().execute(late).all():
        key = f"late:{release.run_id}:{lot_id}"
        lot = CreditLot(
            id=secrets.token_hex(16),
            account_id=release.account_id,
            source="refund",
            key=key,
            created_at=release.now,
            expires_at=release.now + _GRACE,
        )
        reissue = replace(release, kind="reissue", key=key, reason="refund", run_id=None)
        issue(session, reissue, lot=lot, amount=amount)
