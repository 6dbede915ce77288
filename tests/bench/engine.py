"""What the engine adds: Runs of five Nodes that do nothing."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from tests.bench.figure import Figure
from tests.engine.studio import Studio, open_studio
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.run import RunStatus
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings

RUNS = 10


def five() -> Graph:
    """Five Nodes in a row that only hand a text on."""
    nodes = [Node("n0", "prompt", {"text": "x"}), *(Node(f"n{i}", "join") for i in range(1, 5))]
    edges = [Edge(f"n{i}", "text", f"n{i + 1}", "a") for i in range(4)]
    return Graph(tuple(nodes), tuple(edges))


def measure() -> list[Figure]:
    """Wall and processor time of a Run, from the request to its end."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        migrate(settings)
        studio = open_studio(settings)
        wall, cpu = asyncio.run(_runs(studio))
        studio.services.engine.close()
    return [
        Figure("engine: wall time of a five-node Run that does nothing", wall * 1000, "ms"),
        Figure("engine: processor time of the same", cpu * 1000, "ms"),
    ]


async def _runs(studio: Studio) -> tuple[float, float]:
    async with studio.services.engine.executing():
        await studio.finish(await studio.start(five()))  # the queues are awake after this
        walls: list[float] = []
        used = time.process_time()
        for _ in range(RUNS):
            begun = time.monotonic()
            run = await studio.finish(await studio.start(five()))
            assert run.status is RunStatus.SUCCEEDED
            walls.append(time.monotonic() - begun)
        cpu = (time.process_time() - used) / RUNS
    return statistics.median(walls), cpu
