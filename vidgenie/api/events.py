"""Server-Sent Events of one Run."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Header, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from vidgenie import bootstrap
from vidgenie.api.models import Id, problems
from vidgenie.api.session import Me
from vidgenie.api.status import node_of, state_of, status_of
from vidgenie.api.streams import ALIVE, HEADERS, StillSignedIn, with_heartbeats
from vidgenie.services.views import RunView

router = APIRouter(prefix="/api/workflow", tags=["workflows"], responses=problems(401, 404))

LastEventId = Annotated[
    str, Header(alias="Last-Event-ID", description="The last `id` seen: resumes after it.")
]


@router.get(
    "/events/{workflow_id}",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "`snapshot`: the Run as `status` answers it; then `node` and `run`"
            " with what changed. Ends when the Run is over.",
            "content": {"text/event-stream": {}},
        },
        204: {"description": "The Run is over and its last event was seen: do not come back."},
    },
)
async def events(
    workflow_id: Id, account: Me, is_signed_in: StillSignedIn, last_event_id: LastEventId = ""
) -> Response:
    """A Run as it happens.

    `id:` is the version a client has in full once it got the event. Who comes back with
    the version the Run is at is told what follows; anybody else gets a snapshot.
    """
    views = bootstrap.services().runs.changes(account, workflow_id)
    # Before the answer begins: a Run that is not there is a 404.
    first = await anext(views)
    is_known = last_event_id == str(first.version)
    if is_known and first.status.is_over:
        await views.aclose()
        return Response(status_code=204)
    stream = _stream(first, views, is_signed_in, is_known=is_known)
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def _stream(
    first: RunView,
    views: AsyncGenerator[RunView, None],
    is_signed_in: Callable[[], bool],
    *,
    is_known: bool,
) -> AsyncGenerator[str, None]:
    seen = first
    # The inner one first: it may be waiting for the outer one's next value.
    async with aclosing(views), aclosing(with_heartbeats(views)) as told:
        yield ": resumed\n\n" if is_known else event("snapshot", status_of(first), first.version)
        async for view in told:
            # Who signed out meanwhile is told nothing more.
            if not await asyncio.to_thread(is_signed_in):
                return
            if view is None:
                yield ALIVE
                continue
            for text in deltas(seen, view):
                yield text
            seen = view


def deltas(old: RunView, new: RunView) -> Iterator[str]:
    """What changed: Nodes first, the Run last; only then the client has all of the new version."""
    known = {node.id: node for node in old.nodes}
    for node in new.nodes:
        if known.get(node.id) != node:
            yield event("node", node_of(node), old.version)
    yield event("run", state_of(new), new.version)


def event(name: str, data: BaseModel, version: int) -> str:
    """One event, as it is written to the stream."""
    text = json.dumps(data.model_dump(mode="json", by_alias=True), ensure_ascii=False)
    return f"event: {name}\nid: {version}\ndata: {text}\n\n"
