"""Connections to addresses that were checked: a name that changes its mind gains nothing."""

import asyncio
from collections.abc import Iterable
from typing import cast

import httpcore

from vidgenie.net.addresses import FetchRules


class VettedBackend(httpcore.AsyncNetworkBackend):
    """Dials addresses it has looked up and checked itself; TLS still verifies the name.

    is_allowed: the operator vouches for the place, wherever it is.
    """

    def __init__(self, rules: FetchRules, *, is_allowed: bool = False) -> None:
        self._rules = rules
        self._is_allowed = is_allowed
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
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._rules.resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        # UnicodeError: a name no look-up can take.
        except (OSError, UnicodeError):
            raise httpcore.ConnectError from None
        are_public = all(self._rules.public(address) for address in addresses)
        if not addresses or not (self._is_allowed or are_public):
            raise self._rules.refused("not_public")
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
        raise self._rules.refused("not_public")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
