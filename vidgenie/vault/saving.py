"""Writes the row of a key, unless somebody else was faster."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from vidgenie.domain.ports.keys import KeyStatus
from vidgenie.errors import Conflict
from vidgenie.vault import stored
from vidgenie.vault.stored import StoredKey, mine
from vidgenie.vault.tables import SecretRow


@dataclass(frozen=True, slots=True)
class Identity:
    """Which key a row holds; revision 0: none."""

    id: str = ""
    fingerprint: bytes = b""
    revision: int = 0


def old(session: Session, account_id: str, provider: str) -> Identity:
    """The key that one about to be saved takes the place of."""
    columns = (col(SecretRow.id), col(SecretRow.fingerprint), col(SecretRow.revision))
    row = session.connection().execute(select(*columns).where(*mine(account_id, provider))).first()
    return Identity(*row) if row else Identity()


def check_revision(old: Identity, revision: int | None) -> None:
    """Raise Conflict when `revision` is given and another one is there."""
    if revision not in (None, old.revision):
        raise Conflict("This key was changed meanwhile.", problem="stale_version")


def write(  # noqa: PLR0913  # whose, for whom, what
    session: Session,
    account_id: str,
    provider: str,
    *,
    old: Identity,
    new: Identity,
    now: datetime,
    **values: object,
) -> StoredKey:
    """Insert or update a row; another key than before starts as unchecked and unused."""
    values |= {"fingerprint": new.fingerprint, "updated_at": now}
    if new is not old:
        values |= {
            "id": new.id,
            "revision": new.revision,
            "status": KeyStatus.UNCHECKED.value,
            "detail": "",
            "created_at": now,
            "checked_at": None,
            "used_at": None,
        }
    if old.revision:
        same = update(SecretRow).where(*mine(account_id, provider))
        session.connection().execute(same.values(values))
    else:
        owner = {"account_id": account_id, "provider": provider}
        session.connection().execute(insert(SecretRow).values(values | owner))
    found = stored.find(session, account_id, provider)
    assert found is not None  # noqa: S101  # it was written above
    return found
