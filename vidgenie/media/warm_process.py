"""One child that stays, as the thread that keeps it sees it; see `warm`."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, cast

from vidgenie.domain.ports.provider import Progress
from vidgenie.errors import RenderFailed
from vidgenie.media.ff import error_of, ffmpeg
from vidgenie.media.process import (
    environment,
    failure,
    kill_group,
    limited,
)

_LIFE = 86_400.0  # seconds of work before it has to end; each request has its own limit below
_CHUNK = 64 * 1024  # bytes read at a time
_TAIL = 16 * 1024  # bytes of standard error that are kept
_MOST = 500  # requests of one child: what it leaks goes with it
_LINE = 16 * 1024 * 1024  # bytes of one answer


class WarmProcess:
    """`python -m module` in a process group of its own, under limits. Blocks: for a thread."""

    def __init__(self, module: str) -> None:
        self._argv = [sys.executable, "-P", "-m", module]
        self._tail = bytearray()
        self._rest = b""
        self._is_spent = False
        self._count = 0
        self._process = subprocess.Popen(  # noqa: S603  # an argument list of ours, no shell
            limited(self._argv, timeout=_LIFE),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment({"IMAGEIO_FFMPEG_EXE": ffmpeg()}),
            start_new_session=True,
            bufsize=0,
        )
        for pipe in self._pipes():
            os.set_blocking(pipe.fileno(), False)

    @property
    def is_fit(self) -> bool:
        """Whether it can take another request."""
        return not self._is_spent and self._count < _MOST and self._process.poll() is None

    def exchange(
        self, data: bytes, *, timeout: float, progress: Progress | None
    ) -> Mapping[str, object]:
        """Send one line and wait for its answer; raises what the child reports.

        Raises RenderFailed or StorageFull when it died, or took longer than `timeout`
        seconds; it is gone then.
        """
        answers: dict[str, dict[str, object]] = {}
        self._count += 1

        def on_line(line: bytes) -> None:
            said = _object(line)
            done = said.pop("progress", None)
            if progress and isinstance(done, int | float):
                progress(min(1.0, max(0.0, float(done))))
            answers.update({k: cast("dict[str, object]", v) for k, v in said.items()})

        self._talk(data, time.monotonic() + timeout, on_line, lambda: bool(answers))
        if "error" in answers:
            raise error_of(answers["error"])
        if progress:
            progress(1.0)
        return answers["result"]

    def kill(self) -> None:
        """End it now, with all it started. May be called from any thread."""
        self._is_spent = True
        if self._process.returncode is None:
            kill_group(self._process.pid)

    def end(self) -> None:
        """Kill it and wait until it is gone."""
        self.kill()
        self._process.wait()
        for pipe in self._pipes():
            with suppress(OSError):
                pipe.close()

    def _pipes(self) -> tuple[IO[bytes], ...]:
        found = self._process.stdin, self._process.stdout, self._process.stderr
        return tuple(pipe for pipe in found if pipe)

    def _talk(
        self,
        data: bytes,
        deadline: float,
        on_line: Callable[[bytes], None],
        is_done: Callable[[], bool],
    ) -> None:
        stdin, stdout, stderr = self._pipes()
        rest = memoryview(data)
        with selectors.DefaultSelector() as selector:
            selector.register(stdin, selectors.EVENT_WRITE)
            selector.register(stdout, selectors.EVENT_READ)
            selector.register(stderr, selectors.EVENT_READ)
            while not is_done():
                events = selector.select(max(0.0, deadline - time.monotonic()))
                if not events:
                    self.end()
                    raise RenderFailed("Making this took too long.", reason="timeout")
                ready = {key.fileobj for key, _ in events}
                if stdin in ready:
                    rest = self._write(rest)
                    if not rest:
                        selector.unregister(stdin)
                if stderr in ready and not self._listen(stderr):
                    selector.unregister(stderr)
                if stdout in ready and not self._read(on_line):
                    self._fail()

    def _write(self, rest: memoryview) -> memoryview:
        """What is left to send. A child that is gone is noticed by its silence."""
        stdin = self._pipes()[0]
        try:
            return rest[os.write(stdin.fileno(), rest[:_CHUNK]) :]
        except BlockingIOError:
            return rest
        except OSError:
            return rest[:0]

    def _read(self, on_line: Callable[[bytes], None]) -> bool:
        """Take the lines that came; False at the end of its output."""
        chunk = os.read(self._pipes()[1].fileno(), _CHUNK)
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            on_line(line)
        return bool(chunk) and len(self._rest) < _LINE

    def _listen(self, stderr: IO[bytes]) -> bool:
        chunk = os.read(stderr.fileno(), _CHUNK)
        self._tail += chunk
        del self._tail[:-_TAIL]
        return bool(chunk)

    def _fail(self) -> None:
        """It ended in the middle of its work."""
        is_killed = self._is_spent
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        self.kill()
        code = self._process.wait()
        stderr = self._pipes()[2]
        with suppress(OSError):
            while self._listen(stderr):
                continue
        if is_killed:  # by whom nobody waits for
            raise RenderFailed("The work was given up.", reason="cancelled")
        tail = self._tail.decode(errors="replace")
        raise failure(self._argv, code or 1, tail)


def _object(line: bytes) -> dict[str, object]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return cast("dict[str, object]", said) if isinstance(said, dict) else {}
