"""Another Provider when one has surely failed: in the Account's own order, never dearer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from vidgenie.db import Transaction
from vidgenie.engine import store
from vidgenie.engine.threads import in_thread
from vidgenie.errors import (
    InvalidInput,
    KeyNotGranted,
    KeyRefused,
    MissingKey,
    ProviderRejected,
    ProviderUnavailable,
    VaultLocked,
    VidGenieError,
)

T = TypeVar("T")
# After each of these nothing was made and nothing will be charged there. No answer
# (ProviderUnknown) and taking too long are not among them: the work may still be paid for.
_PROVEN = (
    ProviderRejected,
    ProviderUnavailable,
    KeyRefused,
    KeyNotGranted,
    MissingKey,
    VaultLocked,
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Who may take over. price: credits, at most what was quoted."""

    provider: str
    price: int


@dataclass(frozen=True, slots=True)
class Fallback:
    """The alternatives of one Node, best first, and where a change is written down."""

    transaction: Transaction
    run_id: str
    node_id: str
    alternatives: tuple[Alternative, ...]

    async def first_that_works(
        self,
        chosen: str,
        attempt: Callable[[str], Awaitable[T]],
        note: Callable[[Callable[[], Awaitable[object]]], Awaitable[object]],
    ) -> T:
        """What `attempt` (given a slug) returns for the first Provider that can.

        note: makes writing the change down a checkpoint. Raises what the chosen
        Provider raised when no alternative works either.
        """
        try:
            return await attempt(chosen)
        except _PROVEN as error:
            if not self.alternatives or _is_about_content(error):
                raise
            first = error
        for alternative in self.alternatives:
            await note(partial(in_thread, partial(self._use, alternative)))
            try:
                return await attempt(alternative.provider)
            except (*_PROVEN, InvalidInput) as error:
                if _is_about_content(error):
                    break
        raise first

    def _use(self, alternative: Alternative) -> None:
        with self.transaction() as session:
            store.use_provider(
                session, self.run_id, self.node_id, alternative.provider, alternative.price
            )


def _is_about_content(error: VidGenieError) -> bool:
    """A prompt that one service will not work on is not taken to the next."""
    return error.params.get("problem") == "moderated"
