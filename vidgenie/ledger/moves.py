"""Moves: one statement picks the lots and writes the entries; the triggers do the sums."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import (
    JSON,
    ColumnElement,
    Insert,
    Select,
    String,
    case,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.ledger.tables import LedgerEntry, Wallet


@dataclass(frozen=True, slots=True)
class Operation:
    """What an operation writes on each of its entries.

    key: makes the operation happen once.
    reason, details: for people; `details` are JSON values.
    """

    account_id: str
    kind: str
    key: str
    now: datetime
    reason: str
    run_id: str | None = None
    details: Mapping[str, object] = field(default_factory=dict[str, object])


def lock(session: Session, account_id: str) -> bool:
    """Take the wallet's row until the transaction ends; returns whether it is unlimited.

    Every operation takes it first, so those of one Account happen one after
    the other and no two of them can wait for each other.
    Raises ValueError when the Account has no wallet.
    """
    query = select(col(Wallet.unlimited)).where(col(Wallet.account_id) == account_id)
    unlimited = session.connection().execute(query.with_for_update()).scalar_one_or_none()
    if unlimited is None:
        raise ValueError(f"account {account_id} has no wallet")
    return unlimited


def is_done(session: Session, key: str) -> bool:
    """Whether the operation `key` has happened."""
    query = select(col(LedgerEntry.id)).where(col(LedgerEntry.key) == key).limit(1)
    return session.connection().execute(query).first() is not None


def post(session: Session, operation: Operation, lines: Select[str, str, str, int, int]) -> int:
    """Write one entry for each of `lines`; returns how many there were.

    lines: lot_id, source, target, amount, rank (1 for the first).
    """
    line = lines.subquery()
    values: dict[str, ColumnElement[object]] = {
        "created_at": literal(operation.now, UTCDateTime()),
        "account_id": literal(operation.account_id, String),
        "kind": literal(operation.kind, String),
        "key": literal(operation.key, String),
        "reason": literal(operation.reason, String),
        "run_id": literal(operation.run_id, String),
        "details": literal(dict(operation.details), JSON),
        "lot_id": line.c.lot_id,
        "source": line.c.source,
        "target": line.c.target,
        "amount": line.c.amount,
        "line": line.c.rank - 1,
    }
    statement = insert(LedgerEntry).from_select(list(values), select(*values.values()))
    return count_inserted(session, statement)


def take(
    rooms: Select[str, int, int], amount: int, *, source: str, target: str
) -> Select[str, str, str, int, int]:
    """Lines for `post` that move exactly `amount`, from the first room on; none if it is too much.

    rooms: lot_id, room (credits to be had there), rank.
    """
    room = rooms.subquery()
    before = (func.sum(room.c.room).over(order_by=room.c.rank) - room.c.room).label("before")
    total = func.sum(room.c.room).over().label("total")
    sums = select(room.c.lot_id, room.c.room, room.c.rank, before, total).subquery()
    left = amount - sums.c.before
    return select(
        sums.c.lot_id,
        literal(source, String).label("source"),
        literal(target, String).label("target"),
        case((sums.c.room < left, sums.c.room), else_=left).label("amount"),
        func.row_number().over(order_by=sums.c.rank).label("rank"),
    ).where(sums.c.before < amount, sums.c.total >= amount)


def count_inserted(session: Session, statement: Insert) -> int:
    """Execute an INSERT; how many rows it wrote, which drivers forget unless asked."""
    kept = statement.execution_options(preserve_rowcount=True)
    return session.connection().execute(kept).rowcount


def insert_once(session: Session, row: SQLModel) -> bool:
    """Insert a row unless its key is taken; returns whether it was inserted."""
    make = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    statement = make(type(row)).values(row.model_dump()).on_conflict_do_nothing()
    return count_inserted(session, statement) == 1
