"""A body is as long as we allow, whatever it announces."""

import httpx
import pytest
from fastapi import FastAPI, Request

from tests.api.guard.guarded import OURS, application, policy
from vidgenie.api import guard as guards
from vidgenie.api.guard import MAX_BODY, MAX_UPLOAD, Guard
from vidgenie.api.sockets import MAX_FRAME


async def test_events_by_post_are_no_longer_than_frames(client):
    response = await client.post("/_event/", content=b"x" * (MAX_FRAME + 1))

    assert (response.status_code, response.json()["limit"]) == (413, MAX_FRAME)


SMALL_UPLOAD = 2 * MAX_BODY  # half a gigabyte is not sent through memory


@pytest.fixture
def small_uploads(monkeypatch):
    assert MAX_UPLOAD > SMALL_UPLOAD
    monkeypatch.setattr(guards, "MAX_UPLOAD", SMALL_UPLOAD)


LIMITS = pytest.mark.parametrize(
    ("path", "limit"), [("/api/echo", MAX_BODY), ("/api/assets", SMALL_UPLOAD)]
)


@LIMITS
async def test_a_body_may_be_as_long_as_the_limit(client, small_uploads, path, limit):
    assert (await client.post(path, content=b"x" * limit)).text == str(limit)


@LIMITS
async def test_a_longer_body_is_refused_in_our_words(client, small_uploads, path, limit):
    response = await client.post(path, content=b"x" * (limit + 1))

    assert response.status_code == 413
    assert response.json()["code"] == "too_large"
    assert response.json()["limit"] == limit


async def test_a_longer_body_in_chunks_is_refused_too(client):
    async def chunks():
        for _ in range(20):
            yield b"x" * 100_000

    response = await client.post("/api/echo", content=chunks())

    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_framework_that_swallows_the_cut_still_answers_413(web):
    api = FastAPI()

    @api.post("/api/echo")
    async def swallow(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    transport = httpx.ASGITransport(Guard(api, policy(web)))

    async def chunks():
        for _ in range(20):
            yield b"x" * 100_000

    async with httpx.AsyncClient(transport=transport, base_url=OURS) as client:
        assert (await client.post("/api/echo", content=chunks())).status_code == 413


@pytest.mark.parametrize("length", ["999999999999", "9" * 5000])
async def test_a_body_announced_too_long_is_refused_unread(web, length):
    said = []

    async def receive():
        pytest.fail("the body was read")

    async def send(message):
        said.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/echo",
        "headers": [(b"content-length", length.encode())],
    }
    await Guard(application(web), policy(web))(scope, receive, send)

    assert said[0]["status"] == 413
