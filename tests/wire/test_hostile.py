"""Services that mean no good: the right error, in time, and nothing of the key in it."""

import asyncio
import time

import pytest

from tests.support.hostile import Hostile
from vidgenie.domain.ports.provider import Call
from vidgenie.errors import (
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
    VidGenieError,
)
from vidgenie.wire import File, Service, read_json
from vidgenie.wire import service as module

SERVICE = Service("pen", "Pen", "https://pen.example/v1")
KEY = "pen-0123456789abcdef"
WAIT = 1.0  # s
# What is not slow ends by itself: a busy machine must not make a deadline of it.
PATIENCE = 30.0  # s
OK = None
# What a hostile answer means to a question, to an order, to a download and to an upload.
GONE, MAYBE, NO = ProviderUnavailable, ProviderUnknown, ProviderRejected
MEANS = {
    "five_gb": (GONE, MAYBE, NO, GONE),
    "endless": (GONE, MAYBE, NO, GONE),
    # The status has been told: what comes after it does not matter.
    "endless_refusal": (NO, NO, NO, NO),
    "gzip_bomb": (GONE, MAYBE, GONE, GONE),
    "silence": (GONE, MAYBE, GONE, GONE),
    "loris_headers": (GONE, MAYBE, GONE, GONE),
    "loris_lines": (GONE, MAYBE, GONE, GONE),
    "loris_body": (GONE, MAYBE, GONE, GONE),
    "loris_continue": (GONE, MAYBE, GONE, GONE),
    "nothing": (OK, OK, OK, OK),
    "garbage": (OK, OK, OK, OK),
    "deep": (OK, OK, OK, OK),
    "deep_object": (OK, OK, OK, OK),
    "long_number": (OK, OK, OK, OK),
    "many_values": (OK, OK, OK, OK),
    "metadata": (NO, NO, NO, NO),
    "redirect_loop": (NO, NO, NO, NO),
    "odd_location": (GONE, MAYBE, GONE, GONE),
    "odd_name": (GONE, MAYBE, GONE, GONE),
    "gone": (NO, NO, NO, NO),
    "expired": (NO, NO, NO, NO),
    "less": (GONE, MAYBE, GONE, GONE),
    "odd_headers": (RateLimited, RateLimited, RateLimited, RateLimited),
    "no_http": (GONE, MAYBE, GONE, GONE),
    "huge_header": (GONE, MAYBE, GONE, GONE),
    "closed": (GONE, MAYBE, GONE, GONE),
}
SLOW = [name for name in MEANS if name == "silence" or name.startswith("loris")]


@pytest.fixture(scope="module")
def hostile():
    with Hostile() as server:
        yield server


@pytest.fixture(autouse=True)
def deadline(monkeypatch):
    """Sets the seconds given for files, which are a constant."""
    return lambda wait: monkeypatch.setattr(module, "_DOWNLOAD", wait)


def doing(how, hostile, answer, folder, wait=PATIENCE):
    """The work, one of four."""
    call = Call(KEY, base_url=hostile.origin)
    if how == "ask":
        return SERVICE.ask(call, f"/{answer}", wait=wait)
    if how == "order":
        return SERVICE.order(call, f"/{answer}", body={"a": 1}, wait=wait)
    if how == "fetch":
        return SERVICE.fetch(
            call, hostile.url(answer), folder / "x", max_bytes=10**6, progress=lambda _: None
        )
    return SERVICE.upload(call, hostile.url(answer), File("x.png", b"x" * 100_000, "image/png"))


ROWS = [
    pytest.param(how, answer, expected, id=f"{how}-{answer}")
    for answer, means in MEANS.items()
    for how, expected in zip(("ask", "order", "fetch", "upload"), means, strict=True)
    # Whatever a file holds is for `media` to judge, and an upload's answer holds nothing.
    if expected is not OK
]


@pytest.mark.parametrize(("how", "answer", "expected"), ROWS)
async def test_a_hostile_answer_is_the_right_error(
    how, answer, expected, *, hostile, tmp_path, deadline
):
    wait = WAIT if answer in SLOW else PATIENCE
    deadline(wait)
    begun = time.monotonic()

    with pytest.raises(VidGenieError) as caught:
        await doing(how, hostile, answer, tmp_path, wait)

    assert type(caught.value) is expected
    assert time.monotonic() - begun < WAIT + 10
    told = repr((caught.value, vars(caught.value), caught.value.__cause__))
    assert KEY not in told
    assert hostile.origin not in told
    assert caught.value.__context__ is None


JSONS = ["nothing", "garbage", "deep", "deep_object", "long_number", "many_values", "list"]


@pytest.mark.parametrize("answer", JSONS)
async def test_json_that_is_none_reads_as_an_empty_object(answer, hostile):
    said = await SERVICE.ask(Call(KEY, base_url=hostile.origin), f"/{answer}")

    assert read_json(said) == {}


@pytest.mark.parametrize("answer", ["five_gb", "endless"])
async def test_a_file_larger_than_allowed_is_told_as_such(answer, hostile, tmp_path):
    with pytest.raises(ProviderRejected) as caught:
        await doing("fetch", hostile, answer, tmp_path)

    assert caught.value.params["problem"] == "too_large"


async def test_a_file_that_says_it_is_too_large_is_not_even_begun(hostile, tmp_path):
    with pytest.raises(ProviderRejected):
        await doing("fetch", hostile, "five_gb", tmp_path)

    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("answer", ["gone", "expired"])
async def test_a_link_that_is_too_old_is_told_as_such(answer, hostile, tmp_path):
    with pytest.raises(ProviderRejected) as caught:
        await doing("fetch", hostile, answer, tmp_path)

    assert caught.value.params["problem"] == "expired"


async def test_an_answer_longer_than_it_says_is_what_it_says(hostile):
    said = await SERVICE.ask(Call(KEY, base_url=hostile.origin), "/more")

    assert said.content == b"{}"


@pytest.mark.parametrize("how", ["ask", "order", "fetch", "upload"])
async def test_nothing_leads_to_the_metadata_of_a_cloud(how, hostile, tmp_path, monkeypatch):
    dialled = []
    real = asyncio.get_running_loop().create_connection

    async def seen(protocol, host=None, *rest, **options):
        dialled.append(host)
        return await real(protocol, host, *rest, **options)

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", seen)

    with pytest.raises(ProviderRejected):
        await doing(how, hostile, "metadata", tmp_path)

    assert set(dialled) == {"127.0.0.1"}


@pytest.mark.parametrize("how", ["ask", "order", "fetch", "upload"])
async def test_waiting_ends_at_once_when_it_is_cancelled(how, hostile, tmp_path):
    before = len(hostile.asked)
    work = asyncio.create_task(doing(how, hostile, "silence", tmp_path))
    async with asyncio.timeout(PATIENCE / 3):
        while len(hostile.asked) == before:
            await asyncio.sleep(0.01)
        work.cancel()

        with pytest.raises(asyncio.CancelledError):
            await work
