"""Regular work. No job store: every tick looks at what is due, and doing it twice is harmless."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import (  # pyright: ignore[reportMissingTypeStubs]  # it has none
    AsyncIOScheduler,
)

from vidgenie.engine.threads import in_thread

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

    def every(self, interval: timedelta, work: Callable[[], object], *, name: str) -> None:
        """Call `work` every `interval`; a failure is logged and the next tick tries again."""

        async def tick() -> None:
            try:
                await in_thread(work)
            except Exception:
                log.exception("%s failed; the next tick tries again", name)

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

    def stop(self) -> None:
        """End; a tick under way goes on in its thread."""
        self._scheduler.shutdown(wait=False)
