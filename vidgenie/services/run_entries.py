"""Runs as a list shows them, with what is known of them elsewhere; no query for a single one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, select
from sqlmodel import Session, col

from vidgenie.domain.account import Account
from vidgenie.domain.run import NodeStatus, RunStatus, percent, remaining
from vidgenie.engine.store import now
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.graphs.tables import GraphRow
from vidgenie.projects.tables import ProjectRow, ProjectRunRow
from vidgenie.services.run_wanted import NEWEST_FIRST, Picked, charged, with_hold
from vidgenie.services.views import Link

_Row = Row[*tuple[Any, ...]]
LONGEST_PROMPT = 300
"""Letters of a prompt in a list."""


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One Run.

    graph_id, graph_name: of the Graph it was started from. project_id, project_title: of the
        Project it works for.
    prompt: its beginning. providers: slugs of who works for it, each once, in order.
    nodes: how many there are; made: here; reused: from other Runs.
    credits: charged, or set aside while that is open.
    cost_micro_usd: what Providers say they have charged, or else were expected to; None when
        none of them says anything.
    seconds: how long it has worked, None before it began.
    queue_place: 1 = the next of its Account to begin, None when it does not wait.
    progress: 0 to 100; remaining_seconds: estimated.
    doubt_until: its owner can decide about it until then.
    """

    id: str
    status: RunStatus
    source: str
    graph_id: str | None
    graph_name: str | None
    project_id: str | None
    project_title: str | None
    prompt: str
    providers: tuple[str, ...]
    nodes: int
    made: int
    reused: int
    credits: int
    cost_micro_usd: int | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    seconds: float | None
    thumbnail_url: str | None
    error: Mapping[str, Any] | None
    queue_place: int | None
    progress: int
    remaining_seconds: int
    priority: int
    doubt_until: datetime | None


def listed() -> Picked:
    """A selection of Runs with what `entries` needs: neither their Graphs nor what they made."""
    thumbnail = _any(RunRow.result)["thumbnail"].as_string()
    project = col(ProjectRow.id) == col(ProjectRunRow.project_id)
    columns: tuple[Any, ...] = (
        col(RunRow.id),
        col(RunRow.status),
        col(RunRow.prompt),
        col(RunRow.source),
        col(RunRow.graph_id),
        col(RunRow.priority),
        col(RunRow.error),
        col(RunRow.created_at),
        col(RunRow.started_at),
        col(RunRow.finished_at),
        col(RunRow.doubt_until),
        charged().label("credits"),
        thumbnail.label("thumbnail"),
        _any(GraphRow.name).label("graph_name"),
        _any(ProjectRow.id).label("project_id"),
        _any(ProjectRow.title).label("project_title"),
    )
    return (
        with_hold(select(*columns))
        .outerjoin(GraphRow, col(GraphRow.id) == col(RunRow.graph_id))
        .outerjoin(ProjectRunRow, col(ProjectRunRow.run_id) == col(RunRow.id))
        .outerjoin(ProjectRow, project & col(ProjectRow.deleted_at).is_(None))
        .order_by(*NEWEST_FIRST)
    )


def _any(column: object) -> Any:  # noqa: ANN401  # SQLModel types neither labels nor paths into JSON
    return col(cast("Any", column))


def entries(session: Session, account: Account, chosen: Picked, link: Link) -> list[RunEntry]:
    """The Runs of a selection that began as `listed`."""
    rows = session.connection().execute(chosen).all()
    nodes = _nodes(session, [row.id for row in rows])
    is_waiting = any(row.status == RunStatus.QUEUED for row in rows)
    places = _places(session, account) if is_waiting else {}
    return [_entry(row, nodes.get(row.id, []), places.get(row.id), link) for row in rows]


def _nodes(session: Session, run_ids: Sequence[str]) -> dict[str, list[_Row]]:
    """Run -> its Nodes in order, without what they made."""
    columns = (
        col(NodeRow.run_id),
        col(NodeRow.provider),
        col(NodeRow.status),
        col(NodeRow.expected),
        col(NodeRow.progress),
        col(NodeRow.started_at),
        col(NodeRow.reused_from),
        col(NodeRow.cost_micro_usd),
        col(NodeRow.estimate_micro_usd),
    )
    wanted = select(*columns).where(col(NodeRow.run_id).in_(run_ids))
    found = dict[str, list[_Row]]()
    for row in session.connection().execute(wanted.order_by(col(NodeRow.position))):
        found.setdefault(row.run_id, []).append(row)
    return found


def _places(session: Session, account: Account) -> dict[str, int]:
    """Run that waits -> its place."""
    waiting = select(col(RunRow.id)).where(
        col(RunRow.account_id) == account.id, col(RunRow.status) == RunStatus.QUEUED
    )
    order = waiting.order_by(col(RunRow.priority), col(RunRow.created_at))
    ids = session.connection().execute(order).scalars()
    return {run_id: place for place, run_id in enumerate(ids, start=1)}


def _entry(row: _Row, nodes: Sequence[_Row], place: int | None, link: Link) -> RunEntry:
    status = RunStatus(row.status)
    succeeded = [node for node in nodes if node.status == NodeStatus.SUCCEEDED]
    reused = sum(1 for node in succeeded if node.reused_from)
    parts = ((node.expected, node.progress) for node in nodes)
    return RunEntry(
        id=row.id,
        status=status,
        source=row.source,
        graph_id=row.graph_id,
        graph_name=row.graph_name,
        project_id=row.project_id,
        project_title=row.project_title,
        prompt=row.prompt[:LONGEST_PROMPT],
        providers=tuple(dict.fromkeys(node.provider for node in nodes if node.provider)),
        nodes=len(nodes),
        made=len(succeeded) - reused,
        reused=reused,
        credits=row.credits,
        cost_micro_usd=_cost(succeeded),
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        seconds=_seconds(row),
        thumbnail_url=link(row.thumbnail, "jpg") if row.thumbnail else None,
        error=row.error,
        queue_place=place,
        progress=100 if status is RunStatus.SUCCEEDED else percent(parts),
        remaining_seconds=0 if status.is_over else _remaining(nodes),
        priority=row.priority,
        doubt_until=row.doubt_until,
    )


def _cost(made: Iterable[_Row]) -> int | None:
    """What Providers charge for these Nodes, in millionths of a dollar."""
    known = [
        node.estimate_micro_usd if node.cost_micro_usd is None else node.cost_micro_usd
        for node in made
        if not node.reused_from
    ]
    told = [cost for cost in known if cost is not None]
    return sum(told) if told else None


def _seconds(row: _Row) -> float | None:
    """From its beginning to its end, or until now."""
    if row.started_at is None:
        return None
    return ((row.finished_at or now()) - row.started_at).total_seconds()


def _remaining(nodes: Iterable[_Row]) -> int:
    left = (node for node in nodes if not NodeStatus(node.status).is_over)
    return remaining(((node.expected, node.progress, node.started_at) for node in left), now=now())
