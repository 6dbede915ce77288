"""Connections to PostgreSQL that died while they rested are found before they are used."""

import pytest
from sqlalchemy import text

from vidgenie import db

pytestmark = pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)


@pytest.fixture
def one(database_url):
    """A `transaction()` with one connection."""
    engine = db.open_engine(database_url, pool_size=1)
    yield db.transactions(engine)
    engine.dispose()


@pytest.fixture
def asked(one, monkeypatch):
    """How often a connection was asked whether it is alive."""
    asked = []

    def ping(dialect, connection):
        asked.append(connection)
        return do_ping(dialect, connection)

    with one() as session:
        dialect = type(session.connection().dialect)
    do_ping = dialect.do_ping
    monkeypatch.setattr(dialect, "do_ping", ping)
    return asked


def who(transaction):
    """Which server process answers."""
    with transaction() as session:
        return session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()


def test_one_that_has_rested_is_asked_and_one_at_work_is_not(one, asked, monkeypatch):
    monkeypatch.setattr(db, "_RESTED", 3600.0)
    first = who(one)
    assert asked == []

    monkeypatch.setattr(db, "_RESTED", 0.0)

    assert who(one) == first
    assert len(asked) == 1


def test_one_that_died_while_it_rested_is_replaced(one, database_url, monkeypatch):
    monkeypatch.setattr(db, "_RESTED", 0.0)
    first = who(one)
    other = db.open_engine(database_url)
    with other.begin() as connection:
        ended = text("SELECT pg_terminate_backend(:pid, 5000)")
        assert connection.execute(ended, {"pid": first}).scalar_one()
    other.dispose()

    assert who(one) != first
