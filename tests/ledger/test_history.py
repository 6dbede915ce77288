"""History: one row per operation, whatever it did to how many lots."""

from datetime import UTC, datetime, timedelta

import pytest

from vidgenie.ledger import store
from vidgenie.ledger.history import Wanted
from vidgenie.ledger.remains import lots, used_by_hour

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


def figures(session, **more):
    return [
        (row.change, row.used, row.held) for row in store.history(session, "ana", limit=50, **more)
    ]


def test_every_operation_says_what_it_did_to_the_balance(session):
    store.reserve(session, "ana", run_id="r", amount=15)
    store.capture(session, run_id="r", node_id="video", amount=12)
    store.close(session, run_id="r")
    store.refund(session, run_id="r", amount=2, key="k", reason="platform_failure")
    store.adjust(session, "ana", amount=-1, key="k", reason="an error", author="admin")

    # adjust, refund, release, capture, hold, two grants
    assert figures(session) == [
        (-1, 0, 0), (2, -2, 0), (3, 0, -3), (0, 12, -12), (-15, 0, 15), (10, 0, 0), (10, 0, 0),
    ]  # fmt: skip


def test_who_adjusted_is_not_told(session):
    for amount in (5, -5):
        store.adjust(session, "ana", amount=amount, key=str(amount), reason="x", author="admin")
    store.deduct(session, "ana", amount=1, reason="x", key="k", metadata={"author": "me"})

    mine, *theirs = store.history(session, "ana", limit=3)

    assert mine.metadata == {"author": "me"}
    assert not any("author" in row.metadata for row in theirs)


def test_what_comes_back_too_late_is_one_release_that_gives_all_of_it_back(session):
    soon = NOW + timedelta(hours=1)
    store.grant(session, "ana", amount=4, source="plan", key="c", expires_at=soon, now=NOW)
    store.reserve(session, "ana", run_id="r", amount=6, now=NOW)
    store.close(session, run_id="r", now=soon)

    assert figures(session)[0] == (6, 0, -6)
    assert store.balance(session, "ana", now=soon).available == 24


def test_what_a_plan_without_a_limit_spends_was_never_available(session):
    store.set_unlimited(session, "ana", True)
    store.reserve(session, "ana", run_id="r", amount=500)
    store.capture(session, run_id="r", node_id="video", amount=200)
    store.close(session, run_id="r")

    assert figures(session)[:3] == [(0, 0, -300), (0, 200, -200), (0, 0, 500)]


def test_an_operation_on_many_lots_is_one_row_wherever_a_page_ends(session):
    for number in range(20):
        store.grant(session, "ana", amount=1, source="pack", key=f"lot{number}", now=NOW)
    store.deduct(session, "ana", amount=40, reason="all", key="k")
    store.grant(session, "ana", amount=1, source="pack", key="after", now=NOW)

    first = store.history(session, "ana", limit=1)
    second = store.history(session, "ana", limit=1, before_id=first[-1].id)
    third = store.history(session, "ana", limit=1, before_id=second[-1].id)

    assert [row.reason for row in first + second + third] == ["pack", "all", "pack"]
    assert (second[0].amount, second[0].change, second[0].used) == (40, -40, 40)


@pytest.mark.parametrize(
    ("wanted", "types"),
    [
        (Wanted(type="hold"), ["hold"]),
        (Wanted(type="debit"), ["debit", "debit"]),
        (Wanted(run_id="r"), ["debit", "hold"]),
        (Wanted(since=NOW + timedelta(hours=1)), ["debit", "debit"]),
        (Wanted(until=NOW + timedelta(hours=1)), ["hold", "credit", "credit"]),
        (Wanted(type="credit", since=NOW + timedelta(hours=1)), []),
    ],
)
def test_the_history_can_be_narrowed_down(session, wanted, types):
    store.reserve(session, "ana", run_id="r", amount=5, now=NOW)
    late = NOW + timedelta(hours=1)
    store.capture(session, run_id="r", node_id="video", amount=5, now=late)
    store.deduct(session, "ana", amount=1, reason="x", key="k", now=late)

    assert [row[0] for row in rows(session, wanted=wanted)] == types


class TestUsedByHour:
    def used(self, session, since=NOW - timedelta(days=30)):
        return {at.hour: used for at, used in used_by_hour(session, "ana", since).items()}

    def test_use_is_summed_by_hours_of_utc(self, session):
        for minutes, amount in ((0, 1), (59, 2), (60, 4)):
            at = NOW + timedelta(minutes=minutes)
            store.deduct(session, "ana", amount=amount, reason="x", key=str(minutes), now=at)

        assert self.used(session) == {12: 3, 13: 4}
        assert self.used(session, NOW + timedelta(minutes=30)) == {12: 2, 13: 4}

    def test_what_is_refunded_is_taken_off_the_last_hours_it_was_charged_in(self, session):
        store.reserve(session, "ana", run_id="r", amount=10, now=NOW)
        for hours, amount in enumerate((5, 3, 2)):
            at = NOW + timedelta(hours=hours)
            store.capture(session, run_id="r", node_id=str(hours), amount=amount, now=at)
        store.close(session, run_id="r", now=NOW)
        later = NOW + timedelta(days=1)
        store.refund(session, run_id="r", amount=4, key="k", reason="platform_failure", now=later)

        assert self.used(session) == {12: 5, 13: 1}

    def test_somebody_elses_use_does_not_count(self, session):
        store.open_wallet(session, "bob", unlimited=True)
        store.deduct(session, "bob", amount=9, reason="x", key="k", now=NOW)

        assert self.used(session) == {}


def test_lots_are_listed_as_they_are_spent(session):
    soon, later = NOW + timedelta(days=1), NOW + timedelta(days=9)
    for key, end in (("c", later), ("d", soon), ("e", NOW)):
        store.grant(session, "ana", amount=3, source="plan", key=key, expires_at=end, now=NOW)
    store.reserve(session, "ana", run_id="r", amount=4, now=NOW - timedelta(hours=1))

    found = [(lot.source, lot.available, lot.held) for lot in lots(session, "ana", now=NOW)]

    # The one that has expired is spent no more; of what it had before, a Run holds all.
    assert found == [
        ("plan", 0, 3),
        ("plan", 2, 1),
        ("plan", 3, 0),
        ("pack", 10, 0),
        ("pack", 10, 0),
    ]
