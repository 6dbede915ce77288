"""Adjustments: an admin gives or takes credits, and says why."""

import secrets
from datetime import UTC, datetime

from sqlmodel import Session

from vidgenie.ledger.lots import issue
from vidgenie.ledger.moves import Operation, is_done, lock
from vidgenie.ledger.spending import spend
from vidgenie.ledger.tables import CreditLot
from vidgenie.ledger.wallets import balance


def adjust(  # noqa: PLR0913  # all of it describes one operation
    session: Session,
    account_id: str,
    *,
    amount: int,
    key: str,
    reason: str,
    author: str,
    now: datetime | None = None,
) -> int:
    """Give an Account credits (`amount` > 0) or take some (< 0), once per Account and `key`.

    What is given never expires and is spent last. key: of at most 150 characters.
    reason: what the Account's owner reads. author: Account id of the admin.
    Returns what is available then. Raises InsufficientCredits when it has fewer available
    than are to be taken, also when its plan has no limit; then nothing was written.
    """
    if amount == 0:
        raise ValueError("an adjustment is not 0")
    now = now or datetime.now(tz=UTC)
    operation = Operation(
        account_id,
        kind="grant" if amount > 0 else "adjust",
        key=f"adjust:{account_id}:{key}",
        now=now,
        reason=reason,
        details={"author": author, "adjusted": amount},
    )
    lock(session, account_id)
    if not is_done(session, operation.key):
        if amount > 0:
            _give(session, operation, amount)
        else:
            spend(session, operation, amount=-amount, target="revoked", unlimited=False)
    return balance(session, account_id, now=now).available


def _give(session: Session, operation: Operation, amount: int) -> None:
    lot = CreditLot(
        id=secrets.token_hex(16),
        account_id=operation.account_id,
        source="adjust",
        key=operation.key,
        priority=1,
        created_at=operation.now,
    )
    issue(session, operation, lot=lot, amount=amount)
