"""Children that stay: one at a time, gone when idle, cancelled or orphaned."""

import asyncio
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable

import psutil
import pytest

from vidgenie.errors import RenderFailed, StorageFull
from vidgenie.media import ff
from vidgenie.media.warm import Warm

ECHO = "tests.media.warm_echo"


async def until(condition: Callable[[], bool], *, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True


def children() -> list[psutil.Process]:
    """The processes that stay, of this process."""
    found = []
    for process in psutil.Process().children():
        try:
            found += [process] if ECHO in process.cmdline() else []
        except psutil.NoSuchProcess:
            continue
    return found


@pytest.fixture
async def warm():
    """A child that ends soon after it is not asked any more."""
    warm = Warm(ECHO, idle=0.5)
    yield warm
    assert await until(lambda: not children())


async def test_one_process_answers_one_request_after_another(warm):
    answers = [await warm.ask({"said": number}, timeout=30) for number in range(3)]

    assert [answer["said"] for answer in answers] == [0, 1, 2]
    assert len({answer["pid"] for answer in answers}) == 1


async def test_those_it_has_no_time_for_wait_in_order(warm):
    answers = await asyncio.gather(*(warm.ask({"said": number}, timeout=30) for number in range(5)))

    assert [answer["said"] for answer in answers] == [0, 1, 2, 3, 4]
    assert len({answer["pid"] for answer in answers}) == 1


async def test_it_may_be_asked_from_other_event_loops(warm):
    first = await warm.ask({}, timeout=30)

    second = await asyncio.to_thread(lambda: asyncio.run(warm.ask({}, timeout=30)))

    assert first["pid"] == second["pid"]


async def test_it_ends_when_nothing_is_asked_for_a_while_and_begins_again(warm):
    first = await warm.ask({}, timeout=30)
    assert await until(lambda: not children(), seconds=3)

    second = await warm.ask({}, timeout=30)

    assert first["pid"] != second["pid"]


async def test_cancelling_kills_it_within_a_second_and_the_next_request_is_answered(warm):
    told: list[float] = []
    asked = asyncio.create_task(warm.ask({"what": "sleep"}, timeout=60, progress=told.append))
    assert await until(lambda: bool(told))
    [child] = children()
    begun = time.monotonic()
    asked.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asked

    assert time.monotonic() - begun < 1
    assert not psutil.pid_exists(child.pid)
    assert (await warm.ask({"said": "still here"}, timeout=30))["said"] == "still here"


async def test_cancelling_one_that_waits_leaves_the_one_that_works_alone(warm):
    pid = (await warm.ask({}, timeout=30))["pid"]
    works = asyncio.create_task(warm.ask({"what": "sleep"}, timeout=2))
    await asyncio.sleep(0)
    waits = asyncio.create_task(warm.ask({}, timeout=30))
    await asyncio.sleep(0.2)
    waits.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waits

    assert [child.pid for child in children()] == [pid]
    with pytest.raises(RenderFailed):
        await works


async def test_one_that_was_killed_is_a_failure_and_the_next_request_is_answered(warm):
    with pytest.raises(RenderFailed) as caught:
        await warm.ask({"what": "die"}, timeout=30)

    assert caught.value.retryable
    assert (await warm.ask({"said": 1}, timeout=30))["said"] == 1


async def test_one_that_died_while_it_was_idle_is_replaced(warm):
    await warm.ask({}, timeout=30)
    [child] = children()
    child.kill()
    assert await until(lambda: child.status() == psutil.STATUS_ZOMBIE)

    assert (await warm.ask({"said": 1}, timeout=30))["said"] == 1


@pytest.mark.parametrize(("what", "reason"), [("refuse", "asked_to"), ("sleep", "timeout")])
async def test_what_it_reports_and_that_it_takes_too_long_is_raised(warm, what, reason):
    with pytest.raises(RenderFailed) as caught:
        await warm.ask({"what": what}, timeout=2)

    assert caught.value.params["reason"] == reason


async def test_a_full_disk_is_called_a_full_disk(warm):
    with pytest.raises(StorageFull):
        await warm.ask({"what": "fill"}, timeout=30)


async def test_what_libraries_print_is_no_answer(warm):
    assert (await warm.ask({"what": "print", "said": 1}, timeout=30))["said"] == 1


async def test_a_large_request_arrives_whole(warm):
    said = "é" * 300_000

    assert (await warm.ask({"said": said}, timeout=30))["said"] == said


async def test_each_request_may_use_so_much_processor_time(warm):
    with pytest.raises(RenderFailed):
        await warm.ask({"what": "burn", "seconds": 0}, timeout=30)

    assert (await warm.ask({"said": 1, "seconds": 5}, timeout=30))["said"] == 1


async def test_it_sees_no_key_of_ours(warm, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")

    answer = await warm.ask({}, timeout=30)

    assert "OPENAI_API_KEY" not in answer["env"]


async def test_the_same_module_can_be_run_once(tmp_path):
    assert (await ff.run_python(ECHO, {"said": 1}, timeout=30))["said"] == 1


async def test_a_server_that_is_killed_leaves_no_child_behind():
    server = subprocess.Popen(  # noqa: ASYNC220  # it only prints a number
        [
            sys.executable,
            "-c",
            textwrap.dedent(f"""
                import asyncio
                from vidgenie.media.warm import Warm
                warm = Warm({ECHO!r})
                print(asyncio.run(warm.ask({{}}, timeout=30))["pid"], flush=True)
                asyncio.run(warm.ask({{"what": "sleep"}}, timeout=60))
            """),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    pid = int(server.stdout.readline())

    server.kill()
    server.wait()

    assert await until(lambda: not psutil.pid_exists(pid), seconds=2)
    server.stdout.close()
