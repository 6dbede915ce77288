"""Adjustments: an admin gives or takes credits, with a reason."""

from datetime import UTC, datetime, timedelta

import pytest

from vidgenie.errors import InsufficientCredits
from vidgenie.ledger import store

pytestmark = pytest.mark.usefixtures("sound")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def session(transaction, wallet):
    with transaction() as session:
        yield session


def adjust(session, amount, key="k"):
    return store.adjust(
        session, "ana", amount=amount, key=key, reason="a kindness", author="boss", now=NOW
    )


@pytest.mark.parametrize(("amount", "left"), [(25, 125), (-25, 75), (-100, 0)])
def test_credits_are_given_or_taken(session, amount, left):
    assert adjust(session, amount) == left


@pytest.mark.parametrize("amount", [25, -25])
def test_an_adjustment_is_made_once(session, amount):
    adjust(session, amount)

    assert adjust(session, amount) == 100 + amount


def test_no_more_is_taken_than_there_is(session):
    store.reserve(session, "ana", run_id="r", amount=60, now=NOW)

    with pytest.raises(InsufficientCredits) as raised:
        adjust(session, -41)

    assert (raised.value.available, store.balance(session, "ana").held) == (40, 60)


def test_what_was_taken_was_not_used(session):
    adjust(session, -40)

    assert store.balance(session, "ana").used == 0


def test_expired_credits_are_not_taken(session):
    store.grant(
        session, "ana", amount=10, source="plan", key="p", expires_at=NOW,
        now=NOW - timedelta(days=1),
    )  # fmt: skip

    with pytest.raises(InsufficientCredits):
        adjust(session, -101)


def test_an_unlimited_account_can_be_given_credits_for_later(session):
    store.set_unlimited(session, "ana", True)

    assert (adjust(session, 25), adjust(session, -125, "back")) == (125, 0)


def test_an_adjustment_of_nothing_is_a_mistake(session):
    with pytest.raises(ValueError, match="not 0"):
        adjust(session, 0)


@pytest.mark.parametrize(("amount", "type_"), [(25, "credit"), (-25, "debit")])
def test_history_tells_why(session, amount, type_):
    adjust(session, amount)

    row = store.history(session, "ana", limit=1)[0]

    assert (row.type, row.amount, row.reason, row.metadata) == (
        type_, 25, "a kindness", {"adjusted": amount},
    )  # fmt: skip


def test_a_grant_tells_what_it_is_for(session):
    store.grant(session, "ana", amount=5, source="pack", key="o", details={"orderId": "x"}, now=NOW)

    assert store.history(session, "ana", limit=1)[0].metadata == {"orderId": "x"}
