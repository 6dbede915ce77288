"""The database: one engine, and `transaction()`, the only place that commits."""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

Transaction = Callable[[], AbstractContextManager[Session]]

# FULL: a power loss must not take back credits somebody paid for.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=30000",
    "foreign_keys=ON",
    # INSERT OR REPLACE deletes: the triggers that refuse it must see that.
    "recursive_triggers=ON",
    # What was deleted is overwritten: an erased account stays in no free page.
    "secure_delete=ON",
)


_RESTED = 1.0
"""Seconds in the pool after which a connection is asked whether it is alive."""


def is_sqlite(url: str) -> bool:
    """Whether the URL names a SQLite file."""
    return url.startswith("sqlite")


def open_engine(url: str, *, pool_size: int = 10) -> Engine:
    """The synchronous engine for a sqlite:/// or postgresql:// URL.

    On SQLite every transaction takes the write lock when it begins, so that two
    of them never read the same balance; readers outside a transaction are free.
    """
    if is_sqlite(url):
        engine = create_engine(
            url, pool_size=pool_size, max_overflow=pool_size, hide_parameters=True
        )
        _take_write_lock(engine)
        return engine
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    # A prompt in a statement must not come out in an error.
    engine = create_engine(url, pool_size=pool_size, max_overflow=pool_size, hide_parameters=True)
    _ask_the_rested(engine)
    return engine


def open_driver_engine(url: str) -> Engine:
    """An engine for a library that manages its own transactions and only reads outside them.

    On SQLite the driver begins a transaction at the first write: a read never
    waits for a writer, which a library that reads inside our transactions needs.
    """
    if not is_sqlite(url):
        return open_engine(url, pool_size=20)
    engine = create_engine(url, pool_size=20, max_overflow=0, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  # a DBAPI connection
        connection.isolation_level = "IMMEDIATE"
        _set_pragmas(connection)

    return engine


def open_async_engine(url: str) -> AsyncEngine:
    """The asynchronous twin of `open_engine`, for the engine's own transactions.

    One connection a transaction: a pooled one would belong to the event loop it
    was opened on, and outlive it.
    """
    if is_sqlite(url):
        url = url.replace("sqlite://", "sqlite+aiosqlite://", 1)
        engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
        _take_write_lock(engine.sync_engine)
        return engine
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_async_engine(url, poolclass=NullPool, hide_parameters=True)


def transactions(engine: Engine) -> Transaction:
    """A `transaction()` on `engine`: commits when the block ends, rolls back when it raises.

    On SQLite one transaction of this process runs at a time: whoever waits on a lock
    of ours is woken, whoever waits in SQLite's busy loop sleeps too long.
    """
    lock = threading.RLock() if engine.dialect.name == "sqlite" else None

    @contextmanager
    def transaction() -> Generator[Session]:
        if lock is None:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session
        else:
            with lock, Session(engine, expire_on_commit=False) as session, session.begin():
                yield session

    return transaction


def reader(engine: Engine) -> Transaction:
    """Sessions that only read: they never wait for a writer and nothing they do is kept."""
    if engine.dialect.name == "sqlite":
        engine = engine.execution_options(vg_read_only=True)

    @contextmanager
    def reading() -> Generator[Session]:
        with Session(engine, expire_on_commit=False) as session:
            yield session

    return reading


def checkpoint(engine: Engine) -> None:
    """Have what was deleted leave SQLite's journal too; nothing to do on PostgreSQL."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def ping(engine: Engine) -> None:
    """Raise when the database does not answer."""
    with engine.execution_options(vg_read_only=True).connect() as connection:
        connection.execute(text("SELECT 1"))


def _ask_the_rested(engine: Engine) -> None:
    """Have connections that have rested asked whether they are alive, and no others.

    SQLAlchemy's own `pool_pre_ping` asks each time: one round trip of five in a small transaction.
    """

    @event.listens_for(engine, "checkin")
    def rest(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401  # a DBAPI connection
        since = record.info.get("rests_since")
        if since is None or time.monotonic() - since < _RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def _take_write_lock(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  # a DBAPI connection
        # The driver would begin transactions on its own terms; `begin` below does.
        connection.isolation_level = None
        _set_pragmas(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get("vg_read_only", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _set_pragmas(connection: Any) -> None:  # noqa: ANN401  # a DBAPI connection
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
