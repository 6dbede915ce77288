"""Spending: available credits move on, soonest-to-expire first, never more than there are."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NoReturn

from sqlalchemy import Label, String, bindparam, func, select
from sqlmodel import Session, col

from vidgenie.errors import InsufficientCredits
from vidgenie.ledger.lots import IS_SWEPT, expire, mint
from vidgenie.ledger.moves import (
    ACCOUNT,
    NOW,
    Operation,
    Rooms,
    check_positive,
    entries,
    is_done,
    lock,
    post,
    take,
)
from vidgenie.ledger.tables import CreditLot
from vidgenie.ledger.wallets import balance


def _spendable(*, minted: bool) -> Rooms:
    """Lots with credits that have not expired, the first to spend first; none before a sweep."""
    lot = CreditLot
    order = (
        col(lot.priority),
        col(lot.expires_at).is_(None),
        col(lot.expires_at),
        col(lot.created_at),
        col(lot.id),
    )
    is_minted = col(lot.source) == "unlimited"
    return select(
        Label("lot_id", col(lot.id)),
        Label("room", col(lot.available)),
        func.row_number().over(order_by=order).label("rank"),
    ).where(
        col(lot.account_id) == ACCOUNT,
        col(lot.available) > 0,
        col(lot.expires_at).is_(None) | (col(lot.expires_at) > NOW),
        is_minted if minted else ~is_minted & IS_SWEPT,
    )


_TARGET = bindparam("p_target", type_=String())
_SPEND, _SPEND_MINTED = (
    entries(take(_spendable(minted=minted), source="available", target=_TARGET))
    for minted in (False, True)
)


def deduct(  # noqa: PLR0913  # all of it describes one operation
    session: Session,
    account_id: str,
    *,
    amount: int,
    reason: str,
    key: str,
    metadata: Mapping[str, object] | None = None,
    now: datetime | None = None,
) -> int:
    """Take `amount` credits at once, once per Account and `key`; returns what is left available.

    Raises InsufficientCredits, and then nothing was written.
    """
    check_positive(amount)
    operation = Operation(
        account_id,
        kind="deduct",
        key=f"deduct:{account_id}:{key}",
        now=now or datetime.now(tz=UTC),
        reason=reason,
        details=metadata or {},
    )
    unlimited = lock(session, account_id)
    # What is minted must be spent: never for something that was done before.
    if not unlimited or not is_done(session, operation.key):
        if unlimited:
            mint(session, operation, amount=amount)
        spend(session, operation, amount=amount, target="consumed", unlimited=unlimited)
    return balance(session, account_id, now=operation.now).available


def spend(
    session: Session, operation: Operation, *, amount: int, target: str, unlimited: bool
) -> None:
    """Move `amount` available credits to `target`, once, under the wallet's lock.

    One statement finds the lots and moves the credits, or writes nothing: because that has
    been done, because there is too little, or because something expired, which is put out of
    reach first. An unlimited Account has minted exactly what it spends.
    Raises InsufficientCredits.
    """
    statement = _SPEND_MINTED if unlimited else _SPEND
    while post(session, statement, operation, p_amount=amount, p_target=target) == 0:
        if is_done(session, operation.key):
            return
        if unlimited or not expire(session, operation.account_id, now=operation.now):
            refuse(session, operation, amount=amount)


def refuse(session: Session, operation: Operation, *, amount: int) -> NoReturn:
    """Raise InsufficientCredits with what there is."""
    available = balance(session, operation.account_id, now=operation.now).available
    raise InsufficientCredits(required=amount, available=available)
