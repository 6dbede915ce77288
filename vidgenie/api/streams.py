"""What all event streams have in common: signs of life, and the end of a session."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from vidgenie import bootstrap
from vidgenie.api.session import Visiting
from vidgenie.errors import UserError
from vidgenie.services.accounts import COOKIE

T = TypeVar("T")

HEARTBEAT = 15.0  # seconds of silence; proxies close what is silent for longer
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
ALIVE = ": alive\n\n"


async def with_heartbeats(values: AsyncGenerator[T, None]) -> AsyncGenerator[T | None, None]:
    """The values, with a None for every HEARTBEAT seconds without one."""
    while True:
        coming = asyncio.ensure_future(anext(values, None))
        try:
            while not (await asyncio.wait({coming}, timeout=HEARTBEAT))[0]:
                yield None
        finally:
            if not coming.done():
                coming.cancel()
                with suppress(asyncio.CancelledError):
                    await coming
        value = coming.result()
        if value is None:
            return
        yield value


def still_signed_in(request: Request, visit: Visiting) -> Callable[[], bool]:
    """Tells, at any later time, whether who opened the stream could still open it."""

    def is_signed_in() -> bool:
        _, _, token = request.headers.get("authorization", "").partition(" ")
        cookie = request.cookies.get(COOKIE, "")
        try:
            now = bootstrap.services().accounts.visit(cookie=cookie, bearer=token.strip())
        except UserError:
            return False
        return now.account.id == visit.account.id

    return is_signed_in


StillSignedIn = Annotated[Callable[[], bool], Depends(still_signed_in)]
