"""Server-Sent Events: the sealed keys that Runs wait for."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from vidgenie import bootstrap
from vidgenie.api.models import problems
from vidgenie.api.session import Me
from vidgenie.api.streams import ALIVE, HEADERS, StillSignedIn, with_heartbeats
from vidgenie.api.vault_models import requests_of
from vidgenie.services.sealed import RequestView

router = APIRouter(prefix="/api/vault", tags=["sealed vault"], responses=problems(401, 403))


@router.get(
    "/requests/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "`requests`: as GET /api/vault/requests answers, at once and after"
            " every change. Ends with the session.",
            "content": {"text/event-stream": {}},
        }
    },
)
async def events(account: Me, is_signed_in: StillSignedIn) -> Response:
    """What Runs wait for, as it happens."""
    changes = bootstrap.services().sealed.changes(account)
    stream = _stream(changes, is_signed_in)
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def _stream(
    changes: AsyncGenerator[list[RequestView], None], is_signed_in: Callable[[], bool]
) -> AsyncGenerator[str, None]:
    number = 0
    # The inner one first: it may be waiting for the outer one's next value.
    async with aclosing(changes), aclosing(with_heartbeats(changes)) as told:
        async for views in told:
            # The stream may be open for days; who signed out meanwhile is told nothing more.
            if not await asyncio.to_thread(is_signed_in):
                return
            if views is None:
                yield ALIVE
                continue
            number += 1
            data = requests_of(views).model_dump_json(by_alias=True)
            yield f"event: requests\nid: {number}\ndata: {data}\n\n"
