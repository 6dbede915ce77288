"""One HTTP request with a key, and the answer as a value."""

import asyncio
import errno
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import httpx

from vidgenie import net
from vidgenie.domain.ports.provider import Progress
from vidgenie.errors import InvalidInput, StorageFull

_CHUNK = 256 * 1024
# They are about the road an answer took, not about what arrived.
_FRAMING = (b"content-encoding", b"content-length", b"transfer-encoding")
_MOST_REASONS = 256_000  # bytes of a refusal that are read


class Silence(Enum):
    """No answer that counts."""

    UNSENT = "nobody was there"
    BARRED = "we do not go there"
    SENT = "the request left, and nothing usable came back"


class KeyHeader(httpx.Auth):
    """Puts the key where it belongs, at the last moment; shows it to nobody who prints this.

    name: of the header, "" when there is no key to send.
    """

    def __init__(self, name: str, value: str) -> None:
        self._name, self._value = name, value

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request, with the key."""
        if self._name:
            request.headers[self._name] = self._value
        yield request


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request to make.

    wait: seconds for everything. max_bytes: more is no answer.
    sent: content, or data and files, as httpx takes them. headers: more of them.
    is_guarded, may_be_inside: see `net.client`.
    """

    method: str
    url: str
    auth: KeyHeader = field(repr=False)
    wait: float
    max_bytes: int
    accept: str = "application/json"
    sent: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    is_guarded: bool = False
    may_be_inside: bool = False

    async def answer(
        self, *, target: Path | None = None, progress: Progress | None = None
    ) -> httpx.Response | Silence:
        """The answer with its body; a success goes to `target` instead, if there is one.

        Silence is a value and the answer a copy: what httpx raises and answers holds the
        request, and with it the key. A status 413 stands for a file of more than
        `max_bytes`. A refusal is one as soon as its status has arrived, whatever becomes
        of its body. Raises StorageFull.
        """
        known: list[httpx.Response] = []
        try:
            async with (
                asyncio.timeout(self.wait),
                net.client(is_guarded=self.is_guarded, may_be_inside=self.may_be_inside) as client,
            ):
                request = self._request(client)
                if request is None:
                    return Silence.UNSENT
                response = await client.send(request, auth=self.auth, stream=True)
                try:
                    return await self._hear(response, target, progress, known)
                finally:
                    await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Silence.UNSENT
        # UnicodeError, InvalidURL: what a redirect leads to, which httpx reads though it
        # does not follow it.
        except (httpx.HTTPError, TimeoutError, UnicodeError, httpx.InvalidURL):
            return known[0] if known else Silence.SENT
        except InvalidInput:
            return Silence.BARRED

    def _request(self, client: httpx.AsyncClient) -> httpx.Request | None:
        """The request, None when the address is none."""
        headers = {"accept": self.accept, "accept-encoding": "identity", "user-agent": "VidGenie"}
        headers |= self.headers
        if "content" in self.sent and "content-type" not in headers:
            headers["content-type"] = "application/json"
        parts: dict[str, Any] = {**self.sent, "timeout": httpx.Timeout(self.wait, connect=5.0)}
        try:
            request = client.build_request(self.method, self.url, headers=headers, **parts)
        except (httpx.InvalidURL, UnicodeError):
            return None
        return request if request.url.scheme in ("http", "https") and request.url.host else None

    async def _hear(
        self,
        response: httpx.Response,
        target: Path | None,
        progress: Progress | None,
        known: list[httpx.Response],
    ) -> httpx.Response | Silence:
        """The answer; a refusal is put into `known` before its body is read."""
        if not response.is_success:
            known.append(_copy(response, b""))
            return _copy(response, await _start(response))
        if _is_packed(response):
            return Silence.SENT
        if target is None:
            return await _read(response, self.max_bytes)
        whole = await _write(response, target, self.max_bytes, progress)
        return httpx.Response(200 if whole else 413)


def _is_packed(response: httpx.Response) -> bool:
    """Whether the body is compressed, which we ask nobody for: a little may hold gigabytes."""
    return response.headers.get("content-encoding", "identity") != "identity"


def _copy(response: httpx.Response, body: bytes) -> httpx.Response:
    kept = [(name, text) for name, text in response.headers.raw if name.lower() not in _FRAMING]
    return httpx.Response(response.status_code, headers=kept, content=body)


async def _start(response: httpx.Response) -> bytes:
    """As much of a refusal as is worth reading."""
    body = bytearray()
    if not _is_packed(response):
        async for chunk in response.aiter_raw(_CHUNK):
            body += chunk
            if len(body) > _MOST_REASONS:
                break
    return bytes(body[:_MOST_REASONS])


async def _read(response: httpx.Response, max_bytes: int) -> httpx.Response | Silence:
    body = bytearray()
    if _length(response) > max_bytes:
        return Silence.SENT
    async for chunk in response.aiter_raw(_CHUNK):
        body += chunk
        if len(body) > max_bytes:
            return Silence.SENT
    return _copy(response, bytes(body))


def _length(response: httpx.Response) -> int:
    """Bytes it says it has, 0 when it does not say."""
    said = response.headers.get("content-length", "")
    return int(said) if said.isdigit() else 0


async def _write(
    response: httpx.Response, target: Path, max_bytes: int, progress: Progress | None
) -> bool:
    """Whether the whole file is in `target`."""
    size, whole = 0, _length(response)
    if whole > max_bytes:
        return False
    try:
        with target.open("wb") as file:
            async for chunk in response.aiter_raw(_CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    return False
                file.write(chunk)
                if progress and whole:
                    progress(min(1.0, size / whole))
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StorageFull from None
    return True
