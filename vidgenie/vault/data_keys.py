"""Data keys: one per Account, what its provider keys are locked with.

Deleting it makes every key of the Account unreadable, wherever a copy of them is.
"""

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, text
from sqlmodel import Session, col

from vidgenie.vault.crypto import KEY_BYTES, Unreadable, derive
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.rewrap import data_key_context
from vidgenie.vault.tables import DataKeyRow

log = logging.getLogger(__name__)

_LOCK = 0x7667  # any number that nobody else locks with two


@dataclass(frozen=True, slots=True)
class DataKey:
    """A data key that was opened. key: 32 bytes, for as long as it takes."""

    generation: int
    key: bytes


def alone(session: Session, account_id: str) -> None:
    """Until this transaction ends no other one changes the keys of this Account."""
    if session.connection().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:lock, hashtext(:account_id))")
        session.connection().execute(lock, {"lock": _LOCK, "account_id": account_id})


def fingerprint(key: bytes, secret: str) -> bytes:
    """16 bytes that are the same for the same secret of one Account, and tell nothing else."""
    told = hmac.new(derive(key, "vg/fingerprint"), secret.encode(), hashlib.sha256)
    return told.digest()[:16]


class DataKeys:
    """Makes and opens the data keys of Accounts; keeps none."""

    def __init__(self, master: MasterKeys, environment: str) -> None:
        self._master = master
        self._environment = environment

    def current(self, session: Session, account_id: str, now: datetime) -> DataKey:
        """The newest data key; the first one is made. To be called `alone`.

        One that is damaged stays where it is, and a new one takes its place.
        Raises VaultLocked.
        """
        columns = (
            col(DataKeyRow.generation),
            col(DataKeyRow.master_version),
            col(DataKeyRow.wrapped),
            col(DataKeyRow.commit_tag),
        )
        mine = select(*columns).where(col(DataKeyRow.account_id) == account_id)
        query = mine.order_by(col(DataKeyRow.generation).desc()).limit(1)
        row = session.connection().execute(query).first()
        if row is None:
            return self.make(session, account_id, now)
        try:
            return self.open(account_id, *row)
        except Unreadable:
            log.exception("the data key of %s is damaged; it gets a new one", account_id)
            return self.make(session, account_id, now)

    def make(self, session: Session, account_id: str, now: datetime) -> DataKey:
        """A new data key, of the next generation. To be called `alone`. Raises VaultLocked."""
        mine = col(DataKeyRow.account_id) == account_id
        newest = select(func.max(col(DataKeyRow.generation))).where(mine)
        generation = (session.connection().execute(newest).scalar_one() or 0) + 1
        key = secrets.token_bytes(KEY_BYTES)
        bound_to = data_key_context(self._environment, account_id, generation)
        version, wrapped = self._master.wrap(session, key, bound_to)
        row = DataKeyRow(
            account_id=account_id,
            generation=generation,
            master_version=version,
            wrapped=wrapped,
            commit_tag=_commit(key),
            created_at=now,
        )
        session.connection().execute(insert(DataKeyRow).values(row.model_dump()))
        return DataKey(generation, key)

    def open(
        self, account_id: str, generation: int, version: int, wrapped: bytes, commit_tag: bytes
    ) -> DataKey:
        """The data key in a row. Raises VaultLocked, or Unreadable when the row was changed."""
        bound_to = data_key_context(self._environment, account_id, generation)
        key = self._master.unwrap(version, wrapped, bound_to)
        # AES-GCM alone does not promise that a blob opens with one key only.
        if not hmac.compare_digest(_commit(key), commit_tag):
            raise Unreadable
        return DataKey(generation, key)

    def forget(self, session: Session, account_id: str, *, keep: set[int]) -> int:
        """Delete the data keys of an Account but for these generations; how many."""
        mine = col(DataKeyRow.account_id) == account_id
        others = col(DataKeyRow.generation).not_in(keep)
        return session.connection().execute(delete(DataKeyRow).where(mine, others)).rowcount


def _commit(key: bytes) -> bytes:
    return derive(key, "vg/dek-commit", 16)
