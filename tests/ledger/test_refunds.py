"""Refunds: what a Run was charged comes back to where it came from."""

from datetime import UTC, datetime, timedelta

import pytest

from vidgenie.domain.credit import Balance
from vidgenie.ledger import store
from vidgenie.ledger.store import RunCost

pytestmark = pytest.mark.usefixtures("sound")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


@pytest.fixture
def session(transaction, wallet):
    with transaction() as session:
        yield session


def charge(session, amount, *, account="ana", now=NOW):
    store.reserve(session, account, run_id="r", amount=amount + 5, now=now)
    store.capture(session, run_id="r", node_id="video", amount=amount, now=now)
    store.close(session, run_id="r", now=now)


def refund(session, amount=None, key="platform", now=NOW):
    return store.refund(
        session, run_id="r", amount=amount, key=key, reason="platform_failure", now=now
    )


def test_all_that_was_charged_comes_back(session):
    charge(session, 30)

    back = refund(session)

    assert (back, store.balance(session, "ana")) == (30, Balance(available=100))


def test_a_part_comes_back(session):
    charge(session, 30)

    refund(session, 10)

    cost = RunCost(held=35, charged=20, released=5, refunded=10)
    assert store.run_costs(session, ["r"]) == {"r": cost}


def test_the_same_refund_is_made_once(session):
    charge(session, 30)

    assert (refund(session, 10), refund(session, 10), refund(session, 10, "other")) == (10, 0, 10)


def test_more_than_was_charged_is_not_refunded(session):
    charge(session, 30)
    refund(session, 25)

    with pytest.raises(ValueError, match="charged 5 credits, 6 cannot"):
        refund(session, 6, "other")


@pytest.mark.parametrize("amount", [0, -1])
def test_a_refund_of_nothing_is_a_mistake(session, amount):
    with pytest.raises(ValueError, match="positive"):
        refund(session, amount)


def test_a_run_that_cost_nothing_has_nothing_to_give_back(session):
    assert refund(session) == 0


def test_a_part_of_a_run_that_cost_nothing_cannot_be_refunded(session):
    with pytest.raises(ValueError, match="no hold"):
        refund(session, 1)


def test_a_run_under_way_can_be_refunded_and_go_on(session):
    store.reserve(session, "ana", run_id="r", amount=30)
    store.capture(session, run_id="r", node_id="a", amount=10)
    refund(session)
    store.capture(session, run_id="r", node_id="b", amount=20)

    assert store.balance(session, "ana") == Balance(available=80, held=0, used=20)


def test_what_expires_last_comes_back_first(session):
    store.grant(session, "ana", amount=10, source="plan", key="soon", expires_at=LATER, now=NOW)
    charge(session, 15)

    refund(session, 5)

    assert store.balance(session, "ana", now=LATER).available == 100


def test_expired_credits_come_back_for_a_month(session):
    store.grant(session, "ana", amount=10, source="plan", key="soon", expires_at=LATER, now=NOW)
    charge(session, 10)

    refund(session, now=LATER)

    after = [store.balance(session, "ana", now=LATER + timedelta(days=d)) for d in (29, 31)]
    assert [balance.available for balance in after] == [110, 100]


def test_two_refunds_of_expired_credits_both_come_back(session):
    store.grant(session, "ana", amount=10, source="plan", key="soon", expires_at=LATER, now=NOW)
    charge(session, 10)

    refund(session, 4, "one", now=LATER)
    refund(session, 6, "two", now=LATER)

    assert store.balance(session, "ana", now=LATER).available == 110


def test_an_unlimited_account_gets_no_credits_out_of_a_refund(session):
    store.set_unlimited(session, "ana", True)
    charge(session, 500)

    refund(session)

    assert store.balance(session, "ana") == Balance(available=100, used=0, unlimited=True)


def test_history_tells_why(session):
    charge(session, 30)
    refund(session)

    newest = store.history(session, "ana", limit=1)[0]

    assert (newest.type, newest.amount, newest.reason, newest.run_id) == (
        "credit", 30, "platform_failure", "r",
    )  # fmt: skip


def test_what_came_back_was_not_used(session):
    charge(session, 30)
    store.deduct(session, "ana", amount=3, reason="x", key="k", now=NOW)
    refund(session, 20, now=LATER)

    assert store.used_since(session, "ana", NOW) == 13


def test_a_refund_is_not_taken_off_what_was_used_after_it(session):
    charge(session, 30)
    refund(session, now=LATER)
    store.deduct(session, "ana", amount=3, reason="x", key="k", now=LATER)

    assert store.used_since(session, "ana", LATER) == 3
