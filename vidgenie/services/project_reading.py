"""Projects with all that became of them, read in as many queries for one as for a hundred."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from vidgenie.domain import value as values
from vidgenie.domain.asset import Asset
from vidgenie.domain.project import Mode, Project, Purpose, Segment
from vidgenie.domain.project_graph import Footage, digest
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
from vidgenie.ledger.tables import HoldRow
from vidgenie.library import assets
from vidgenie.projects import store
from vidgenie.projects.tables import ProjectRow, ProjectRunRow, SegmentRow
from vidgenie.services.takes import Takes, footage, takes_of

_OVER = [status.value for status in RunStatus if status.is_over]


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

    takes: by Segment, oldest first. known: Assets that Segments refer to. footage: Segment ->
    what it shows. runs: oldest first. nodes: of the Runs under way. spent: credits charged.
    """

    row: ProjectRow
    project: Project
    rows: list[SegmentRow]
    takes: Takes
    known: Mapping[str, Asset]
    footage: Mapping[str, Footage]
    runs: list[ProjectRun]
    spent: int
    nodes: Mapping[str, list[NodeMark]] = field(default_factory=dict[str, list[NodeMark]])

    def shown(self, segment: Segment) -> Take | None:
        """The Take that is in the video."""
        if segment.mode is Mode.OWN:
            return None
        return shown(segment, self.takes.get(segment.id, []))

    def is_stale(self, segment: Segment) -> bool:
        """Whether what is shown is not what the Segment asks for now."""
        take = self.shown(segment)
        return take is not None and take.recipe != self.recipe(segment)

    def recipe(self, segment: Segment) -> str:
        """Of what the Segment asks for now."""
        return order_for(self.project, segment).recipe

    def status_of(self, segment: Segment) -> SegmentStatus:
        """Where one of its Segments stands."""
        take = self.shown(segment)
        is_own = segment.mode is Mode.OWN
        return segment_status(
            [] if is_own else [each.status for each in self.takes.get(segment.id, [])],
            has_clip=segment.id in self.footage,
            is_pinned=is_own or (take is not None and take.id == segment.take),
        )

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
        if film is None:
            return None
        files = {segment_id: file.take for segment_id, file in self.footage.items()}
        return film.shows != digest(self.project, files)

    @property
    def is_animatic_stale(self) -> bool:
        """Whether the preview shows something else; it shows no clips but people's own."""
        owns = {each.id for each in self.project.included if each.mode is Mode.OWN}
        files = {each: file.take for each, file in self.footage.items() if each in owns}
        run = self.animatic
        return run is not None and run.shows not in ("", digest(self.project, files))

    @property
    def completed(self) -> int:
        """Included Segments that have something to show."""
        return sum(segment.id in self.footage for segment in self.project.included)

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
            has_all_clips=bool(included) and self.completed == len(included),
        )


def marks(script_run_id: str | None, runs: Sequence[ProjectRun]) -> list[RunMark]:
    """The Runs as a Project's status is made of them."""
    return [RunMark(run.purpose, run.status, run.id == script_run_id) for run in runs]


def facts(session: Session, rows: Sequence[ProjectRow]) -> list[Facts]:
    """All about these Projects, in this order, in six queries. They are all of one Account."""
    ids = [row.id for row in rows]
    segments: dict[str, list[SegmentRow]] = {project_id: [] for project_id in ids}
    wanted = select(SegmentRow).where(col(SegmentRow.project_id).in_(ids))
    for segment in session.scalars(wanted.order_by(col(SegmentRow.position))):
        segments[segment.project_id].append(segment)
    takes = takes_of(session, ids)
    projects = {row.id: store.to_project(row, segments[row.id]) for row in rows}
    known = _references(session, rows, projects.values())
    runs = runs_of(session, col(ProjectRunRow.project_id).in_(ids))
    money = spent(session, col(ProjectRunRow.project_id).in_(ids))
    nodes = _nodes(session, [run.id for found in runs.values() for run in found])
    return [
        Facts(
            row=row,
            project=projects[row.id],
            rows=segments[row.id],
            takes=takes[row.id],
            known=known,
            footage=footage(projects[row.id], takes[row.id], known),
            runs=runs.get(row.id, []),
            spent=money.get(row.id, 0),
            nodes=nodes,
        )
        for row in rows
    ]


def _references(
    session: Session, rows: Sequence[ProjectRow], projects: Iterable[Project]
) -> dict[str, Asset]:
    wanted = {segment.reference for project in projects for segment in project.segments} - {""}
    return assets.assets(session, rows[0].account_id, wanted) if rows else {}


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
    """Project -> credits its Runs were charged, less what they got back."""
    wanted = (
        select(col(ProjectRunRow.project_id), func.sum(col(NodeRow.price)))
        .join(NodeRow, col(NodeRow.run_id) == col(ProjectRunRow.run_id))
        .where(condition, col(NodeRow.status) == NodeStatus.SUCCEEDED)
        .group_by(col(ProjectRunRow.project_id))
    )
    back = (
        select(col(ProjectRunRow.project_id), func.sum(col(HoldRow.refunded)))
        .join(HoldRow, col(HoldRow.run_id) == col(ProjectRunRow.run_id))
        .where(condition, col(HoldRow.refunded) > 0)
        .group_by(col(ProjectRunRow.project_id))
    )
    refunded = {project_id: int(total) for project_id, total in session.connection().execute(back)}
    return {
        project_id: int(total) - refunded.get(project_id, 0)
        for project_id, total in session.connection().execute(wanted)
    }


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
