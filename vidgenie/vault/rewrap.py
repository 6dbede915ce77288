"""Locks again, with the active master key, what older versions locked; while everybody works."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, tuple_, update
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col

from vidgenie.vault.crypto import Unreadable, context
from vidgenie.vault.sealed_tables import RecipientRow
from vidgenie.vault.tables import DataKeyRow

log = logging.getLogger(__name__)

Key = tuple[Any, ...]
"""A primary key."""
Again = Callable[[int, bytes, bytes], bytes]
"""(version, what it locked, what that is bound to) -> the same locked with the active version.

Raises Unreadable.
"""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A table that keeps what `MasterKeys.wrap` wrote.

    key: names of the columns of its primary key.
    version, blob: names of the columns that hold what `wrap` returned.
    bound_to: (environment, *values of `key`) -> what was given to `wrap`.
    """

    table: type[SQLModel]
    key: tuple[str, ...]
    version: str
    blob: str
    bound_to: Callable[..., bytes]


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of some rows. last: the last of them, None when there was none."""

    last: Key | None
    done: int


def data_key_context(environment: str, account_id: str, generation: int) -> bytes:
    """What a data key is bound to."""
    return context(environment, "dek", account_id, str(generation))


def epoch_context(environment: str, epoch_id: str) -> bytes:
    """What the private key of an epoch is bound to, see `recipients`."""
    return context(environment, "epoch", epoch_id)


DATA_KEYS = Wrapped(
    DataKeyRow, ("account_id", "generation"), "master_version", "wrapped", data_key_context
)
EPOCH_KEYS = Wrapped(RecipientRow, ("id",), "master_version", "private_wrapped", epoch_context)
TABLES = (DATA_KEYS, EPOCH_KEYS)
"""Everything that master keys lock; a rotation goes through them."""


def count(session: Session, wrapped: Wrapped, versions: Sequence[int]) -> int:
    """Rows that are locked with one of these versions."""
    query = select(func.count()).where(*_locked_with(wrapped, versions))
    return session.connection().execute(query).scalar_one()


def batch(  # noqa: PLR0913  # what, from where, to where
    session: Session,
    wrapped: Wrapped,
    versions: Sequence[int],
    *,
    environment: str,
    active: int,
    again: Again,
    after: Key | None,
    size: int,
) -> Batch:
    """Move the next rows from `versions` to the `active` one.

    Rows that another transaction holds are passed over, so nobody waits for
    anybody; those that do not open stay as they are.

    after: the last row of the batch before. size: rows at most.
    """
    names = (*wrapped.key, wrapped.version, wrapped.blob)
    key = tuple_(*(_column(wrapped, name) for name in wrapped.key))
    query = select(*(_column(wrapped, name) for name in names))
    query = query.where(*_locked_with(wrapped, versions))
    if after is not None:
        query = query.where(key > after)
    query = query.order_by(*key.clauses).limit(size).with_for_update(skip_locked=True)
    rows = [tuple(row) for row in session.connection().execute(query)]
    moved: list[dict[str, Any]] = []
    for *found, version, blob in rows:
        try:
            new = again(version, blob, wrapped.bound_to(environment, *found))
        except Unreadable:
            log.exception("%s %s is damaged and stays as it is", wrapped.table.__name__, found)
            continue
        old = dict(zip(names, (*found, version, blob), strict=True))
        moved.append({f"old_{name}": value for name, value in old.items()} | {"new_blob": new})
    if moved:
        unchanged = (_column(wrapped, name) == bindparam(f"old_{name}") for name in names)
        values: dict[str, Any] = {wrapped.version: active, wrapped.blob: bindparam("new_blob")}
        statement = update(wrapped.table).where(*unchanged).values(values)
        session.connection().execute(statement, moved)
    return Batch(tuple(rows[-1][: len(wrapped.key)]) if rows else None, len(moved))


def _locked_with(wrapped: Wrapped, versions: Sequence[int]) -> tuple[ColumnElement[bool], ...]:
    version, blob = _column(wrapped, wrapped.version), _column(wrapped, wrapped.blob)
    # The private key of an epoch goes when it closes.
    return version.in_(versions), blob.is_not(None)


def _column(wrapped: Wrapped, name: str) -> Mapped[Any]:
    return col(getattr(wrapped.table, name))
