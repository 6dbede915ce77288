"""Calls that fail as Providers do, with the key in what they raise."""

import asyncio
import base64
import json

import httpx

from vidgenie.errors import ProviderRejected


class Echo:
    """A server that answers 401 and repeats the key it was given in several forms."""

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_):
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader, writer):
        try:
            await self._answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        given = head.partition("uthorization: Bearer ")[2].partition("\r\n")[0]
        echo = base64.b64encode(f"x:{given}".encode()).decode()
        body = json.dumps({"error": {"message": f"bad key {given} {echo}", "head": head}}).encode()
        writer.write(b"HTTP/1.1 401 No\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()


class SdkError(Exception):
    """As the errors of openai and anthropic: request, response and body hang on it."""

    def __init__(self, message, *, request, response=None, body=None):
        super().__init__(message)
        self.request, self.response, self.body = request, response, body


async def plain(url, key):
    """A Provider that lets httpx's own errors through."""
    async with httpx.AsyncClient(trust_env=False) as http:
        headers = {"authorization": f"Bearer {key}"}
        (await http.get(url, headers=headers)).raise_for_status()


async def by_address(url, key):
    async with httpx.AsyncClient(trust_env=False) as http:
        (await http.get(f"{url}/v1", params={"key": key})).raise_for_status()


async def by_sdk(url, key):
    """The shape of openai 2.x and anthropic: their error, with everything on it, from httpx's."""
    request = httpx.Request("POST", url, content=b"{}")
    try:
        request.headers["authorization"] = f"Bearer {key}"
        async with httpx.AsyncClient(trust_env=False) as http:
            response = await http.send(request)
            response.raise_for_status()
    except httpx.HTTPStatusError as error:
        body = error.response.json()
        message = f"Error code: 401 - {body}"
        raise SdkError(message, request=request, response=error.response, body=body) from error
    except httpx.TransportError as error:
        raise SdkError("Connection error.", request=request) from error


async def mapped(url, key):
    """A Provider that maps errors, and quotes too much."""
    try:
        await plain(url, key)
    except (httpx.HTTPError, UnicodeError, httpx.InvalidURL) as error:
        raise ProviderRejected(
            f"It said {error} about {key}", provider="p", problem="key_refused", quoted=[repr(key)]
        ) from error


async def grouped(url, key):
    async with asyncio.TaskGroup() as group:
        group.create_task(plain(url, key))


CALLS = [plain, by_address, by_sdk, mapped, grouped]
