"""Moves: one statement picks the lots and writes the entries; the triggers do the sums.

Statements are built once, when a module is loaded, with the parameters named here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Insert,
    Label,
    Select,
    String,
    bindparam,
    case,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.ledger.tables import HoldRow, LedgerEntry, Wallet

ACCOUNT = bindparam("p_account", type_=String())
RUN = bindparam("p_run", type_=String())
KEY = bindparam("p_key", type_=String())
NOW = bindparam("p_now", type_=UTCDateTime())
AMOUNT = bindparam("p_amount", type_=BigInteger())

Lines = Select[str, str, str, int, int]
"""lot_id, source, target, amount, rank (1 for the first) of entries to write."""
Rooms = Select[str, int, int]
"""lot_id, room (credits to be had there), rank (1 for the first)."""

_LOCK = select(col(Wallet.unlimited)).where(col(Wallet.account_id) == ACCOUNT).with_for_update()
_OWNER = select(col(HoldRow.account_id)).where(col(HoldRow.run_id) == RUN).scalar_subquery()
_LOCK_OF_RUN = (
    select(col(Wallet.account_id))
    .where(col(Wallet.account_id) == _OWNER)
    .with_for_update(of=Wallet)
)
_DONE = select(col(LedgerEntry.id)).where(col(LedgerEntry.key) == KEY).limit(1)


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

    def parameters(self) -> dict[str, object]:
        """Values of the parameters above, and of those of `entries`."""
        return {
            "p_account": self.account_id,
            "p_kind": self.kind,
            "p_key": self.key,
            "p_now": self.now,
            "p_reason": self.reason,
            "p_run": self.run_id,
            "p_details": dict(self.details),
        }


def lock(session: Session, account_id: str) -> bool:
    """Take the wallet's row until the transaction ends; returns whether it is unlimited.

    Every operation takes it first, so those of one Account happen one after
    the other and no two of them can wait for each other.
    Raises ValueError when the Account has no wallet.
    """
    row = session.connection().execute(_LOCK, {"p_account": account_id}).first()
    if row is None:
        raise ValueError(f"account {account_id} has no wallet")
    return row[0]


def lock_of_run(session: Session, run_id: str) -> str | None:
    """The same for the Account whose Hold the Run has, whose id it returns; None without one."""
    return session.connection().execute(_LOCK_OF_RUN, {"p_run": run_id}).scalar()


def is_done(session: Session, key: str) -> bool:
    """Whether the operation `key` has happened."""
    return session.connection().execute(_DONE, {"p_key": key}).first() is not None


def entries(lines: Lines) -> Insert:
    """A statement for `post` that writes one entry for each of the lines.

    It writes none when the operation has happened before.
    """
    line = lines.subquery()
    values: dict[str, ColumnElement[object]] = {
        "created_at": NOW,
        "account_id": ACCOUNT,
        "kind": bindparam("p_kind", type_=String()),
        "key": KEY,
        "reason": bindparam("p_reason", type_=String()),
        "run_id": RUN,
        "details": bindparam("p_details", type_=JSON()),
        "lot_id": line.c.lot_id,
        "source": line.c.source,
        "target": line.c.target,
        "amount": line.c.amount,
        "line": line.c.rank - 1,
    }
    new = select(*values.values()).where(~_DONE.exists())
    return counted(insert(LedgerEntry).from_select(list(values), new))


def counted(statement: Insert) -> Insert:
    """The INSERT, made to tell how many rows it wrote, which drivers forget unless asked."""
    return statement.execution_options(preserve_rowcount=True)


def post(session: Session, statement: Insert, operation: Operation, **more: object) -> int:
    """Execute a statement with the operation's parameters; returns how many rows it wrote.

    more: parameters that the statement has besides those.
    """
    return session.connection().execute(statement, operation.parameters() | more).rowcount


def take(rooms: Rooms, *, source: str, target: str | ColumnElement[str]) -> Lines:
    """Lines that move exactly AMOUNT, from the first room on; none if there is too little."""
    room = rooms.subquery()
    before = (func.sum(room.c.room).over(order_by=room.c.rank) - room.c.room).label("before")
    total = func.sum(room.c.room).over().label("total")
    sums = select(room.c.lot_id, room.c.room, room.c.rank, before, total).subquery()
    left = AMOUNT - sums.c.before
    return select(
        sums.c.lot_id,
        literal(source, String).label("source"),
        Label("target", literal(target, String) if isinstance(target, str) else target),
        case((sums.c.room < left, sums.c.room), else_=left).label("amount"),
        func.row_number().over(order_by=sums.c.rank).label("rank"),
    ).where(sums.c.before < AMOUNT, sums.c.total >= AMOUNT)


def insert_once(session: Session, row: SQLModel) -> bool:
    """Insert a row unless its key is taken; returns whether it was inserted."""
    make = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    statement = counted(make(type(row)).on_conflict_do_nothing())
    return session.connection().execute(statement, row.model_dump()).rowcount == 1


def check_positive(amount: int) -> None:
    """Raise ValueError for an amount that no operation has."""
    if amount <= 0:
        raise ValueError(f"an amount is a positive number of credits, got {amount}")
