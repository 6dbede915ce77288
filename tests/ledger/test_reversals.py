"""Reversals: credits whose money was given back are taken back, and no others."""

from datetime import UTC, datetime, timedelta

import pytest

from vidgenie.domain.credit import Balance
from vidgenie.ledger import store
from vidgenie.ledger.store import Reversed

pytestmark = pytest.mark.usefixtures("sound")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def session(transaction, wallet):
    """Of an Account with 100 credits of a plan, spent first, and 1000 of a pack."""
    with transaction() as session:
        store.grant(
            session, wallet, amount=1000, source="pack", key="order", priority=1, now=NOW
        )  # fmt: skip
        yield session


def reverse(session, amount=None, key="refunded", account="ana"):
    return store.reverse(
        session, account, lot_key="order", amount=amount, key=key, reason="refunded", now=NOW
    )


def reinstate(session, stays=0):
    return store.reinstate(
        session, "ana", lot_key="order", stays=stays, key="won", reason="won", now=NOW
    )


def available(session):
    return store.balance(session, "ana", now=NOW).available


def test_credits_that_were_not_spent_are_taken(session):
    assert (reverse(session), available(session)) == (Reversed(1000, 0, 0), 100)


def test_what_was_spent_is_told_and_nothing_else_is_taken_for_it(session):
    store.deduct(session, "ana", amount=400, reason="x", key="k", now=NOW)
    store.grant(session, "ana", amount=50, source="pack", key="another", now=NOW)

    assert (reverse(session), available(session)) == (Reversed(700, 0, 300), 50)


def test_what_a_run_holds_is_taken_when_it_is_released(session):
    store.reserve(session, "ana", run_id="r", amount=600, now=NOW)

    found = reverse(session)
    store.capture(session, run_id="r", node_id="n", amount=200, now=NOW)
    store.close(session, run_id="r", now=NOW)

    assert (found, available(session)) == (Reversed(500, 500, 0), 0)


def test_a_partial_reversal_takes_its_part(session):
    assert (reverse(session, 200), available(session)) == (Reversed(200, 0, 0), 900)


def test_a_partial_reversal_takes_no_more_of_what_is_released(session):
    store.reserve(session, "ana", run_id="r", amount=1050, now=NOW)

    found = reverse(session, 200)
    store.close(session, run_id="r", now=NOW)

    assert (found, available(session)) == (Reversed(50, 150, 0), 900)


def test_what_is_refunded_to_it_is_taken_too(session):
    store.reserve(session, "ana", run_id="r", amount=1100, now=NOW)
    store.capture(session, run_id="r", node_id="n", amount=1100, now=NOW)
    reverse(session, 600)

    store.refund(session, run_id="r", key="platform", reason="platform_failure", now=NOW)

    assert store.balance(session, "ana", now=NOW) == Balance(available=500, used=0)


def test_an_amount_is_meant_all_in_all(session):
    told = [reverse(session, 200), reverse(session, 300, "more"), reverse(session, 300, "again")]

    assert (told, available(session)) == (
        [Reversed(200, 0, 0), Reversed(100, 0, 0), Reversed(0, 0, 0)], 800,
    )  # fmt: skip


def test_what_was_spent_is_told_once(session):
    store.deduct(session, "ana", amount=1100, reason="x", key="k", now=NOW)

    told = [reverse(session, 400), reverse(session, None, "rest")]

    assert told == [Reversed(0, 0, 400), Reversed(0, 0, 600)]


def test_the_same_reversal_changes_nothing_even_when_it_found_nothing(session):
    store.reserve(session, "ana", run_id="r", amount=1100, now=NOW)
    reverse(session, 400)

    again = reverse(session, 400)
    store.close(session, run_id="r", now=NOW)

    assert (again, available(session)) == (Reversed(0, 0, 0), 700)


def test_a_lot_that_was_never_granted_cannot_be_reversed(session):
    found = store.reverse(session, "ana", lot_key="other", key="k", reason="x", now=NOW)

    assert (found, available(session)) == (Reversed(0, 0, 0), 1100)


def test_somebody_elses_lot_is_left_alone(session):
    store.open_wallet(session, "bob", unlimited=False)

    assert (reverse(session, account="bob"), available(session)) == (Reversed(0, 0, 0), 1100)


@pytest.mark.parametrize("amount", [0, -5])
def test_a_reversal_of_nothing_is_a_mistake(session, amount):
    with pytest.raises(ValueError, match="positive"):
        reverse(session, amount)


def test_expired_credits_are_nobodys_loss(session):
    soon = NOW + timedelta(days=1)
    store.grant(session, "ana", amount=70, source="plan", key="plan", expires_at=soon, now=NOW)
    store.reserve(session, "ana", run_id="r", amount=1, now=soon)

    found = store.reverse(session, "ana", lot_key="plan", key="k", reason="x", now=soon)

    assert found == Reversed(0, 0, 0)


def test_a_dispute_that_is_won_brings_back_what_was_taken(session):
    store.reserve(session, "ana", run_id="r", amount=600, now=NOW)
    reverse(session)
    store.capture(session, run_id="r", node_id="n", amount=300, now=NOW)
    store.close(session, run_id="r", now=NOW)

    back = reinstate(session)

    assert (back, available(session)) == (800, 800)


def test_what_is_still_held_then_is_released_as_ever(session):
    store.reserve(session, "ana", run_id="r", amount=600, now=NOW)
    reverse(session)

    back = reinstate(session)
    store.close(session, run_id="r", now=NOW)

    assert (back, available(session)) == (500, 1100)


def test_a_refund_before_the_dispute_stays(session):
    reverse(session, 200)
    reverse(session, None, "dispute")

    assert (reinstate(session, stays=200), reinstate(session, stays=200), available(session)) == (
        800, 0, 900,
    )  # fmt: skip


def test_history_tells_both(session):
    reverse(session, 200)
    reinstate(session)

    told = [(row.type, row.amount, row.reason) for row in store.history(session, "ana", limit=2)]

    assert told == [("credit", 200, "won"), ("debit", 200, "refunded")]
