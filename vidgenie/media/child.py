"""The child's side of `media.ff.run_python`: one JSON request in, JSON lines out."""

import errno
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import TextIO, cast

from vidgenie.errors import RenderFailed, StorageFull, VidGenieError

_INTERVAL = 0.1  # seconds between two progress lines

Report = Callable[[float], None]
"""Tells the caller how far the work is, 0.0 to 1.0; cheap to call often."""


def serve(work: Callable[[Mapping[str, object], Report], Mapping[str, object]]) -> None:
    """Do one piece of work for the process that started this one, then return.

    `work` takes the request and answers the result, both JSON values. A
    VidGenieError and a full disk are reported; anything else is a bug and ends
    the process with its traceback on standard error.
    """
    request = cast("dict[str, object]", json.load(sys.stdin))
    out = take_stdout()
    try:
        answer: dict[str, object] = {"result": dict(work(request, reporter(out)))}
    except VidGenieError as error:
        answer = {"error": reported(error)}
    except MemoryError:
        answer = {"error": reported(RenderFailed("This needs more memory than it may have."))}
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        answer = {"error": reported(StorageFull())}
    write(out, answer)


def take_stdout() -> TextIO:
    """Standard output for our lines alone: what libraries print goes to standard error."""
    ours = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return ours


def reporter(out: TextIO) -> Report:
    """Writes how far the work is, now and then."""
    last = 0.0

    def report(done: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _INTERVAL:
            last = now
            write(out, {"progress": round(done, 4)})

    return report


def reported(error: VidGenieError) -> dict[str, object]:
    """The error as JSON."""
    return {"type": error.code, "message": str(error), "params": error.params}


def write(out: TextIO, line: Mapping[str, object]) -> None:
    """One line to the caller."""
    print(json.dumps(line), file=out, flush=True)
