"""Calls to Providers on behalf of a Node: with the key, as long as it takes to get it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.ports.keys import KeyUse
from vidgenie.domain.ports.provider import Call, Kind, Provider
from vidgenie.engine import circuit, store
from vidgenie.engine.ports import Keys
from vidgenie.engine.threads import in_thread
from vidgenie.errors import (
    CircuitOpen,
    KeyNotGranted,
    KeyRefused,
    NodeTimeout,
    NotSetUp,
    ProviderError,
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
    VidGenieError,
)
from vidgenie.redact import shielded

T = TypeVar("T")


# How long a Run waits for the owner of a sealed key to come back.
PATIENCE = timedelta(hours=24)
LOOK = 1.0  # seconds between two looks for a grant
# Services queue: pictures may take minutes, clips half an hour.
_SLOW = {Kind.IMAGE: 900, Kind.VIDEO: 1800}
# For this long a service that answered is taken to be there.
LATELY = timedelta(seconds=30)
# The service itself is ill; whoever else asks it will fare no better.
_ILL = (ProviderUnavailable, ProviderUnknown, NodeTimeout)
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
            may_be_inside=place.may_be_inside,
            options=place.options,
        )

    async def enter(self, provider: Provider) -> None:
        """Note that a paid request is about to be made. Raises CircuitOpen."""

        def note() -> float:
            with self.transaction() as session:
                return circuit.enter(session, self._line(session, provider), store.now())

        wait = 0.0 if provider.on_this_machine else await in_thread(note)
        if wait:
            message = f"{provider.title} has failed too often lately."
            raise CircuitOpen(message, provider=provider.slug, retry_after=wait)

    async def prove(self, provider: Provider, call: Call) -> None:
        """Ask the service whether it is there and takes the key, unless it did lately.

        It costs nothing, and what fails here has surely not been ordered: it turns most
        doubts into certainties. Raises KeyRefused, ProviderUnavailable and RateLimited.
        """
        if provider.key_form is None or await in_thread(lambda: self._answered_lately(provider)):
            return
        await self.make(provider, call, lambda: provider.validate(call))
        if call.key:
            await in_thread(lambda: self.keys.judge(self.account_id, provider, call.key, ""))

    async def make(
        self,
        provider: Provider,
        call: Call,
        work: Callable[[], Awaitable[T]],
        *,
        is_timed: bool = True,
    ) -> T:
        """The result of one call; nothing it raises holds the key.

        is_timed: how long it takes tells how quick the service is. Raises KeyRefused when
        the service does not take the key, and NodeTimeout.
        """
        limit = patience(provider, self.limit)
        begun = time.monotonic()
        try:
            async with asyncio.timeout(limit if call.key else None):
                made = await shielded(provider.slug, call.key, work)
        except TimeoutError:
            error: VidGenieError = NodeTimeout(seconds=limit)
        except ProviderError as raised:
            error = raised
        else:
            seconds = time.monotonic() - begun if is_timed else None
            await self._record(provider, None, seconds=seconds)
            return made
        await self._record(provider, error)
        problem = str(error.params.get("problem", ""))
        is_refusal = isinstance(error, ProviderRejected) and problem in _ABOUT_KEYS
        if not call.key or not is_refusal:
            raise error
        await in_thread(lambda: self.keys.judge(self.account_id, provider, call.key, problem))
        raise KeyRefused(provider.title, provider=provider.slug, problem=problem)

    async def _record(
        self, provider: Provider, error: VidGenieError | None, *, seconds: float | None = None
    ) -> None:
        """Keep the circuit and the board of health up to date."""
        if provider.on_this_machine:
            return

        def note() -> None:
            with self.transaction() as session:
                line = self._line(session, provider)
                if error is None or _is_about_the_request(error):
                    circuit.succeeded(session, line, store.now(), seconds=seconds)
                    return
                problem = str(error.params.get("problem") or error.code)
                circuit.failed(
                    session, line, store.now(), problem=problem, is_ill=isinstance(error, _ILL)
                )

        await in_thread(note)

    def _line(self, session: Session, provider: Provider) -> circuit.Line:
        holder, key_id = self.keys.key_id(session, self.account_id, provider)
        return circuit.Line(holder, provider.kind, provider.slug, key_id)

    def _answered_lately(self, provider: Provider) -> bool:
        if self.keys.is_unproven(self.account_id, provider):
            return False
        with self.transaction() as session:
            last = circuit.last_success(session, self._line(session, provider))
        return last is not None and abs(store.now() - last) < LATELY

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


def _is_about_the_request(error: VidGenieError) -> bool:
    """The service is well and the key is good: it only will not do this, or not now."""
    if isinstance(error, RateLimited) or error.params.get("problem") == "late":
        return True
    return isinstance(error, ProviderRejected) and error.params.get("problem") not in _ABOUT_KEYS
