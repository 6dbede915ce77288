"""SQL of Graphs; nothing here commits."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func
from sqlalchemy import select as columns
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select, tuple_

from vidgenie.domain import graph_json
from vidgenie.domain.graph import Graph
from vidgenie.domain.graph_merge import Kept
from vidgenie.errors import Conflict, NotFound
from vidgenie.graphs.tables import GraphRow, VersionRow

_AT_ONCE = 100  # Graphs that are thrown away together


@dataclass(frozen=True, slots=True)
class GraphEntry:
    """A Graph in a list, without what is drawn. nodes: how many."""

    id: str
    name: str
    revision: int
    nodes: int
    created_at: datetime
    updated_at: datetime
    opened_at: datetime
    deleted_at: datetime | None


def row(session: Session, account_id: str, graph_id: str, *, lock: bool = False) -> GraphRow:
    """The Graph's row; `lock` keeps others from changing it until the transaction ends.

    Raises NotFound, also when it is somebody else's, and Conflict (deleted) for one that is
    in the bin.
    """
    found = any_row(session, account_id, graph_id, lock=lock)
    if found.deleted_at is not None:
        raise _deleted()
    return found


def any_row(session: Session, account_id: str, graph_id: str, *, lock: bool = False) -> GraphRow:
    """The same for one that may be in the bin. Raises NotFound."""
    wanted = select(GraphRow).where(GraphRow.id == graph_id, GraphRow.account_id == account_id)
    if lock:
        # What was read before the lock may be old by now.
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.exec(wanted).first()
    if found is None:
        raise NotFound("graph")
    return found


def check_there(session: Session, account_id: str, graph_id: str) -> None:
    """Raise what `row` raises, without reading what is drawn."""
    wanted = columns(col(GraphRow.deleted_at)).where(
        col(GraphRow.id) == graph_id, col(GraphRow.account_id) == account_id
    )
    found = session.connection().execute(wanted).first()
    if found is None:
        raise NotFound("graph")
    if found[0] is not None:
        raise _deleted()


def newest(session: Session, account_id: str) -> GraphRow | None:
    """The Graph that was opened last; None when there is none but in the bin."""
    wanted = select(GraphRow).where(*_visible(account_id, in_bin=False))
    return session.exec(wanted.order_by(*_order(in_bin=False)).limit(1)).first()


def has_any(session: Session, account_id: str) -> bool:
    """Whether the Account has a Graph, be it in the bin."""
    wanted = select(GraphRow.id).where(GraphRow.account_id == account_id).limit(1)
    return session.exec(wanted).first() is not None


def count(session: Session, account_id: str) -> int:
    """How many Graphs the Account has, without those in the bin."""
    wanted = select(func.count()).select_from(GraphRow)
    return session.exec(wanted.where(*_visible(account_id, in_bin=False))).one()


def names(session: Session, account_id: str, *, in_bin: bool = False) -> dict[str, str]:
    """Id -> name of all of them."""
    wanted = select(GraphRow.id, GraphRow.name).where(*_visible(account_id, in_bin=in_bin))
    return dict(session.exec(wanted).all())


def entries(  # noqa: PLR0913  # a page has as many sides
    session: Session,
    account_id: str,
    *,
    in_bin: bool,
    limit: int,
    after: tuple[datetime, str] | None = None,
    among: Sequence[str] | None = None,
) -> list[GraphEntry]:
    """Graphs, the one opened last first; of the bin, the one thrown away last.

    after: moment and id of the last one on the page before. among: only these.
    """
    moment = _moment(in_bin=in_bin)
    conditions = _visible(account_id, in_bin=in_bin)
    if after is not None:
        conditions.append(tuple_(moment, col(GraphRow.id)) < after)
    if among is not None:
        conditions.append(col(GraphRow.id).in_(among))
    # The database counts them: what is drawn does not leave it.
    nodes = func.json_array_length(col(GraphRow.graph)["nodes"])
    wanted = columns(
        col(GraphRow.id),
        col(GraphRow.name),
        col(GraphRow.revision),
        nodes,
        col(GraphRow.created_at),
        col(GraphRow.updated_at),
        col(GraphRow.opened_at),
        col(GraphRow.deleted_at),
    ).where(*conditions)
    rows = session.connection().execute(wanted.order_by(*_order(in_bin=in_bin)).limit(limit))
    return [GraphEntry(*found) for found in rows]


def add(session: Session, account_id: str, name: str, graph: Graph, *, now: datetime) -> GraphRow:
    """Keep a new Graph."""
    made = GraphRow(
        id=secrets.token_hex(16),
        account_id=account_id,
        name=name,
        graph=dict(graph_json.to_json(graph)),
        created_at=now,
        updated_at=now,
        opened_at=now,
    )
    session.add(made)
    session.flush()
    return made


def kept(found: GraphRow) -> Kept:
    """The Graph of a row, with what is noted about it."""
    return Kept(graph_of(found.graph), found.revision, found.touched)


def keep(found: GraphRow, kept: Kept, *, now: datetime) -> None:
    """Write it into its row, which is locked."""
    found.graph = dict(graph_json.to_json(kept.graph))
    found.revision = kept.revision
    found.touched = dict(kept.touched)
    found.updated_at = now


def graph_of(data: Mapping[str, object]) -> Graph:
    """A Graph as it was stored."""
    return graph_json.from_json(data)


def empty_bin(session: Session, *, before: datetime) -> int:
    """Throw away Graphs that went into the bin before that, with their versions; how many.

    Not all at once: the next call goes on.
    """
    old = (
        select(GraphRow.id)
        .where(col(GraphRow.deleted_at) < before)
        .order_by(col(GraphRow.deleted_at))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.exec(old))
    session.exec(delete(VersionRow).where(col(VersionRow.graph_id).in_(ids)))
    session.exec(delete(GraphRow).where(col(GraphRow.id).in_(ids)))
    return len(ids)


def _deleted() -> Conflict:
    return Conflict("This graph is in the bin: restore it first.", problem="deleted")


def _visible(account_id: str, *, in_bin: bool) -> list[ColumnElement[bool]]:
    gone = col(GraphRow.deleted_at)
    return [
        col(GraphRow.account_id) == account_id,
        gone.is_not(None) if in_bin else gone.is_(None),
    ]


def _moment(*, in_bin: bool) -> Mapped[Any]:
    return col(GraphRow.deleted_at) if in_bin else col(GraphRow.opened_at)


def _order(*, in_bin: bool) -> tuple[ColumnElement[Any], ...]:
    return _moment(in_bin=in_bin).desc(), col(GraphRow.id).desc()
