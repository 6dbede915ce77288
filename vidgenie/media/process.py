"""Child processes: under limits, each in a process group that never outlives its caller."""

import asyncio
import errno
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, SubprocessStreamProtocol
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

import vidgenie
from vidgenie.errors import PlatformError, RenderFailed, StorageFull

MAX_BYTES = 1024**3
"""Of one file that a child writes, unless it is one of ours that may be larger."""

_LOG = logging.getLogger(__name__)
_WRAPPER = Path(__file__).with_name("limits.py")
_MEMORY = 3 * 1024**3  # bytes of address space; a 1080x1920 encode passes under it
_CHUNK = 64 * 1024  # bytes read at a time
_TAIL = 16 * 1024  # bytes of standard error that are kept
_LINE = 1024 * 1024  # bytes of one line of standard output
_FULL = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT))
# ffmpeg leaves with the low byte of a negative errno.
_FULL_CODES = (256 - errno.ENOSPC, 256 - errno.EDQUOT)
# What a child may read of our environment; the rest may hold keys.
_PASSED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "IMAGEIO_FFMPEG_EXE")


async def supervise(  # noqa: PLR0913  # a child is that many things
    argv: Sequence[str],
    *,
    timeout: float,  # noqa: ASYNC109  # the limit is the child's: it is killed, with its group
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    on_line: Callable[[bytes], None] = lambda _line: None,
    max_bytes: int = MAX_BYTES,
) -> None:
    """Run a program until it ends well, telling `on_line` each line of its standard output.

    env: variables it sees besides the few of ours that are passed on.
    timeout: wall seconds. The program's whole process group is killed when it
    runs out, when this coroutine is cancelled and when the program ends.
    max_bytes: of one file it writes.
    Raises StorageFull when the disk is full and RenderFailed for any other bad end.
    """
    command = limited(argv, timeout=timeout, max_bytes=max_bytes)
    process = await _start(command, environment(env or {}))
    tail = bytearray()
    tasks = [
        asyncio.ensure_future(work)
        for work in (
            process.wait(),
            _feed(process, stdin),
            _read_lines(process, on_line),
            _read_tail(process, tail),
        )
    ]
    try:
        async with asyncio.timeout(timeout):
            await asyncio.gather(*tasks)
    except TimeoutError:
        _LOG.warning("%s was killed after %s s", Path(argv[0]).name, timeout)
        raise RenderFailed("Making this took too long.", reason="timeout") from None
    finally:
        if process.returncode is None:
            kill_group(process.pid)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Reaps the child and lets the pipes reach their end.
        await process.communicate()
    if process.returncode:
        raise failure(argv, process.returncode, tail.decode(errors="replace"))


def limited(argv: Sequence[str], *, timeout: float, max_bytes: int = MAX_BYTES) -> list[str]:
    """The command that becomes `argv` once it is under limits."""
    cpu = int(timeout * (os.cpu_count() or 1)) + 1
    numbers = [str(n) for n in (os.getpid(), _MEMORY, max_bytes, cpu)]
    return [sys.executable, "-I", "-S", str(_WRAPPER), *numbers, *argv]


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """What a child sees of our variables, and `more`."""
    kept = {name: os.environ[name] for name in _PASSED if name in os.environ}
    source = str(Path(vidgenie.__file__).parents[1])
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH", ""))))
    # One arena and one thread a child: address space is limited, cores are shared.
    quiet = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return {**kept, **quiet, "PYTHONPATH": path, **more}


class _Tidy(SubprocessStreamProtocol):
    """Kills what a child leaves behind as soon as it has ended.

    What it started would otherwise keep its pipes open, and waiting for the child
    would not end before they are closed.
    """

    pid = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.pid = cast("asyncio.SubprocessTransport", transport).get_pid()

    def process_exited(self) -> None:
        super().process_exited()
        kill_group(self.pid)


async def _start(argv: Sequence[str], env: Mapping[str, str]) -> Process:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.subprocess_exec(
        lambda: _Tidy(limit=_CHUNK, loop=loop),
        *argv,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env=env,
        start_new_session=True,
    )
    return Process(transport, protocol, loop)


async def _feed(process: Process, data: bytes) -> None:
    if process.stdin is None:
        return
    # A child may end before it has read everything; its exit code tells why.
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(data)
        await process.stdin.drain()
    process.stdin.close()


async def _read_lines(process: Process, on_line: Callable[[bytes], None]) -> None:
    rest = b""
    while process.stdout and (chunk := await process.stdout.read(_CHUNK)):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            on_line(line)
        rest = rest[-_LINE:]


async def _read_tail(process: Process, tail: bytearray) -> None:
    while process.stderr and (chunk := await process.stderr.read(_CHUNK)):
        tail += chunk
        del tail[:-_TAIL]


def kill_group(pid: int) -> None:
    """End a child and all it has started, if it is still there."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def failure(argv: Sequence[str], code: int, tail: str) -> PlatformError:
    """The error for a bad end; the details, which may name files, go to the log only."""
    _LOG.error("%s ended with %s: %s", Path(argv[0]).name, code, tail[-2000:].strip())
    if code in _FULL_CODES or any(text in tail for text in _FULL):
        return StorageFull()
    return RenderFailed("The picture or video could not be made.", reason="child_failed", exit=code)
