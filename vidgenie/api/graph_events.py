"""Server-Sent Events of what runs on a Graph."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from vidgenie import bootstrap
from vidgenie.api.events import deltas, event
from vidgenie.api.models import Id, problems
from vidgenie.api.session import Me
from vidgenie.api.status import Status, status_of
from vidgenie.api.streams import ALIVE, HEADERS, StillSignedIn, with_heartbeats
from vidgenie.services.views import RunView

router = APIRouter(prefix="/api/graphs", tags=["graphs"], responses=problems(401, 404))


class Shown(Status):
    """A Run. graph: what it runs, when that is not of this Graph."""

    graph: dict[str, list[dict[str, object]]] | None


@router.get(
    "/{graph_id}/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "`snapshot`: the newest Run of the Graph, or one under way that"
            " belongs to no Graph; then `node` and `run` with what changed. Another `snapshot`"
            " when another Run is shown. It does not end by itself.",
            "content": {"text/event-stream": {}},
        },
    },
)
async def graph_events(
    graph_id: Id,
    account: Me,
    is_signed_in: StillSignedIn,
    shown: Annotated[str, Query(pattern=r"^([0-9a-f]{32})?$")] = "",
) -> StreamingResponse:
    """What runs on a Graph, as it happens. shown: the Run that was shown so far."""
    # Before the answer begins: a Graph that is not there is a 404.
    await asyncio.to_thread(bootstrap.services().graph_runs.check, account, graph_id)
    views = bootstrap.services().graph_runs.changes(account, graph_id, shown=shown)
    stream = _stream(views, is_signed_in, graph_id)
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def _stream(
    views: AsyncGenerator[RunView, None], is_signed_in: Callable[[], bool], graph_id: str
) -> AsyncGenerator[str, None]:
    seen: RunView | None = None
    # The inner one first: it may be waiting for the outer one's next value.
    async with aclosing(views), aclosing(with_heartbeats(views)) as told:
        yield ALIVE
        async for view in told:
            # Who signed out meanwhile is told nothing more.
            if not await asyncio.to_thread(is_signed_in):
                return
            if view is None:
                yield ALIVE
            elif seen is None or seen.id != view.id:
                yield event("snapshot", _shown(view, graph_id), view.version)
            else:
                for text in deltas(seen, view):
                    yield text
            seen = view or seen


def _shown(view: RunView, graph_id: str) -> Shown:
    state = status_of(view)
    values = {name: getattr(state, name) for name in Status.model_fields}
    graph = bootstrap.services().graphs.to_json(view.graph)
    return Shown(**values, graph=None if view.graph_id == graph_id else graph)
