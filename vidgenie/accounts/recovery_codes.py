"""Recovery codes: each signs in once without the authenticator app."""

import base64
import re
import secrets
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session, col

from vidgenie.accounts.identity import digest
from vidgenie.accounts.tables import AccountRow, RecoveryCodeRow

_HOW_MANY = 10
_BYTES = 10  # 80 bits: 16 letters
_CODE = re.compile(r"[A-Z2-7]{16}")
_SPACES = re.compile(r"[\s-]")


def replace(session: Session, account_id: str, *, now: datetime) -> list[str]:
    """Ten new codes, instead of all there were; they are never seen again."""
    # One at a time: two requests at once must not leave twenty.
    mine = select(col(AccountRow.id)).where(col(AccountRow.id) == account_id)
    session.connection().execute(mine.with_for_update(key_share=True))
    remove(session, account_id)
    codes = [_new() for _ in range(_HOW_MANY)]
    rows = [
        RecoveryCodeRow(code_hash=_hash(account_id, code), account_id=account_id, created_at=now)
        for code in codes
    ]
    session.connection().execute(insert(RecoveryCodeRow), [row.model_dump() for row in rows])
    return codes


def take(session: Session, account_id: str, code: str) -> bool:
    """Use a code up; False when it is none of this Account's, or was used."""
    typed = _SPACES.sub("", code).upper()
    if not _CODE.fullmatch(typed):
        return False
    this = (
        col(RecoveryCodeRow.account_id) == account_id,
        col(RecoveryCodeRow.code_hash) == _hash(account_id, typed),
    )
    return session.connection().execute(delete(RecoveryCodeRow).where(*this)).rowcount == 1


def left(session: Session, account_id: str) -> int:
    """How many codes are not used yet."""
    query = select(func.count()).where(col(RecoveryCodeRow.account_id) == account_id)
    return session.connection().execute(query).scalar_one()


def remove(session: Session, account_id: str) -> None:
    """Forget all codes of an Account."""
    mine = col(RecoveryCodeRow.account_id) == account_id
    session.connection().execute(delete(RecoveryCodeRow).where(mine))


def _new() -> str:
    """As people write it: four groups of four."""
    text = base64.b32encode(secrets.token_bytes(_BYTES)).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _hash(account_id: str, code: str) -> str:
    return digest(f"{account_id}:{_SPACES.sub('', code)}")
