"""Reversals: the money for a lot was given back, so its credits are taken back."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Label, String, bindparam, literal, select, update
from sqlmodel import Session, col

from vidgenie.ledger.lots import issue
from vidgenie.ledger.moves import ACCOUNT, AMOUNT, Lines, Operation, entries, is_done, lock, post
from vidgenie.ledger.returning import GRACE
from vidgenie.ledger.tables import CreditLot


@dataclass(frozen=True, slots=True)
class Reversed:
    """What a reversal found of the credits it was to take.

    taken: were available, and are gone. held: set aside by Runs; what these release is gone
    too. spent: nobody owes them.
    """

    taken: int
    held: int
    spent: int


_NOTHING = Reversed(0, 0, 0)
_LOT_KEY = bindparam("p_lot_key", type_=String())
_LOT = select(CreditLot).where(
    col(CreditLot.key) == _LOT_KEY,
    col(CreditLot.account_id) == ACCOUNT,
    col(CreditLot.source) != "unlimited",
)


def _taken() -> Lines:
    return select(
        Label("lot_id", col(CreditLot.id)),
        literal("available", String).label("source"),
        literal("revoked", String).label("target"),
        Label("amount", AMOUNT),
        literal(1).label("rank"),
    ).where(col(CreditLot.key) == _LOT_KEY, AMOUNT > 0)


_REVERSE = entries(_taken())


def reverse(  # noqa: PLR0913  # all of it describes one operation
    session: Session,
    account_id: str,
    *,
    lot_key: str,
    amount: int | None = None,
    key: str,
    reason: str,
    now: datetime | None = None,
) -> Reversed:
    """Take back credits of the lot that was granted by `lot_key`, as many as are available.

    amount: credits of the lot to take back ALL IN ALL, earlier reversals included; None = all
    of them. So the same call again does nothing, nor does a smaller amount.
    key: of at most 150 characters.
    Never takes what another lot has. What Runs hold is taken when it is released, what they
    were charged when that is refunded. Returns what became of the credits that this call is
    about; zeros when there is no such lot.
    """
    if amount is not None and amount <= 0:
        raise ValueError(f"a reversal is a positive number of credits, got {amount}")
    now = now or datetime.now(tz=UTC)
    lock(session, account_id)
    lot = _lot(session, account_id, lot_key)
    operation = Operation(
        account_id, kind="reverse", key=f"reverse:{account_id}:{key}", now=now, reason=reason
    )
    if lot is None or is_done(session, operation.key):
        return _NOTHING
    whole = lot.granted if amount is None else min(amount, lot.granted)
    if whole <= lot.reversed:
        return _NOTHING
    owed = max(0, lot.reversed - lot.revoked)
    taken = min(lot.available, max(0, whole - lot.revoked))
    _mark(session, lot, whole, now)
    post(session, _REVERSE, operation, p_lot_key=lot_key, p_amount=taken)
    rest = max(0, whole - max(lot.reversed, lot.revoked) - taken)
    held = min(rest, max(0, lot.held - owed))
    return Reversed(taken, held, min(rest - held, lot.consumed))


def reinstate(  # noqa: PLR0913  # all of it describes one operation
    session: Session,
    account_id: str,
    *,
    lot_key: str,
    stays: int = 0,
    key: str,
    reason: str,
    now: datetime | None = None,
) -> int:
    """Undo a reversal, because the money came back: what was taken returns as a new lot.

    stays: credits of the lot that remain reversed. The lot's key is `reinstated:{key}`; it
    expires with the old one, but not within 30 days.
    Returns the credits that came back; what was to be taken later is left alone from now on.
    The same call again does nothing.
    """
    now = now or datetime.now(tz=UTC)
    lock(session, account_id)
    lot = _lot(session, account_id, lot_key)
    if lot is None or lot.reversed <= stays:
        return 0
    undone = lot.reversed - stays
    back = undone - min(undone, max(0, lot.reversed - lot.revoked))
    _mark(session, lot, stays, now)
    if not back:
        return 0
    again = CreditLot(
        id=secrets.token_hex(16),
        account_id=account_id,
        source=lot.source,
        key=f"reinstated:{key}",
        priority=lot.priority,
        created_at=now,
        expires_at=lot.expires_at and max(lot.expires_at, now + GRACE),
    )
    operation = Operation(
        account_id, kind="grant", key=f"grant:{again.key}", now=now, reason=reason
    )
    return back if issue(session, operation, lot=again, amount=back) else 0


def _lot(session: Session, account_id: str, lot_key: str) -> CreditLot | None:
    """The lot as it is in the database: triggers change it behind the session's back."""
    parameters = {"p_lot_key": lot_key, "p_account": account_id}
    row = session.connection().execute(_LOT, parameters).mappings().first()
    return CreditLot(**row) if row else None


def _mark(session: Session, lot: CreditLot, amount: int, now: datetime) -> None:
    changed = {"reversed": amount, "reversed_at": lot.reversed_at or now}
    mine = col(CreditLot.id) == lot.id
    session.connection().execute(update(CreditLot).where(mine).values(changed))
