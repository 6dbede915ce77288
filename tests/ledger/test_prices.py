"""The price table is data."""

import pytest

from vidgenie.domain.pricing import SEED
from vidgenie.ledger import store


@pytest.fixture
def session(transaction):
    with transaction() as session:
        yield session


def test_the_seed_is_the_first_price_table(session):
    store.seed_prices(session)

    assert store.prices(session).rows == SEED


def test_an_edited_price_survives_seeding(session):
    store.set_price(session, provider="*", action="video.8", price=12)

    store.seed_prices(session)

    assert store.prices(session).price("luma", "video.8") == 12


def test_a_price_can_be_edited_twice(session):
    for price in (3, 4):
        store.set_price(session, provider="luma", action="video.8", price=price)

    assert store.prices(session).rows == {("luma", "video.8"): 4}


def test_a_price_is_not_negative(session):
    with pytest.raises(ValueError, match="negative"):
        store.set_price(session, provider="luma", action="video.8", price=-1)
