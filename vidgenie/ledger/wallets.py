"""Wallets: what an Account has, summed over its lots."""

from datetime import UTC, datetime

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from vidgenie.domain.credit import Balance
from vidgenie.ledger.moves import ACCOUNT, NOW, insert_once, lock
from vidgenie.ledger.tables import CreditLot, Wallet

_BALANCE = select(
    col(Wallet.available),
    col(Wallet.held),
    col(Wallet.used),
    col(Wallet.unlimited),
    select(func.coalesce(func.sum(col(CreditLot.available)), 0))
    .where(col(CreditLot.account_id) == ACCOUNT, col(CreditLot.expires_at) <= NOW)
    .scalar_subquery(),
).where(col(Wallet.account_id) == ACCOUNT)


def open_wallet(session: Session, account_id: str, *, unlimited: bool) -> None:
    """Give an Account its wallet; one that is there stays as it is."""
    insert_once(session, Wallet(account_id=account_id, unlimited=unlimited))


def set_unlimited(session: Session, account_id: str, unlimited: bool) -> None:  # noqa: FBT001  # reads as a claim
    """Say whether an Account's credits run out; open Holds keep where they came from."""
    lock(session, account_id)
    mine = col(Wallet.account_id) == account_id
    session.connection().execute(update(Wallet).where(mine).values(unlimited=unlimited))


def is_unlimited(session: Session, account_id: str) -> bool:
    """Whether an Account's credits never run out; False when it has no wallet."""
    mine = col(Wallet.account_id) == account_id
    found = session.connection().execute(select(col(Wallet.unlimited)).where(mine)).scalar()
    return bool(found)


def balance(session: Session, account_id: str, *, now: datetime | None = None) -> Balance:
    """The credits of an Account; expired ones do not count, whether swept or not.

    Raises ValueError when the Account has no wallet.
    """
    parameters = {"p_account": account_id, "p_now": now or datetime.now(tz=UTC)}
    row = session.connection().execute(_BALANCE, parameters).first()
    if row is None:
        raise ValueError(f"account {account_id} has no wallet")
    available, held, used, unlimited, gone = row
    return Balance(available=available - int(gone), held=held, used=used, unlimited=unlimited)
