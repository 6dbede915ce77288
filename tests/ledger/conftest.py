import pytest

from vidgenie.ledger import store


@pytest.fixture
def wallet(transaction):
    """The id of an Account with 100 credits."""
    with transaction() as session:
        store.open_wallet(session, "ana", unlimited=False)
        store.grant(session, "ana", amount=100, source="plan", key="plan:ana")
    return "ana"


@pytest.fixture
def sound(transaction):
    """Fails the test that leaves a ledger which does not add up."""
    yield
    with transaction() as session:
        assert store.violations(session) == {}
