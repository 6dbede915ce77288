"""How much memory a hostile answer takes: run as a process of its own, prints JSON.

python -m tests.wire.greedy ask|order|fetch|upload ORIGIN ANSWER
"""

import asyncio
import contextlib
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from vidgenie.domain.ports.provider import Call
from vidgenie.errors import VidGenieError
from vidgenie.wire import File, Service, read_json
from vidgenie.wire import service as module

SERVICE = Service("pen", "Pen", "https://pen.example/v1")


async def work(how: str, origin: str, answer: str, folder: Path) -> None:
    """One call."""
    call = Call("pen-0123456789abcdef", base_url=f"{origin}/{answer}")
    url = f"{origin}/{answer}/x"
    if how == "ask":
        read_json(await SERVICE.ask(call, "/x", wait=2.0))
    elif how == "order":
        read_json(await SERVICE.order(call, "/x", body={}, wait=2.0))
    elif how == "upload":
        await SERVICE.upload(call, url, File("x", b"x", "image/png"))
    elif how == "fetch":
        await SERVICE.fetch(call, url, folder / "x", max_bytes=200_000_000, progress=lambda _: None)


async def main(how: str, origin: str, answer: str) -> None:
    """Warm up on an answer that does no harm, then measure the other."""
    module._DOWNLOAD = 5.0
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(2):
            with contextlib.suppress(VidGenieError):
                await work(how, origin, "gone", Path(folder))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun, told = time.monotonic(), ""
        try:
            await work(how, origin, answer, Path(folder))
        except VidGenieError as error:
            told = type(error).__name__
        seconds = time.monotonic() - begun
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"told": told, "grown": grown * 1024, "seconds": seconds}))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
