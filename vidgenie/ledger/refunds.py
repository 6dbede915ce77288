"""Refunds: what was captured of a Run is given back, because it was our fault."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Label, func, select
from sqlmodel import Session, col

from vidgenie.ledger.moves import RUN, Operation, Rooms, is_done, lock_of_run, take
from vidgenie.ledger.returning import bring_back, returns
from vidgenie.ledger.tables import HoldLineRow, HoldRow


def _refundable() -> Rooms:
    """What is left of each capture: what was captured last comes back first."""
    line = HoldLineRow
    room = col(line.captured) - col(line.refunded)
    return select(
        Label("lot_id", col(line.lot_id)),
        Label("room", room),
        func.row_number().over(order_by=col(line.position).desc()).label("rank"),
    ).where(col(line.run_id) == RUN, room > 0)


def _part() -> Rooms:
    """Exactly AMOUNT of it; nothing if there is too little."""
    part = take(_refundable(), source="consumed", target="available").subquery()
    return select(part.c.lot_id, part.c.amount.label("room"), part.c.rank)


_REFUND = returns(_part(), source="consumed")
_CHARGED = select(col(HoldRow.captured) - col(HoldRow.refunded)).where(col(HoldRow.run_id) == RUN)


def refund(  # noqa: PLR0913  # all of it describes one operation
    session: Session,
    *,
    run_id: str,
    amount: int | None = None,
    key: str,
    reason: str,
    details: Mapping[str, object] | None = None,
    now: datetime | None = None,
) -> int:
    """Give back `amount` credits of what a Run was charged, once per Run and `key`.

    amount: None = all that was captured and not refunded yet.
    key: of at most 150 characters. reason: what people read, as `platform_failure`.
    Returns the credits given back by this call: 0 when it was done before, or when there
    was nothing to give back. They return to their lots; from lots that have expired they
    come back for 30 days; minted ones, and those whose money was given back, go nowhere.
    Raises ValueError when the Run was not charged so much; then nothing was written.
    """
    if amount is not None and amount <= 0:
        raise ValueError(f"a refund is a positive number of credits, got {amount}")
    account_id = lock_of_run(session, run_id)
    if account_id is None:
        if amount is None:
            return 0
        raise ValueError(f"run {run_id} has no hold")
    operation = Operation(
        account_id,
        kind="refund",
        key=f"refund:{run_id}:{key}",
        now=now or datetime.now(tz=UTC),
        reason=reason,
        run_id=run_id,
        details=details or {},
    )
    if is_done(session, operation.key):
        return 0
    left = session.connection().execute(_CHARGED, {"p_run": run_id}).scalar_one()
    wanted = left if amount is None else amount
    if wanted > left:
        raise ValueError(f"run {run_id} was charged {left} credits, {wanted} cannot be refunded")
    if wanted:
        bring_back(session, _REFUND, operation, p_amount=wanted)
    return wanted
