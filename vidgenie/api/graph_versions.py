"""Versions of Graphs: what they were, as often as somebody wants it back."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from vidgenie import bootstrap
from vidgenie.api.graph_models import (
    Cursor,
    DrawnAnswer,
    DrawnBody,
    GraphAnswer,
    Name,
    drawn_of,
    graph_of,
)
from vidgenie.api.models import Answer, Body, Id, problems
from vidgenie.api.session import Me

router = APIRouter(
    prefix="/api/graphs/{graph_id}/versions", tags=["graphs"], responses=problems(401, 404, 409)
)

# A text, so that what is no number is not found like a number that is not there.
Number = Annotated[str, Path(pattern=r"^\w{1,32}$", description="number of the version")]


class VersionBody(Body):
    """A version. graph: another one than is on the canvas, null for that one.

    reason: null = saved, or mine for another one.
    """

    name: Name = ""
    graph: DrawnBody | None = None
    reason: Literal["saved", "mine", "import"] | None = None


class VersionName(Body):
    """What it is called, "" for nothing."""

    name: Name


class VersionAnswer(Answer):
    """A version. reason: auto, saved, restore, mine, theirs, import or run. nodes: how many.

    revision: of the Graph it was kept from.
    """

    number: int
    name: str
    reason: str
    revision: int
    nodes: int
    created_at: datetime


class WholeVersionAnswer(VersionAnswer):
    """A version with what was drawn."""

    graph: DrawnAnswer


class VersionsAnswer(Answer):
    """Some versions, the newest first. nextCursor: of the page after this one, null on the last."""

    items: list[VersionAnswer]
    next_cursor: str | None


@router.get("")
def versions(
    graph_id: Id,
    account: Me,
    cursor: Cursor = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> VersionsAnswer:
    """The versions of a Graph; there is no limit to them."""
    page = bootstrap.services().graph_versions.list(account, graph_id, cursor=cursor, limit=limit)
    return VersionsAnswer.model_validate(page)


@router.post("", status_code=201, responses=problems(400, 403, 413, 415))
def keep(graph_id: Id, body: VersionBody, account: Me) -> VersionAnswer:
    """Keep the Graph as it is; what the newest version has already is not kept twice."""
    drawn = body.graph.graph if body.graph else None
    kept = bootstrap.services().graph_versions.keep(
        account, graph_id, name=body.name, graph=drawn, reason=body.reason or ""
    )
    return VersionAnswer.model_validate(kept)


@router.get("/{number}")
def version(graph_id: Id, number: Number, account: Me) -> WholeVersionAnswer:
    """One version, whole."""
    found = bootstrap.services().graph_versions.get(account, graph_id, number)
    told = VersionAnswer.model_validate(found.entry)
    return WholeVersionAnswer(**dict(told), graph=drawn_of(found.graph))


@router.patch("/{number}", responses=problems(400, 403, 413, 415))
def rename(graph_id: Id, number: Number, body: VersionName, account: Me) -> VersionAnswer:
    """Give it a name."""
    named = bootstrap.services().graph_versions.rename(account, graph_id, number, body.name)
    return VersionAnswer.model_validate(named)


@router.post("/{number}/restore", responses=problems(403))
def restore(graph_id: Id, number: Number, account: Me) -> GraphAnswer:
    """Have the Graph be as it was then; what is there now is kept as a version first."""
    restored = bootstrap.services().graph_versions.restore(account, graph_id, number)
    return graph_of(restored)
