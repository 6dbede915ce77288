"""A browser hears which keys are asked for, up to a Run that ends."""

import asyncio

from tests.api.conftest import streaming
from tests.api.test_events import finished
from tests.api.vault.tab import KEY, a_run
from vidgenie.api import streams


class TestEvents:
    async def test_a_run_with_a_sealed_key_runs(self, served, tab, pen, working):
        async with (
            asyncio.timeout(60),
            streaming(served, tab.client, "/api/vault/requests/events") as stream,
        ):
            told = stream.events()
            first = await anext(told)
            run_id = await a_run(tab.client)
            name, _, data = await anext(told)
            [request] = data["requests"]
            waiting = (await tab.client.get(f"/api/workflow/status/{run_id}")).json()
            await tab.grant(request)
            _, _, granted = await anext(told)
            ended = await finished(tab.client, run_id)

        assert (first[0], first[2]) == ("requests", {"requests": []})
        assert (name, request["workflowId"]) == ("requests", run_id)
        assert waiting["status"] not in ("COMPLETED", "FAILED")
        assert granted == {"requests": []}
        assert ended["status"] == "COMPLETED"
        assert pen.keys == [KEY]

    async def test_it_says_what_is_asked_already(self, served, tab, request_):
        async with (
            asyncio.timeout(30),
            streaming(served, tab.client, "/api/vault/requests/events") as stream,
        ):
            _, _, data = await anext(stream.events())

        assert data == {"requests": [request_]}
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"

    async def test_it_is_alive_when_nothing_happens(self, served, tab, monkeypatch):
        monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
        async with (
            asyncio.timeout(30),
            streaming(served, tab.client, "/api/vault/requests/events") as stream,
        ):
            told = [event async for event, _ in _first(stream.events(), 3)]

        assert told[1:] == [("", "", "alive")] * 2

    async def test_it_ends_with_what_it_was_opened_with(
        self, served, tab, services, people, monkeypatch
    ):
        monkeypatch.setattr(streams, "HEARTBEAT", 0.05)
        async with (
            asyncio.timeout(30),
            streaming(served, tab.client, "/api/vault/requests/events") as stream,
        ):
            told = stream.events()
            await anext(told)
            account = people["alice"].account
            for token in services.tokens.all(account):
                services.tokens.revoke(account, token.id)

            assert [event async for event in told if event[0]] == []

    async def test_nobody_hears_of_somebody_elses(self, served, tab, bob, ask):
        async with (
            asyncio.timeout(30),
            streaming(served, bob, "/api/vault/requests/events") as stream,
        ):
            told = stream.events()
            first = await anext(told)
            ask(await a_run(tab.client))
            coming = asyncio.ensure_future(anext(told))

            assert first[2] == {"requests": []}
            assert not (await asyncio.wait({coming}, timeout=1))[0]
            coming.cancel()


async def _first(events, count):
    """The first few events, numbered."""
    number = 0
    async for event in events:
        yield event, number
        number += 1
        if number == count:
            return
