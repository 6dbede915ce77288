"""Work beside the main work: a copy of this process does it on another core."""

import errno
import mmap
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import BinaryIO

from vidgenie.errors import RenderFailed, StorageFull

_COUNTER = 8  # bytes

Told = Callable[[int], None]
"""Tells how much has been done; raises when nobody wants the rest."""


class Aside:
    """A piece of work that writes a file, done by a copy of this process.

    Where processes cannot be copied safely, it is done here when it is asked for.
    A copy must have no threads, so no encoder may be open when the work begins.
    """

    def __init__(self, work: Callable[[BinaryIO, Told], None]) -> None:
        self._work = work
        self._done = mmap.mmap(-1, _COUNTER)
        # It has no name: whoever is killed, nothing is left of it.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the rest
        self._parent = os.getpid()
        self._copy = os.fork() if sys.platform.startswith("linux") else None
        if self._copy == 0:
            self._be_the_copy()

    @property
    def done(self) -> int:
        """What the work told last."""
        return int.from_bytes(self._done[:], "little")

    def check(self) -> None:
        """Raise StorageFull or RenderFailed when the copy has ended badly."""
        self._wait(os.WNOHANG)

    def finish(self) -> BinaryIO:
        """The file, from its start, once all of it is written; raises as `check` does."""
        if self._copy is None:
            self._work(self._file, self._tell)
            self._work = _nothing
        else:
            self._wait(0)
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """End the copy, if it still works."""
        if self._copy:
            os.kill(self._copy, signal.SIGKILL)
            os.waitpid(self._copy, 0)
            self._copy = 0
        self._file.close()

    def _tell(self, done: int) -> None:
        self._done[:] = done.to_bytes(_COUNTER, "little")

    def _wait(self, how: int) -> None:
        if not self._copy:
            return
        pid, status = os.waitpid(self._copy, how)
        if pid:
            self._copy = 0
            code = os.waitstatus_to_exitcode(status)
            if code == errno.ENOSPC:
                raise StorageFull
            if code:
                raise RenderFailed(
                    "The picture or video could not be made.", reason="child_failed", exit=code
                )

    def _be_the_copy(self) -> None:
        """Do the work and end, whatever happens: the rest of the program is not ours."""
        code = 1
        try:
            self._work(self._file, self._tell_parent)
            self._file.flush()
            code = 0
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            code = errno.ENOSPC if full else code
            traceback.print_exc()
        except BaseException:  # noqa: BLE001  # this is the end of a process
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _tell_parent(self, done: int) -> None:
        self._tell(done)
        if os.getppid() != self._parent:
            sys.exit(1)


def _nothing(_file: BinaryIO, _told: Told) -> None:
    """It has been done."""
