"""The child's side of `media.warm`: JSON requests in, one a line; JSON lines out.

One request that ends with its input is answered too, so that a module that serves here
can be started by `media.ff.run_python` as well.
"""

import errno
import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import cast

from vidgenie.errors import RenderFailed, StorageFull, VidGenieError
from vidgenie.media.child import (
    Report,
    reported,
    reporter,
    take_stdout,
    write,
)

_FULL = (errno.ENOSPC, errno.EDQUOT)

Work = Callable[[Mapping[str, object], Report], Mapping[str, object]]


def serve(work: Work, *, prepare: Callable[[], object] | None = None) -> None:
    """Do one piece of work after another, until the process that started this one is gone.

    work: as of `child.serve`; "seconds" of a request, when it is there, limits its
        processor time, as the whole process is limited for one that is done alone.
    prepare: what takes long and is the same for every request; done before the first.
    """
    out = take_stdout()
    if prepare:
        # Each request meets the error again, and is told.
        with suppress(VidGenieError):
            prepare()
    while line := sys.stdin.readline():
        request = cast("dict[str, object]", json.loads(line))
        _limit(request.get("seconds"))
        write(out, _answer(work, request, reporter(out)))


def _answer(work: Work, request: Mapping[str, object], report: Report) -> Mapping[str, object]:
    try:
        return {"result": dict(work(request, report))}
    except VidGenieError as error:
        return {"error": reported(error)}
    except MemoryError:
        full = RenderFailed("This needs more memory than it may have.")
        return {"error": reported(full)}
    except OSError as error:
        if error.errno not in _FULL:
            raise
        return {"error": reported(StorageFull())}


def _limit(seconds: object) -> None:
    """Processor time that this request may use, on top of what was used before."""
    if not isinstance(seconds, int | float):
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)) + 1
    try:
        resource.setrlimit(
            resource.RLIMIT_CPU,
            (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard),
        )
    except (OSError, ValueError):
        return
