"""What is written down about one Run, and when it may be started again."""

from datetime import timedelta

import pytest

from tests.services.projectors import START
from vidgenie.engine.tables import NodeRow, ProviderCallRow, RunRow
from vidgenie.errors import Conflict, NotFound

RUN = "a" * 32
GRAPH = {
    "nodes": [
        {"id": "clip-1", "type": "video", "params": {}, "title": "The sea"},
        {"id": "clip", "type": "video", "params": {}},
        {"id": "old", "type": "image", "params": {}},
    ],
    "edges": [],
}
pytestmark = pytest.mark.postgres_in_soak


def write(house, *rows, status="failed", **more):
    """The Run of Ana's with these rows."""
    with house.transaction() as session:
        values = {"account_id": house.ana.id, "graph": GRAPH, "created_at": START, **more}
        session.add(RunRow(id=RUN, status=status, **values))
        session.flush()
        session.add_all(rows)


def node(node_id, position, **more):
    values = {"type": "video", "provider": "luma", "price": 8, "expected": 30.0, **more}
    return NodeRow(run_id=RUN, node_id=node_id, position=position, **values)


def sent(node_id, number, **more):
    values = {"provider": "luma", "state": "sent", "submissions": 1, "created_at": START, **more}
    return ProviderCallRow(key=f"{RUN}:{node_id}:{number}", run_id=RUN, **values)


def test_each_node_has_its_own_requests(house):
    write(
        house,
        node("clip-1", 0, status="succeeded", cost_micro_usd=150_000),
        node("clip", 1, status="failed", error={"code": "provider_rejected"}),
        sent("clip-1", 1, submissions=3, job={"id": "job-1", "url": "data:" + "x" * 99}),
        sent("clip-1", 2, job={"text": "an answer without a job"}),
        sent("clip", 1, state="refused", submissions=2),
    )

    found = house.services.run_log.read(house.ana, RUN)

    first, second = found.log
    assert (first.attempts, first.request_id, first.title) == (4, "job-1", "The sea")
    assert [one.request_id for one in first.requests] == ["job-1", ""]
    assert (first.credits, first.cost_micro_usd) == (8, 150_000)
    assert (second.attempts, second.request_id, second.credits) == (2, "", 0)
    assert second.error == {"code": "provider_rejected"}


def test_how_long_a_node_worked_and_should_have(house):
    moments = {"started_at": START, "finished_at": START + timedelta(seconds=41.5)}
    write(house, node("clip", 0, status="succeeded", **moments), node("old", 1, reused_from="c"))

    done, waiting = house.services.run_log.read(house.ana, RUN).log

    assert (done.seconds, done.expected_seconds) == (41.5, 30.0)
    assert (waiting.seconds, waiting.reused_from) == (None, "c")


def test_a_run_of_somebody_else_is_not_there(house):
    write(house)

    for ask in (house.services.run_log.read, house.services.run_log.graph):
        with pytest.raises(NotFound):
            ask(house.bob, RUN)
    with pytest.raises(NotFound):
        house.services.run_again.start(house.bob, RUN)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"status": "running"}, "not_over"),
        ({"status": "unknown", "doubt_until": START + timedelta(days=40_000)}, "to_decide"),
        ({"source": "project"}, "of_project"),
    ],
)
def test_what_is_not_over_for_good_is_not_started_again(house, row, problem):
    write(house, **row)

    with pytest.raises(Conflict) as refused:
        house.services.run_again.start(house.ana, RUN)

    assert refused.value.params["problem"] == problem
