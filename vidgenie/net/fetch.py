"""Files from addresses that people and services give us."""

import asyncio
import errno
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpcore

from vidgenie.errors import (
    InvalidInput,
    InvalidMedia,
    ProviderRejected,
    ProviderUnavailable,
    StorageFull,
    TooLarge,
)
from vidgenie.net.addresses import FetchRules, check_url, is_allowed, origin_of
from vidgenie.net.dialling import VettedBackend
from vidgenie.net.tls import certificates

_FETCH_FAILED = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    OSError,
    UnicodeError,
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What a service's own result may be fetched by: TLS only, but where the operator says
# otherwise; storage behind signed links redirects.
_RESULT = FetchRules(
    ports={"https": frozenset({443})},
    redirects=3,
    max_bytes=500_000_000,
    deadline=600.0,
    accept="*/*",
    about="url",
)

Progress = Callable[[float], None]
"""Told how far the download is, 0.0 to 1.0, when the server says how long it will be."""


async def fetch_public_image(url: str, target: Path, *, rules: FetchRules | None = None) -> int:
    """Fetch the picture a person's address leads to, into `target`; how many bytes it was.

    Raises as `fetch_public`, with field imageUrl.
    """
    return await fetch_public(url, target, rules=rules or FetchRules())


async def fetch_public(
    url: str, target: Path, *, rules: FetchRules, progress: Progress | None = None
) -> int:
    """Fetch what `url` leads to into `target`; how many bytes it was.

    A name is looked up once, every address it has must be public, and the address
    that was checked is the one dialled. Each redirect that `rules` follow is checked
    in the same way, and leads from TLS only to TLS. No proxies, no compression, no
    cookies, no key. After an error, `target` may hold a part.

    Raises InvalidInput (field and problem) for an address we do not go to or that
    does not answer with a file, InvalidMedia, TooLarge and StorageFull.
    """
    try:
        async with asyncio.timeout(rules.deadline):
            for _ in range(rules.redirects + 1):
                check_url(url, rules)
                found = await _download(url, target, rules, progress)
                if isinstance(found, int):
                    return found
                if urlsplit(url).scheme == "https" and urlsplit(found).scheme != "https":
                    break
                url = found
            raise rules.refused("redirect")
    except TimeoutError:
        raise rules.refused("timeout") from None
    except _FETCH_FAILED:
        raise rules.refused("unreachable") from None


async def fetch_result(  # noqa: PLR0913  # each bounds one thing
    url: str,
    target: Path,
    *,
    provider: str,
    base_url: str = "",
    rules: FetchRules = _RESULT,
    max_bytes: int | None = None,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> int:
    """Fetch a result from the address a Provider answered with; how many bytes it was.

    provider: its slug. base_url: where the operator has put the service, "" = where it
    always is: results may come from there too, in-house or not.
    Raises ProviderUnavailable when it may work later, ProviderRejected (refused,
    too_large) when not, StorageFull.
    """
    own = frozenset({origin} if (origin := origin_of(base_url)) else ())
    rules = replace(
        rules,
        allowed=rules.allowed | own,
        max_bytes=max_bytes or rules.max_bytes,
        deadline=rules.deadline if deadline is None else deadline,
    )
    try:
        return await fetch_public(url, target, rules=rules, progress=progress)
    except InvalidInput as error:
        problem = str(error.params["problem"])
    except (TooLarge, InvalidMedia) as error:
        problem = error.code
    # The address itself is not repeated: it may be signed.
    if problem in ("timeout", "unreachable"):
        message = f"A result of {provider} could not be fetched."
        raise ProviderUnavailable(message, provider=provider)
    message = f"{provider} answered with an address we do not go to."
    problem = {"too_large": "too_large", "gone": "expired"}.get(problem, "refused")
    raise ProviderRejected(message, provider=provider, problem=problem)


async def _download(
    url: str, target: Path, rules: FetchRules, progress: Progress | None
) -> int | str:
    """How many bytes were written, or the address the server sends us on to."""
    async with (
        httpcore.AsyncConnectionPool(
            ssl_context=certificates(),
            network_backend=VettedBackend(rules, is_allowed=is_allowed(url, rules)),
            max_connections=1,
        ) as pool,
        pool.stream(
            "GET",
            url,
            headers={
                "Host": urlsplit(url).netloc,
                "Accept": rules.accept,
                "Accept-Encoding": "identity",
                "User-Agent": "VidGenie",
            },
            extensions={"timeout": {"connect": 5.0, "read": 10.0, "write": 5.0, "pool": 5.0}},
        ) as answer,
    ):
        headers = {name.lower(): value for name, value in answer.headers}
        if answer.status in _REDIRECTS and rules.redirects:
            return _next(url, headers.get(b"location", b""), rules)
        if 300 <= answer.status < 400:
            raise rules.refused("redirect")
        if answer.status in (401, 403, 404, 410):
            raise rules.refused("gone")
        if answer.status != 200:
            raise rules.refused("unreachable")
        if headers.get(b"content-encoding", b"identity") != b"identity":
            raise InvalidMedia("This file is compressed.", problem="unsupported")
        if _length(headers) > rules.max_bytes:
            raise TooLarge(limit=rules.max_bytes)
        return await _write(answer, target, rules.max_bytes, _share(headers, progress))


def _next(url: str, location: bytes, rules: FetchRules) -> str:
    """The address of the next hop, which may be given relative to this one."""
    try:
        return urljoin(url, location.decode("ascii"))
    except ValueError:
        raise rules.refused("redirect") from None


def _share(
    headers: Mapping[bytes, bytes], progress: Progress | None
) -> Callable[[int], None] | None:
    """Turns bytes into progress, when the server says how many there will be."""
    length = _length(headers)
    if progress is None or not length:
        return None
    return lambda size: progress(min(1.0, size / length))


def _length(headers: Mapping[bytes, bytes]) -> int:
    """Bytes it says it has, 0 when it does not say."""
    length = headers.get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


async def _write(
    answer: httpcore.Response, target: Path, max_bytes: int, tell: Callable[[int], None] | None
) -> int:
    size = 0
    with target.open("wb") as file:
        async for chunk in answer.aiter_stream():
            size += len(chunk)
            if size > max_bytes:
                raise TooLarge(limit=max_bytes)
            try:
                file.write(chunk)
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT):
                    raise StorageFull from None
                raise
            if tell:
                tell(size)
    return size
