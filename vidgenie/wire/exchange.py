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
_FRAMING = ("content-encoding", "content-length", "transfer-encoding")


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
    is_guarded: see `net.client`.
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

    async def answer(
        self, *, target: Path | None = None, progress: Progress | None = None
    ) -> httpx.Response | Silence:
        """The answer with its body; a success goes to `target` instead, if there is one.

        Silence is a value and the answer a copy: what httpx raises and answers holds the
        request, and with it the key. A status 413 stands for a file of more than
        `max_bytes`. Raises StorageFull.
        """
        headers = {"accept": self.accept, "accept-encoding": "identity", "user-agent": "VidGenie"}
        headers |= self.headers
        if "content" in self.sent and "content-type" not in headers:
            headers["content-type"] = "application/json"
        request: dict[str, Any] = {"headers": headers, "auth": self.auth, **self.sent}
        request["timeout"] = httpx.Timeout(self.wait, connect=5.0)
        try:
            async with (
                asyncio.timeout(self.wait),
                net.client(is_guarded=self.is_guarded) as client,
                client.stream(self.method, self.url, **request) as response,
            ):
                if target is None or not response.is_success:
                    return await _read(response, self.max_bytes)
                whole = await _write(response, target, self.max_bytes, progress)
                return httpx.Response(200 if whole else 413)
        except (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.PoolTimeout,
            httpx.UnsupportedProtocol,
            httpx.InvalidURL,
        ):
            return Silence.UNSENT
        except (httpx.HTTPError, TimeoutError):
            return Silence.SENT
        except InvalidInput:
            return Silence.BARRED


async def _read(response: httpx.Response, max_bytes: int) -> httpx.Response | Silence:
    body = bytearray()
    async for chunk in response.aiter_bytes(_CHUNK):
        body += chunk
        if len(body) > max_bytes:
            return Silence.SENT
    kept = [(name, text) for name, text in response.headers.multi_items() if name not in _FRAMING]
    return httpx.Response(response.status_code, headers=kept, content=bytes(body))


async def _write(
    response: httpx.Response, target: Path, max_bytes: int, progress: Progress | None
) -> bool:
    """Whether the whole file is in `target`."""
    said = response.headers.get("content-length", "")
    size, whole = 0, int(said) if said.isdigit() else 0
    try:
        with target.open("wb") as file:
            async for chunk in response.aiter_bytes(_CHUNK):
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
