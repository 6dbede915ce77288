"""A Run that is over, once more: at the price that was told, or not at all."""

import pytest

from tests.services.projectors import START
from vidgenie.engine.tables import RunRow
from vidgenie.errors import InsufficientCredits, NotFound, PriceChanged
from vidgenie.ledger import store as ledger

RUN = "a" * 32
PRICE = 7
GRAPH = {
    "nodes": [
        {"id": "idea", "type": "prompt", "params": {"text": "the sea"}},
        {"id": "clip", "type": "video", "params": {"provider": "local"}},
    ],
    "edges": [
        {"source": "idea", "sourceHandle": "text", "target": "clip", "targetHandle": "prompt"}
    ],
}


@pytest.fixture
def over(house):
    """A Run of Ana's that made nothing; its clip costs 7 credits."""
    with house.transaction() as session:
        ledger.set_price(session, provider="local", action="*", price=PRICE)
        values = {"account_id": house.ana.id, "graph": GRAPH, "created_at": START}
        session.add(RunRow(id=RUN, status="failed", **values))
    return house


def balance(house):
    return house.services.credits.balance(house.ana).credits


def again(house, **how):
    return house.services.run_again.start(house.ana, RUN, **how)


def test_what_is_told_is_what_is_set_aside(over):
    before = balance(over)

    told = over.services.run_again.quote(over.ana, RUN)
    again(over, most=told.again)

    assert (told.again, told.anew, told.available) == (PRICE, PRICE, before)
    assert before - balance(over) == PRICE


def test_dearer_than_was_told_nothing_starts(over):
    before = balance(over), over.count(RunRow)

    with pytest.raises(PriceChanged) as refused:
        again(over, most=PRICE - 1)

    assert refused.value.params == {"agreed": PRICE - 1, "required": PRICE}
    assert (balance(over), over.count(RunRow)) == before


def test_other_values_are_run_and_paid_for_in_place_of_the_old_ones(over):
    with over.transaction() as session:
        ledger.set_price(session, provider="local", action="*", price=10_000)
    with pytest.raises(InsufficientCredits):
        again(over)
    with over.transaction() as session:
        ledger.set_price(session, provider="local", action="*", price=3)

    started = again(over, instead={"clip": {"provider": "local", "duration": 5}}, most=3)

    with over.transaction() as session:
        graph = session.get(RunRow, started.run_id).graph
    params = {node["id"]: node["params"] for node in graph["nodes"]}
    assert (started.credits, params["clip"]["duration"]) == (3, 5)


def test_values_of_a_node_that_is_not_there_start_nothing(over):
    with pytest.raises(NotFound):
        again(over, instead={"nobody": {}})


def test_other_values_under_a_used_key_are_another_request(over):
    first = again(over, idempotency_key="k")

    assert again(over, idempotency_key="k").run_id == first.run_id
    with pytest.raises(Exception, match="Idempotency-Key"):
        again(over, idempotency_key="k", instead={"clip": {"provider": "local", "duration": 5}})
