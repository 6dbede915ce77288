"""Whoever changes, removes, adds or moves lines is found out, at the very line."""

import json

import pytest

from vidgenie.audit.chain import Chain
from vidgenie.audit.line import Anchor

pytestmark = pytest.mark.usefixtures("ten")


def test_a_log_that_nobody_touched_is_whole(faults, head):
    assert faults([head()]) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-11-21 11:59:59"),
        ("actor", "bob"),
        ("account_id", "bob"),
        ("action", "vault.put"),
        ("thing", "luma"),
        ("data", '{"purpose": "poll"}'),
        ("data", '{"purpose": "poll", "run_id": "run-7", "calls": true, "again": true}'),
    ],
)
def test_a_line_that_was_edited_is_found(tamper, faults, column, value):
    tamper(f"UPDATE vg_audit SET {column} = '{value}' WHERE seq = 7")

    assert faults() == [(7, "edited")]


@pytest.mark.parametrize("column", ["mac", "prev"])
@pytest.mark.parametrize("value", [b"", b"x" * 32])
def test_a_seal_that_was_edited_is_found(tamper, faults, column, value):
    tamper(f"UPDATE vg_audit SET {column} = :value WHERE seq = 7", value=value)

    assert faults() == [(7, "edited")]


@pytest.mark.parametrize("seq", [1, 2, 7])
def test_a_line_that_was_removed_is_found(tamper, faults, seq):
    tamper(f"DELETE FROM vg_audit WHERE seq = {seq}")

    assert faults() == [(seq, "missing")]


def test_lines_that_were_removed_are_all_found(tamper, faults):
    tamper("DELETE FROM vg_audit WHERE seq IN (1, 2, 5, 6, 8)")

    assert faults() == [(seq, "missing") for seq in (1, 2, 5, 6, 8)]


def test_a_gap_that_was_closed_is_found(tamper, faults):
    tamper(
        "DELETE FROM vg_audit WHERE seq = 5",
        *(f"UPDATE vg_audit SET seq = {seq - 1} WHERE seq = {seq}" for seq in range(6, 11)),
    )

    assert faults() == [(seq, "edited") for seq in range(5, 10)]


def test_lines_that_were_swapped_are_found(tamper, faults):
    tamper(
        "UPDATE vg_audit SET seq = 100 WHERE seq = 4",
        "UPDATE vg_audit SET seq = 4 WHERE seq = 5",
        "UPDATE vg_audit SET seq = 5 WHERE seq = 100",
    )

    assert faults() == [(4, "edited"), (5, "edited")]


def test_a_line_that_somebody_put_there_is_found(tamper, faults):
    tamper(
        "INSERT INTO vg_audit SELECT 11, at, actor, account_id, action, thing, data, mac, mac"
        " FROM vg_audit WHERE seq = 10"
    )

    assert faults() == [(11, "edited")]


def test_a_line_far_away_makes_no_endless_report(tamper, faults):
    tamper(
        "INSERT INTO vg_audit SELECT 9000000000000, at, actor, account_id, action, thing, data,"
        " prev, mac FROM vg_audit WHERE seq = 10"
    )

    assert faults() == [(seq, "missing") for seq in range(11, 1011)]


def test_a_cut_end_is_found_by_its_anchor(tamper, faults, head):
    anchor = head()
    tamper("DELETE FROM vg_audit WHERE seq > 7")

    assert faults() == []
    assert faults([anchor]) == [(8, "truncated")]


def test_a_log_that_was_emptied_is_found_by_its_anchor(tamper, faults, head):
    anchor = head()
    tamper("DELETE FROM vg_audit")

    assert faults([anchor]) == [(1, "truncated")]


def test_an_end_that_was_cut_and_grew_again_is_found(tamper, faults, head, append):
    """Even by somebody who had the key."""
    anchor = head()
    tamper("DELETE FROM vg_audit WHERE seq > 7")
    for _ in range(5):
        append("luma")

    assert faults() == []
    assert faults([anchor]) == [(10, "edited")]


def test_one_anchor_of_many_that_does_not_fit_is_enough(faults, head):
    assert faults([head(), Anchor(3, b"x" * 32)]) == [(3, "edited")]


def test_a_line_of_a_backup_is_found(tamper, faults, append, database):
    """It holds, but the line after it was written to another one."""
    with database.connect() as connection:
        query = "SELECT at, data, mac FROM vg_audit WHERE seq = 10"
        at, data, mac = connection.exec_driver_sql(query).one()
    tamper("DELETE FROM vg_audit WHERE seq = 10")
    append("openai")
    append("openai")
    assert faults() == []
    data = data if isinstance(data, str) else json.dumps(data)

    tamper(
        "UPDATE vg_audit SET at = :at, data = :data, mac = :mac WHERE seq = 10",
        at=at,
        data=data,
        mac=mac,
    )

    assert faults() == [(10, "edited")]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "never"),
        ("at", 5),
        ("data", "{"),
        ("data", "[]"),
        ("mac", "text"),
        ("prev", 7),
        ("actor", b"x"),
    ],
)
def test_what_is_no_line_at_all_is_found(tamper, faults, column, value):
    """SQLite keeps any value in any column."""
    tamper(f"UPDATE vg_audit SET {column} = :value WHERE seq = 7", value=value)

    assert faults() == [(7, "edited")]


def test_with_another_key_nothing_holds(reading):
    with reading() as session:
        found = Chain(b"x" * 32).verify(session, [])

    assert [fault.seq for fault in found] == list(range(1, 11))


def test_a_long_log_is_read_in_parts(append, faults, tamper, monkeypatch, head):
    monkeypatch.setattr("vidgenie.audit.reading._CHUNK", 3)
    append()
    tamper("DELETE FROM vg_audit WHERE seq IN (3, 4)")

    assert faults([head()]) == [(3, "missing"), (4, "missing")]
