"""Holds: credits set aside for a Run, captured Node by Node, the rest given back."""

from datetime import UTC, datetime

from sqlalchemy import Insert, Label, String, insert, literal, select, update
from sqlmodel import Session, col

from vidgenie.ledger.lots import IS_SWEPT, expire, mint
from vidgenie.ledger.moves import (
    ACCOUNT,
    AMOUNT,
    NOW,
    RUN,
    Operation,
    Rooms,
    counted,
    entries,
    is_done,
    lock,
    lock_of_run,
    post,
    take,
)
from vidgenie.ledger.returning import bring_back, returns
from vidgenie.ledger.spending import refuse, spend
from vidgenie.ledger.tables import HoldLineRow, HoldRow, Wallet


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


_CAPTURE = entries(take(_left(), source="held", target="consumed"))
_RELEASE = returns(_left(), source="held")
_HOLD = select(col(HoldRow.account_id), col(HoldRow.amount)).where(col(HoldRow.run_id) == RUN)


def _opens(*, minted: bool) -> Insert:
    """Opens a Hold if, and only if, the Run has none and the wallet covers it at this instant."""
    hold = select(RUN, ACCOUNT, AMOUNT, literal("open", String), NOW).where(
        col(Wallet.account_id) == ACCOUNT, col(Wallet.available) >= AMOUNT, ~_HOLD.exists()
    )
    columns = ["run_id", "account_id", "amount", "state", "created_at"]
    return counted(insert(HoldRow).from_select(columns, hold if minted else hold.where(IS_SWEPT)))


_OPEN, _OPEN_MINTED = (_opens(minted=minted) for minted in (False, True))
_CLOSE = (
    update(HoldRow)
    .where(col(HoldRow.run_id) == RUN, col(HoldRow.state) == "open")
    .values(state="closed", settled_at=NOW)
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
    operation = Operation(
        account_id, kind="hold", key=f"hold:{run_id}", now=now, reason="hold", run_id=run_id
    )
    if unlimited:
        # What is minted must be spent: never for something that was done before.
        if _is_reserved(session, account_id, run_id=run_id, amount=amount):
            return
        mint(session, operation, amount=amount)
    opens = _OPEN_MINTED if unlimited else _OPEN
    while post(session, opens, operation, p_amount=amount) == 0:
        if _is_reserved(session, account_id, run_id=run_id, amount=amount):
            return
        if unlimited or not expire(session, account_id, now=now):
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
    account_id = lock_of_run(session, run_id)
    if account_id is None:
        raise ValueError(f"run {run_id} has no hold")
    operation = Operation(
        account_id,
        kind="capture",
        key=f"capture:{run_id}:{node_id}",
        now=now or datetime.now(tz=UTC),
        reason="capture",
        run_id=run_id,
        details={"nodeId": node_id},
    )
    if post(session, _CAPTURE, operation, p_amount=amount) == 0:
        if is_done(session, operation.key):
            return False
        raise ValueError(f"the hold of run {run_id} has no {amount} credits left to capture")
    return True


def close(session: Session, *, run_id: str, now: datetime | None = None) -> None:
    """Give back what was not captured and close the Run's Hold for good.

    Nothing happens when there is no Hold or it is closed. Credits that expired
    while they were held come back as a lot of 30 days.
    """
    account_id = lock_of_run(session, run_id)
    if account_id is None:
        return
    now = now or datetime.now(tz=UTC)
    operation = Operation(
        account_id, kind="release", key=f"close:{run_id}", now=now, reason="release", run_id=run_id
    )
    bring_back(session, _RELEASE, operation)
    session.connection().execute(_CLOSE, {"p_run": run_id, "p_now": now})


def _is_reserved(session: Session, account_id: str, *, run_id: str, amount: int) -> bool:
    row = session.connection().execute(_HOLD, {"p_run": run_id}).first()
    if row is None:
        return False
    if tuple(row) != (account_id, amount):
        raise ValueError(f"run {run_id} already has another hold")
    return True
