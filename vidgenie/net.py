"""HTTP to the outside: our errors for its answers, and a guard for addresses people give us."""

import asyncio
import email.utils
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from urllib.parse import SplitResult, urlsplit

import httpcore
import httpx

from vidgenie.errors import (
    InvalidInput,
    InvalidMedia,
    ProviderRejected,
    ProviderUnavailable,
    TooLarge,
)

_RETRYABLE = frozenset({408, 409, 425, 429})
# What a Provider's refusal is about, when its status says so.
_PROBLEMS = {
    401: "key_refused",
    402: "no_credit",
    403: "forbidden",
    404: "not_found",
    413: "too_large",
}
# UnicodeError: a name no look-up can take.
_FETCH_FAILED = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    OSError,
    UnicodeError,
)

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port -> the addresses it has."""


def client() -> httpx.AsyncClient:
    """A client for Providers: no redirects, no proxies from the environment, bounded waits."""
    return httpx.AsyncClient(
        timeout=httpx.Timeout(30.0, connect=5.0), follow_redirects=False, trust_env=False
    )


def retry_after(response: httpx.Response) -> float | None:
    """Seconds the server asks us to wait, None when it does not say."""
    text = response.headers.get("retry-after", "")
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(tz=UTC)).total_seconds())


def checked(response: httpx.Response, *, provider: str) -> httpx.Response:
    """The response if it is a success, else the error its status stands for.

    The body is not quoted: Providers echo keys and prompts. A redirect is a refusal:
    it would carry the key elsewhere.

    Raises ProviderUnavailable for 408, 409, 425, 429 and 5xx, ProviderRejected otherwise.
    """
    status = response.status_code
    if response.is_success:
        return response
    message = f"{provider} answered {status}."
    if status in _RETRYABLE or status >= 500:
        raise ProviderUnavailable(message, provider=provider, retry_after=retry_after(response))
    problem = _PROBLEMS.get(status, "refused")
    raise ProviderRejected(message, provider=provider, problem=problem, status=status)


@dataclass(frozen=True, slots=True)
class FetchRules:
    """What may be fetched from an address somebody typed.

    ports: scheme -> ports that may be dialled.
    max_bytes: more is TooLarge.
    deadline: seconds for everything, from the look-up to the last byte.
    resolve: looks a name up.
    public: tells a public address from one of ours.
    """

    ports: Mapping[str, frozenset[int]] = field(
        default_factory=lambda: {"https": frozenset({443}), "http": frozenset({80})}
    )
    max_bytes: int = 20_000_000
    deadline: float = 20.0
    resolve: Resolve = field(default_factory=lambda: _look_up)
    public: Callable[[str], bool] = field(default_factory=lambda: is_public)


async def fetch_public_image(url: str, target: Path, *, rules: FetchRules | None = None) -> int:
    """Fetch what `url` leads to into `target`; how many bytes it was.

    The name is looked up once, every address it has must be public, and the address
    that was checked is the one dialled: a name that changes its mind gains nothing.
    No redirects, no proxies, no compression. After an error, `target` may hold a part.

    Raises InvalidInput (field imageUrl) for an address we do not go to or that does
    not answer with a file, and TooLarge.
    """
    rules = rules or FetchRules()
    check_url(url, rules)
    try:
        async with asyncio.timeout(rules.deadline):
            return await _download(url, target, rules)
    except TimeoutError:
        raise _refused("timeout") from None
    except _FETCH_FAILED:
        raise _refused("unreachable") from None


def check_url(url: str, rules: FetchRules) -> None:
    """Raise InvalidInput for an address we do not even look up."""
    if not url.isascii() or not url.isprintable() or any(sign in url for sign in " \\"):
        raise _refused("characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused("malformed") from None
    if parts.scheme not in rules.ports:
        raise _refused("scheme")
    if "@" in parts.netloc:
        raise _refused("credentials")
    if (port or _default_port(parts)) not in rules.ports[parts.scheme]:
        raise _refused("port")
    _check_host((parts.hostname or "").rstrip("."), rules)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public Internet.

    IPv4 addresses inside IPv6 ones are judged as what they are, or refused where a
    gateway would unpack them (NAT64, 6to4, Teredo); so are retired local ranges.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif any(ip in network for network in _NOT_PUBLIC):
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


_NOT_PUBLIC = tuple(
    ipaddress.IPv6Network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10")
)
_INTERNAL = (".localhost", ".local", ".internal", ".home.arpa", ".onion", ".lan")


def _check_host(host: str, rules: FetchRules) -> None:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        if not rules.public(host):
            raise _refused("not_public")
        return
    # "127.1", "0x7f000001" and "2130706433" are addresses to the C library.
    last = host.rpartition(".")[2].lower()
    if "." not in host or host.lower().endswith(_INTERNAL):
        raise _refused("not_public")
    if last.isdigit() or last.startswith("0x"):
        raise _refused("not_public")


async def _download(url: str, target: Path, rules: FetchRules) -> int:
    async with (
        httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=_VettedBackend(rules),
            max_connections=1,
        ) as pool,
        pool.stream(
            "GET",
            url,
            headers={
                "Host": urlsplit(url).netloc,
                "Accept": "image/*",
                "Accept-Encoding": "identity",
                "User-Agent": "VidGenie",
            },
            extensions={"timeout": {"connect": 5.0, "read": 10.0, "write": 5.0, "pool": 5.0}},
        ) as answer,
    ):
        headers = {name.lower(): value for name, value in answer.headers}
        if 300 <= answer.status < 400:
            raise _refused("redirect")
        if answer.status != 200:
            raise _refused("unreachable")
        if headers.get(b"content-encoding", b"identity") != b"identity":
            raise InvalidMedia("This file is compressed.", problem="unsupported")
        return await _write(answer, target, rules.max_bytes)


async def _write(answer: httpcore.Response, target: Path, max_bytes: int) -> int:
    size = 0
    with target.open("wb") as file:
        async for chunk in answer.aiter_stream():
            size += len(chunk)
            if size > max_bytes:
                raise TooLarge(limit=max_bytes)
            file.write(chunk)
    return size


class _VettedBackend(httpcore.AsyncNetworkBackend):
    """Dials addresses it has checked itself; TLS still verifies the name."""

    def __init__(self, rules: FetchRules) -> None:
        self._rules = rules
        self._inner = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse a name that has even one address of ours."""
        addresses = await self._rules.resolve(host, port)
        if not addresses or not all(self._rules.public(address) for address in addresses):
            raise _refused("not_public")
        return await self._inner.connect_tcp(
            addresses[0],
            port,
            timeout=timeout,
            local_address=local_address,
            socket_options=socket_options,
        )

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never."""
        del path, timeout, socket_options
        raise _refused("not_public")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


async def _look_up(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _default_port(parts: SplitResult) -> int:
    return 443 if parts.scheme == "https" else 80


def _refused(problem: str) -> InvalidInput:
    message = "This address does not lead to a picture we can fetch."
    return InvalidInput(message, field="imageUrl", problem=problem)
