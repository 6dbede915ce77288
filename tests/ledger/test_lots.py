"""Lots: granted once, spent soonest-to-expire first, never after they expired."""

from datetime import UTC, datetime, timedelta

import pytest

from vidgenie.domain.credit import Balance
from vidgenie.errors import InsufficientCredits
from vidgenie.ledger import store

pytestmark = pytest.mark.usefixtures("sound")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOON = NOW + timedelta(days=1)


@pytest.fixture
def session(transaction):
    with transaction() as session:
        store.open_wallet(session, "ana", unlimited=False)
        yield session


def grant(session, amount, key, **more):
    return store.grant(session, "ana", amount=amount, source="pack", key=key, now=NOW, **more)


def deduct(session, amount, now=NOW):
    return store.deduct(session, "ana", amount=amount, reason="test", key=f"{amount}{now}", now=now)


def test_a_grant_is_made_once_per_key(session):
    grant(session, 10, "k")

    again = grant(session, 10, "k")

    assert (again, store.balance(session, "ana").available) == (False, 10)


def test_a_grant_can_be_looked_up(session):
    grant(session, 10, "k")

    assert (store.is_granted(session, "k"), store.is_granted(session, "other")) == (True, False)


def test_credits_that_expire_are_spent_first(session):
    grant(session, 10, "forever")
    grant(session, 10, "soon", expires_at=SOON)

    deduct(session, 10)

    assert store.balance(session, "ana", now=SOON).available == 10


def test_priority_comes_before_expiry(session):
    grant(session, 10, "soon", expires_at=SOON, priority=1)
    grant(session, 10, "first", priority=0)

    deduct(session, 10)

    assert store.balance(session, "ana", now=SOON).available == 0


def test_expired_credits_do_not_count_before_anybody_swept_them(session):
    grant(session, 10, "soon", expires_at=SOON)

    assert store.balance(session, "ana", now=SOON) == Balance(available=0)


def test_expired_credits_cannot_be_spent(session):
    grant(session, 10, "soon", expires_at=SOON)
    grant(session, 5, "forever")

    with pytest.raises(InsufficientCredits) as raised:
        deduct(session, 6, now=SOON)

    assert raised.value.available == 5


def test_a_deduction_takes_from_several_lots(session):
    for key in "abc":
        grant(session, 10, key)

    left = deduct(session, 25)

    assert left == 5


def test_a_deduction_beyond_what_is_there_takes_nothing(session):
    grant(session, 10, "k")

    with pytest.raises(InsufficientCredits):
        deduct(session, 11)

    assert store.balance(session, "ana") == Balance(available=10)


def test_an_unlimited_account_pays_with_credits_it_never_had(session):
    store.set_unlimited(session, "ana", True)

    deduct(session, 1000)

    assert store.balance(session, "ana") == Balance(available=0, used=1000, unlimited=True)


def test_a_clock_that_goes_back_does_no_harm(session):
    grant(session, 10, "soon", expires_at=SOON)
    store.reserve(session, "ana", run_id="r", amount=5, now=NOW)
    with pytest.raises(InsufficientCredits):
        deduct(session, 6, now=SOON)
    store.close(session, run_id="r", now=NOW)

    with pytest.raises(InsufficientCredits) as raised:
        deduct(session, 6, now=SOON)

    assert raised.value.available == 0


def test_opening_a_wallet_again_keeps_it(session):
    grant(session, 10, "k")

    store.open_wallet(session, "ana", unlimited=True)

    assert store.balance(session, "ana") == Balance(available=10)


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_is_positive(session, amount):
    with pytest.raises(ValueError, match="positive"):
        grant(session, amount, "k")


def test_an_account_without_a_wallet_is_a_mistake(session):
    with pytest.raises(ValueError, match="no wallet"):
        store.balance(session, "nobody")
