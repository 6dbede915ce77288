"""Writes an Account's whole history as CSV, in a process of its own: seconds and memory."""

import json
import resource
import statistics
import sys
import time
from pathlib import Path

from vidgenie import bootstrap
from vidgenie.accounts import store as accounts
from vidgenie.domain.account import Account
from vidgenie.services.credit_csv import written
from vidgenie.services.credit_wanted import HistoryWanted
from vidgenie.settings import Settings

_TIMES = 200


def main(home: str, email: str) -> None:
    """Print {"seconds", "bytes", "watch_ms"}; bytes: of memory, beyond what a page takes.

    watch_ms: what it takes to look whether an Account that spends is to be warned.
    """
    services = bootstrap.build(Settings(home=Path(home)))
    with services.engine.reading() as session:
        account = accounts.credentials(session, email)[0]
    history = services.credit_history
    history.page(account, HistoryWanted(limit=100))
    before = _peak()
    begun = time.perf_counter()
    for _ in written(history.every(account, HistoryWanted()), language="en", between=","):
        pass
    seconds = time.perf_counter() - begun
    told = {"seconds": seconds, "bytes": _peak() - before, "watch_ms": _watched(services, account)}
    services.engine.close()
    sys.stdout.write(json.dumps(told))


def _watched(services: bootstrap.Services, account: Account) -> float:
    """The median of many times, in ms."""
    times = list[float]()
    with services.engine.transaction() as session:
        for _ in range(_TIMES):
            begun = time.perf_counter()
            services.credit_watch.after_spend(session, account)
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def _peak() -> int:
    """The most memory this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
