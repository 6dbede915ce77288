"""Graphs: made, listed, opened, saved from several places, thrown away and restored."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from vidgenie import bootstrap
from vidgenie.api.graph_models import (
    Cursor,
    GraphAnswer,
    GraphBody,
    GraphItemAnswer,
    GraphsAnswer,
    SaveBody,
    SavedAnswer,
    drawn_of,
    graph_of,
)
from vidgenie.api.models import Done, Id, Text, problems
from vidgenie.api.session import Me, language
from vidgenie.errors import Conflict

router = APIRouter(prefix="/api/graphs", tags=["graphs"], responses=problems(401))

_CHANGES = problems(400, 403, 404, 409, 413, 415)


@router.get("")
def graphs(
    account: Me,
    q: Annotated[Text, Query(max_length=200)] = "",
    cursor: Cursor = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    *,
    deleted: bool = False,
) -> GraphsAnswer:
    """The Account's Graphs, the one opened last first; `deleted`: those in the bin.

    `q`: text in the name; neither case nor accents count.
    """
    found = bootstrap.services().graph_book.list(
        account, q=q, cursor=cursor, limit=limit, in_bin=deleted
    )
    return GraphsAnswer(
        items=[GraphItemAnswer.model_validate(item) for item in found.items],
        next_cursor=found.next_cursor,
    )


@router.post("", status_code=201, responses=problems(400, 403, 409, 413, 415))
def create(body: GraphBody, account: Me, request: Request) -> GraphAnswer:
    """Keep a new Graph. 409 too_many: there are a thousand already."""
    drawn = body.graph.graph if body.graph else None
    made = bootstrap.services().graph_book.create(
        account, name=body.name, graph=drawn, language=language(request)
    )
    return graph_of(made)


@router.get("/current")
def current(account: Me, request: Request) -> GraphAnswer:
    """The Graph that was opened last; the first one is made when there is none."""
    return graph_of(bootstrap.services().graph_book.current(account, language=language(request)))


@router.get("/{graph_id}", responses=problems(404, 409))
def get(graph_id: Id, account: Me, *, open: bool = False) -> GraphAnswer:  # noqa: A002  # the name in the address
    """One of them; `open`: it is on a canvas now. 409 deleted: it is in the bin."""
    book = bootstrap.services().graph_book
    return graph_of(book.open(account, graph_id) if open else book.get(account, graph_id))


@router.patch("/{graph_id}", response_model=SavedAnswer, responses=_CHANGES)
def save(graph_id: Id, body: SaveBody, account: Me) -> SavedAnswer | Response:
    """Apply what has changed since `revision`.

    What others have done to other Nodes meanwhile stays, and comes back as `graph`; where
    a Node stands is as the last one left it. 409 edited_elsewhere: the Nodes `nodes` were
    changed in both places, nothing is saved, and `current` is the Graph now. Sent again
    with `keep`: "mine" has these changes stand and keeps what was there as a version;
    "both" keeps the outcome as a version, too. 409 deleted: it is in the bin.
    """
    book = bootstrap.services().graph_book
    try:
        saved = book.save(
            account,
            graph_id,
            body.changes.read,
            revision=body.revision,
            name=body.name,
            keep=body.keep or "",
        )
    except Conflict as error:
        if error.params["problem"] != "edited_elsewhere":
            raise
        now = graph_of(book.get(account, graph_id)).model_dump(mode="json", by_alias=True)
        # As it is, though a text in it may look like a key: it goes back to the canvas.
        return JSONResponse({**error.to_dict(), "current": now}, status_code=error.status)
    return SavedAnswer(
        id=saved.view.id,
        name=saved.view.name,
        revision=saved.view.revision,
        is_merged=saved.is_merged,
        graph=drawn_of(saved.view.graph) if saved.is_merged else None,
    )


@router.delete("/{graph_id}", responses=problems(403, 404))
def delete(graph_id: Id, account: Me) -> Done:
    """Put a Graph into the bin for thirty days; what is being made of it goes on."""
    bootstrap.services().graph_book.delete(account, graph_id)
    return Done()


@router.post("/{graph_id}/undelete", responses=problems(403, 404, 409))
def undelete(graph_id: Id, account: Me) -> GraphAnswer:
    """Take a Graph out of the bin."""
    return graph_of(bootstrap.services().graph_book.undelete(account, graph_id))


@router.post("/{graph_id}/duplicate", status_code=201, responses=problems(403, 404, 409))
def duplicate(graph_id: Id, account: Me) -> GraphAnswer:
    """A copy under another name."""
    return graph_of(bootstrap.services().graph_book.duplicate(account, graph_id))
