"""SQL of the versions of Graphs; nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from vidgenie.errors import NotFound
from vidgenie.graphs.tables import GraphRow, VersionRow


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A version in a list, without what was drawn; see tables.VersionRow. nodes: how many."""

    number: int
    name: str
    reason: str
    revision: int
    nodes: int
    created_at: datetime


def entries(
    session: Session, graph_id: str, *, limit: int, before: int | None = None
) -> list[VersionEntry]:
    """Versions of a Graph, the newest first; before: a number."""
    wanted = columns(
        col(VersionRow.number),
        col(VersionRow.name),
        col(VersionRow.reason),
        col(VersionRow.revision),
        col(VersionRow.nodes),
        col(VersionRow.created_at),
    ).where(col(VersionRow.graph_id) == graph_id)
    if before is not None:
        wanted = wanted.where(col(VersionRow.number) < before)
    newest_first = wanted.order_by(col(VersionRow.number).desc()).limit(limit)
    return [VersionEntry(*found) for found in session.connection().execute(newest_first)]


def entry(found: VersionRow) -> VersionEntry:
    """A version as lists show it."""
    return VersionEntry(
        found.number, found.name, found.reason, found.revision, found.nodes, found.created_at
    )


def row(session: Session, graph_id: str, number: int) -> VersionRow:
    """One version, whole. Raises NotFound."""
    found = session.get(VersionRow, (graph_id, number))
    if found is None:
        raise NotFound("version")
    return found


def last(session: Session, graph_id: str) -> VersionRow | None:
    """The newest version, whole."""
    wanted = select(VersionRow).where(VersionRow.graph_id == graph_id)
    return session.exec(wanted.order_by(col(VersionRow.number).desc()).limit(1)).first()


def last_made(session: Session, graph_id: str) -> datetime | None:
    """When the newest version was kept; None when there is none."""
    wanted = select(func.max(VersionRow.created_at)).where(VersionRow.graph_id == graph_id)
    return session.exec(wanted).one()


def keep(  # noqa: PLR0913  # a row has as many columns
    session: Session,
    of: GraphRow,
    *,
    reason: str,
    now: datetime,
    name: str = "",
    graph: Mapping[str, Any] | None = None,
) -> VersionRow:
    """Keep a version of a Graph, whose row is locked: as it is, or this `graph`.

    What the newest version has already is not kept twice, unless both have names.
    """
    drawn = dict(of.graph if graph is None else graph)
    newest = last(session, of.id)
    if newest is not None and newest.graph == drawn and not _differ(newest.name, name):
        newest.name = name or newest.name
        return newest
    made = VersionRow(
        graph_id=of.id,
        number=newest.number + 1 if newest else 1,
        account_id=of.account_id,
        name=name,
        reason=reason,
        graph=drawn,
        revision=of.revision,
        nodes=len(drawn["nodes"]),
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
