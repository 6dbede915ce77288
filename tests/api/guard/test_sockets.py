"""Websockets are for our own pages, and their frames end somewhere."""

import time

import pytest

from tests.api.guard.guarded import COOKIE, EVIL, OURS, application, lacking, policy
from vidgenie.api.guard import Guard
from vidgenie.api.sockets import MAX_FRAME
from vidgenie.services.limits import FRAMES


async def speak(app, headers, *, frames=(), path="/_event", extensions=()):
    """What the guard or the application says to a websocket, message by message."""
    said = []
    coming = [{"type": "websocket.connect"}, *frames]

    async def receive():
        return coming.pop(0) if coming else {"type": "websocket.disconnect", "code": 1005}

    async def send(message):
        said.append(message)

    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "extensions": {name: {} for name in extensions},
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "subprotocols": [],
        "root_path": "",
    }
    await app(scope, receive, send)
    return said


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"origin": OURS, **COOKIE}, "websocket.accept"),
        ({"origin": EVIL, **COOKIE}, "websocket.close"),
        ({"origin": EVIL}, "websocket.close"),
        ({"origin": "null"}, "websocket.close"),
        (COOKIE, "websocket.close"),
        ({}, "websocket.accept"),
    ],
)
async def test_a_websocket_is_for_our_own_pages(web, headers, answer):
    said = await speak(Guard(application(web), policy(web)), headers)

    assert said[0]["type"] == answer


@pytest.mark.parametrize(("origin", "path"), [(EVIL, "/_event"), (OURS, "/_nothing")])
async def test_a_websocket_is_refused_in_http_with_the_security_headers(web, origin, path):
    said = await speak(
        Guard(application(web), policy(web)),
        {"origin": origin},
        path=path,
        extensions=["websocket.http.response"],
    )

    assert [message["type"].rpartition(".")[2] for message in said] == ["start", "body"]
    assert said[0]["status"] == 403
    assert not lacking({name.decode(): value.decode() for name, value in said[0]["headers"]})
    assert b'"forbidden"' in said[1]["body"]


async def parrot(scope, receive, send):
    """Accepts a websocket and says how long each frame is, until the browser is gone."""
    assert (await receive())["type"] == "websocket.connect"
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        size = len(message.get("text") or message.get("bytes"))
        await send({"type": "websocket.send", "text": str(size)})
    await send({"type": "websocket.send", "text": "too late"})


def text(length, char="x"):
    return {"type": "websocket.receive", "text": char * length}


def data(length):
    return {"type": "websocket.receive", "text": None, "bytes": b"x" * length}


async def test_frames_pass_up_to_the_limit(web):
    said = await speak(
        Guard(parrot, policy(web)), {}, frames=[text(MAX_FRAME), data(MAX_FRAME), text(1)]
    )

    assert [message.get("text") for message in said[1:4]] == [str(MAX_FRAME), str(MAX_FRAME), "1"]


@pytest.mark.parametrize(
    "frame", [text(MAX_FRAME + 1), data(MAX_FRAME + 1), text(MAX_FRAME - 1, "é"), text(999_999)]
)
async def test_a_longer_frame_ends_the_connection(web, frame):
    said = await speak(Guard(parrot, policy(web)), {}, frames=[text(5), frame, text(7)])

    assert [message.get("text", message.get("code")) for message in said[1:]] == ["5", 1009]


async def test_who_sends_too_fast_is_read_at_the_usual_pace(web):
    """Nothing is lost: what was not read yet waits in the network, then the sender does."""
    begun = time.monotonic()

    said = await speak(Guard(parrot, policy(web)), {}, frames=[text(1)] * (FRAMES.burst + 30))

    assert [message.get("text") for message in said].count("1") == FRAMES.burst + 30
    assert time.monotonic() - begun > 30 * FRAMES.interval * 0.9
