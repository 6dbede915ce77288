"""Regular work. No job store: every tick looks at what is due, and doing it twice is harmless."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import (  # pyright: ignore[reportMissingTypeStubs]  # it has none
    AsyncIOScheduler,
)

from vidgenie.engine.threads import in_thread

PATIENCE = 5.0  # seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Regular work of another part of the installation; blocking, and harmless when repeated."""

    name: str
    interval: timedelta
    work: Callable[[], object]


class Clock:
    """Calls blocking functions at intervals, each in a thread, never twice at once."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._ticks: set[asyncio.Task[object]] = set()

    def every(self, interval: timedelta, work: Callable[[], object], *, name: str) -> None:
        """Call `work` every `interval`; a failure is logged and the next tick tries again."""

        async def tick() -> None:
            # A task of its own: who stops the clock waits for it.
            doing = asyncio.create_task(in_thread(work))
            self._ticks.add(doing)
            try:
                await asyncio.shield(doing)
            except Exception:
                log.exception("%s failed; the next tick tries again", name)
            finally:
                self._ticks.discard(doing)

        self._scheduler.add_job(  # pyright: ignore[reportUnknownMemberType]  # apscheduler has no types
            tick,
            "interval",
            seconds=interval.total_seconds(),
            id=name,
            coalesce=True,
            max_instances=1,
        )

    def start(self) -> None:
        """Begin ticking on the running event loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """End; ticks under way have five seconds to finish what they write."""
        self._scheduler.shutdown(wait=False)
        if ticks := set(self._ticks):
            await asyncio.wait(ticks, timeout=PATIENCE)
