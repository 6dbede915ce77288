"""What is stored about the keys people saved; none of it opens one."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from vidgenie.domain.ports.keys import KeyMode, KeyStatus
from vidgenie.vault.tables import SecretRow

_COLUMNS = (
    col(SecretRow.id),
    col(SecretRow.provider),
    col(SecretRow.mode),
    col(SecretRow.last4),
    col(SecretRow.status),
    col(SecretRow.detail),
    col(SecretRow.revision),
    col(SecretRow.generation),
    col(SecretRow.created_at),
    col(SecretRow.updated_at),
    col(SecretRow.checked_at),
    col(SecretRow.used_at),
    col(SecretRow.blob),
)


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key somebody saved for one Provider.

    id: another one with every key that is saved.
    last4: its last four characters, "" when it is too short to show them.
    detail: why it is invalid, a problem code, or "".
    revision: raised by one with every key that is saved here; starts with 1.
    generation: of the data key; of the browser's vault key when it is sealed.
    blob: of a sealed key what the browser made; b"" of a managed one.
    """

    id: str
    provider: str
    mode: KeyMode
    last4: str
    status: KeyStatus
    detail: str
    revision: int
    generation: int
    created_at: datetime
    updated_at: datetime
    checked_at: datetime | None
    used_at: datetime | None
    blob: bytes = field(default=b"", repr=False)


def find(session: Session, account_id: str, provider: str) -> StoredKey | None:
    """The key of an Account for a Provider."""
    found = _where(session, *mine(account_id, provider))
    return found[0] if found else None


def everything(session: Session, account_id: str) -> list[StoredKey]:
    """The keys of an Account, by Provider."""
    return _where(session, col(SecretRow.account_id) == account_id)


def mine(account_id: str, provider: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The row of an Account's key for a Provider."""
    return col(SecretRow.account_id) == account_id, col(SecretRow.provider) == provider


def _where(session: Session, *where: ColumnElement[bool]) -> list[StoredKey]:
    query = select(*_COLUMNS).where(*where).order_by(col(SecretRow.provider))
    return [_stored(tuple(row)) for row in session.connection().execute(query)]


def _stored(row: tuple[Any, ...]) -> StoredKey:
    key = StoredKey(*row)
    mode = KeyMode(key.mode)
    blob = key.blob if mode is KeyMode.SEALED else b""
    return replace(key, mode=mode, status=KeyStatus(key.status), blob=blob)
