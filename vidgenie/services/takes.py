"""Takes as they are: what was asked for, and what its Node says became of it."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from vidgenie.domain import value as values
from vidgenie.domain.asset import Asset
from vidgenie.domain.files import FileValue
from vidgenie.domain.project import Mode, Project
from vidgenie.domain.project_graph import Footage
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.domain.take import Take, order_for, shown
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.library import assets
from vidgenie.projects import store
from vidgenie.projects.tables import TakeRow

Takes = Mapping[str, list[Take]]
"""Segment -> its Takes, oldest first."""


def takes_of(session: Session, project_ids: Sequence[str]) -> dict[str, dict[str, list[Take]]]:
    """Project -> Segment -> its Takes that were not removed, oldest first; in one query."""
    found: dict[str, dict[str, list[Take]]] = {project_id: {} for project_id in project_ids}
    wanted = (
        select(TakeRow, NodeRow, RunRow.status, RunRow.doubt_until)
        .join(
            NodeRow,
            (col(NodeRow.run_id) == col(TakeRow.run_id))
            & (col(NodeRow.node_id) == col(TakeRow.node_id)),
        )
        .join(RunRow, col(RunRow.id) == col(TakeRow.run_id))
        .where(col(TakeRow.project_id).in_(project_ids), col(TakeRow.removed_at).is_(None))
        .order_by(col(TakeRow.created_at), col(TakeRow.number))
    )
    for row, node, status, doubt_until in session.exec(wanted):
        is_open = doubt_until is not None or not RunStatus(status).is_over
        of_project = found[row.project_id]
        of_project.setdefault(row.segment_id, []).append(_take(row, node, is_open=is_open))
    return found


def _take(row: TakeRow, node: NodeRow, *, is_open: bool) -> Take:
    """is_open: its Run goes on, or waits for a decision."""
    return Take(
        id=row.id,
        segment=row.segment_id,
        run_id=row.run_id,
        node_id=row.node_id,
        order=store.order(row),
        recipe=row.recipe,
        status=NodeStatus(node.status),
        progress=node.progress,
        file=_file(node),
        error=node.error,
        credits=node.price,
        provider=node.provider,
        created_at=row.created_at,
        is_in_doubt=is_open and node.status == NodeStatus.UNKNOWN,
    )


def _file(node: NodeRow) -> FileValue | None:
    if node.status != NodeStatus.SUCCEEDED:
        return None
    made = (values.from_json(data) for data in (node.output or {}).values())
    return next((value for value in made if isinstance(value, FileValue)), None)


def references(session: Session, account_id: str, project: Project) -> dict[str, Asset]:
    """The Assets its Segments start from or show, by id, in one query; those that are gone lack."""
    wanted = {segment.reference for segment in project.segments if segment.reference}
    return assets.assets(session, account_id, wanted) if wanted else {}


def footage(project: Project, takes: Takes, known: Mapping[str, Asset]) -> dict[str, Footage]:
    """Segment -> what it shows now: its own reference, or its Take; Segments without lack.

    known: see `references`.
    """
    found: dict[str, Footage] = {}
    for segment in project.segments:
        if segment.mode is Mode.OWN:
            asset = known.get(segment.reference)
            if asset is not None:
                found[segment.id] = Footage(
                    asset.id, asset.kind, asset.facts.seconds, take=asset.id
                )
            continue
        take = shown(segment, takes.get(segment.id, []))
        if take is not None and take.file is not None:
            file = take.file
            found[segment.id] = Footage(file.asset_id, file.type.value, file.seconds, take=take.id)
    return found


def coming(project: Project, takes: Takes) -> set[str]:
    """Segments of which the very clip they need is being made, or may have been (in doubt)."""
    return {
        segment.id
        for segment in project.segments
        for take in takes.get(segment.id, [])
        if (take.status in _COMING or take.is_in_doubt)
        and take.recipe == order_for(project, segment).recipe
    }


_COMING = {NodeStatus.PENDING, NodeStatus.RUNNING}


def due(project: Project, takes: Takes) -> list[str]:
    """Ids of the included Segments that have no clip, or one of what was asked before.

    What is being made is not due: nobody pays for it twice.
    """
    under_way = coming(project, takes)
    found = list[str]()
    for segment in project.included:
        if segment.mode is Mode.OWN or segment.id in under_way:
            continue
        take = shown(segment, takes.get(segment.id, []))
        if take is None or take.recipe != order_for(project, segment).recipe:
            found.append(segment.id)
    return found
