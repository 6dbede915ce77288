"""What the adapters add to a request, and to the start; each beside httpx in this run."""

import asyncio
import pkgutil
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.bench.figure import Figure
from tests.providers.fulfilled import CASES, PROVIDERS, address
from tests.support.fake_services import FakeServices
from vidgenie import net, providers
from vidgenie.domain.ports.provider import Call
from vidgenie.wire import Service

ROOT = Path(__file__).parent.parent.parent
CALLS = 60
STARTS = 3
SHARED = ("vidgenie.wire", "vidgenie.media.fit", "vidgenie.domain.ports.video")
_OPENAI = ("text", "openai")


def measure() -> list[Figure]:
    """Ratios: 1 is a request with bare httpx, or the time `import httpx` takes."""
    with FakeServices() as services:
        figures = asyncio.run(_calls(services))
    return [*figures, *_imports()]


async def _calls(services: FakeServices) -> list[Figure]:
    call = address(_OPENAI, services)
    pen = Service("pen", "Pen", "https://pen.example")
    url, headers = f"{call.base_url}/models", {"authorization": f"Bearer {call.key}"}

    async def bare() -> None:
        async with net.client() as client:
            (await client.get(url, headers=headers)).raise_for_status()

    async def wire() -> None:
        await pen.ask(call, "/models")

    plain, through = await _medians(bare, wire)
    figures = [
        Figure("adapter: a question with bare httpx, connection included", plain * 1000, "ms"),
        Figure("adapter: the same through wire", through / plain, "x", goal=2),
    ]
    slowest, name = 0.0, ""
    for place in sorted(CASES):
        asked = _validating(place, address(place, services))
        plain, taken = await _medians(bare, asked, times=CALLS // 4)
        slowest, name = max((slowest, name), (taken / plain, "-".join(place)))
    figures.append(
        Figure(f"adapter: a key asked about, the slowest of {len(CASES)} ({name})", slowest, "x")
    )
    return figures


def _validating(place: tuple[str, str], call: Call) -> Callable[[], Awaitable[None]]:
    return lambda: PROVIDERS[place].validate(call)


async def _medians(*works: Callable[[], Awaitable[object]], times: int = CALLS) -> list[float]:
    """Seconds that half of the calls of each take at most; by turns, and the first not counted."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(times + 1):
        for work, seconds in zip(works, taken, strict=True):
            begun = time.perf_counter()
            await work()
            seconds.append(time.perf_counter() - begun)
    return [statistics.median(seconds[1:]) for seconds in taken]


def _imports() -> list[Figure]:
    """Processor time, each in processes of its own; the quickest of three."""
    httpx = _load("httpx")
    shared = _load(*SHARED)
    figures = [
        Figure("import: httpx", httpx * 1000, "ms"),
        Figure("import: what all adapters share (wire, ports, media)", shared / httpx, "x"),
    ]
    for info in sorted(pkgutil.iter_modules(providers.__path__), key=lambda info: info.name):
        if info.name != "local":
            taken = _load(f"vidgenie.providers.{info.name}", after=SHARED)
            figures.append(Figure(f"import: {info.name} after that", taken / httpx, "x", goal=1))
    return figures


def _load(*modules: str, after: tuple[str, ...] = ()) -> float:
    """Seconds that importing these takes, when the others have been."""
    code = (
        f"import time, importlib as i; [i.import_module(m) for m in {after!r}];"
        f"b = time.process_time(); [i.import_module(m) for m in {modules!r}];"
        "print(time.process_time() - b)"
    )
    command = [sys.executable, "-c", code]
    return min(
        float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
        for _ in range(STARTS)
    )
