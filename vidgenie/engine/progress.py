"""Progress of a Node, written at most twice a second however often it is told."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from vidgenie.db import Transaction
from vidgenie.domain.ports.provider import Progress
from vidgenie.engine import store
from vidgenie.engine.threads import in_thread

INTERVAL = 0.5


@asynccontextmanager
async def reporting(
    transaction: Transaction, *, run_id: str, node_id: str
) -> AsyncGenerator[Progress]:
    """A Progress to hand to a Provider; the last value told is written every half second."""
    told = 0.0

    def tell(done: float) -> None:
        nonlocal told
        told = max(told, done)

    def write() -> None:
        with transaction() as session:
            store.progress(session, run_id, node_id, told)

    async def keep_writing() -> None:
        written = 0.0
        while True:
            await asyncio.sleep(INTERVAL)
            if told > written:
                written = told
                await in_thread(write)

    writer = asyncio.create_task(keep_writing())
    try:
        yield tell
    finally:
        writer.cancel()
        await asyncio.wait({writer})
