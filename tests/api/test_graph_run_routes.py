"""Runs of a Graph over REST: what one would do, start one, follow what runs on it."""

import asyncio

import pytest

from tests.api.conftest import streaming
from tests.api.test_events import DRAWN, finished


@pytest.fixture
async def mine(alice):
    return (await alice.post("/api/graphs", json={"name": "Foxes", "graph": DRAWN})).json()


@pytest.fixture
def plan(alice, mine):
    async def plan(**wish):
        return await alice.post(f"/api/graphs/{mine['id']}/plan", json=wish)

    return plan


@pytest.fixture
def run(alice, mine):
    async def run(**wish):
        body = {"revision": mine["revision"], **wish}
        return await alice.post(f"/api/graphs/{mine['id']}/runs", json=body)

    return run


async def test_a_plan_says_node_by_node_what_a_run_would_do(plan):
    told = (await plan()).json()

    assert told["total"] == sum(line["credits"] for line in told["lines"]) > 0
    assert {line["nodeId"]: line["does"] for line in told["lines"]} == dict.fromkeys("peio", "make")
    assert {one["state"] for one in told["nodes"].values()} == {"missing"}
    assert told["problem"] is None


async def test_what_each_scope_costs_is_told_at_once(alice, mine, plan):
    place = f"/api/graphs/{mine['id']}/prices"
    wanted = {"missing": {}, "all": {}, "from": {"node": "i"}, "only": {"node": "i"}}
    plans = {s: (await plan(scope=s, **more)).json()["total"] for s, more in wanted.items()}

    whole = await alice.get(place)
    of_node = await alice.get(place, params={"node": "i"})

    assert whole.json() == {
        "revision": mine["revision"],
        "prices": {"missing": plans["missing"], "all": plans["all"]},
    }
    assert of_node.json()["prices"] == plans
    assert plans["only"] > 0


async def test_what_cannot_be_run_has_no_price(alice, mine):
    place = f"/api/graphs/{mine['id']}/prices"

    told = (await alice.get(place, params={"node": "nobody"})).json()["prices"]
    refused = await alice.get(place, params={"node": "<b>"})

    assert (told["from"], told["only"]) == (None, None)
    assert told["all"] > 0
    assert refused.status_code == 422


async def test_the_second_run_of_the_same_graph_costs_nothing(alice, plan, run, working):
    first = await run()
    await finished(alice, first.json()["workflowId"])
    told = (await plan()).json()
    second = await run()
    ended = await finished(alice, second.json()["workflowId"])

    assert first.status_code == 202
    assert (told["total"], {line["does"] for line in told["lines"]}) == (0, {"reuse"})
    assert told["nodes"]["i"]["output"]["url"]
    assert second.json()["estimatedCost"] == 0
    assert ended["status"] == "COMPLETED"
    assert {node["reusedFrom"] for node in ended["nodes"]} == {first.json()["workflowId"]}


async def test_a_graph_changed_meanwhile_is_a_conflict(alice, mine, run):
    answer = await run(revision=mine["revision"] + 1)

    assert answer.status_code == 409
    assert answer.json()["problem"] == "edited_elsewhere"


@pytest.mark.parametrize(
    "wish",
    [
        {"scope": "some"},
        {"scope": "from", "node": "<b>"},
        {"again": ["x"] * 501},
        {"scope": "all", "more": 1},
        {"node": {"a": 1}},
    ],
)
async def test_a_wish_nobody_understands_is_refused(plan, run, wish):
    for answer in (await plan(**wish), await run(**wish)):
        assert answer.status_code == 422
        assert answer.json()["code"] == "invalid_input"


async def test_from_a_node_that_is_not_there_is_not_found(plan, run):
    assert (await run(scope="from", node="nowhere")).status_code == 404
    told = (await plan(scope="from", node="nowhere")).json()
    assert told["problem"]["code"] == "not_found"
    assert told["nodes"]["i"]["state"] == "missing"


async def test_a_cap_of_nothing_lets_only_free_work_begin(alice, plan, run, mine):
    await alice.put("/api/budget", json={"run": 0})

    refused = await run()

    assert refused.status_code == 402
    assert refused.json()["code"] == "budget_exceeded"
    assert (await plan()).json()["problem"]["code"] == "budget_exceeded"
    assert (await run(scope="only", node="p")).status_code == 202


async def test_what_runs_on_a_graph_is_told_run_after_run(served, alice, mine, run, working):
    async with (
        asyncio.timeout(60),
        streaming(served, alice, f"/api/graphs/{mine['id']}/events") as stream,
    ):
        seen = []
        first = (await run()).json()["workflowId"]
        second = ""
        async for name, _, data in stream.events():
            if not name:
                continue  # that it is alive
            if name == "snapshot":
                seen.append(data["workflowId"])
            if data.get("status") == "COMPLETED" and not second:
                second = (await run(scope="only", node="p")).json()["workflowId"]
            if second in seen:
                break

    assert seen == [first, second]


async def test_a_run_of_no_graph_is_seen_on_the_canvas_while_it_works(served, alice, mine, working):
    await alice.post("/api/workflow/execute", json=DRAWN)
    async with (
        asyncio.timeout(60),
        streaming(served, alice, f"/api/graphs/{mine['id']}/events") as stream,
    ):
        data = await anext(data async for name, _, data in stream.events() if name == "snapshot")

    assert data["graphId"] is None
    assert [node["id"] for node in data["graph"]["nodes"]] == ["p", "e", "i", "o"]


async def test_a_note_and_a_disabled_node_are_no_part_of_a_run_by_rest(alice, working):
    nodes = [*DRAWN["nodes"], {"id": "memo", "type": "note", "params": {"text": "<b>hi</b>"}}]
    nodes = [{**node, "disabled": node["id"] == "e"} for node in nodes]
    edges = DRAWN["edges"]

    answer = await alice.post("/api/workflow/execute", json={"nodes": nodes, "edges": edges})
    ended = await finished(alice, answer.json()["workflowId"])

    assert {node["id"] for node in ended["nodes"]} == {"p", "i", "o"}
    assert ended["status"] == "COMPLETED"
