"""Trying again, with a longer pause each time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from vidgenie.errors import CircuitOpen, ProviderUnavailable, RateLimited, VidGenieError

T = TypeVar("T")
log = logging.getLogger(__name__)

ATTEMPTS = 3
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
_LEFT_ALONE = (RateLimited, CircuitOpen)


async def persistently(
    work: Callable[[], Awaitable[T]], *, what: str, attempts: int = ATTEMPTS
) -> T:
    """The result of `work`, tried up to `attempts` times.

    Only errors that say they are retryable are tried again. The pause doubles
    each time, from one second, unless a Provider asked for a longer one.
    """
    pause = FIRST_PAUSE
    for attempt in range(1, attempts + 1):
        try:
            return await work()
        except VidGenieError as error:
            # Who asks to be left alone is: the Node waits, and no slot with it.
            if not error.retryable or attempt == attempts or isinstance(error, _LEFT_ALONE):
                raise
            log.warning("%s: %s, attempt %d of %d", what, error.code, attempt, attempts)
            asked = error.retry_after if isinstance(error, ProviderUnavailable) else None
        await asyncio.sleep(min(max(pause, asked or 0.0), LONGEST_PAUSE))
        pause *= 2
    raise AssertionError("unreachable")
