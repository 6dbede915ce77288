"""The engine of this process, executing on a thread of its own for scripts and notebooks."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from vidgenie.engine.engine import Engine

T = TypeVar("T")

# Seconds the engine may take to stop; what it works on is taken up again later.
_PATIENCE = 15.0


class Background:
    """Executes Runs from the first `call` until `stop`, or until the interpreter ends.

    Other processes on the same data folder, as `vidgenie serve`, execute beside it:
    whoever is free takes a Run.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._ending: asyncio.Event | None = None
        # `atexit` comes too late: by then no thread can be started any more, and stopping
        # needs some. This is how concurrent.futures itself is told.
        threading._register_atexit(self.stop)  # pyright: ignore[reportAttributeAccessIssue]  # noqa: SLF001  # see above

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` comes to, while Runs are executed; it is cancelled when the caller is."""
        try:
            loop = self._started()
        except BaseException:
            work.close()
            raise
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result()
        except BaseException:
            # Ctrl-C raises here, in the thread that waits; nobody needs the answer any more.
            future.cancel()
            raise

    def stop(self) -> None:
        """Stop executing; the next `call` starts again. A Run under way goes on then."""
        with self._lock:
            thread, loop, ending = self._thread, self._loop, self._ending
            self._thread = self._loop = self._ending = None
        if thread is None or loop is None or ending is None:
            return
        # The loop may have ended by itself, when the engine failed.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(ending.set)
        thread.join(_PATIENCE)

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is not None and self._thread is not None and self._thread.is_alive():
                return self._loop
            ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
            self._thread = threading.Thread(
                target=lambda: asyncio.run(self._execute(ready)), name="vg-studio", daemon=True
            )
            self._thread.start()
            self._loop, self._ending = ready.result()
            return self._loop

    async def _execute(
        self, ready: "Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]"
    ) -> None:
        """Execute until told to end; what keeps the engine from starting is the caller's."""
        ending = asyncio.Event()
        try:
            async with self._engine.executing():
                ready.set_result((asyncio.get_running_loop(), ending))
                await ending.wait()
        except Exception as error:
            if ready.done():
                raise
            ready.set_exception(error)
