"""Calls with a key: what they raise holds none."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

from vidgenie.errors import PlatformError, VidGenieError
from vidgenie.redact.registry import live
from vidgenie.redact.scrubbing import scrub_data, scrub_traceback

_log = logging.getLogger(__name__)

T = TypeVar("T")


async def shielded(provider: str, key: str, work: Callable[[], Awaitable[T]]) -> T:
    """The result of `work`, a call to `provider` (its slug) with `key` ("" = none).

    An error of ours leaves as a scrubbed copy. Any other is logged with its traceback
    and leaves as PlatformError. What leaves knows nothing of the original: neither as
    context nor as cause, nor by a traceback whose frames hold the key.
    """
    with live(key):
        try:
            return await work()
        except VidGenieError as error:
            failure = _scrubbed(error)
        except asyncio.CancelledError:
            failure = asyncio.CancelledError()
        except Exception as error:  # noqa: BLE001  # whatever a library raises may quote the key
            failure = _unexpected(provider, error)
    # Out here: raised inside the except block, it would keep the original as its context.
    del work, key
    raise failure


def _scrubbed(error: VidGenieError) -> VidGenieError:
    """A copy with scrubbed texts and no history."""
    restore, (cls, args, state) = cast(
        "tuple[Callable[..., VidGenieError], tuple[type, tuple[object, ...], dict[str, object]]]",
        error.__reduce__(),
    )
    texts = tuple(scrub_data(part) for part in args)
    return restore(cls, texts, cast("dict[str, object]", scrub_data(state)))


def _unexpected(provider: str, error: Exception) -> PlatformError:
    _log.error("a call to %s failed unexpectedly\n%s", provider, scrub_traceback(error))
    name = type(error).__name__
    return PlatformError(
        f"A call to {provider} failed unexpectedly.", provider=provider, error=name
    )
