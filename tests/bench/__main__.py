"""`make bench`: the figures of the product, measured in one run, as a Markdown table."""

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import (
    canvas,
    cutting,
    engine,
    history,
    ledger,
    pages,
    projects,
    providers,
    runs,
    startup,
    vault,
    video,
)
from tests.bench.figure import Figure
from tests.support.server import Client, Server


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    quick = _is_quick()
    figures: list[Figure] = [*engine.measure(), *vault.measure(), *providers.measure()]
    figures += cutting.measure(quick=quick)
    figures += projects.measure(quick=quick)
    figures += ledger.measure(quick=quick)
    with tempfile.TemporaryDirectory() as folder:
        figures += runs.measure(Path(folder) / "runs")
        figures += history.measure(Path(folder) / "history")
        server = Server(Path(folder) / "home").start(within=300)
        try:
            person = Client.register(server, "bench@example.com")
            figures += video.measure(person)
            figures += pages.measure(server)
            figures += canvas.measure(server)
        finally:
            server.stop()
        figures += startup.measure(server)
    load = os.getloadavg()[0]
    print(f"\n{datetime.now(tz=UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()},")
    print(f"Python {platform.python_version()}, load average {load:.1f} at the end.\n")
    print("| figure | measured | goal |")
    print("|---|---|---|")
    for figure in figures:
        print(figure.row)
    return 1 if any(figure.is_missed for figure in figures) else 0


def _is_quick() -> bool:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out what takes minutes")
    return bool(parser.parse_args().quick)


if __name__ == "__main__":
    sys.exit(main())
