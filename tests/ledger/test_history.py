"""History: one row per operation, whatever it did to how many lots."""

from datetime import UTC, datetime, timedelta

import pytest

from vidgenie.ledger import store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def session(transaction):
    with transaction() as session:
        store.open_wallet(session, "ana", unlimited=False)
        for key in ("a", "b"):
            store.grant(session, "ana", amount=10, source="pack", key=key, now=NOW)
        yield session


def rows(session, **more):
    return [
        (row.type, row.amount, row.reason, row.run_id)
        for row in store.history(session, "ana", limit=50, **more)
    ]


def test_a_run_is_told_in_three_rows_although_it_touched_two_lots(session):
    store.reserve(session, "ana", run_id="r", amount=15)
    store.capture(session, run_id="r", node_id="video", amount=12)
    store.close(session, run_id="r")

    assert rows(session)[:3] == [
        ("release", 3, "release", "r"),
        ("debit", 12, "capture", "r"),
        ("hold", 15, "hold", "r"),
    ]


def test_a_deduction_keeps_its_reason_and_metadata(session):
    store.deduct(session, "ana", amount=15, reason="a poster", key="k", metadata={"size": "A2"})

    row = store.history(session, "ana", limit=1)[0]

    assert (row.type, row.amount, row.reason, row.metadata) == (
        "debit", 15, "a poster", {"size": "A2"},
    )  # fmt: skip


def test_expired_credits_are_told(session):
    store.grant(session, "ana", amount=7, source="plan", key="c", expires_at=NOW, now=NOW)
    store.reserve(session, "ana", run_id="r", amount=1, now=NOW)

    assert rows(session)[1] == ("debit", 7, "expired", None)


def test_minting_is_not_told(session):
    store.set_unlimited(session, "ana", True)
    store.reserve(session, "ana", run_id="r", amount=500)

    assert [row[0] for row in rows(session)] == ["hold", "credit", "credit"]


def test_pages_follow_each_other_without_gap_or_overlap(session):
    for index in range(5):
        store.deduct(session, "ana", amount=3, reason=f"d{index}", key=f"k{index}")

    first = store.history(session, "ana", limit=3)
    second = store.history(session, "ana", limit=3, before_id=first[-1].id)

    assert [row.reason for row in first + second] == ["d4", "d3", "d2", "d1", "d0", "pack"]


def test_somebody_elses_history_is_not_told(session):
    store.open_wallet(session, "bob", unlimited=False)

    assert store.history(session, "bob", limit=10) == []


def test_what_was_used_is_counted_from_an_instant(session):
    for hours in (0, 1, 2):
        store.deduct(
            session, "ana", amount=2 + hours, reason="x", key=str(hours),
            now=NOW + timedelta(hours=hours),
        )  # fmt: skip

    assert store.used_since(session, "ana", NOW + timedelta(hours=1)) == 7


def test_held_credits_are_not_used_yet(session):
    store.reserve(session, "ana", run_id="r", amount=5, now=NOW)

    assert store.used_since(session, "ana", NOW) == 0
