"""The ways out when a Run costs more credits than there are, over REST."""

import pytest

from tests.api.conftest import bearer, open_client
from tests.api.requests import CONFIG, PAID
from tests.api.test_no_credits import end_all
from vidgenie import bootstrap
from vidgenie.ledger import store as ledger

CHEAPER = "/api/workflow/cheaper"
LONG = {"provider": "luma", "duration": 60}
NODES = [
    {"id": "p", "type": "prompt", "params": {"text": "a fox"}},
    {"id": "a", "type": "video", "params": LONG, "title": "First"},
    {"id": "b", "type": "video", "params": {**LONG, "motion": "high"}},
]
EDGES = [
    {"source": "p", "sourceHandle": "text", "target": "a", "targetHandle": "prompt"},
    {"source": "p", "sourceHandle": "text", "target": "b", "targetHandle": "prompt"},
]
TWO_CLIPS = {"nodes": NODES, "edges": EDGES}


async def ways_of(client, body):
    answer = await client.post(CHEAPER, json=body)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def taken(way, graph=TWO_CLIPS):
    """The Graph after this way was taken."""
    params = {change["nodeId"]: change["params"] for change in way["changes"]}
    nodes = [{**n, "params": params.get(n["id"], n.get("params", {}))} for n in graph["nodes"]]
    return {**graph, "nodes": nodes}


async def test_what_is_needed_what_there_is_and_two_ways(alice):
    told = await ways_of(alice, TWO_CLIPS)

    assert (told["required"], told["available"], told["unlimited"]) == (160, 100, False)
    assert [(way["kind"], way["total"]) for way in told["ways"]] == [("cheaper", 100), ("demo", 0)]
    (change,) = told["ways"][0]["changes"]
    assert change == {
        "nodeId": "b",
        "type": "video",
        "title": "",
        "params": {**LONG, "motion": "high", "duration": 15},
        "from": {"duration": 60},
        "to": {"duration": 15},
        "credits": 20,
    }


async def test_each_way_costs_what_a_quote_says_and_can_be_run(alice):
    told = await ways_of(alice, TWO_CLIPS)

    for way in told["ways"]:
        changed = taken(way)
        quoted = (await alice.post("/api/workflow/quote", json=changed)).json()
        assert quoted["total"] == way["total"] <= told["available"]
        assert {line["nodeId"]: line["credits"] for line in quoted["lines"]} == {
            "p": 0,
            "a": 80 if way["kind"] == "cheaper" else 0,
            "b": 20 if way["kind"] == "cheaper" else 0,
        }
    started = await alice.post("/api/workflow/execute", json=taken(told["ways"][0]))
    assert started.status_code == 202


async def test_a_refused_run_and_its_ways_tell_the_same_figures(alice):
    await alice.post("/api/workflow/execute", json={"config": PAID})

    refused = await alice.post("/api/workflow/execute", json={"config": PAID})
    told = await ways_of(alice, {"config": PAID})

    assert refused.status_code == 402
    assert (refused.json()["required"], refused.json()["available"]) == (80, 20)
    assert (told["required"], told["available"]) == (80, 20)
    assert told["ways"][0]["changes"][0]["to"] == {"duration": 15}


async def test_of_a_kept_graph_only_what_a_run_would_make_is_looked_at(alice):
    made = (await alice.post("/api/graphs", json={"name": "Foxes", "graph": TWO_CLIPS})).json()

    whole = await ways_of(alice, {"graphId": made["id"]})
    one = await ways_of(alice, {"graphId": made["id"], "scope": "only", "node": "a"})

    assert [(way["kind"], way["total"]) for way in whole["ways"]] == [("cheaper", 100), ("demo", 0)]
    assert (one["required"], one["ways"]) == (80, [])


async def test_a_text_that_is_yet_to_be_written_keeps_nobody_from_the_ways(alice):
    empty = [{**NODES[0], "params": {}}, *NODES[1:]]
    body = {"name": "Empty", "graph": {"nodes": empty, "edges": EDGES}}
    made = (await alice.post("/api/graphs", json=body)).json()

    told = await ways_of(alice, {"graphId": made["id"]})

    assert [way["total"] for way in told["ways"]] == [100, 0]


async def test_what_can_be_paid_needs_no_way_out(alice):
    assert (await ways_of(alice, {"config": CONFIG}))["ways"] == []
    assert (await ways_of(alice, {"config": PAID}))["ways"] == []


async def test_a_plan_without_a_limit_needs_none_either(served, people):
    async with open_client(served, headers=bearer(people["admin"])) as admin:
        told = await ways_of(admin, TWO_CLIPS)

    assert (told["unlimited"], told["required"], told["ways"]) == (True, 160, [])
    assert told["available"] >= 160


async def test_nothing_is_changed_or_started(alice, count_runs):
    made = (await alice.post("/api/graphs", json={"name": "Foxes", "graph": TWO_CLIPS})).json()
    before = count_runs(), (await alice.get(f"/api/graphs/{made['id']}")).json()

    await ways_of(alice, {"graphId": made["id"]})

    assert (count_runs(), (await alice.get(f"/api/graphs/{made['id']}")).json()) == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"config": PAID, "graphId": "0" * 32},
        {**TWO_CLIPS, "graphId": "0" * 32},
        {"graphId": 1},
        {"graphId": "../x"},
        {"config": PAID, "surprise": 1},
        {"nodes": "many", "edges": []},
        {"config": PAID, "scope": "some"},
    ],
)
async def test_what_is_none_of_these_is_refused(alice, body):
    answer = await alice.post(CHEAPER, json=body)

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_input"


async def test_a_graph_that_cannot_run_says_why(alice):
    answer = await alice.post(CHEAPER, json={"nodes": [NODES[1]], "edges": []})

    assert answer.json()["code"] == "invalid_graph"
    assert (answer.json()["node"], answer.json()["problem"]) == ("a", "missing_input")


async def test_somebody_elses_graph_is_not_found(alice, bob):
    made = (await bob.post("/api/graphs", json={"name": "Foxes", "graph": TWO_CLIPS})).json()

    answer = await alice.post(CHEAPER, json={"graphId": made["id"]})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_nobody_asks_without_signing_in(browser):
    assert (await browser.post(CHEAPER, json=TWO_CLIPS)).status_code == 401


async def begun_before(client):
    """A Run that is over, of what there are no credits for any more."""
    quick = {**TWO_CLIPS, "nodes": [NODES[0], *({**n, "params": LONG} for n in NODES[1:])]}
    with bootstrap.services().engine.transaction() as session:
        ledger.set_price(session, provider="luma", action="*", price=1)
    run_id = (await client.post("/api/workflow/execute", json=quick)).json()["workflowId"]
    end_all()
    with bootstrap.services().engine.transaction() as session:
        ledger.set_price(session, provider="luma", action="*", price=60)
    return run_id


async def test_a_run_that_is_too_dear_by_now_goes_on_in_either_way(alice):
    run_id = await begun_before(alice)
    refused = (await alice.post(f"/api/runs/{run_id}/retry", json={})).json()

    told = await ways_of(alice, {"runId": run_id})

    assert (told["required"], told["available"]) == (refused["required"], refused["available"])
    (way,) = [one for one in told["ways"] if one["kind"] == "demo"]
    instead = {change["nodeId"]: change["params"] for change in way["changes"]}
    body = {"instead": instead, "maxCredits": way["total"]}
    taken = await alice.post(f"/api/runs/{run_id}/retry", json=body)
    assert (taken.status_code, taken.json()["estimatedCost"]) == (202, way["total"])
    graph = (await alice.get(f"/api/runs/{taken.json()['workflowId']}")).json()["run"]["graph"]
    assert {node["id"]: node["params"] for node in graph["nodes"]} | instead == {
        node["id"]: node["params"] for node in graph["nodes"]
    }


@pytest.mark.parametrize(
    ("instead", "status"),
    [({"nobody": {}}, 404), ({"a": {"duration": -1}}, 422), ({"<b>": {}}, 422), ([], 422)],
)
async def test_other_values_that_are_none_start_nothing(alice, count_runs, instead, status):
    run_id = await begun_before(alice)
    runs = count_runs()

    answer = await alice.post(f"/api/runs/{run_id}/retry", json={"instead": instead})

    assert answer.status_code == status, answer.json()
    assert count_runs() == runs
