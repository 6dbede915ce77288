"""Limits kept in the memory of this process: for what happens too often to be written down."""

import threading
import time
from collections.abc import Callable

from vidgenie.accounts.throttle import Limit

_MANY = 10_000  # keys; beyond, those that are at rest are dropped


class Meter:
    """Counts attempts against one limit, by the algorithm of `accounts.throttle`.

    clock: seconds, never going back.
    """

    def __init__(self, limit: Limit, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        # Who -> when all the attempts let through so far are paid for.
        self._paid_at: dict[str, float] = {}

    def wait(self, who: str) -> float:
        """Count an attempt: seconds to wait, 0.0 when it may go on. Refused ones do not count."""
        now = self._clock()
        interval = self._limit.interval
        with self._lock:
            paid_at = max(now, self._paid_at.get(who, now))
            # A hair's breadth: sums of binary fractions are never quite what they should be.
            late = paid_at - now - interval * (self._limit.burst - 1)
            if late > 1e-9:
                return late
            self._paid_at[who] = paid_at + interval
            if len(self._paid_at) > _MANY:
                self._paid_at = {key: at for key, at in self._paid_at.items() if at > now}
        return 0.0
