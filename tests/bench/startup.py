"""How long a restart takes: from the command to a server on which a Run can start."""

import statistics

from tests.bench.figure import Figure
from tests.support.server import Server

STARTS = 5


def measure(server: Server) -> list[Figure]:
    """Median of five starts on a home that exists."""
    times: list[float] = []
    for _ in range(STARTS):
        times.append(server.start().ready_after)
        server.stop()
    return [Figure("production server: start to ready", statistics.median(times), "s", goal=2)]
