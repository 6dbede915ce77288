"""An engine that executes while a test lasts."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from unittest.mock import patch

from dbos import DBOS

from vidgenie.engine import runtime
from vidgenie.engine.engine import Engine

_LOOKS = 25


@asynccontextmanager
async def executing(engine: Engine) -> AsyncIterator[None]:
    """The engine executes; it stops at once when there is nothing that it should wait for."""
    with ExitStack() as stack:
        async with engine.executing():
            yield
            if await asyncio.to_thread(is_idle):
                stack.enter_context(patch.object(runtime, "STOP_PATIENCE", 0))


def is_idle() -> bool:
    """Whether no workflow is under way; one whose Run has just ended gets the time to end.

    The engine is executing.
    """
    for _ in range(_LOOKS):
        if not DBOS.list_workflows(status=["PENDING", "ENQUEUED"]):
            return True
        time.sleep(0.02)
    return False
