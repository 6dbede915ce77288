"""Runs over REST: listed, told in full, started again, copied to the canvas."""

import asyncio

import pytest


def drawn(*texts, provider="openai"):
    """A prompt, written anew by Pen, for each text; a text "reject" fails."""
    nodes, edges = [], []
    for number, text in enumerate(texts):
        nodes.append({"id": f"p{number}", "type": "prompt", "params": {"text": text}})
        pen = {"id": f"e{number}", "type": "enhance", "params": {"provider": provider}}
        nodes.append({**pen, "title": f"Pen {number}", "position": {"x": 9, "y": number}})
        ends = {"source": f"p{number}", "target": f"e{number}"}
        edges.append({**ends, "sourceHandle": "text", "targetHandle": "text"})
    return {"nodes": nodes, "edges": edges}


async def start(client, *texts, **more):
    answer = await client.post("/api/workflow/execute", json=drawn(*texts, **more))
    return answer.json()["workflowId"]


async def finished(client, run_id):
    """Everything about the Run once it is over."""
    async with asyncio.timeout(30):
        while True:
            answer = (await client.get(f"/api/runs/{run_id}")).json()
            if answer["run"]["status"] in ("COMPLETED", "FAILED", "CANCELLED", "UNKNOWN"):
                return answer
            await asyncio.sleep(0.2)


async def ids(client, **query):
    items = (await client.get("/api/runs", params=query)).json()["items"]
    return [item["id"] for item in items]


async def test_a_list_tells_what_the_status_tells(alice):
    run_id = await start(alice, "a fox")

    answer = (await alice.get("/api/runs")).json()

    [item] = answer["items"]
    assert (item["id"], item["status"], item["source"]) == (run_id, "PENDING", "api")
    assert (item["prompt"], item["nodes"], item["providers"]) == ("a fox", 2, ["openai"])
    assert (item["queuePlace"], item["credits"] > 0) == (1, True)
    assert answer["nextCursor"] is None
    assert {"all": 1, "pending": 1, "active": 1, "completed": 0, "doubt": 0}.items() <= answer[
        "counts"
    ].items()


async def test_a_list_is_narrowed_in_the_words_of_the_api(alice):
    run_id = await start(alice, "Une forêt")

    for query in (
        {"status": "pending"},
        {"status": "PENDING"},
        {"status": "active"},
        {"source": "api"},
        {"provider": "openai"},
        {"from": "2026-01-01", "to": "2999-12-31"},
        {"from": "2026-01-01T00:00:00+02:00"},
        {"minCredits": 1},
        {"q": "FORET"},
    ):
        assert await ids(alice, **query) == [run_id], query
    for query in (
        {"status": "completed"},
        {"source": "graph"},
        {"provider": "luma"},
        {"graphId": "a" * 32},
        {"to": "2026-01-01"},
        {"maxCredits": 0},
        {"q": "fox"},
    ):
        assert await ids(alice, **query) == [], query


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"status": "lost"}, "status"),
        ({"from": "yesterday"}, "from"),
        ({"to": "0001-01-01"}, "to"),
        ({"to": "9999-12-31"}, "to"),
        ({"cursor": "nowhere"}, "cursor"),
    ],
)
async def test_what_cannot_be_looked_for_is_refused_by_name(alice, query, field):
    answer = await alice.get("/api/runs", params=query)

    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_pages_follow_each_other(alice):
    made = [await start(alice, f"fox {number}") for number in range(3)]

    first = (await alice.get("/api/runs", params={"limit": 2})).json()
    await start(alice, "another")
    rest = await ids(alice, limit=2, cursor=first["nextCursor"])

    assert [item["id"] for item in first["items"]] + rest == made[::-1]


async def test_nobody_sees_the_runs_of_others(alice, bob):
    await start(alice, "a fox")

    answer = (await bob.get("/api/runs")).json()

    assert (answer["items"], answer["counts"]["all"]) == ([], 0)


async def test_a_run_is_told_node_by_node(alice, working):
    run_id = await start(alice, "a fox", "reject")

    answer = await finished(alice, run_id)

    run, log = answer["run"], {line["nodeId"]: line for line in answer["log"]}
    assert (run["status"], run["made"], run["nodes"]) == ("FAILED", 3, 4)
    assert [node["id"] for node in run["graph"]["nodes"]] == ["p0", "e0", "p1", "e1"]
    assert run["graph"]["nodes"][1]["title"] == "Pen 0"
    good, bad = log["e0"], log["e1"]
    assert (good["status"], good["title"], good["provider"]) == ("success", "Pen 0", "openai")
    assert (good["attempts"], len(good["requests"])) == (1, 1)
    assert good["seconds"] >= 0
    assert good["expectedSeconds"] > 0
    assert good["credits"] == run["credits"] > 0
    assert (bad["status"], bad["credits"]) == ("error", 0)
    assert bad["error"]["code"] == "provider_rejected"
    assert bad["requests"][0]["state"] == "refused"


async def test_a_run_again_makes_and_charges_only_what_was_not_made(alice, working):
    first = await start(alice, "a fox", "reject")
    paid = (await finished(alice, first))["run"]["credits"]
    told = (await alice.get(f"/api/runs/{first}/retry")).json()
    sent = {"json": {"front": True}, "headers": {"Idempotency-Key": "once"}}

    answer = await alice.post(f"/api/runs/{first}/retry", **sent)
    repeated = await alice.post(f"/api/runs/{first}/retry", **sent)

    assert (answer.status_code, repeated.json()) == (202, answer.json())
    again = await finished(alice, answer.json()["workflowId"])
    lines = {line["nodeId"]: line for line in again["log"]}
    assert answer.json()["estimatedCost"] == paid == told["again"] < told["anew"]
    assert (lines["e0"]["reusedFrom"], lines["e0"]["credits"]) == (first, 0)
    assert (lines["e0"]["attempts"], lines["e1"]["attempts"]) == (0, 1)
    assert (again["run"]["reused"], again["run"]["credits"], again["run"]["priority"]) == (3, 0, 10)


async def test_a_run_that_made_everything_costs_nothing_again_unless_anew(alice, working):
    first = await start(alice, "a fox")
    paid = (await finished(alice, first))["run"]["credits"]

    told = (await alice.get(f"/api/runs/{first}/retry")).json()
    same = (await alice.post(f"/api/runs/{first}/retry", json={})).json()
    anew = (await alice.post(f"/api/runs/{first}/retry", json={"anew": True})).json()

    assert (told["again"], told["anew"]) == (0, paid)
    assert (same["estimatedCost"], anew["estimatedCost"]) == (0, paid)
    assert (await finished(alice, same["workflowId"]))["run"]["status"] == "COMPLETED"
    assert (await finished(alice, anew["workflowId"]))["run"]["reused"] == 0


async def test_a_run_under_way_is_not_started_again(alice):
    run_id = await start(alice, "a fox")

    answer = await alice.post(f"/api/runs/{run_id}/retry", json={})
    asked = await alice.get(f"/api/runs/{run_id}/retry")

    assert (answer.status_code, answer.json()["problem"]) == (409, "not_over")
    assert (asked.status_code, asked.json()["problem"]) == (409, "not_over")


async def test_a_run_of_a_project_goes_on_there(alice):
    project = (await alice.post("/api/projects", json={"theme": "a", "totalSeconds": 5})).json()
    await alice.post(f"/api/projects/{project['id']}/generate", json={})
    [item] = (await alice.get("/api/runs")).json()["items"]
    await alice.post(f"/api/workflow/cancel/{item['id']}")

    answer = await alice.post(f"/api/runs/{item['id']}/retry", json={})

    assert (item["source"], item["projectId"]) == ("project", project["id"])
    assert (answer.status_code, answer.json()["problem"]) == (409, "of_project")


async def test_the_graph_of_a_run_is_copied_to_be_edited(alice):
    run_id = await start(alice, "a fox   at dawn")

    answer = await alice.post(f"/api/runs/{run_id}/copy")

    copied = answer.json()
    assert (answer.status_code, copied["name"]) == (201, "a fox at dawn")
    ran = (await alice.get(f"/api/runs/{run_id}")).json()["run"]["graph"]
    assert copied["graph"] == ran
    assert (await alice.get(f"/api/graphs/{copied['id']}")).json()["graph"] == ran
