"""A Run as it happens, over Server-Sent Events and from beginning to end."""

import asyncio

import pytest

from tests.api.conftest import streaming
from vidgenie.api import streams

DRAWN = {
    "nodes": [
        {"id": "p", "type": "prompt", "params": {"text": "a fox"}},
        {"id": "e", "type": "enhance", "params": {"provider": "openai"}},
        {"id": "i", "type": "image", "params": {"size": "512x512"}},
        {"id": "o", "type": "output"},
    ],
    "edges": [
        {"source": "p", "sourceHandle": "text", "target": "e", "targetHandle": "text"},
        {"source": "e", "sourceHandle": "text", "target": "i", "targetHandle": "prompt"},
        {"source": "i", "sourceHandle": "image", "target": "o", "targetHandle": "result"},
    ],
}


async def start(client, prompt="a fox"):
    nodes = [{**DRAWN["nodes"][0], "params": {"text": prompt}}, *DRAWN["nodes"][1:]]
    answer = await client.post("/api/workflow/execute", json={**DRAWN, "nodes": nodes})
    return answer.json()["workflowId"]


async def all_events(app, client, run_id, **headers):
    """Every event until the server ends the stream."""
    async with (
        asyncio.timeout(30),
        streaming(app, client, f"/api/workflow/events/{run_id}", **headers) as stream,
    ):
        return [event async for event in stream.events()]


async def status(client, run_id):
    return (await client.get(f"/api/workflow/status/{run_id}")).json()


async def finished(client, run_id):
    """The status once the Run is over."""
    async with asyncio.timeout(30):
        while True:
            now = await status(client, run_id)
            if now["status"] in ("COMPLETED", "FAILED", "CANCELLED", "UNKNOWN"):
                return now
            await asyncio.sleep(0.2)


async def test_a_run_is_told_from_its_start_to_its_end(served, alice, working):
    run_id = await start(alice)

    told = await all_events(served, alice, run_id)

    assert [name for name, _, _ in told[:1]] == ["snapshot"]
    assert {name for name, _, _ in told[1:]} == {"node", "run"}
    assert told[-1][0] == "run"
    assert told[-1][2]["status"] == "COMPLETED"


async def test_whoever_puts_the_events_together_has_the_status(served, alice, working):
    """Deltas lose nothing: snapshot, nodes and runs make what `status` answers."""
    run_id = await start(alice)

    told = await all_events(served, alice, run_id)

    state = told[0][2]
    for name, _, data in told[1:]:
        if name == "run":
            state |= data
        else:
            state["nodes"] = [data if node["id"] == data["id"] else node for node in state["nodes"]]
    assert state == await status(alice, run_id)


async def test_an_id_is_a_version_the_client_has_in_full(served, alice, working):
    run_id = await start(alice)

    told = await all_events(served, alice, run_id)

    ids = [int(event_id) for _, event_id, _ in told]
    assert ids == sorted(ids)
    complete = told[0][1]
    for name, event_id, _ in told[1:]:
        if name == "run":
            complete = event_id
        assert event_id == complete


async def test_a_finished_run_is_one_snapshot(served, alice, working):
    run_id = await start(alice)
    await finished(alice, run_id)

    told = await all_events(served, alice, run_id)

    assert [(name, data["status"]) for name, _, data in told] == [("snapshot", "COMPLETED")]


async def test_who_has_seen_the_end_is_told_not_to_come_back(served, alice, working):
    run_id = await start(alice)
    last_id = (await all_events(served, alice, run_id))[-1][1]

    response = await alice.get(f"/api/workflow/events/{run_id}", headers={"last-event-id": last_id})

    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize("last_id", ["0", "1", "99999999", "x", ""])
async def test_who_missed_something_gets_a_snapshot(served, alice, working, last_id):
    run_id = await start(alice)
    await finished(alice, run_id)

    told = await all_events(served, alice, run_id, last_event_id=last_id)

    assert told[0][0] == "snapshot"


async def test_who_is_up_to_date_is_told_only_what_follows(served, alice):
    run_id = await start(alice, "wait")
    path = f"/api/workflow/events/{run_id}"
    async with asyncio.timeout(20), streaming(served, alice, path) as stream:
        _, version, _ = await anext(stream.events())

    async with (
        asyncio.timeout(20),
        streaming(served, alice, path, last_event_id=version) as stream,
    ):
        told = stream.events()
        resumed = await anext(told)
        await alice.post(f"/api/workflow/cancel/{run_id}")
        following = await anext(told)

    assert resumed == ("", "", "resumed")
    assert (following[0], following[2]["status"]) == ("run", "CANCELLING")


async def test_silence_is_filled_so_that_proxies_do_not_hang_up(served, alice, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
    run_id = await start(alice)

    async with (
        asyncio.timeout(20),
        streaming(served, alice, f"/api/workflow/events/{run_id}") as stream,
    ):
        told = stream.events()
        first = [await anext(told) for _ in range(3)]

    assert [event[0] for event in first] == ["snapshot", "", ""]


async def test_nobody_watches_after_the_client_has_gone(served, alice, services):
    run_id = await start(alice)

    async with streaming(served, alice, f"/api/workflow/events/{run_id}") as stream:
        await anext(stream.events())
        watching = services.engine.hub.watched

    assert (watching, services.engine.hub.watched) == (1, 0)


async def test_the_stream_is_neither_kept_nor_buffered(served, alice):
    run_id = await start(alice)

    async with streaming(served, alice, f"/api/workflow/events/{run_id}") as stream:
        await anext(stream.events())

    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.headers["cache-control"] == "no-store"
    assert stream.headers["x-accel-buffering"] == "no"


async def test_a_run_that_is_not_there_is_404_and_no_stream(alice):
    response = await alice.get(f"/api/workflow/events/{'0' * 32}")

    assert (response.status_code, response.json()["code"]) == (404, "not_found")


async def test_a_refused_node_is_told_with_its_reason(alice, working):
    run_id = await start(alice, "reject")

    end = await finished(alice, run_id)

    nodes = {node["id"]: node for node in end["nodes"]}
    assert end["status"] == "FAILED"
    assert nodes["e"]["status"] == "error"
    assert nodes["e"]["error"] == {
        "code": "provider_rejected",
        "message": "Pen refused this.",
        "retryable": False,
        "details": {"provider": "local"},
    }
    assert (end["error"]["code"], end["error"]["details"]["node"]) == ("provider_rejected", "e")
    assert end["cost"] == {"held": 1, "charged": 0, "released": 1, "refunded": 0}
    assert end["result"] is None


async def test_a_cancelled_run_gives_back_what_was_not_made(alice, working):
    run_id = await start(alice, "wait")

    await alice.post(f"/api/workflow/cancel/{run_id}")

    end = await finished(alice, run_id)
    assert end["status"] == "CANCELLED"
    assert (await alice.get("/api/credits/balance")).json()["credits"] == 100


async def test_a_run_that_is_over_cannot_be_cancelled(alice, working):
    run_id = await start(alice)
    await finished(alice, run_id)

    response = await alice.post(f"/api/workflow/cancel/{run_id}")

    assert response.json() == {"success": True, "status": "COMPLETED"}


async def test_from_a_prompt_to_a_video_in_the_library(alice, working):
    """The whole way: execute, status, the file behind its link, the library."""
    config = {
        "initialPrompt": "a teal wall",
        "imageConfig": {"size": "512x512"},
        "videoConfig": {"duration": 5, "resolution": "720p"},
    }
    started = (await alice.post("/api/workflow/execute", json={"config": config})).json()

    end = await finished(alice, started["workflowId"])

    result = end["result"]
    assert (end["status"], end["progress"]) == ("COMPLETED", 100)
    assert set(result) == {
        "contentId",
        "downloadUrl",
        "type",
        "imageUrl",
        "videoUrl",
        "audioUrl",
        "thumbnailUrl",
        "duration",
        "width",
        "height",
        "sizeBytes",
        "warnings",
        "captionsUrl",
    }
    assert (result["type"], result["width"], result["height"]) == ("video", 720, 1280)
    assert result["duration"] == pytest.approx(5, abs=0.1)
    assert {node["status"] for node in end["nodes"]} == {"success"}
    file = await alice.get(result["videoUrl"])
    assert (file.headers["content-type"], len(file.content)) == ("video/mp4", result["sizeBytes"])
    assert (await alice.get(result["thumbnailUrl"])).headers["content-type"] == "image/jpeg"
    item = (await alice.get(f"/api/video-generations/{result['contentId']}")).json()
    assert (item["status"], item["videoUrl"]) == ("completed", result["videoUrl"])
