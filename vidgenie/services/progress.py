"""How far a Project is: its Runs under way, and its clips."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.project import Purpose
from vidgenie.domain.project_graph import digest
from vidgenie.domain.project_status import (
    FILMS,
    ProjectStatus,
    RunMark,
    project_status,
    take_status,
)
from vidgenie.domain.run import RunStatus
from vidgenie.domain.take import Take
from vidgenie.engine.engine import Engine
from vidgenie.engine.tables import RunRow
from vidgenie.engine.threads import in_thread
from vidgenie.projects import store
from vidgenie.services.runs import RunService
from vidgenie.services.stages import Stage, Stages, stage_of
from vidgenie.services.views import RunView

_WRITES = {Purpose.SCRIPT, Purpose.QUICK}


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A Run under way. percent: 0 to 100. current_step: id of the Node that works, or None."""

    run_id: str
    purpose: str
    status: RunStatus
    percent: int
    current_step: str | None
    remaining_seconds: int


@dataclass(frozen=True, slots=True)
class TakeProgress:
    """The newest Take of a Segment. status: pending, processing, completed, failed...

    progress: 0 to 100.
    """

    segment_id: str
    take_id: str
    status: str
    progress: int
    error: Mapping[str, Any] | None
    thumbnail_url: str


@dataclass(frozen=True, slots=True)
class ProgressView:
    """completed, total: included Segments that have their clip, and all of them.

    percent: 0 to 100, of the Runs under way, else of the clips. version: of the Project.
    """

    status: ProjectStatus
    completed: int
    total: int
    percent: int
    runs: tuple[RunProgress, ...]
    takes: tuple[TakeProgress, ...]
    version: int


@dataclass(frozen=True, slots=True)
class ProgressService:
    """Tells how far Projects are.

    link: signed URL of (asset id, suffix).
    """

    engine: Engine
    reading: Transaction
    runs: RunService
    stages: Stages
    link: Callable[..., str]

    def progress(self, account: Account, project_id: str) -> ProgressView:
        """Now. Raises NotFound."""
        self.stages.catch_up(account, project_id)
        with self.reading() as session:
            stage = stage_of(session, store.row(session, account.id, project_id))
            statuses = run_statuses(session, stage)
        views = [
            self.runs.view(account, run.run_id)
            for run in stage.runs
            if run.run_id in statuses and not statuses[run.run_id].is_over
        ]
        return self._view(stage, statuses, views)

    async def changes(
        self, account: Account, project_id: str
    ) -> AsyncGenerator[ProgressView, None]:
        """Now, then after every change, for as long as the caller listens. Raises NotFound."""
        async with self.engine.hub.watch(account.id) as changed:
            seen: ProgressView | None = None
            while True:
                changed.clear()
                view = await in_thread(lambda: self.progress(account, project_id))
                if view != seen:
                    seen = view
                    yield view
                await changed.wait()

    def cancel(self, account: Account, project_id: str) -> list[str]:
        """Stop every Run of the Project; their ids. Raises NotFound."""
        with self.reading() as session:
            stage = stage_of(session, store.row(session, account.id, project_id))
            statuses = run_statuses(session, stage)
        under_way = [run_id for run_id, status in statuses.items() if not status.is_over]
        for run_id in under_way:
            self.runs.cancel(account, run_id)
        return under_way

    def _view(
        self, stage: Stage, statuses: Mapping[str, RunStatus], views: Sequence[RunView]
    ) -> ProgressView:
        total = len(stage.project.included)
        completed = sum(one.id in stage.footage for one in stage.project.included)
        purposes = {run.run_id: run.purpose for run in stage.runs}
        if views:
            percent = sum(view.progress for view in views) // len(views)
        else:
            percent = 100 * completed // total if total else 0
        return ProgressView(
            status=status_of(stage, statuses),
            completed=completed,
            total=total,
            percent=percent,
            runs=tuple(
                RunProgress(
                    view.id,
                    purposes[view.id],
                    view.status,
                    view.progress,
                    view.current,
                    view.remaining_seconds,
                )
                for view in views
            ),
            takes=tuple(self._take(takes[-1]) for takes in stage.takes.values()),
            version=stage.project.version,
        )

    def _take(self, take: Take) -> TakeProgress:
        thumbnail = take.file.thumbnail_id if take.file else ""
        return TakeProgress(
            take.segment,
            take.id,
            take_status(take.status),
            int(100 * take.progress),
            take.error,
            self.link(thumbnail, "jpg") if thumbnail else "",
        )


def run_statuses(session: Session, stage: Stage) -> dict[str, RunStatus]:
    """Run -> where it stands, of every Run of the Project; in one query."""
    ids = [run.run_id for run in stage.runs]
    rows = session.exec(select(RunRow.id, RunRow.status).where(col(RunRow.id).in_(ids)))
    return {run_id: RunStatus(status) for run_id, status in rows}


def status_of(stage: Stage, statuses: Mapping[str, RunStatus]) -> ProjectStatus:
    """Where the Project stands."""
    marks = [
        RunMark(
            Purpose(run.purpose),
            statuses[run.run_id],
            is_writing=run.purpose in _WRITES and stage.row.script_run_id == run.run_id,
        )
        for run in stage.runs
        if run.run_id in statuses
    ]
    included = stage.project.included
    return project_status(
        marks,
        is_stale=is_stale(stage, statuses),
        has_all_clips=bool(included) and all(one.id in stage.footage for one in included),
    )


def is_stale(stage: Stage, statuses: Mapping[str, RunStatus]) -> bool | None:
    """Whether the newest finished video shows something else than it would now; None without."""
    films = [
        run
        for run in stage.runs
        if run.purpose in FILMS and statuses.get(run.run_id) is RunStatus.SUCCEEDED
    ]
    return films[-1].shows != digest(stage.project, stage.shown) if films else None
