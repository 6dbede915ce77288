"""Answers that fail, break off, or are files, leave the guard as they should."""

import asyncio

import httpx
import pytest

from tests.api.guard.guarded import OURS, lacking, policy
from vidgenie.api.account_data import Parcel
from vidgenie.api.guard import Guard


async def test_an_error_of_the_application_is_logged_and_told_without_details(web, caplog):
    async def broken(_scope, _receive, _send):
        raise RuntimeError("boom")

    transport = httpx.ASGITransport(Guard(broken, policy(web)))
    async with httpx.AsyncClient(transport=transport, base_url=OURS) as client:
        response = await client.get("/")

    assert (response.status_code, response.json()["code"]) == (500, "platform_error")
    assert "boom" not in response.text
    assert "boom" in caplog.text
    assert not lacking(response.headers)


async def test_an_answer_that_breaks_off_breaks_off(web):
    async def broken(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200})
        raise RuntimeError("boom")

    transport = httpx.ASGITransport(Guard(broken, policy(web)))
    async with httpx.AsyncClient(transport=transport, base_url=OURS) as client:
        with pytest.raises(RuntimeError):
            await client.get("/")


async def test_a_file_that_is_deleted_once_sent_is_not_left_to_the_server_to_open(tmp_path):
    """Servers that take paths open them after the application has returned, and deleted it."""
    path = tmp_path / "export.zip"
    path.write_bytes(b"PK")
    said = []

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        said.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/account/export",
        "headers": [],
        "extensions": {"http.response.pathsend": {}},
    }
    await Parcel(path)(scope, receive, send)

    assert [message["type"] for message in said] == ["http.response.start", "http.response.body"]
    assert said[1]["body"] == b"PK"
    assert not path.exists()
