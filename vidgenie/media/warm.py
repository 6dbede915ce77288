"""Children that stay: a module that is slow to begin answers one request after another."""

import asyncio
import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from vidgenie.domain.ports.provider import Progress
from vidgenie.errors import RenderFailed, VidGenieError
from vidgenie.media import ff
from vidgenie.media.warm_process import WarmProcess

_LOG = logging.getLogger(__name__)
_IDLE = 180.0  # seconds a child waits for the next request before it ends


@dataclass(slots=True, eq=False)
class _Order:
    """A request on its way. tell: hands the answer, or the error, to who waits for it."""

    data: bytes
    timeout: float
    progress: Progress | None
    tell: Callable[[Mapping[str, object] | VidGenieError], None]
    lock: threading.Lock = field(default_factory=threading.Lock)
    child: WarmProcess | None = None
    is_unwanted: bool = False

    def take(self, child: WarmProcess) -> bool:
        """Give it to a child; whether it is still wanted."""
        with self.lock:
            self.child = None if self.is_unwanted else child
            return not self.is_unwanted

    def leave(self) -> None:
        """The child has answered, and may get the next one."""
        with self.lock:
            self.child = None

    def give_up(self) -> None:
        """Nobody wants it any more: a child that works on it is killed."""
        with self.lock:
            self.is_unwanted = True
            if self.child:
                self.child.kill()


class Warm:
    """A Python module that calls `warm_child.serve`, in at most `most` processes that stay.

    The first request starts a process; it ends when nothing is asked for `idle` seconds,
    when its request is cancelled or takes too long, and with this process. Each is under
    the limits of every child and answers one request at a time; those it has no time for
    wait in order. May be asked from any event loop.
    """

    def __init__(self, module: str, *, most: int = 1, idle: float = _IDLE) -> None:
        self._module = module
        self._most = most
        self._idle = idle
        self._change = threading.Condition()
        self._orders = deque[_Order]()
        self._keepers = 0
        self._free = 0

    def wake(self) -> None:
        """Have a process begin, if there is none, so that the first request finds it ready."""
        with self._change:
            if not self._keepers:
                self._keep()

    async def ask(
        self,
        request: Mapping[str, object],
        *,
        timeout: float,  # noqa: ASYNC109  # the limit is the child's
        progress: Progress | None = None,
    ) -> dict[str, object]:
        """What the module answers.

        timeout: wall seconds of the work itself, without the wait for its turn.
        Raises what the module reports, and RenderFailed when it ends in any other way.
        Cancelling this kills the process that works on it; no part of it is left running
        when the cancellation arrives.
        """
        loop = asyncio.get_running_loop()
        answer = loop.create_future()

        def tell(said: Mapping[str, object] | VidGenieError) -> None:
            # A loop that is gone has nobody who waits.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(lambda: answer.done() or answer.set_result(said))

        await asyncio.to_thread(ff.ffmpeg)  # the child is told where it is
        data = json.dumps({"seconds": timeout, **request}).encode() + b"\n"
        order = _Order(data, timeout, progress, tell)
        with self._change:
            self._orders.append(order)
            if self._free < len(self._orders) and self._keepers < self._most:
                self._keep()
            self._change.notify()
        try:
            said = await asyncio.shield(answer)
        except asyncio.CancelledError:
            order.give_up()
            self._drop(order)
            await asyncio.wait([answer])
            raise
        if isinstance(said, VidGenieError):
            raise said
        return cast("dict[str, object]", said)

    def _keep(self) -> None:
        """Start a thread that keeps one child: Linux ends a child with the thread it is of."""
        self._keepers += 1
        threading.Thread(target=self._work, name=f"warm {self._module}", daemon=True).start()

    def _work(self) -> None:
        child = self._begun()
        try:
            while order := self._next():
                if child is None or not child.is_fit:
                    if child:
                        child.end()
                    child = self._begun()
                _serve(order, child)
        except BaseException:
            with self._change:
                self._keepers -= 1
            raise
        finally:
            if child:
                child.end()

    def _begun(self) -> WarmProcess | None:
        """A new process, None where there is no room for one."""
        try:
            return WarmProcess(self._module)
        except (OSError, VidGenieError):
            _LOG.exception("%s could not be started", self._module)
            return None

    def _next(self) -> _Order | None:
        """The next in line; None when nothing came for a while: this keeper ends then."""
        with self._change:
            self._free += 1
            self._change.wait_for(lambda: bool(self._orders), timeout=self._idle)
            self._free -= 1
            if self._orders:
                return self._orders.popleft()
            self._keepers -= 1
            return None

    def _drop(self, order: _Order) -> None:
        """Take it out of the line, if nobody works on it."""
        with self._change:
            if order not in self._orders:
                return
            self._orders.remove(order)
        order.tell({})


def _serve(order: _Order, child: WarmProcess | None) -> None:
    """Have the child work on it; whoever waits is told in any case."""
    said: Mapping[str, object] | VidGenieError
    said = RenderFailed("This server has no room for the work.", reason="no_process")
    try:
        if child and order.take(child):
            said = child.exchange(order.data, timeout=order.timeout, progress=order.progress)
    except VidGenieError as error:
        said = error
    finally:
        order.leave()
        order.tell(said)


@cache
def warm(module: str, most: int = 1) -> Warm:
    """The one `Warm` of this process for a module."""
    return Warm(module, most=most)
