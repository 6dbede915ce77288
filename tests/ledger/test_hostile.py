"""Whoever writes SQL by hand is refused by the database, or found out by the checks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from vidgenie.ledger import store
from vidgenie.ledger.tables import DDL, DROP

ENTRY = (
    "INSERT INTO vg_ledger_entry (created_at, account_id, lot_id, run_id, kind, key, line, source,"
    " target, amount, reason, details) SELECT created_at, '{account}', id, {run}, '{kind}', 'evil',"
    " 0, '{source}', '{target}', {amount}, 'evil', '{{}}' FROM vg_credit_lot WHERE key = 'plan:ana'"
)
SPENT = {"account": "ana", "run": "NULL", "kind": "deduct", "source": "available"}
DRIFT = "UPDATE vg_credit_lot SET granted = granted + 9, available = available + 9"
REFUND = {
    "account": "ana",
    "run": "'done'",
    "kind": "refund",
    "source": "consumed",
    "target": "available",
}

HOSTILE = {
    "edit an entry": "UPDATE vg_ledger_entry SET amount = 1",
    "delete an entry": "DELETE FROM vg_ledger_entry",
    "delete a lot": "DELETE FROM vg_credit_lot",
    "delete a hold": "DELETE FROM vg_hold",
    "delete a hold line": "DELETE FROM vg_hold_line",
    "delete a wallet": "DELETE FROM vg_wallet",
    "negative wallet": "UPDATE vg_wallet SET available = -1",
    "lot drift": "UPDATE vg_credit_lot SET available = available + 5",
    "reopen a hold": "UPDATE vg_hold SET state = 'open', settled_at = NULL WHERE run_id = 'done'",
    "close a hold that holds": "UPDATE vg_hold SET state = 'closed' WHERE run_id = 'open'",
    "shrink a hold": "UPDATE vg_hold SET amount = 1 WHERE run_id = 'open'",
    "capture beyond a hold": "UPDATE vg_hold SET captured = 21 WHERE run_id = 'open'",
    "hold of nothing": "INSERT INTO vg_hold (run_id, account_id, amount, state, created_at)"
    " SELECT 'evil', 'ana', 0, 'open', created_at FROM vg_hold WHERE run_id = 'done'",
    "negative price": "INSERT INTO vg_price VALUES"
    " ('evil', 'evil', 'evil', -1, '2026-01-01', '2026-01-01', '', '')",
    "overspend": ENTRY.format(**SPENT, target="consumed", amount=10_000),
    "negative entry": ENTRY.format(**SPENT, target="consumed", amount=-5),
    "illegal movement": ENTRY.format(**SPENT, target="held", amount=1),
    "somebody else's lot": ENTRY.format(**SPENT | {"account": "bob"}, target="consumed", amount=1),
    "capture of a closed hold": ENTRY.format(
        account="ana", run="'done'", kind="capture", source="held", target="consumed", amount=1
    ),
    "capture of somebody else's hold": ENTRY.format(
        account="ana", run="'bobs'", kind="capture", source="held", target="consumed", amount=1
    ),
    "release of a closed hold": ENTRY.format(
        account="ana", run="'done'", kind="release", source="held", target="available", amount=1
    ),
    "refund above what was captured": ENTRY.format(**REFUND, amount=6),
    "refund of somebody else's run": ENTRY.format(**REFUND | {"run": "'bobs'"}, amount=1),
    "refund without a run": ENTRY.format(**REFUND | {"run": "NULL"}, amount=1),
    "refund into the hold": ENTRY.format(**REFUND | {"target": "held"}, amount=1),
    "refund decreased": "UPDATE vg_hold SET refunded = 2 WHERE run_id = 'done'",
    "refund beyond a hold": "UPDATE vg_hold SET refunded = 6 WHERE run_id = 'done'",
    "refund beyond a line": "UPDATE vg_hold_line SET refunded = 6 WHERE run_id = 'done'",
    "closed hold captured again": "UPDATE vg_hold SET captured = 6, released = 14"
    " WHERE run_id = 'done'",
    "closed hold of another day": "UPDATE vg_hold SET settled_at = '2030-01-01 00:00:00'"
    " WHERE run_id = 'done'",
    "reverse what is held": ENTRY.format(
        account="ana", run="NULL", kind="reverse", source="held", target="revoked", amount=1
    ),
    "reverse more than there is": ENTRY.format(
        **SPENT | {"kind": "reverse"}, target="revoked", amount=10_000
    ),
    "adjust more than there is": ENTRY.format(
        **SPENT | {"kind": "adjust"}, target="revoked", amount=10_000
    ),
    "more reversed than was granted": "UPDATE vg_credit_lot SET reversed = granted + 1",
    "less than nothing reversed": "UPDATE vg_credit_lot SET reversed = -1",
    "somebody else's hold": ENTRY.format(
        account="ana", run="'bobs'", kind="hold", source="available", target="held", amount=1
    ),
}


@pytest.fixture
def ledger(transaction, wallet):
    with transaction() as session:
        store.open_wallet(session, "bob", unlimited=False)
        store.grant(session, "bob", amount=100, source="plan", key="plan:bob")
        store.reserve(session, "bob", run_id="bobs", amount=20)
        for run_id in ("open", "done"):
            store.reserve(session, wallet, run_id=run_id, amount=20)
        store.capture(session, run_id="done", node_id="n", amount=5)
        store.close(session, run_id="done")
        store.refund(session, run_id="done", amount=3, key="k", reason="x")
    return transaction


@pytest.mark.parametrize("name", HOSTILE)
def test_the_database_refuses(ledger, name):
    with pytest.raises(IntegrityError), ledger() as session:
        session.connection().execute(text(HOSTILE[name]))


@pytest.mark.postgres
@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
def test_postgresql_refuses_to_empty_the_ledger(ledger):
    with pytest.raises(IntegrityError), ledger() as session:
        session.connection().execute(text("TRUNCATE vg_ledger_entry"))


@pytest.mark.parametrize(
    ("forgery", "broken"),
    [
        ("UPDATE vg_wallet SET available = 1000", "wallet_is_its_lots"),
        (
            "UPDATE vg_credit_lot SET granted = granted + 9, available = available + 9",
            "lot_is_its_entries",
        ),
        (
            "UPDATE vg_credit_lot SET granted = granted + 9, available = available + 9",
            "postings_sum_to_zero",
        ),
        ("UPDATE vg_hold SET captured = 1 WHERE run_id = 'open'", "hold_is_its_lines"),
        ("UPDATE vg_hold_line SET captured = 1 WHERE run_id = 'open'", "hold_is_its_lines"),
        ("UPDATE vg_hold SET captured = 1 WHERE run_id = 'open'", "hold_is_its_entries"),
        ("UPDATE vg_hold SET captured = 1 WHERE run_id = 'open'", "wallet_holds_its_holds"),
        ("UPDATE vg_hold SET refunded = 5 WHERE run_id = 'done'", "hold_is_its_lines"),
        ("UPDATE vg_hold SET refunded = 5 WHERE run_id = 'done'", "hold_is_its_entries"),
    ],
)
def test_a_forgery_is_found_out(ledger, forgery, broken):
    with ledger() as session:
        session.connection().execute(text(forgery))

    with ledger() as session:
        assert broken in store.violations(session)


def test_the_triggers_can_be_removed_and_put_back(database, ledger):
    with database.begin() as connection:
        for statement in DROP[database.dialect.name] + DDL[database.dialect.name]:
            connection.exec_driver_sql(statement)

    with pytest.raises(IntegrityError), ledger() as session:
        session.connection().execute(text("DELETE FROM vg_ledger_entry"))
