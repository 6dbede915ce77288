"""Workers that encode Pieces side by side, and how far they are together."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import TypeVar

from vidgenie.domain.ports.provider import Progress

_MOST = 4  # workers; each takes about 200 MB

A = TypeVar("A")
B = TypeVar("B")


class Meter:
    """Adds up how far all tasks are, weighted by their frames; what it tells never goes back.

    part: of the whole work that the tasks are.
    """

    def __init__(self, progress: Progress, *, part: float = 1.0) -> None:
        self.total = 0
        self._frames: Sequence[int] = ()
        self._done = list[float]()
        self._progress = progress
        self._part = part
        self._told = 0.0

    def begin(self, frames: Sequence[int]) -> None:
        """Start to count. frames: of every task."""
        self.total, self._frames = sum(frames), frames
        self._done = [0.0] * len(frames)

    def of(self, task: int) -> Progress:
        """What one task tells its own progress to."""

        def tell(done: float) -> None:
            self._done[task] = max(self._done[task], min(done, 1.0))
            self._tell()

        return tell

    def _tell(self) -> None:
        ready = sum(map(float.__mul__, self._done, map(float, self._frames))) / self.total
        if ready <= self._told:
            return
        self._told = ready
        self._progress(ready * self._part)


Task = Callable[[int], Awaitable[None]]
"""Encodes one Piece with this many threads."""


async def work_off(tasks: Sequence[Task]) -> None:
    """Do all tasks, as many at once as there are cores; raises the first error there is.

    The others are cancelled then, and have ended before it is raised.
    """
    cores = min(_cores(), _MOST)
    waiting = list(reversed(tasks))
    left = len(tasks)

    async def work() -> None:
        nonlocal left
        while waiting:
            task = waiting.pop()
            # Who works alone has all the cores.
            await task(max(1, cores // min(cores, left)))
            left -= 1

    await _all([asyncio.create_task(work()) for _ in range(min(cores, len(tasks)))])


async def together(
    one: Coroutine[object, object, A], other: Coroutine[object, object, B]
) -> tuple[A, B]:
    """What both say; raises the first error there is, once the other has ended too."""
    tasks = asyncio.create_task(one), asyncio.create_task(other)
    await _all(tasks)
    return tasks[0].result(), tasks[1].result()


async def _all(tasks: Sequence[asyncio.Task[object]]) -> None:
    try:
        await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            # One that is told twice would leave its child while it still tidies up.
            if not task.cancelling():
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
