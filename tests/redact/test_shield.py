"""No error of a call holds its key: not its text, its fields, its frames, its causes."""

import asyncio
import json
import pickle
import traceback

import pytest

from tests.redact.calls import CALLS, Echo, mapped, plain
from tests.redact.canary import BAD, KEY, leaks
from vidgenie.errors import (
    InvalidInput,
    PlatformError,
    ProviderRejected,
    ProviderUnavailable,
    VidGenieError,
)
from vidgenie.redact import scrub, shielded


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("bad", BAD)
async def test_no_error_of_a_call_holds_its_key(lines, call, bad):
    key = KEY + bad
    async with Echo() as echo:
        with pytest.raises(VidGenieError) as caught:
            await shielded("luma", key, lambda: call(echo.url, key))

    error = caught.value
    assert isinstance(error, ProviderRejected if call is mapped else PlatformError)
    assert (error.__cause__, error.__context__) == (None, None)
    texts = [
        str(error),
        repr(error),
        "".join(traceback.format_exception(error)),
        repr(vars(error)),
        json.dumps(error.to_dict()),
        pickle.dumps(error).decode("latin-1"),
        repr(list(_locals_of(error))),
        lines(),
    ]
    assert not leaks("\n".join(texts), key)


def _locals_of(error):
    """Variables of the product's frames in the traceback: a crash reporter would send them."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    for frame in frames:
        if "vidgenie" in frame.f_code.co_filename and "tests" not in frame.f_code.co_filename:
            yield {name: repr(value) for name, value in frame.f_locals.items()}


async def test_what_was_unexpected_is_told_to_the_operator(lines):
    async with Echo() as echo:
        with pytest.raises(PlatformError) as caught:
            await shielded("luma", KEY, lambda: plain(echo.url, KEY))

    assert caught.value.params == {"provider": "luma", "error": "HTTPStatusError"}
    assert "a call to luma failed unexpectedly" in lines()
    assert "in plain" in lines()


async def test_errors_of_ours_keep_what_they_are(hooks):
    async def busy():
        raise ProviderUnavailable(f"busy {KEY}", provider="luma", retry_after=7.5)

    with pytest.raises(ProviderUnavailable) as caught:
        await shielded("luma", KEY, busy)

    assert (str(caught.value), caught.value.retry_after) == ("busy [key]", 7.5)
    assert caught.value.params == {"provider": "luma", "retry_after": 7.5}


async def test_even_names_in_params_are_scrubbed(hooks):
    async def wrong():
        raise InvalidInput("x", field=KEY, problem="too_long", limit=3)

    with pytest.raises(InvalidInput) as caught:
        await shielded("luma", KEY, wrong)

    assert caught.value.params == {"field": "[key]", "problem": "too_long", "limit": 3}


async def test_a_result_passes_and_the_key_is_live_meanwhile():
    async def work():
        return scrub(f"told {KEY}")

    assert await shielded("luma", KEY, work) == "told [key]"


async def test_a_call_without_a_key_is_shielded_too(lines):
    async def work():
        raise OSError("the disk is gone")

    with pytest.raises(PlatformError):
        await shielded("local", "", work)

    assert "the disk is gone" in lines()


async def test_a_cancelled_call_is_cancelled(hooks):
    begun = asyncio.Event()

    async def work():
        try:
            int(KEY)
        except ValueError:
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(shielded("luma", KEY, work))
    await begun.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    assert not leaks("".join(traceback.format_exception(caught.value)))


async def test_a_deadline_around_a_call_is_a_deadline(hooks):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await shielded("luma", KEY, lambda: asyncio.sleep(60))
