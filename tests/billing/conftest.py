"""Tills over the ledger, whose books must balance after each test."""

import pytest

from tests.billing.tills import Till
from vidgenie import db


@pytest.fixture
def books(database):
    """An engine on a database of the test's own."""
    return database


@pytest.fixture
def till(books):
    """A till of the embedded service; the ledger adds up after the test."""
    till = Till(db.transactions(books), db.reader(books))
    yield till
    assert till.faults() == {}


@pytest.fixture
def ana(till):
    return till.person()
