"""An audit log with a few lines, and somebody who may do anything to the database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from vidgenie.audit.chain import Chain
from vidgenie.audit.ddl import DROP

START = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)
KEY = b"k" * 32


@pytest.fixture
def chain():
    return Chain(KEY)


@pytest.fixture
def append(transaction, chain):
    """Adds a line, each one a second later than the one before."""
    times = iter(START + timedelta(seconds=n) for n in range(1_000_000))

    def append(thing="openai", *, account="ana", actor="ana", action="vault.use", **data):
        with transaction() as session:
            return chain.append(
                session,
                actor=actor,
                account_id=account,
                action=action,
                thing=thing,
                data=data,
                now=next(times),
            )

    return append


@pytest.fixture
def ten(append):
    """Ten lines."""
    for number in range(1, 11):
        append(purpose="poll", run_id=f"run-{number}", calls=number, again=number > 5, node_id=None)


@pytest.fixture
def faults(reading, chain):
    """What the proof finds: (line, problem)."""

    def faults(anchors=()):
        with reading() as session:
            return [(fault.seq, fault.problem) for fault in chain.verify(session, anchors)]

    return faults


@pytest.fixture
def head(reading, chain):
    def head():
        with reading() as session:
            return chain.head(session)

    return head


@pytest.fixture
def tamper(database):
    """Runs statements as somebody whom no trigger stops."""

    def tamper(*statements, **values):
        with database.begin() as connection:
            if database.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            else:
                for statement in DROP["sqlite"]:
                    connection.exec_driver_sql(statement)
            for statement in statements:
                connection.execute(text(statement), values)

    return tamper
