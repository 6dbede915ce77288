"""Graphs as people see them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col, func

from vidgenie.domain.graph import Graph
from vidgenie.engine.tables import RunRow
from vidgenie.errors import InvalidInput
from vidgenie.graphs import store
from vidgenie.graphs.store import GraphEntry
from vidgenie.graphs.tables import GraphRow
from vidgenie.library import assets
from vidgenie.library.tables import ContentRow

_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class GraphView:
    """A Graph, whole."""

    id: str
    account_id: str
    name: str
    revision: int
    graph: Graph
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class GraphItem:
    """A Graph in a list. nodes: how many.

    thumbnail_url: of what was made of it last, a path of this site, good for a day.
    """

    id: str
    name: str
    revision: int
    nodes: int
    created_at: datetime
    updated_at: datetime
    opened_at: datetime
    deleted_at: datetime | None
    thumbnail_url: str | None


@dataclass(frozen=True, slots=True)
class GraphPage:
    """Some Graphs. next_cursor: for the page after this one, None when this is the last."""

    items: list[GraphItem]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class SavedGraph:
    """What became of a save. is_merged: what others have done is in it, too."""

    view: GraphView
    is_merged: bool


def view(row: GraphRow) -> GraphView:
    """The Graph of a row. Raises InvalidInput when it cannot be read."""
    return GraphView(
        id=row.id,
        account_id=row.account_id,
        name=row.name,
        revision=row.revision,
        graph=store.graph_of(row.graph),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def items(
    session: Session, account_id: str, found: Sequence[GraphEntry], sign: Callable[[str, str], str]
) -> list[GraphItem]:
    """These Graphs as a list shows them, in two queries. sign: (Asset id, suffix) -> link."""
    pictures = _pictures(session, [entry.id for entry in found])
    files = assets.assets(session, account_id, set(pictures.values()))
    links = {
        graph_id: sign(files[asset_id].id, files[asset_id].facts.suffix)
        for graph_id, asset_id in pictures.items()
        if asset_id in files
    }
    return [
        GraphItem(
            id=entry.id,
            name=entry.name,
            revision=entry.revision,
            nodes=entry.nodes,
            created_at=entry.created_at,
            updated_at=entry.updated_at,
            opened_at=entry.opened_at,
            deleted_at=entry.deleted_at,
            thumbnail_url=links.get(entry.id),
        )
        for entry in found
    ]


def cursor_of(entry: GraphEntry) -> str:
    """Where a page that ends with this Graph goes on."""
    moment = entry.deleted_at or entry.opened_at
    return f"{(moment - _START) // timedelta(microseconds=1)}.{entry.id}"


def read_cursor(cursor: str) -> tuple[datetime, str] | None:
    """The moment and the id in a cursor, None for "". Raises InvalidInput."""
    if not cursor:
        return None
    moment, _, graph_id = cursor.partition(".")
    try:
        return _START + timedelta(microseconds=int(moment)), graph_id
    except (ValueError, OverflowError):
        raise InvalidInput("This is no cursor.", field="cursor", problem="malformed") from None


def _pictures(session: Session, graph_ids: Sequence[str]) -> dict[str, str]:
    """Graph -> the small picture of what its newest Run that made something has made."""
    picture = func.coalesce(col(ContentRow.thumbnail_asset_id), col(ContentRow.image_asset_id))
    newest = (
        select(picture)
        .join(RunRow, col(RunRow.id) == col(ContentRow.run_id))
        .where(
            col(RunRow.graph_id) == col(GraphRow.id),
            col(RunRow.account_id) == col(GraphRow.account_id),
            col(ContentRow.deleted_at).is_(None),
            picture.is_not(None),
        )
        .order_by(col(RunRow.created_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = select(col(GraphRow.id), newest).where(col(GraphRow.id).in_(graph_ids))
    rows = session.connection().execute(wanted)
    return {graph_id: asset_id for graph_id, asset_id in rows if asset_id}
