"""Another Provider when one has surely failed: in the order that was asked for, never dearer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
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
    NotSetUp,
    ProviderRejected,
    ProviderUnavailable,
    RateLimited,
    VaultLocked,
    VidGenieError,
)

T = TypeVar("T")
LONGEST_WAIT = 120.0  # s a Provider that is busy is waited for at a time
MOST_WAITS = 3
# After each of these nothing was made and nothing will be charged there. No answer
# (ProviderUnknown) and taking too long are not among them: the work may still be paid for.
_PROVEN = (
    ProviderRejected,
    ProviderUnavailable,
    KeyRefused,
    KeyNotGranted,
    MissingKey,
    NotSetUp,
    VaultLocked,
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Who may take over. price: credits, at most what was quoted.

    estimate: what it is expected to charge, in millionths of a dollar, None if unknown.
    """

    provider: str
    price: int
    estimate: int | None = None


@dataclass(frozen=True, slots=True)
class Fallback:
    """The alternatives of one Node, best first, and where a change is written down.

    gave_up: number of a call -> Providers that have surely failed at it, before the Node
        began to wait and was taken up again. waits: how often it has waited.
    """

    transaction: Transaction
    run_id: str
    node_id: str
    alternatives: tuple[Alternative, ...]
    gave_up: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    waits: int = 0

    async def first_that_works(
        self,
        number: int,
        chosen: str,
        attempt: Callable[[str, bool], Awaitable[T]],
        note: Callable[[Callable[[], Awaitable[object]]], Awaitable[object]],
    ) -> T:
        """What `attempt` returns for the first Provider that can.

        number: of the call within its Node. attempt: given a slug, and whether that one
        has failed already and is passed over, for which it raises. note: makes writing a
        change down a checkpoint. Raises what the chosen Provider raised when no
        alternative works either, and RateLimited while that may still be waited for.
        """
        failed = self.gave_up.get(str(number), [])
        first: VidGenieError | None = None
        for place, alternative in enumerate((Alternative(chosen, 0), *self.alternatives)):
            slug = alternative.provider
            if place and slug not in failed:
                given_up = [chosen, *(a.provider for a in self.alternatives[: place - 1])]
                await note(partial(in_thread, partial(self._use, number, alternative, given_up)))
            try:
                return await attempt(slug, slug in failed)
            except (*_PROVEN, InvalidInput) as error:
                # An order that was taken may have to be paid: nobody does it a second time.
                if error.params.get("taken") or (isinstance(error, InvalidInput) and not place):
                    raise
                if self._may_wait(error):
                    raise
                first = first or error
                if _is_about_content(error):
                    break
        raise first or AssertionError("unreachable")

    def _may_wait(self, error: VidGenieError) -> bool:
        """Whether a busy Provider is waited for: briefly, if somebody else could do it."""
        if not isinstance(error, RateLimited) or self.waits >= MOST_WAITS:
            return False
        return not self.alternatives or (error.retry_after or 0.0) <= LONGEST_WAIT

    def _use(self, number: int, alternative: Alternative, given_up: list[str]) -> None:
        with self.transaction() as session:
            store.use_provider(
                session,
                self.run_id,
                self.node_id,
                alternative.provider,
                price=alternative.price,
                estimate=alternative.estimate,
                gave_up={str(number): given_up},
            )


def _is_about_content(error: VidGenieError) -> bool:
    """A prompt that one service will not work on is not taken to the next."""
    return error.params.get("problem") == "moderated"
