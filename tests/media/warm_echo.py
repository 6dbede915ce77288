"""A module that stays: says what it is asked, and misbehaves when it is asked to."""

import errno
import os
import signal
import sys
import time

from vidgenie.errors import RenderFailed
from vidgenie.media import warm_child

_BEGUN = time.monotonic()


def _work(request, report):
    what = request.get("what")
    if what == "sleep":
        report(0.5)
        time.sleep(60)
    elif what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "refuse":
        raise RenderFailed("No.", reason="asked_to")
    elif what == "fill":
        raise OSError(errno.ENOSPC, "full")
    elif what == "burn":
        while True:
            report(0.1)
    elif what == "print":
        print("noise", "x" * 200_000)
        print("noise", "x" * 200_000, file=sys.stderr)
    return {"pid": os.getpid(), "said": request.get("said"), "env": sorted(os.environ)}


if __name__ == "__main__":
    warm_child.serve(_work)
