"""Projects with all that became of them, read in as many queries for one as for a hundred."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, RowMapping, and_, func, select
from sqlmodel import Session, col

from vidgenie.domain import value as values
from vidgenie.domain.project import Mode, Project, Purpose, Segment
from vidgenie.domain.project_graph import digest
from vidgenie.domain.project_status import (
    FILMS,
    ProjectStatus,
    RunMark,
    SegmentStatus,
    project_status,
    segment_status,
)
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.domain.take import Take, order_for, shown
from vidgenie.domain.value import FileValue
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.projects import store
from vidgenie.projects.tables import ProjectRow, ProjectRunRow, SegmentRow, TakeRow

_OVER = [status.value for status in RunStatus if status.is_over]
_FILES = ("video", "image")  # ports of the Nodes that make Takes
# What a Node says of the Take it makes.
_SAYS: tuple[Column[Any], ...] = tuple(
    getattr(NodeRow, name)
    for name in ("status", "progress", "price", "provider", "error", "output")
)


@dataclass(frozen=True, slots=True)
class MadeTake:
    """A Take, when it was asked for, and who made it in the end."""

    take: Take
    created_at: datetime
    provider: str


@dataclass(frozen=True, slots=True)
class ProjectRun:
    """A Run of a Project. shows: see ProjectRunRow. error: as Runs have them."""

    id: str
    purpose: Purpose
    status: RunStatus
    shows: str
    created_at: datetime
    error: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class NodeMark:
    """A Node of a Run under way, and how far it is. expected: seconds."""

    id: str
    status: NodeStatus
    progress: float
    expected: float
    started_at: datetime | None


@dataclass(slots=True)
class Facts:
    """A Project and all that became of it.

    takes: by Segment, oldest first. runs: oldest first. nodes: of the Runs under way.
    spent: credits charged for it.
    """

    row: ProjectRow
    project: Project
    rows: list[SegmentRow]
    takes: Mapping[str, list[MadeTake]]
    runs: list[ProjectRun]
    spent: int
    nodes: Mapping[str, list[NodeMark]] = field(default_factory=dict[str, list[NodeMark]])

    def shown(self, segment: Segment) -> MadeTake | None:
        """The Take that is in the video."""
        mine = self.takes.get(segment.id, [])
        found = shown(segment, [each.take for each in mine])
        return next((each for each in mine if found and each.take.id == found.id), None)

    def is_stale(self, segment: Segment) -> bool:
        """Whether what is shown is not what the Segment asks for now."""
        made = self.shown(segment)
        if segment.mode is Mode.OWN or made is None:
            return False
        return made.take.recipe != self.recipe(segment)

    def recipe(self, segment: Segment) -> str:
        """Of what the Segment asks for now."""
        return order_for(self.project, segment).recipe

    def has_clip(self, segment: Segment) -> bool:
        """Whether there is something to show, be it stale."""
        if segment.mode is Mode.OWN:
            return bool(segment.reference)
        return self.shown(segment) is not None

    def status_of(self, segment: Segment) -> SegmentStatus:
        """Where one of its Segments stands."""
        made = self.shown(segment)
        return segment_status(
            [each.take.status for each in self.takes.get(segment.id, [])],
            has_clip=self.has_clip(segment),
            is_pinned=segment.mode is Mode.OWN
            or (made is not None and made.take.id == segment.take),
        )

    def is_done(self, segment: Segment) -> bool:
        """Whether its clip is there and nothing more is to be made."""
        is_made = self.status_of(segment) is SegmentStatus.COMPLETED
        return is_made and not self.is_stale(segment)

    def newest(self, *purposes: Purpose, status: RunStatus | None = None) -> ProjectRun | None:
        """The newest of its Runs for one of these purposes."""
        found = (
            run
            for run in reversed(self.runs)
            if run.purpose in purposes and (status is None or run.status is status)
        )
        return next(found, None)

    @property
    def film(self) -> ProjectRun | None:
        """The Run that made the finished video."""
        return self.newest(*FILMS, status=RunStatus.SUCCEEDED)

    @property
    def animatic(self) -> ProjectRun | None:
        """The Run that made the newest preview."""
        return self.newest(Purpose.ANIMATIC, status=RunStatus.SUCCEEDED)

    @property
    def is_film_stale(self) -> bool | None:
        """Whether the finished video shows something else than the Project; None = no video."""
        film = self.film
        return None if film is None else film.shows != self.digest

    @property
    def digest(self) -> str:
        """What decides about the finished video, as it is now."""
        made = {
            segment.id: take.take.id
            for segment in self.project.included
            if segment.mode is not Mode.OWN and (take := self.shown(segment))
        }
        return digest(self.project, {**made, **self._own})

    @property
    def still_digest(self) -> str:
        """What decides about a preview, which shows no clips but people's own."""
        return digest(self.project, self._own)

    @property
    def _own(self) -> dict[str, str]:
        owns = (segment for segment in self.project.included if segment.mode is Mode.OWN)
        return {segment.id: segment.reference for segment in owns if segment.reference}

    @property
    def working(self) -> list[ProjectRun]:
        """Its Runs under way."""
        return [run for run in self.runs if not run.status.is_over]

    @property
    def status(self) -> ProjectStatus:
        """Where it stands."""
        included = self.project.included
        return project_status(
            marks(self.row.script_run_id, self.runs),
            is_stale=self.is_film_stale,
            has_all_clips=bool(included) and all(map(self.has_clip, included)),
        )


def marks(script_run_id: str | None, runs: Sequence[ProjectRun]) -> list[RunMark]:
    """The Runs as a Project's status is made of them."""
    return [RunMark(run.purpose, run.status, run.id == script_run_id) for run in runs]


def facts(session: Session, rows: Sequence[ProjectRow]) -> list[Facts]:
    """All about these Projects, in this order, in six queries."""
    ids = [row.id for row in rows]
    segments: dict[str, list[SegmentRow]] = {project_id: [] for project_id in ids}
    wanted = select(SegmentRow).where(col(SegmentRow.project_id).in_(ids))
    for segment in session.scalars(wanted.order_by(col(SegmentRow.position))):
        segments[segment.project_id].append(segment)
    takes = _takes(session, ids)
    runs = runs_of(session, col(ProjectRunRow.project_id).in_(ids))
    money = spent(session, col(ProjectRunRow.project_id).in_(ids))
    nodes = _nodes(session, [run.id for found in runs.values() for run in found])
    return [
        Facts(
            row=row,
            project=store.to_project(row, segments[row.id]),
            rows=segments[row.id],
            takes=takes[row.id],
            runs=runs.get(row.id, []),
            spent=money.get(row.id, 0),
            nodes=nodes,
        )
        for row in rows
    ]


def runs_of(session: Session, condition: Any) -> dict[str, list[ProjectRun]]:  # noqa: ANN401  # a condition on ProjectRunRow
    """Project -> its Runs, oldest first."""
    wanted = (
        select(
            col(ProjectRunRow.project_id),
            col(ProjectRunRow.purpose),
            col(ProjectRunRow.shows),
            col(RunRow.id),
            col(RunRow.status),
            col(RunRow.created_at),
            col(RunRow.error),
        )
        .join(RunRow, col(RunRow.id) == col(ProjectRunRow.run_id))
        .where(condition)
        .order_by(col(ProjectRunRow.created_at), col(ProjectRunRow.run_id))
    )
    found: dict[str, list[ProjectRun]] = defaultdict(list)
    for (
        project_id,
        purpose,
        shows,
        run_id,
        status,
        created_at,
        error,
    ) in session.connection().execute(wanted):
        run = ProjectRun(run_id, Purpose(purpose), RunStatus(status), shows, created_at, error)
        found[project_id].append(run)
    return found


def spent(session: Session, condition: Any) -> dict[str, int]:  # noqa: ANN401  # as above
    """Project -> credits its Runs were charged."""
    wanted = (
        select(col(ProjectRunRow.project_id), func.sum(col(NodeRow.price)))
        .join(NodeRow, col(NodeRow.run_id) == col(ProjectRunRow.run_id))
        .where(condition, col(NodeRow.status) == NodeStatus.SUCCEEDED)
        .group_by(col(ProjectRunRow.project_id))
    )
    return {project_id: int(total) for project_id, total in session.connection().execute(wanted)}


def _takes(session: Session, ids: Sequence[str]) -> dict[str, dict[str, list[MadeTake]]]:
    """Project -> Segment -> its Takes, oldest first, with what their Nodes say."""
    known = store.take_rows(session, ids)
    wanted = (
        select(col(TakeRow.id), *_SAYS)
        .join(
            NodeRow,
            and_(
                col(NodeRow.run_id) == col(TakeRow.run_id),
                col(NodeRow.node_id) == col(TakeRow.node_id),
            ),
        )
        .where(col(TakeRow.project_id).in_(ids), col(TakeRow.removed_at).is_(None))
    )
    nodes = {row["id"]: row for row in session.connection().execute(wanted).mappings()}
    found: dict[str, dict[str, list[MadeTake]]] = {project_id: {} for project_id in ids}
    for project_id, rows in known.items():
        for row in rows:
            # A Run that was erased takes its Takes with it.
            if row.id in nodes:
                found[project_id].setdefault(row.segment_id, []).append(_made(row, nodes[row.id]))
    return found


def _made(row: TakeRow, node: RowMapping) -> MadeTake:
    order = store.order(row)
    status = NodeStatus(node["status"])
    return MadeTake(
        Take(
            id=row.id,
            segment=row.segment_id,
            run_id=row.run_id,
            node_id=row.node_id,
            order=order,
            recipe=row.recipe,
            status=status,
            progress=node["progress"],
            file=_file(node["output"] or {}) if status is NodeStatus.SUCCEEDED else None,
            error=node["error"],
            credits=node["price"],
        ),
        row.created_at,
        node["provider"] or order.provider,
    )


def _file(output: Mapping[str, Any]) -> FileValue | None:
    made = (values.from_json(output[port]) for port in _FILES if port in output)
    return next((value for value in made if isinstance(value, FileValue)), None)


def _nodes(session: Session, run_ids: Sequence[str]) -> dict[str, list[NodeMark]]:
    """Run under way -> its Nodes in execution order."""
    wanted = (
        select(
            col(NodeRow.run_id),
            col(NodeRow.node_id),
            col(NodeRow.status),
            col(NodeRow.progress),
            col(NodeRow.expected),
            col(NodeRow.started_at),
        )
        .join(RunRow, col(RunRow.id) == col(NodeRow.run_id))
        .where(col(NodeRow.run_id).in_(run_ids), col(RunRow.status).not_in(_OVER))
        .order_by(col(NodeRow.run_id), col(NodeRow.position))
    )
    found: dict[str, list[NodeMark]] = defaultdict(list)
    for run_id, node_id, status, progress, expected, started_at in session.connection().execute(
        wanted
    ):
        mark = NodeMark(node_id, NodeStatus(status), progress, expected, started_at)
        found[run_id].append(mark)
    return found


def results(session: Session, run_ids: Sequence[str]) -> Iterator[tuple[str, FileValue]]:
    """(Run, the file it shows) of those of the Runs that made one; one query."""
    wanted = select(col(RunRow.id), col(RunRow.result)).where(col(RunRow.id).in_(run_ids))
    for run_id, result in session.connection().execute(wanted):
        made = values.from_json(result) if result else None
        if isinstance(made, FileValue):
            yield run_id, made
