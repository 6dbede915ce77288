"""Holds: credits set aside for a Run, captured Node by Node, the rest given back."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Label, String, case, func, insert, literal, select, update
from sqlmodel import Session, col

from vidgenie.ledger.lots import issue
from vidgenie.ledger.moves import (
    ACCOUNT,
    AMOUNT,
    KEY,
    NOW,
    RUN,
    Lines,
    Operation,
    Rooms,
    counted,
    entries,
    is_done,
    lock,
    post,
    take,
)
from vidgenie.ledger.spending import make_ready, refuse, spend
from vidgenie.ledger.tables import CreditLot, HoldLineRow, HoldRow, LedgerEntry, Wallet

# Credits that expired while a Run held them come back for this long.
_GRACE = timedelta(days=30)


def _left() -> Rooms:
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
        .where(col(line.run_id) == RUN, col(HoldRow.state) == "open", room > 0)
    )


def _releases() -> Lines:
    """Where what is left goes: minted credits nowhere, expired ones out of reach."""
    left = _left().subquery()
    target = case(
        (col(CreditLot.source) == "unlimited", "revoked"),
        (col(CreditLot.expires_at) <= NOW, "expired"),
        else_="available",
    )
    return select(
        left.c.lot_id,
        literal("held", String).label("source"),
        target.label("target"),
        left.c.room.label("amount"),
        func.row_number().over(order_by=left.c.rank).label("rank"),
    ).join(CreditLot, col(CreditLot.id) == left.c.lot_id)


_CAPTURE = entries(take(_left(), source="held", target="consumed"))
_RELEASE = entries(_releases())
_HOLD = select(col(HoldRow.account_id), col(HoldRow.amount)).where(col(HoldRow.run_id) == RUN)
# A Hold is opened if, and only if, the wallet covers it at this instant.
_OPEN = counted(
    insert(HoldRow).from_select(
        ["run_id", "account_id", "amount", "state", "created_at"],
        select(RUN, ACCOUNT, AMOUNT, literal("open", String), NOW).where(
            col(Wallet.account_id) == ACCOUNT, col(Wallet.available) >= AMOUNT
        ),
    )
)
_CLOSE = (
    update(HoldRow)
    .where(col(HoldRow.run_id) == RUN, col(HoldRow.state) == "open")
    .values(state="closed", settled_at=NOW)
)
_LATE = select(col(LedgerEntry.lot_id), col(LedgerEntry.amount)).where(
    col(LedgerEntry.key) == KEY, col(LedgerEntry.target) == "expired"
)


def reserve(
    session: Session, account_id: str, *, run_id: str, amount: int, now: datetime | None = None
) -> None:
    """Set `amount` credits aside for a Run; the same call again changes nothing.

    0 credits open no Hold. Raises InsufficientCredits, and ValueError when the
    Run has a Hold of another amount or Account; then nothing was written.
    """
    if amount < 0:
        raise ValueError(f"a hold is not negative, got {amount}")
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
    if post(session, _OPEN, operation, p_amount=amount) == 0:
        refuse(session, operation, amount=amount)
    spend(session, operation, amount=amount, target="held", unlimited=unlimited)


def capture(
    session: Session, *, run_id: str, node_id: str, amount: int, now: datetime | None = None
) -> bool:
    """Take `amount` credits out of a Run's open Hold for one verified Node, once per Node.

    Returns False when it was done before, or when there is nothing to take.
    Raises ValueError when the Run has no open Hold with so many credits left.
    """
    if amount < 0:
        raise ValueError(f"a capture is not negative, got {amount}")
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
    if post(session, _CAPTURE, operation, p_amount=amount) == 0:
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
    post(session, _RELEASE, operation)
    _reissue(session, operation)
    session.connection().execute(_CLOSE, {"p_run": run_id, "p_now": now})


def _is_reserved(session: Session, account_id: str, *, run_id: str, amount: int) -> bool:
    row = session.connection().execute(_HOLD, {"p_run": run_id}).first()
    if row is None:
        return False
    if tuple(row) != (account_id, amount):
        raise ValueError(f"run {run_id} already has another hold")
    return True


def _account(session: Session, run_id: str) -> str | None:
    row = session.connection().execute(_HOLD, {"p_run": run_id}).first()
    return row[0] if row else None


def _reissue(session: Session, release: Operation) -> None:
    late = session.connection().execute(_LATE, {"p_key": release.key})
    for lot_id, amount in late.all():
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
