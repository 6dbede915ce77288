"""Calls to Providers on behalf of a Node: with the key, as long as it takes to get it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from vidgenie.db import Transaction
from vidgenie.domain.ports.keys import KeyUse
from vidgenie.domain.ports.provider import Call, Kind, Provider
from vidgenie.engine import store
from vidgenie.engine.ports import Keys
from vidgenie.engine.threads import in_thread
from vidgenie.errors import (
    KeyNotGranted,
    KeyRefused,
    NodeTimeout,
    NotSetUp,
    ProviderRejected,
    ProviderUnavailable,
)
from vidgenie.redact import shielded

T = TypeVar("T")


# How long a Run waits for the owner of a sealed key to come back.
PATIENCE = timedelta(hours=24)
LOOK = 1.0  # seconds between two looks for a grant
# Services queue: pictures may take minutes, clips half an hour.
_SLOW = {Kind.IMAGE: 900, Kind.VIDEO: 1800}
# What a service says of a key, not of the request it came with.
_ABOUT_KEYS = frozenset({"key_refused", "no_credit", "forbidden"})


def patience(provider: Provider, limit: int) -> int:
    """Seconds a call to this Provider may take, when a Node may take `limit`."""
    return max(limit, _SLOW.get(provider.kind, 0))


@dataclass(frozen=True, slots=True)
class Caller:
    """Opens keys for the calls of one Node and remembers what services say of them.

    limit: seconds one call with a key may take at least (services of some kinds have
        longer); waiting for the key does not count. Work that needs no key is bounded
        by the time its Node may take.
    """

    keys: Keys
    transaction: Transaction
    account_id: str
    run_id: str
    node_id: str
    limit: int

    async def open(self, provider: Provider, idempotency_key: str, purpose: str) -> Call:
        """What the next call to this Provider comes with.

        The key lives only in the coroutine that makes the call. One that only its
        owner can open is waited for. Raises MissingKey, KeyRefused, KeyNotGranted
        and VaultLocked.
        """
        use = KeyUse(purpose=purpose, run_id=self.run_id, node_id=self.node_id)
        key = await in_thread(lambda: self.keys.open(self.account_id, provider, use))
        if key is None:
            key = await self._granted(provider, use)
        place = await in_thread(lambda: self.keys.place(self.account_id, provider))
        if place.missing:
            raise NotSetUp(provider.title, provider=provider.slug, option=place.missing)
        return Call(
            key=key,
            idempotency_key=idempotency_key,
            base_url=place.base_url,
            is_guarded=place.is_guarded,
            options=place.options,
        )

    async def prove(self, provider: Provider, call: Call) -> None:
        """Ask the service whether it takes the key, unless it did lately. Raises KeyRefused."""
        if not await in_thread(lambda: self.keys.is_unproven(self.account_id, provider)):
            return
        try:
            await self.make(provider, call, lambda: provider.validate(call))
        except ProviderUnavailable:
            return  # the call itself will tell
        await in_thread(lambda: self.keys.judge(self.account_id, provider, call.key, ""))

    async def make(self, provider: Provider, call: Call, work: Callable[[], Awaitable[T]]) -> T:
        """The result of one call; nothing it raises holds the key.

        Raises KeyRefused when the service does not take the key, and NodeTimeout.
        """
        limit = patience(provider, self.limit)
        try:
            async with asyncio.timeout(limit if call.key else None):
                return await shielded(provider.slug, call.key, work)
        except TimeoutError:
            raise NodeTimeout(seconds=limit) from None
        except ProviderRejected as error:
            problem = str(error.params.get("problem", ""))
            if not call.key or problem not in _ABOUT_KEYS:
                raise
        await in_thread(lambda: self.keys.judge(self.account_id, provider, call.key, problem))
        raise KeyRefused(provider.title, provider=provider.slug, problem=problem)

    async def _granted(self, provider: Provider, use: KeyUse) -> str:
        """The key, once its owner's browser has granted it to this Run."""
        since = await in_thread(lambda: self._wait(provider.slug))
        key = None
        while key is None and store.now() - since < PATIENCE:
            await asyncio.sleep(LOOK)
            key = await in_thread(lambda: self.keys.open(self.account_id, provider, use))
        await in_thread(lambda: self._wait(""))
        if key is not None:
            return key
        hours = int(PATIENCE / timedelta(hours=1))
        raise KeyNotGranted(provider.title, provider=provider.slug, hours=hours)

    def _wait(self, slug: str) -> datetime:
        with self.transaction() as session:
            return store.wait_for_key(session, self.run_id, self.node_id, slug)
