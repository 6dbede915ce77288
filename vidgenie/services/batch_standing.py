"""Where batches stand: row by row, in a constant number of queries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import distinct, func, select
from sqlmodel import Session, col

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.project_status import FILMS, GROUPS, ProjectStatus
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.projects import batches
from vidgenie.projects.tables import BatchRow, ProjectRow, ProjectRunRow
from vidgenie.services.project_reading import Facts, facts
from vidgenie.services.project_viewing import ProjectViewer
from vidgenie.services.script_taking import SCRIPT

MOST_SHOWN = 50
"""Batches in a list."""
_OVER = [status.value for status in RunStatus if status.is_over]


@dataclass(frozen=True, slots=True)
class BatchRowView:
    """A row of a batch.

    percent: 0 to 100. error: of the newest Run, when it failed. run_id: the newest Run that
    makes its video, "" = none was ever started.
    """

    row: int
    project_id: str
    title: str
    status: ProjectStatus
    percent: int
    error: Mapping[str, Any] | None
    video_url: str
    run_id: str

    @property
    def is_done(self) -> bool:
        """Whether there is a video of what it asks for."""
        return self.status is ProjectStatus.COMPLETED

    @property
    def is_missing(self) -> bool:
        """Whether there is none, and none is being made."""
        return not self.is_done and GROUPS[self.status] is not ProjectStatus.GENERATING


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """A batch. total: its rows whose Project was not deleted; completed: those with a video."""

    id: str
    title: str
    created_at: datetime
    completed: int
    total: int


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch with its rows."""

    summary: BatchSummary
    rows: tuple[BatchRowView, ...]


@dataclass(frozen=True, slots=True)
class BatchStanding:
    """Reads batches. take_over: writes a script that is there into (account id, Project)."""

    reading: Transaction
    viewer: ProjectViewer
    take_over: Callable[[str, str], bool]

    def all(self, account: Account) -> list[BatchSummary]:
        """The Account's batches, the newest first."""
        with self.reading() as session:
            found = batches.newest(session, account.id, most=MOST_SHOWN)
            ids = [one.id for one in found]
            sizes, done = batches.sizes(session, ids), _completed(session, ids)
        return [_summary(one, done.get(one.id, 0), sizes.get(one.id, 0)) for one in found]

    def view(self, account: Account, batch_id: str) -> BatchView:
        """One batch. Raises NotFound, also when it is somebody else's."""
        with self.reading() as session:
            batches.batch(session, account.id, batch_id)
            written = _written(session, batch_id)
        for project_id in written:
            self.take_over(account.id, project_id)
        with self.reading() as session:
            batch = batches.batch(session, account.id, batch_id)
            found = facts(session, batches.project_rows(session, batch_id))
            rows = self._rows(session, found)
            done = _completed(session, [batch_id]).get(batch_id, 0)
        return BatchView(_summary(batch, done, len(rows)), rows)

    def _rows(self, session: Session, found: Sequence[Facts]) -> tuple[BatchRowView, ...]:
        return tuple(
            BatchRowView(
                row=one.row.batch_row or 0,
                project_id=one.row.id,
                title=seen.title or seen.theme,
                status=seen.status,
                percent=seen.percent,
                error=_error(one),
                video_url=seen.video_url,
                run_id=newest.id if (newest := one.newest(*FILMS)) else "",
            )
            for one, seen in zip(found, self.viewer.rows(session, found), strict=True)
        )


def _summary(batch: BatchRow, completed: int, total: int) -> BatchSummary:
    return BatchSummary(batch.id, batch.title, batch.created_at, completed, total)


def _error(found: Facts) -> Mapping[str, Any] | None:
    if found.status is not ProjectStatus.FAILED:
        return None
    newest = found.newest(*FILMS)
    return newest.error if newest else None


def _completed(session: Session, batch_ids: Sequence[str]) -> dict[str, int]:
    """Batch -> how many of its Projects have a finished video, be it outdated; in one query."""
    wanted = (
        select(col(ProjectRow.batch_id), func.count(distinct(col(ProjectRow.id))))
        .join(ProjectRunRow, col(ProjectRunRow.project_id) == col(ProjectRow.id))
        .join(RunRow, col(RunRow.id) == col(ProjectRunRow.run_id))
        .where(
            col(ProjectRow.batch_id).in_(batch_ids),
            col(ProjectRow.deleted_at).is_(None),
            col(ProjectRunRow.purpose).in_([purpose.value for purpose in FILMS]),
            col(RunRow.status) == RunStatus.SUCCEEDED.value,
        )
        .group_by(col(ProjectRow.batch_id))
    )
    return {str(one): number for one, number in session.connection().execute(wanted)}


def _written(session: Session, batch_id: str) -> list[str]:
    """Projects whose script is there, or will never be, and was not taken over yet."""
    wanted = (
        select(col(ProjectRow.id))
        .join(RunRow, col(RunRow.id) == col(ProjectRow.script_run_id))
        .outerjoin(
            NodeRow, (col(NodeRow.run_id) == col(RunRow.id)) & (col(NodeRow.node_id) == SCRIPT)
        )
        .where(
            col(ProjectRow.batch_id) == batch_id,
            col(ProjectRow.deleted_at).is_(None),
            (col(NodeRow.status) == NodeStatus.SUCCEEDED.value) | col(RunRow.status).in_(_OVER),
        )
    )
    return list(session.connection().scalars(wanted))
