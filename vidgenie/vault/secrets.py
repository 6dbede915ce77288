"""The keys people save: locked with the data key of their Account, or sealed by their browser.

Methods take a session first and never commit. To open a key takes the master key;
to delete one does not.
"""

import logging
from datetime import datetime
from hmac import compare_digest
from secrets import token_hex

from sqlalchemy import Row, and_, bindparam, delete, select, update
from sqlmodel import Session, col

from vidgenie.domain.ports.keys import KeyMode, KeyStatus
from vidgenie.errors import Conflict
from vidgenie.vault import saving, stored
from vidgenie.vault.crypto import Unreadable, context, seal, unseal
from vidgenie.vault.data_keys import DataKey, DataKeys, alone, fingerprint
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.saving import Identity
from vidgenie.vault.stored import StoredKey, mine
from vidgenie.vault.tables import DataKeyRow, SecretRow

__all__ = ["Secrets", "StoredKey"]

log = logging.getLogger(__name__)

_SHOWN = 4  # characters
_SHORT = 12  # characters; of a shorter key the last four would tell too much
_Locked = Row[str, str, bytes, int, int, bytes, bytes]
# A key and the data key it needs, read in one statement: that may be replaced at any moment.
_LOCKED = (
    select(
        col(SecretRow.provider),
        col(SecretRow.id),
        col(SecretRow.blob),
        col(SecretRow.generation),
        col(DataKeyRow.master_version),
        col(DataKeyRow.wrapped),
        col(DataKeyRow.commit_tag),
    )
    .select_from(SecretRow)
    .outerjoin(
        DataKeyRow,
        and_(
            col(DataKeyRow.account_id) == col(SecretRow.account_id),
            col(DataKeyRow.generation) == col(SecretRow.generation),
        ),
    )
    .where(col(SecretRow.mode) == KeyMode.MANAGED.value)
)
# Made once: a Run opens its key with every call.
_ONE = _LOCKED.where(
    col(SecretRow.account_id) == bindparam("account_id"),
    col(SecretRow.provider) == bindparam("provider"),
)


class Secrets:
    """One key for each Account and Provider.

    environment: name of the installation; keys saved in one do not open in another.
    """

    def __init__(self, master: MasterKeys, environment: str) -> None:
        self._data_keys = DataKeys(master, environment)
        self._environment = environment

    def put(  # noqa: PLR0913  # whose, for whom, what
        self,
        session: Session,
        account_id: str,
        provider: str,
        key: str,
        *,
        now: datetime,
        revision: int | None = None,
    ) -> StoredKey:
        """Keep a key instead of the one there was. The same key again keeps what is known of it.

        revision: of the key the caller has seen, 0 = none, None = whichever.
        Raises Conflict (stale_version) when it is another one by now, and VaultLocked.
        """
        alone(session, account_id)
        data_key = self._data_keys.current(session, account_id, now)
        old = saving.old(session, account_id, provider)
        new = Identity(token_hex(16), fingerprint(data_key.key, key), old.revision + 1)
        if new.fingerprint == old.fingerprint:
            new = old
        else:
            saving.check_revision(old, revision)
        return saving.write(
            session,
            account_id,
            provider,
            old=old,
            new=new,
            now=now,
            mode=KeyMode.MANAGED.value,
            generation=data_key.generation,
            # Locked again even when it is the same: what was stored may be damaged.
            blob=self._seal(data_key, account_id, provider, new.id, key),
            last4=key[-_SHOWN:] if len(key) >= _SHORT else "",
        )

    def put_sealed(  # noqa: PLR0913  # whose, for whom, what
        self,
        session: Session,
        account_id: str,
        provider: str,
        *,
        secret_id: str,
        generation: int,
        blob: bytes,
        last4: str,
        now: datetime,
        revision: int | None = None,
    ) -> StoredKey:
        """Keep a key that the browser sealed. Works while the vault is locked.

        secret_id: 32 hex digits the browser made up; part of what the blob is bound to.
        generation: of the browser's vault key. revision: as for `put`.
        Raises Conflict: stale_version, or exists when there is a key with this id.
        """
        alone(session, account_id)
        old = saving.old(session, account_id, provider)
        saving.check_revision(old, revision)
        taken = select(col(SecretRow.id)).where(col(SecretRow.id) == secret_id)
        if session.connection().execute(taken).first():
            raise Conflict("There is a key with this id.", problem="exists")
        return saving.write(
            session,
            account_id,
            provider,
            old=old,
            new=Identity(secret_id, b"", old.revision + 1),
            now=now,
            mode=KeyMode.SEALED.value,
            generation=generation,
            blob=blob,
            last4=last4,
        )

    def open(self, session: Session, account_id: str, provider: str) -> str | None:
        """The key itself; None when there is none, or only the browser can open it.

        The caller writes the audit line. Raises VaultLocked, and Unreadable when
        somebody changed, moved or cut what is stored.
        """
        whose = {"account_id": account_id, "provider": provider}
        row = session.connection().execute(_ONE, whose).first()
        return None if row is None else self._open(account_id, row)

    def is_same(
        self, session: Session, account_id: str, provider: str, key: str, *, now: datetime
    ) -> bool:
        """Whether this very key is the managed one that is stored; that one is not opened.

        Raises VaultLocked.
        """
        old = saving.old(session, account_id, provider)
        if not old.fingerprint:
            return False
        data_key = self._data_keys.current(session, account_id, now)
        return compare_digest(fingerprint(data_key.key, key), old.fingerprint)

    def find(self, session: Session, account_id: str, provider: str) -> StoredKey | None:
        """What is known of a key."""
        return stored.find(session, account_id, provider)

    def all(self, session: Session, account_id: str) -> list[StoredKey]:
        """What is known of the keys of an Account, by Provider."""
        return stored.everything(session, account_id)

    def mark(  # noqa: PLR0913  # which key, and what was found out
        self,
        session: Session,
        account_id: str,
        provider: str,
        status: KeyStatus,
        *,
        detail: str,
        now: datetime,
        key_id: str,
    ) -> None:
        """Keep what the Provider said of a key, unless another one was saved meanwhile.

        detail: why it is invalid, a problem code, or "". key_id: StoredKey.id of the key
        that was tried.
        """
        same = (*mine(account_id, provider), col(SecretRow.id) == key_id)
        values = {"status": status.value, "detail": detail, "checked_at": now}
        session.connection().execute(update(SecretRow).where(*same).values(values))

    def touch(self, session: Session, account_id: str, provider: str, now: datetime) -> None:
        """Note that a key was used."""
        used = update(SecretRow).where(*mine(account_id, provider)).values(used_at=now)
        session.connection().execute(used)

    def delete(self, session: Session, account_id: str, provider: str) -> bool:
        """Forget a key; whether there was one. Works while the vault is locked."""
        alone(session, account_id)
        gone = session.connection().execute(delete(SecretRow).where(*mine(account_id, provider)))
        return gone.rowcount > 0

    def shred(self, session: Session, account_id: str) -> int:
        """Forget the data key of an Account, and all its keys: how many there were.

        Copies of the keys, as in a backup, are unreadable without the data key of that
        same backup and the master key of its time. Works while the vault is locked.
        """
        alone(session, account_id)
        self._data_keys.forget(session, account_id, keep=set())
        rows = delete(SecretRow).where(col(SecretRow.account_id) == account_id)
        return session.connection().execute(rows).rowcount

    def rotate_data_key(self, session: Session, account_id: str, now: datetime) -> None:
        """Lock the keys of an Account with a new data key. Raises VaultLocked.

        A key that is damaged stays as it is, with the data key it needs.
        """
        alone(session, account_id)
        query = _LOCKED.where(col(SecretRow.account_id) == account_id)
        rows = session.connection().execute(query.order_by(col(SecretRow.provider))).all()
        data_key = self._data_keys.make(session, account_id, now)
        needed = {data_key.generation}
        for row in rows:
            try:
                key = self._open(account_id, row)
            except Unreadable:
                log.exception("the key for %s of %s is damaged", row.provider, account_id)
                needed.add(row.generation)
                continue
            values = {
                "generation": data_key.generation,
                "blob": self._seal(data_key, account_id, row.provider, row.id, key),
                "fingerprint": fingerprint(data_key.key, key),
            }
            same = mine(account_id, row.provider)
            session.connection().execute(update(SecretRow).where(*same).values(values))
        self._data_keys.forget(session, account_id, keep=needed)

    def _open(self, account_id: str, row: _Locked) -> str:
        provider, key_id, blob, generation, version, wrapped, commit_tag = row
        if not version:
            raise Unreadable  # the data key it needs is not there
        data_key = self._data_keys.open(account_id, generation, version, wrapped, commit_tag)
        bound_to = self._bound_to(account_id, provider, key_id, generation)
        return unseal(data_key.key, blob, bound_to).decode()

    def _seal(
        self, data_key: DataKey, account_id: str, provider: str, key_id: str, key: str
    ) -> bytes:
        bound_to = self._bound_to(account_id, provider, key_id, data_key.generation)
        return seal(data_key.key, key.encode(), bound_to)

    def _bound_to(self, account_id: str, provider: str, key_id: str, generation: int) -> bytes:
        parts = (self._environment, "secret", account_id, provider, key_id, str(generation))
        return context(*parts)
