"""Lots: credits granted, spent soonest-to-expire first, and expired."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import NoReturn

from sqlalchemy import Label, Select, String, func, literal, select, update
from sqlmodel import Session, col

from vidgenie.domain.credit import Balance
from vidgenie.errors import InsufficientCredits
from vidgenie.ledger.moves import Operation, insert_once, is_done, lock, post, take
from vidgenie.ledger.tables import CreditLot, Wallet


def open_wallet(session: Session, account_id: str, *, unlimited: bool) -> None:
    """Give an Account its wallet; one that is there stays as it is."""
    insert_once(session, Wallet(account_id=account_id, unlimited=unlimited))


def set_unlimited(session: Session, account_id: str, unlimited: bool) -> None:  # noqa: FBT001  # reads as a claim
    """Say whether an Account's credits run out; open Holds keep where they came from."""
    lock(session, account_id)
    mine = col(Wallet.account_id) == account_id
    session.connection().execute(update(Wallet).where(mine).values(unlimited=unlimited))


def grant(  # noqa: PLR0913  # all of it describes one lot
    session: Session,
    account_id: str,
    *,
    amount: int,
    source: str,
    key: str,
    expires_at: datetime | None = None,
    priority: int = 0,
    now: datetime | None = None,
) -> bool:
    """Give an Account `amount` credits, once per `key`; False when it was done before.

    source: plan, pack, promo, refund or adjust.
    priority: lower is spent first.
    """
    _check_positive(amount)
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
    operation = Operation(account_id, kind="grant", key=f"grant:{key}", now=now, reason=source)
    return issue(session, operation, lot=lot, amount=amount)


def is_granted(session: Session, key: str) -> bool:
    """Whether the grant `key` was made."""
    query = select(col(CreditLot.id)).where(col(CreditLot.key) == key)
    return session.connection().execute(query).first() is not None


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
    _check_positive(amount)
    operation = Operation(
        account_id,
        kind="deduct",
        key=f"deduct:{account_id}:{key}",
        now=now or datetime.now(tz=UTC),
        reason=reason,
        details=metadata or {},
    )
    unlimited = lock(session, account_id)
    if not is_done(session, operation.key):
        make_ready(session, operation, amount=amount, unlimited=unlimited)
        spend(session, operation, amount=amount, target="consumed", unlimited=unlimited)
    return balance(session, account_id, now=operation.now).available


def balance(session: Session, account_id: str, *, now: datetime | None = None) -> Balance:
    """The credits of an Account; expired ones do not count, whether swept or not.

    Raises ValueError when the Account has no wallet.
    """
    query = select(
        col(Wallet.available), col(Wallet.held), col(Wallet.used), col(Wallet.unlimited)
    ).where(col(Wallet.account_id) == account_id)
    row = session.connection().execute(query).first()
    if row is None:
        raise ValueError(f"account {account_id} has no wallet")
    available, held, used, unlimited = row
    stale = select(func.coalesce(func.sum(col(CreditLot.available)), 0)).where(
        col(CreditLot.account_id) == account_id,
        col(CreditLot.expires_at) <= (now or datetime.now(tz=UTC)),
    )
    gone = int(session.connection().execute(stale).scalar_one())
    return Balance(available=available - gone, held=held, used=used, unlimited=unlimited)


def make_ready(session: Session, operation: Operation, *, amount: int, unlimited: bool) -> None:
    """Bring the lots up to date before `amount` is spent, under the wallet's lock.

    An unlimited Account mints exactly what it spends; others lose what has expired.
    """
    if unlimited:
        _mint(session, operation, amount=amount)
    else:
        _expire(session, operation.account_id, now=operation.now)


def spend(
    session: Session, operation: Operation, *, amount: int, target: str, unlimited: bool
) -> None:
    """Move `amount` available credits to `target`, under the wallet's lock.

    One statement finds the lots and moves the credits, or writes nothing.
    Raises InsufficientCredits.
    """
    spendable = _spendable(operation.account_id, now=operation.now, minted=unlimited)
    lines = take(spendable, amount, source="available", target=target)
    if post(session, operation, lines) == 0:
        refuse(session, operation, amount=amount)


def refuse(session: Session, operation: Operation, *, amount: int) -> NoReturn:
    """Raise InsufficientCredits with what there is."""
    available = balance(session, operation.account_id, now=operation.now).available
    raise InsufficientCredits(required=amount, available=available)


def issue(session: Session, operation: Operation, *, lot: CreditLot, amount: int) -> bool:
    """Bring `amount` new credits into the lot, once per its key; False when it was there."""
    if not insert_once(session, lot):
        return False
    _issue(session, operation, key=lot.key, amount=amount)
    return True


def _issue(session: Session, operation: Operation, *, key: str, amount: int) -> None:
    lines = select(
        Label("lot_id", col(CreditLot.id)),
        literal("issued", String).label("source"),
        literal("available", String).label("target"),
        literal(amount).label("amount"),
        literal(1).label("rank"),
    ).where(col(CreditLot.key) == key)
    post(session, operation, lines)


def _mint(session: Session, operation: Operation, *, amount: int) -> None:
    lot = CreditLot(
        id=secrets.token_hex(16),
        account_id=operation.account_id,
        source="unlimited",
        key=f"unlimited:{operation.account_id}",
        created_at=operation.now,
    )
    insert_once(session, lot)
    mint = replace(operation, kind="mint", key=f"mint:{operation.key}", run_id=None, details={})
    _issue(session, mint, key=lot.key, amount=amount)


def _expire(session: Session, account_id: str, *, now: datetime) -> None:
    """Move what is left in expired lots out of reach."""
    query = select(col(CreditLot.id), col(CreditLot.expired)).where(
        col(CreditLot.account_id) == account_id,
        col(CreditLot.available) > 0,
        col(CreditLot.expires_at) <= now,
    )
    for lot_id, expired in session.connection().execute(query).all():
        lines = select(
            Label("lot_id", col(CreditLot.id)),
            literal("available", String).label("source"),
            literal("expired", String).label("target"),
            Label("amount", col(CreditLot.available)),
            literal(1).label("rank"),
        ).where(col(CreditLot.id) == lot_id)
        # A lot expires once, unless a clock goes back; what expired before tells the two apart.
        key = f"expire:{lot_id}:{expired}"
        post(session, Operation(account_id, "expire", key=key, now=now, reason="expired"), lines)


def _spendable(account_id: str, *, now: datetime, minted: bool) -> Select[str, int, int]:
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
        col(lot.account_id) == account_id,
        col(lot.available) > 0,
        col(lot.expires_at).is_(None) | (col(lot.expires_at) > now),
        is_minted if minted else ~is_minted,
    )


def _check_positive(amount: int) -> None:
    if amount <= 0:
        raise ValueError(f"an amount is a positive number of credits, got {amount}")
