"""The header of a sealed vault: what a browser needs to get at its vault key.

The vault key is 32 random bytes that only browsers see. It is wrapped twice, under the
passphrase and under a recovery code. A new passphrase wraps the same vault key again:
the generation goes up by one, so that of two tabs that change it only the first
succeeds, and the keys sealed before stay as they are, each bound to the generation it
was sealed in. After a vault was removed the numbering goes on: a tab that still holds
the old vault key cannot add to the new vault.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from vidgenie.errors import Conflict, NotFound
from vidgenie.vault.sealed_tables import SealedVaultRow

_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


@dataclass(frozen=True, slots=True)
class Wrapping:
    """A vault key under a passphrase; bytes as the browser made them.

    kdf: argon2id or pbkdf2-sha256. recovery: the same key under the recovery code,
    b"" = as before.
    """

    kdf: str
    kdf_params: Mapping[str, int]
    salt: bytes = field(repr=False)
    wrapped_key: bytes = field(repr=False)
    recovery: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Header:
    """A sealed vault; without one `wrapping` is None and `generation` the last there was, or 0.

    first_generation, recovery_generation: see SealedVaultRow.
    """

    generation: int
    first_generation: int
    recovery_generation: int
    strict: bool
    wrapping: Wrapping | None


_NOTHING = Header(0, 0, 0, strict=False, wrapping=None)


def find(session: Session, account_id: str, *, lock: bool = False) -> Header:
    """The header of this Account.

    lock: nobody removes the vault or changes the passphrase until the transaction ends.
    """
    query = select(SealedVaultRow).where(SealedVaultRow.account_id == account_id)
    row = session.exec(query.with_for_update() if lock else query).first()
    return _NOTHING if row is None else _header(row)


def is_strict(session: Session, account_id: str) -> bool:
    """Whether grants of this Account may be opened by one process only."""
    query = select(SealedVaultRow.strict).where(SealedVaultRow.account_id == account_id)
    return session.exec(query).first() or False


def create(
    session: Session, account_id: str, wrapping: Wrapping, *, generation: int, now: datetime
) -> None:
    """Begin a vault. Raises Conflict when there is one, or had been since the caller looked."""
    old = find(session, account_id)
    if old.wrapping is None and generation != old.generation + 1:
        raise _stale()
    values = {
        **_values(wrapping, now),
        "generation": generation,
        "first_generation": generation,
        "recovery_generation": generation,
        "wrapped_key_recovery": wrapping.recovery,
        "strict": False,
        "created_at": now,
    }
    insert = _INSERT[session.connection().dialect.name](SealedVaultRow)
    once = insert.values(account_id=account_id, **values).on_conflict_do_update(
        index_elements=["account_id"],
        set_=values,
        where=(col(SealedVaultRow.wrapped_key) == b"")
        & (col(SealedVaultRow.generation) == generation - 1),
    )
    made = session.connection().execute(once.returning(col(SealedVaultRow.generation)))
    if made.first() is None:
        raise Conflict("There is a sealed vault already.", problem="exists")


def rewrap(
    session: Session, account_id: str, wrapping: Wrapping, *, generation: int, now: datetime
) -> None:
    """Put the vault key under another passphrase. generation: the current one.

    Raises NotFound, and Conflict when it was changed since the caller looked.
    """
    values = {**_values(wrapping, now), "generation": generation + 1}
    if wrapping.recovery:
        values |= {
            "wrapped_key_recovery": wrapping.recovery,
            "recovery_generation": generation + 1,
        }
    changed = session.connection().execute(
        update(SealedVaultRow)
        .where(
            col(SealedVaultRow.account_id) == account_id,
            col(SealedVaultRow.generation) == generation,
            col(SealedVaultRow.wrapped_key) != b"",
        )
        .values(values)
    )
    if changed.rowcount != 1:
        _existing(session, account_id)
        raise _stale()


def set_strict(session: Session, account_id: str, *, strict: bool, now: datetime) -> None:
    """Choose who can open grants. Raises NotFound."""
    changed = session.connection().execute(
        update(SealedVaultRow)
        .where(col(SealedVaultRow.account_id) == account_id, col(SealedVaultRow.wrapped_key) != b"")
        .values(strict=strict, updated_at=now)
    )
    if changed.rowcount != 1:
        raise NotFound("vault")


def remove(session: Session, account_id: str, now: datetime) -> None:
    """Forget both wrapped keys: no sealed key can be opened any more. Raises NotFound."""
    removed = session.connection().execute(
        update(SealedVaultRow)
        .where(col(SealedVaultRow.account_id) == account_id, col(SealedVaultRow.wrapped_key) != b"")
        .values(
            kdf="",
            kdf_params={},
            salt=b"",
            wrapped_key=b"",
            wrapped_key_recovery=b"",
            strict=False,
            updated_at=now,
        )
    )
    if removed.rowcount != 1:
        raise NotFound("vault")


def check_generation(session: Session, account_id: str, generation: int) -> None:
    """Refuse what was sealed with the key of another vault, and keep this one until the end.

    Raises NotFound when there is no vault, and Conflict.
    """
    header = _existing(session, account_id, lock=True)
    if not header.first_generation <= generation <= header.generation:
        raise _stale()


def _existing(session: Session, account_id: str, *, lock: bool = False) -> Header:
    header = find(session, account_id, lock=lock)
    if header.wrapping is None:
        raise NotFound("vault")
    return header


def _values(wrapping: Wrapping, now: datetime) -> dict[str, object]:
    return {
        "kdf": wrapping.kdf,
        "kdf_params": dict(wrapping.kdf_params),
        "salt": wrapping.salt,
        "wrapped_key": wrapping.wrapped_key,
        "updated_at": now,
    }


def _header(row: SealedVaultRow) -> Header:
    wrapping = Wrapping(
        row.kdf, row.kdf_params, row.salt, row.wrapped_key, row.wrapped_key_recovery
    )
    return Header(
        generation=row.generation,
        first_generation=row.first_generation,
        recovery_generation=row.recovery_generation,
        strict=row.strict,
        wrapping=wrapping if row.wrapped_key else None,
    )


def _stale() -> Conflict:
    return Conflict(
        "The sealed vault was changed elsewhere; load it again.", problem="stale_version"
    )
