"""Puts this process under limits, then becomes another program.

Run as a script, `python limits.py PARENT MEMORY FILE CPU PROGRAM [ARGUMENT...]`,
and not as a `preexec_fn`: code between fork and exec of a process that has
threads can deadlock. It imports nothing of VidGenie, so that it starts fast.
"""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(argv: list[str]) -> None:
    """Never returns: the program takes this process's place.

    argv: pid of the parent, bytes of memory, bytes of one file, seconds of
        processor time, then the program with its arguments.
    """
    parent, memory, file, cpu = (int(text) for text in argv[:4])
    _lower(resource.RLIMIT_AS, memory)
    _lower(resource.RLIMIT_FSIZE, file)
    _lower(resource.RLIMIT_CPU, cpu)
    _lower(resource.RLIMIT_CORE, 0)
    # The pages people look at come before the pictures they wait for.
    os.nice(10)
    _end_with(parent)
    os.execvp(argv[4], argv[4:])  # noqa: S606  # an argument list of ours, no shell


def _lower(limit: int, value: int) -> None:
    """Set a limit where this system has it; macOS refuses RLIMIT_AS."""
    try:
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, hard))
    except (OSError, ValueError):
        return


def _end_with(parent: int) -> None:
    """On Linux, be killed when the parent dies: nobody would use the result."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
