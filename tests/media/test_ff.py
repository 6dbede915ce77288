"""Children: bounded, killed with everything they started, and told apart when they fail."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import psutil
import pytest

from vidgenie.errors import RenderFailed, StorageFull
from vidgenie.media import ff

ENDLESS = ["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=30", "-f", "null", "-"]


async def _until(condition: Callable[[], bool], *, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True


def _encoders() -> list[psutil.Process]:
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "ffmpeg" in _name(child)]


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.NoSuchProcess:
        return ""


async def test_progress_goes_up_to_one_and_the_file_is_there(tmp_path: Path) -> None:
    told: list[float] = []
    target = tmp_path / "out.mp4"

    await ff.run(
        ["-f", "lavfi", "-i", "testsrc2=s=128x128:r=30:d=2", "-f", "mp4", str(target)],
        timeout=60,
        progress=told.append,
        seconds=2,
    )

    assert (told == sorted(told), told[-1], target.stat().st_size > 0) == (True, 1.0, True)


async def test_a_killed_ffmpeg_is_a_failure_that_may_be_retried() -> None:
    run = asyncio.create_task(ff.run(ENDLESS, timeout=60))
    await _until(lambda: bool(_encoders()))
    _encoders()[0].kill()

    with pytest.raises(RenderFailed) as caught:
        await asyncio.wait_for(run, 10)

    assert caught.value.retryable


async def test_cancelling_ends_the_process_group_within_a_second() -> None:
    run = asyncio.create_task(ff.run(ENDLESS, timeout=60))
    await _until(lambda: bool(_encoders()))
    pid = _encoders()[0].pid
    run.cancel()

    ended = await _until(lambda: not psutil.pid_exists(pid), seconds=1.0)

    assert ended
    with pytest.raises(asyncio.CancelledError):
        await run


async def test_time_running_out_kills_and_fails() -> None:
    with pytest.raises(RenderFailed) as caught:
        await ff.run(ENDLESS, timeout=0.5)

    assert (caught.value.params["reason"], _encoders()) == ("timeout", [])


async def test_a_full_disk_is_called_a_full_disk() -> None:
    args = ["-f", "lavfi", "-i", "testsrc2=s=128x128:d=1", "-f", "rawvideo", "/dev/full"]

    with pytest.raises(StorageFull):
        await ff.run(args, timeout=60)


async def test_a_failure_names_no_file(tmp_path: Path) -> None:
    with pytest.raises(RenderFailed) as caught:
        await ff.run(["-i", str(tmp_path / "secret-name.mp4"), "-f", "null", "-"], timeout=60)

    assert "secret-name" not in str(caught.value.to_dict())


async def test_ffmpeg_sees_no_key_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spy = tmp_path / "spy"
    spy.write_text(f"#!/bin/sh\nenv > {tmp_path}/env\n")
    spy.chmod(0o700)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(spy))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")

    await ff.run([], timeout=60)

    assert "sk-canary" not in (tmp_path / "env").read_text()


@pytest.mark.parametrize(
    ("run", "gibibytes"), [(ff.run, 1), (partial(ff.run, max_bytes=2 * 1024**3), 2)]
)
async def test_a_child_lives_under_limits(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., Awaitable[None]],
    gibibytes: int,
) -> None:
    spy = tmp_path / "spy"
    spy.write_text(f"#!/bin/sh\nulimit -v > {tmp_path}/kib\nulimit -f >> {tmp_path}/kib\n")
    spy.chmod(0o700)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(spy))

    await run([], timeout=60)

    memory, blocks = (tmp_path / "kib").read_text().split()
    assert (int(memory), int(blocks)) == (3 * 1024**2, gibibytes * 2 * 1024**2)


async def test_the_event_loop_goes_on_while_a_child_works() -> None:
    run = asyncio.create_task(ff.run(ENDLESS, timeout=60))
    longest, last = 0.0, time.monotonic()

    for _ in range(40):
        await asyncio.sleep(0.01)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()

    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert longest < 1.0


class TestPython:
    """`run_python` against a module of our own making."""

    @pytest.fixture
    def module(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
        """A module the child can import, whose `work(request, report)` has this body."""
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

        def make(body: str) -> str:
            lines = "\n    ".join(body.splitlines())
            (tmp_path / "worker.py").write_text(
                "import errno, os, subprocess, sys, time\n"
                "from vidgenie.errors import *\n"
                "from vidgenie.media import child\n"
                f"def work(request, report):\n    {lines}\n"
                "child.serve(work)\n"
            )
            return "worker"

        return make

    async def test_a_result_comes_back(self, module: Callable[[str], str]) -> None:
        name = module("print('noise')\nreturn {'twice': request['n'] * 2}")

        assert await ff.run_python(name, {"n": 21}, timeout=60) == {"twice": 42}

    async def test_progress_is_told_ten_times_a_second_at_most(
        self, module: Callable[[str], str]
    ) -> None:
        name = module("for n in range(60):\n    report(n / 60); time.sleep(0.01)\nreturn {}")
        told: list[float] = []
        start = time.monotonic()

        await ff.run_python(name, {}, timeout=60, progress=told.append)

        assert 3 <= len(told) <= 3 + 10 * (time.monotonic() - start)

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ("raise InvalidMedia('No.', problem='odd')", "invalid_media"),
            ("raise OutputRejected('No.', problem='empty')", "output_rejected"),
            ("raise OSError(errno.ENOSPC, 'full')", "storage_full"),
            ("raise MemoryError", "render_failed"),
            ("raise KeyError('a bug')", "render_failed"),
            ("os._exit(0)", "render_failed"),
        ],
    )
    async def test_what_went_wrong_in_the_child_is_raised_here(
        self, module: Callable[[str], str], body: str, error: str
    ) -> None:
        name = module(body)

        with pytest.raises(Exception) as caught:  # noqa: PT011  # the code is the point
            await ff.run_python(name, {}, timeout=60)

        assert getattr(caught.value, "code", caught.value) == error

    async def test_a_killed_child_takes_what_it_started_with_it(
        self, module: Callable[[str], str], tmp_path: Path
    ) -> None:
        pids = tmp_path / "pids"
        name = module(
            "other = subprocess.Popen(['sleep', '600'])\n"
            f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{other.pid}} .')\n"
            "time.sleep(600)"
        )
        run = asyncio.create_task(ff.run_python(name, {}, timeout=60))
        await _until(lambda: pids.exists() and pids.read_text().endswith("."))
        child, grandchild = (int(pid) for pid in pids.read_text().split()[:2])
        os.kill(child, signal.SIGKILL)

        with pytest.raises(RenderFailed):
            await asyncio.wait_for(run, 10)

        assert await _until(lambda: not _alive(grandchild), seconds=1.0)

    async def test_a_child_does_not_outlive_its_caller(
        self, module: Callable[[str], str], tmp_path: Path
    ) -> None:
        pid = tmp_path / "pid"
        name = module(f"open({str(pid)!r}, 'w').write(f'{{os.getpid()}} .')\ntime.sleep(600)")
        code = (
            "import asyncio; from vidgenie.media import ff; "
            f"asyncio.run(ff.run_python({name!r}, {{}}, timeout=60))"
        )
        caller = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
        await _until(lambda: pid.exists() and pid.read_text().endswith("."))
        caller.kill()
        await caller.wait()

        child = int(pid.read_text().split()[0])

        assert await _until(lambda: not _alive(child), seconds=2.0)


def _alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
