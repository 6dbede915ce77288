"""Every operation can be repeated: the second time changes nothing."""

import pytest

from vidgenie.ledger import store

OPERATIONS = {
    "grant": lambda s: store.grant(s, "ana", amount=50, source="pack", key="pack"),
    "reserve": lambda s: store.reserve(s, "ana", run_id="open", amount=20),
    "reserve of a closed run": lambda s: store.reserve(s, "ana", run_id="done", amount=20),
    "capture": lambda s: store.capture(s, run_id="open", node_id="n", amount=5),
    "capture of a closed run": lambda s: store.capture(s, run_id="done", node_id="n", amount=5),
    "close": lambda s: store.close(s, run_id="done"),
    "deduct": lambda s: store.deduct(s, "ana", amount=7, reason="x", key="k"),
    "refund": lambda s: store.refund(s, run_id="done", amount=2, key="k", reason="x"),
    "adjust": lambda s: store.adjust(s, "ana", amount=9, key="k", reason="x", author="boss"),
    "adjust downwards": lambda s: store.adjust(
        s, "ana", amount=-9, key="d", reason="x", author="boss"
    ),
    "reverse": lambda s: store.reverse(s, "ana", lot_key="pack", amount=40, key="k", reason="x"),
    "open_wallet": lambda s: store.open_wallet(s, "ana", unlimited=False),
    "set_unlimited": lambda s: store.set_unlimited(s, "ana", False),
    "seed_prices": store.seed_prices,
}


@pytest.fixture
def session(transaction, wallet):
    with transaction() as session:
        store.seed_prices(session)
        OPERATIONS["grant"](session)
        for run_id in ("open", "done"):
            store.reserve(session, wallet, run_id=run_id, amount=20)
            store.capture(session, run_id=run_id, node_id="n", amount=5)
        OPERATIONS["close"](session)
        for name in ("deduct", "refund", "adjust", "adjust downwards", "reverse"):
            OPERATIONS[name](session)
        yield session


def figures(session):
    return (
        store.balance(session, "ana"),
        store.history(session, "ana", limit=100),
        store.run_costs(session, ["open", "done"]),
        store.prices(session),
        store.violations(session),
    )


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_repeated_operation_changes_nothing(session, name):
    before = figures(session)

    OPERATIONS[name](session)

    assert figures(session) == before


@pytest.mark.parametrize("name", ["grant", "capture", "capture of a closed run"])
def test_a_repeated_operation_says_so(session, name):
    assert OPERATIONS[name](session) is False


def test_a_repeated_deduction_answers_what_is_left(session):
    left = store.balance(session, "ana").available

    assert OPERATIONS["deduct"](session) == left


def test_two_accounts_may_use_the_same_key(session):
    store.open_wallet(session, "bob", unlimited=False)
    store.grant(session, "bob", amount=10, source="pack", key="bobs")

    assert store.deduct(session, "bob", amount=7, reason="x", key="k") == 3
