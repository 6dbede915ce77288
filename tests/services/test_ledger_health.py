"""Whatever is broken in the ledger is found out and named, for `vidgenie doctor`."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from vidgenie import db
from vidgenie.engine.store import NewNode, NewRun, create
from vidgenie.ledger import store as ledger
from vidgenie.ledger.tables import DROP
from vidgenie.services.ledger_health import WORDS, LedgerHealth

LATER = datetime.now(tz=UTC) + timedelta(days=3)

FORGERIES = {
    "postings_sum_to_zero": "UPDATE vg_credit_lot SET expired = expired + 7",
    "lot_conserves": "UPDATE vg_credit_lot SET granted = granted + 1",
    "lot_is_its_entries": "UPDATE vg_ledger_entry SET amount = amount + 1 WHERE kind = 'capture'",
    "wallet_is_its_lots": "UPDATE vg_wallet SET available = available + 1000",
    "wallet_holds_its_holds": "UPDATE vg_wallet SET held = held + 1",
    "hold_is_its_lines": "UPDATE vg_hold_line SET released = released + 1",
    "hold_is_its_entries": "UPDATE vg_ledger_entry SET run_id = 'open' WHERE run_id = 'done'",
    "hold_closes_whole": "UPDATE vg_hold SET released = 0 WHERE run_id = 'done'",
    "hold_settles_once": "INSERT INTO vg_ledger_entry (created_at, account_id, lot_id, run_id,"
    " kind, key, line, source, target, amount, reason, details) SELECT created_at, account_id,"
    " lot_id, run_id, kind, 'again', line, source, target, amount, reason, details"
    " FROM vg_ledger_entry WHERE kind = 'release'",
    "entry_is_in_the_account": "UPDATE vg_ledger_entry SET account_id = 'bob'",
    "late_release_is_reissued": "DELETE FROM vg_ledger_entry WHERE kind = 'reissue'",
    "nothing_is_negative": "UPDATE vg_wallet SET used = -1",
    "refund_was_captured": "UPDATE vg_hold SET refunded = 6 WHERE run_id = 'done'",
    "reversed_is_not_spendable": "UPDATE vg_credit_lot SET reversed = granted",
    "minted_is_never_idle": "UPDATE vg_credit_lot SET available = 1 WHERE source = 'unlimited'",
    "hold_has_a_run": "DELETE FROM vg_run WHERE id = 'open'",
    "hold_closes_with_its_run": "UPDATE vg_run SET status = 'succeeded' WHERE id = 'open'",
    "hold_is_open_while_it_runs": "UPDATE vg_run SET status = 'running' WHERE id = 'done'",
    "hold_is_of_its_runs_account": "UPDATE vg_run SET account_id = 'bob' WHERE id = 'open'",
    "hold_is_what_its_run_asked": "UPDATE vg_run SET held = 1 WHERE id = 'open'",
    "run_has_its_hold": "DELETE FROM vg_hold WHERE run_id = 'open'",
    "captured_is_what_was_made": "UPDATE vg_node_run SET status = 'failed' WHERE run_id = 'done'",
    "hold_is_not_older_than_its_run": "UPDATE vg_hold SET created_at = '2020-01-01 00:00:00'",
    "hold_settles_after_it_began": "UPDATE vg_hold SET settled_at = '2020-01-01 00:00:00'"
    " WHERE run_id = 'done'",
}


def start(session, account_id, run_id, amount):
    ledger.reserve(session, account_id, run_id=run_id, amount=amount)
    node = NewNode(id="n", type="video", provider="local", price=5, expected=1.0)
    create(session, NewRun(run_id, account_id, "", {}, [node], held=amount))


def finish(session, run_id, status="failed", now=None):
    ledger.capture(session, run_id=run_id, node_id="n", amount=5)
    ledger.close(session, run_id=run_id, now=now)
    connection = session.connection()
    connection.exec_driver_sql(f"UPDATE vg_run SET status = '{status}' WHERE id = '{run_id}'")
    connection.exec_driver_sql(
        f"UPDATE vg_node_run SET status = 'succeeded' WHERE run_id = '{run_id}'"
    )


def fill(session):
    """Two Accounts, Runs under way and over, credits that came back, went and expired."""
    ledger.open_wallet(session, "ana", unlimited=False)
    ledger.open_wallet(session, "bob", unlimited=True)
    ledger.grant(
        session, "ana", amount=20, source="plan", key="plan", expires_at=LATER - timedelta(days=1)
    )
    ledger.grant(session, "ana", amount=100, source="pack", key="pack", priority=1)
    for account_id, run_id in (("ana", "done"), ("ana", "open"), ("bob", "bobs")):
        start(session, account_id, run_id, 20)
    finish(session, "done", now=LATER)
    finish(session, "bobs", "succeeded")
    ledger.refund(session, run_id="done", amount=3, key="k", reason="platform_failure")
    ledger.adjust(session, "ana", amount=-5, key="k", reason="x", author="boss")
    ledger.reverse(session, "ana", lot_key="pack", amount=30, key="k", reason="x")


@pytest.fixture(scope="module")
def sound_file(tmp_path_factory, create_tables):
    path = tmp_path_factory.mktemp("ledger") / "sound.db"
    engine = db.open_engine(f"sqlite:///{path}")
    create_tables(engine)
    with db.transactions(engine)() as session:
        fill(session)
    db.checkpoint(engine)
    engine.dispose()
    return path


@pytest.fixture
def copied(sound_file, tmp_path):
    """The engine of a copy of it, to be broken."""
    path = tmp_path / "copy.db"
    shutil.copy(sound_file, path)
    engine = db.open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def broken(engine, statement):
    """What is found after a statement that no trigger and no CHECK was there to refuse."""
    with engine.begin() as connection:
        for drop in DROP["sqlite"]:
            connection.exec_driver_sql(drop)
    raw = engine.raw_connection()
    raw.execute("PRAGMA ignore_check_constraints = ON")
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute(statement)
    raw.close()
    return LedgerHealth(db.reader(engine))


def test_a_sound_ledger_has_no_fault(copied):
    assert LedgerHealth(db.reader(copied)).broken() == {}


@pytest.mark.parametrize("name", WORDS)
def test_what_is_broken_is_found(copied, name):
    assert name in broken(copied, FORGERIES[name]).broken()


def test_it_is_said_what_is_broken_and_how_much(copied):
    health = broken(copied, "UPDATE vg_wallet SET available = available + 1000")

    assert health.faults() == {"wallets that are not the sum of their lots": 2}


@pytest.mark.postgres
@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
def test_postgresql_is_asked_the_same(transaction, reading):
    with transaction() as session:
        fill(session)

    health = LedgerHealth(reading)
    with transaction() as session:
        session.connection().exec_driver_sql("UPDATE vg_run SET created_at = '2031-01-01'")

    assert set(health.broken()) == {"hold_is_not_older_than_its_run"}
