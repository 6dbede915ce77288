"""Holds: set aside, captured Node by Node, the rest given back."""

from datetime import UTC, datetime, timedelta

import pytest

from vidgenie.domain.credit import Balance
from vidgenie.errors import InsufficientCredits
from vidgenie.ledger import store
from vidgenie.ledger.store import RunCost

pytestmark = pytest.mark.usefixtures("sound")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_hold_moves_credits_from_available_to_held(transaction, wallet):
    with transaction() as session:
        store.reserve(session, wallet, run_id="r", amount=30)

    with transaction() as session:
        assert store.balance(session, wallet) == Balance(available=70, held=30)


def test_nodes_are_captured_one_by_one_and_the_rest_comes_back(transaction, wallet):
    with transaction() as session:
        store.reserve(session, wallet, run_id="r", amount=30)
        store.capture(session, run_id="r", node_id="image", amount=3)
        store.capture(session, run_id="r", node_id="video", amount=20)
        store.close(session, run_id="r")

    with transaction() as session:
        assert store.balance(session, wallet) == Balance(available=77, held=0, used=23)


def test_the_cost_of_a_run_can_be_read_while_it_runs(transaction, wallet):
    with transaction() as session:
        store.reserve(session, wallet, run_id="r", amount=30)
        store.capture(session, run_id="r", node_id="image", amount=3)

    with transaction() as session:
        costs = store.run_costs(session, ["r", "unknown"])
    assert costs == {"r": RunCost(held=30, charged=3, released=0)}


def test_a_closed_run_was_charged_or_given_back_whole(transaction, wallet):
    with transaction() as session:
        store.reserve(session, wallet, run_id="r", amount=30)
        store.capture(session, run_id="r", node_id="image", amount=3)
        store.close(session, run_id="r")

    with transaction() as session:
        assert store.run_costs(session, ["r"]) == {"r": RunCost(held=30, charged=3, released=27)}


def test_too_few_credits_are_told_with_both_figures(transaction, wallet):
    with pytest.raises(InsufficientCredits) as raised, transaction() as session:
        store.reserve(session, wallet, run_id="r", amount=101)

    assert (raised.value.required, raised.value.available) == (101, 100)


def test_a_refused_hold_leaves_nothing_even_if_the_caller_goes_on(transaction, wallet):
    with transaction() as session, pytest.raises(InsufficientCredits):
        store.reserve(session, wallet, run_id="r", amount=101)

    with transaction() as session:
        assert store.open_holds(session) == []


def test_a_free_run_opens_no_hold(transaction, wallet):
    with transaction() as session:
        store.reserve(session, wallet, run_id="r", amount=0)

    with transaction() as session:
        assert store.open_holds(session) == []


def test_closing_a_run_without_a_hold_is_no_mistake(transaction, wallet):
    with transaction() as session:
        store.close(session, run_id="free")

    with transaction() as session:
        assert store.balance(session, wallet) == Balance(available=100)


def test_a_node_that_costs_nothing_is_not_captured(transaction, wallet):
    with transaction() as session:
        assert not store.capture(session, run_id="free", node_id="n", amount=0)


def test_more_than_the_hold_cannot_be_captured(transaction, wallet):
    with transaction() as session:
        store.reserve(session, wallet, run_id="r", amount=30)
        store.capture(session, run_id="r", node_id="a", amount=20)

        with pytest.raises(ValueError, match="no 11 credits left"):
            store.capture(session, run_id="r", node_id="b", amount=11)


def test_a_closed_hold_cannot_be_captured(transaction, wallet):
    with transaction() as session:
        store.reserve(session, wallet, run_id="r", amount=30)
        store.close(session, run_id="r")

        with pytest.raises(ValueError, match="no 1 credits left"):
            store.capture(session, run_id="r", node_id="a", amount=1)


def test_a_run_has_one_hold(transaction, wallet):
    with transaction() as session:
        store.reserve(session, wallet, run_id="r", amount=30)

        with pytest.raises(ValueError, match="another hold"):
            store.reserve(session, wallet, run_id="r", amount=31)


def test_open_holds_are_listed_until_they_close(transaction, wallet):
    with transaction() as session:
        for run_id in ("r1", "r2"):
            store.reserve(session, wallet, run_id=run_id, amount=5, now=NOW)
        store.close(session, run_id="r1")

    with transaction() as session:
        assert [hold.run_id for hold in store.open_holds(session)] == ["r2"]


def test_an_unlimited_account_holds_more_than_it_has(transaction):
    with transaction() as session:
        store.open_wallet(session, "acme", unlimited=True)
        store.reserve(session, "acme", run_id="r", amount=5000)
        store.capture(session, run_id="r", node_id="video", amount=80)
        store.close(session, run_id="r")

    with transaction() as session:
        assert store.balance(session, "acme") == Balance(available=0, used=80, unlimited=True)


def test_an_unlimited_account_keeps_the_credits_it_had(transaction, wallet):
    with transaction() as session:
        store.set_unlimited(session, wallet, True)
        store.reserve(session, wallet, run_id="r", amount=500)
        store.capture(session, run_id="r", node_id="video", amount=80)
        store.close(session, run_id="r")

    with transaction() as session:
        assert store.balance(session, wallet).available == 100


def test_credits_return_where_they_came_from_when_the_plan_changed_meanwhile(transaction, wallet):
    with transaction() as session:
        store.reserve(session, wallet, run_id="limited", amount=40)
        store.set_unlimited(session, wallet, True)
        store.reserve(session, wallet, run_id="minted", amount=500)
        store.set_unlimited(session, wallet, False)
        store.close(session, run_id="limited")
        store.close(session, run_id="minted")

    with transaction() as session:
        assert store.balance(session, wallet) == Balance(available=100)


def test_credits_that_expired_while_held_come_back_for_a_month(transaction):
    with transaction() as session:
        store.open_wallet(session, "ana", unlimited=False)
        store.grant(
            session, "ana", amount=50, source="plan", key="k",
            expires_at=NOW + timedelta(hours=1), now=NOW,
        )  # fmt: skip
        store.reserve(session, "ana", run_id="r", amount=50, now=NOW)
        store.close(session, run_id="r", now=NOW + timedelta(hours=2))

    with transaction() as session:
        later = [
            store.balance(session, "ana", now=NOW + timedelta(days=days)).available
            for days in (1, 29, 31)
        ]
    assert later == [50, 50, 0]


def test_credits_that_expire_first_are_captured_first(transaction):
    soon = NOW + timedelta(days=1)
    with transaction() as session:
        store.open_wallet(session, "ana", unlimited=False)
        for key, expires_at in (("forever", None), ("soon", soon)):
            store.grant(
                session, "ana", amount=10, source="pack", key=key, expires_at=expires_at, now=NOW
            )
        store.reserve(session, "ana", run_id="r", amount=20, now=NOW)
        store.capture(session, run_id="r", node_id="n", amount=10, now=NOW)
        store.close(session, run_id="r", now=NOW)

    with transaction() as session:
        assert store.balance(session, "ana", now=soon).available == 10
