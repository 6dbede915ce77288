"""Lots: credits granted once, minted for those who have no limit, and expired."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Label, String, bindparam, literal, select
from sqlmodel import Session, col

from vidgenie.ledger.moves import (
    ACCOUNT,
    AMOUNT,
    NOW,
    Lines,
    Operation,
    check_positive,
    entries,
    insert_once,
    lock,
    post,
)
from vidgenie.ledger.tables import CreditLot

_LOT_KEY = bindparam("p_lot_key", type_=String())
_LOT = bindparam("p_lot", type_=String())


def _issued() -> Lines:
    return select(
        Label("lot_id", col(CreditLot.id)),
        literal("issued", String).label("source"),
        literal("available", String).label("target"),
        Label("amount", AMOUNT),
        literal(1).label("rank"),
    ).where(col(CreditLot.key) == _LOT_KEY)


def _expired() -> Lines:
    return select(
        Label("lot_id", col(CreditLot.id)),
        literal("available", String).label("source"),
        literal("expired", String).label("target"),
        Label("amount", col(CreditLot.available)),
        literal(1).label("rank"),
    ).where(col(CreditLot.id) == _LOT)


_ISSUE = entries(_issued())
_EXPIRE = entries(_expired())
# Expired credits that nobody has moved out of reach yet.
_STALE_LOTS = (
    col(CreditLot.account_id) == ACCOUNT,
    col(CreditLot.available) > 0,
    col(CreditLot.expires_at) <= NOW,
)
_GRANTED = select(col(CreditLot.id)).where(col(CreditLot.key) == _LOT_KEY)
_STALE = select(col(CreditLot.id), col(CreditLot.expired)).where(*_STALE_LOTS)
IS_SWEPT = ~select(col(CreditLot.id)).where(*_STALE_LOTS).exists()
"""The Account has no expired credits left: what its wallet says is available can be spent."""


def grant(  # noqa: PLR0913  # all of it describes one lot
    session: Session,
    account_id: str,
    *,
    amount: int,
    source: str,
    key: str,
    expires_at: datetime | None = None,
    priority: int = 0,
    details: Mapping[str, object] | None = None,
    now: datetime | None = None,
) -> bool:
    """Give an Account `amount` credits, once per `key`; False when it was done before.

    source: plan, pack, promo, refund or adjust.
    priority: lower is spent first. details: JSON values that its history shows.
    """
    check_positive(amount)
    now = now or datetime.now(tz=UTC)
    lock(session, account_id)
    lot = CreditLot(
        id=secrets.token_hex(16),
        account_id=account_id,
        source=source,
        key=key,
        priority=priority,
        created_at=now,
        expires_at=expires_at,
    )
    operation = Operation(
        account_id,
        kind="grant",
        key=f"grant:{key}",
        now=now,
        reason=source,
        details=details or {},
    )
    return issue(session, operation, lot=lot, amount=amount)


def is_granted(session: Session, key: str) -> bool:
    """Whether the grant `key` was made."""
    return session.connection().execute(_GRANTED, {"p_lot_key": key}).first() is not None


def issue(session: Session, operation: Operation, *, lot: CreditLot, amount: int) -> bool:
    """Bring `amount` new credits into the lot, once per its key; False when it was there."""
    if not insert_once(session, lot):
        return False
    post(session, _ISSUE, operation, p_lot_key=lot.key, p_amount=amount)
    return True


def mint(session: Session, operation: Operation, *, amount: int) -> None:
    """Bring `amount` credits into the Account's lot without limit, for the operation to spend."""
    lot = CreditLot(
        id=secrets.token_hex(16),
        account_id=operation.account_id,
        source="unlimited",
        key=f"unlimited:{operation.account_id}",
        created_at=operation.now,
    )
    insert_once(session, lot)
    minting = replace(operation, kind="mint", key=f"mint:{operation.key}", run_id=None, details={})
    post(session, _ISSUE, minting, p_lot_key=lot.key, p_amount=amount)


def expire(session: Session, account_id: str, *, now: datetime) -> bool:
    """Move what is left in expired lots out of reach; False when there was nothing."""
    parameters = {"p_account": account_id, "p_now": now}
    stale = session.connection().execute(_STALE, parameters).all()
    for lot_id, expired in stale:
        # A lot expires once, unless a clock goes back; what expired before tells the two apart.
        key = f"expire:{lot_id}:{expired}"
        operation = Operation(account_id, kind="expire", key=key, now=now, reason="expired")
        post(session, _EXPIRE, operation, p_lot=lot_id)
    return bool(stale)
