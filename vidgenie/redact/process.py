"""The process itself: it leaves no image of its memory."""

import ctypes
import logging
import resource
import sys

_log = logging.getLogger(__name__)
_PR_SET_DUMPABLE = 4  # linux/prctl.h


def harden() -> None:
    """No core dumps; on Linux, no other process of the same user may read our memory.

    Programs that we start are as open as ever: the kernel makes them so when they begin.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0):
        _log.warning(
            "this system lets other processes read our memory: error %d", ctypes.get_errno()
        )
