"""Graphs in files: taken along, looked at before they are taken in."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from vidgenie import bootstrap
from vidgenie.api.graph_models import DrawnAnswer, drawn_of
from vidgenie.api.models import Answer, Body, Id, problems
from vidgenie.api.session import Me

router = APIRouter(prefix="/api/graphs", tags=["graphs"], responses=problems(401))


class ImportBody(Body):
    """What is in a file: a Graph that was exported, a receipt, or {nodes, edges}."""

    data: Any


class MissingAnswer(Answer):
    """A Provider that cannot be called yet: it has no key, or is not set up."""

    kind: str
    provider: str
    title: str


class DroppedAnswer(Answer):
    """Something that was left out.

    problem: duplicate, loop, node, pin, port, two_sources, type or value; asset, brand: it
    is not there.
    """

    what: str
    problem: str


class PreviewAnswer(Answer):
    """What a file would become; nothing is kept before it is sent to POST /api/graphs."""

    name: str
    graph: DrawnAnswer
    nodes: int
    unknown_types: list[str]
    missing: list[MissingAnswer]
    dropped: list[DroppedAnswer]


@router.get(
    "/{graph_id}/export",
    response_class=JSONResponse,
    responses={
        200: {"description": "A JSON file", "content": {"application/json": {}}},
        **problems(404, 409),
    },
)
def export(graph_id: Id, account: Me) -> JSONResponse:
    """The Graph as a file: {vidgenie: {graph, version}, name, graph: {nodes, edges}}.

    Without pinned Runs; ids of files that are the Account's own stay.
    """
    file = bootstrap.services().graph_import.export(account, graph_id)
    return JSONResponse(
        dict(file.data),
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        },
    )


@router.post("/import", responses=problems(400, 403, 413, 415))
def preview(body: ImportBody, account: Me) -> PreviewAnswer:
    """What a file would become on the canvas.

    Nodes of unknown types stay; what the canvas could not show, and files of somebody else,
    are left out and told. 422 no_graph, is_template, newer; too_large: more than 500 nodes.
    """
    found = bootstrap.services().graph_import.preview(account, body.data)
    return PreviewAnswer(
        name=found.name,
        graph=drawn_of(found.graph),
        nodes=found.nodes,
        unknown_types=list(found.unknown_types),
        missing=[MissingAnswer.model_validate(one) for one in found.missing],
        dropped=[DroppedAnswer.model_validate(one) for one in found.dropped],
    )
