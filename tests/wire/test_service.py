"""One request to a service, and what its answer or its silence means."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from vidgenie.domain.ports.provider import Call
from vidgenie.errors import (
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
)
from vidgenie.wire import Service

SERVICE = Service("pen", "Pen", "https://pen.example/v1")
KEY = "pen-0123456789abcdef"


@asynccontextmanager
async def answering(*pieces: bytes, pause: float = 0.0, hang: bool = False) -> AsyncIterator[Call]:
    """A call to a server that reads a request and sends these bytes."""

    async def serve(reader, writer):
        try:
            await reader.readuntil(b"\r\n\r\n")
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)
            if hang:
                await reader.read()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield Call(KEY, base_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    finally:
        server.close()
        await server.wait_closed()


def http(status: str, body: bytes = b"{}", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


async def order(call: Call, **options: object):
    return await SERVICE.order(call, "/x", body={}, **{"wait": 5.0, **options})


@pytest.mark.parametrize(
    ("status", "asked", "ordered"),
    [
        ("400 x", ProviderRejected, ProviderRejected),
        ("404 x", ProviderRejected, ProviderRejected),
        ("302 x", ProviderRejected, ProviderRejected),
        ("408 x", ProviderUnavailable, ProviderUnavailable),
        ("429 x", RateLimited, RateLimited),
        # A server that broke down may have taken the order before it did.
        ("500 x", ProviderUnavailable, ProviderUnknown),
        ("503 x", ProviderUnavailable, ProviderUnknown),
    ],
)
async def test_a_status_means_less_when_money_is_at_stake(status, asked, ordered):
    async with answering(http(status)) as call:
        with pytest.raises(asked) as question:
            await SERVICE.ask(call, "/x")
        with pytest.raises(ordered) as paid:
            await order(call)

    assert (type(question.value), type(paid.value)) == (asked, ordered)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{",
        b"not HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        http("200 OK", b"not gzip", "content-encoding: gzip"),
        http("200 OK", b"x" * 3_000_000),
    ],
)
async def test_an_order_without_a_whole_answer_may_have_been_taken(answer):
    async with answering(answer) as call:
        with pytest.raises(ProviderUnknown):
            await order(call)


async def test_an_answer_in_drops_ends_after_the_wait():
    """The wait is for everything: each byte alone would come in time."""
    drops = [b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n", *[b"x"] * 100]
    begun = time.monotonic()
    async with answering(*drops, pause=0.2) as call:
        with pytest.raises(ProviderUnknown):
            await order(call, wait=0.6)

    assert time.monotonic() - begun < 5


async def test_silence_after_the_order_is_no_refusal():
    async with answering(hang=True) as call:
        with pytest.raises(ProviderUnknown):
            await order(call, wait=0.3)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("retry-after: 7", 7.0), ("retry-after-ms: 1500", 1.5), ("retry-after: soon", None)],
)
async def test_a_busy_service_says_how_long_to_wait(header, seconds):
    async with answering(http("429 x", b"{}", header)) as call:
        with pytest.raises(ProviderUnavailable) as caught:
            await order(call)

    assert caught.value.retry_after == seconds


async def test_a_question_about_a_key_that_fails_otherwise_says_nothing_of_it():
    async with answering(http("404 x")) as call:
        with pytest.raises(ProviderUnavailable):
            await SERVICE.check_key(call, "/x")


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://x.example", "http://[::1", "http://a b/"])
async def test_an_address_of_an_operator_that_leads_nowhere_is_an_outage(url):
    with pytest.raises(ProviderUnavailable):
        await SERVICE.ask(Call(KEY, base_url=url or "//"), "/x")


async def test_a_file_is_written_and_its_progress_told(tmp_path):
    told = []
    async with answering(http("200 OK", b"x" * 600_000)) as call:
        await SERVICE.fetch(
            call, f"{call.base_url}/file", tmp_path / "x", max_bytes=10**6, progress=told.append
        )

    assert (tmp_path / "x").stat().st_size == 600_000
    assert told == sorted(told)
    assert told[-1] == 1.0


async def test_a_file_that_is_too_large_is_not_taken(tmp_path):
    async with answering(http("200 OK", b"x" * 600_000)) as call:
        with pytest.raises(ProviderRejected) as caught:
            await SERVICE.fetch(
                call, f"{call.base_url}/x", tmp_path / "x", max_bytes=1000, progress=print
            )

    assert caught.value.params["problem"] == "too_large"


@pytest.mark.parametrize(
    "url",
    [
        "https://pen.example:8443/x",
        "http://pen.example/x",
        "https://127.0.0.1/x",
        "https://169.254.169.254/x",
        "https://pen.example@evil.example/x",
        "https://pen.example:99999/x",
        "file:///etc/passwd",
        "//pen.example/x",
        "",
    ],
)
async def test_a_file_where_no_result_can_be_is_not_fetched(url, tmp_path):
    with pytest.raises(ProviderRejected):
        await SERVICE.fetch(Call(KEY), url, tmp_path / "x", max_bytes=9, progress=print)
