"""What is left of deleted Projects goes: clips, previews and their files, then the rows.

First the Assets are given to nobody, in the transaction that forgets the Project; from there
on their files are deleted even if this process dies: whatever belongs to nobody goes.
A file stays as long as anything else shows it: a library entry, a brand kit, another Project,
another Run, somebody else's Asset with the same bytes. Finished videos stay in the library
with the Runs that made them: they are the person's own, and deleted there.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Select, Text, cast, delete, or_, select, tuple_, update
from sqlmodel import Session, col

from vidgenie.domain.project_status import FILMS
from vidgenie.domain.run import RunStatus
from vidgenie.engine import doubt
from vidgenie.engine.engine import Engine
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.graphs.tables import GraphRow, VersionRow
from vidgenie.library.tables import AssetRow, BrandKitRow, ContentRow
from vidgenie.projects import listing
from vidgenie.projects.tables import ProjectRow, ProjectRunRow, SegmentRow
from vidgenie.services.discarding import Address, Discarder, batches
from vidgenie.services.owned import RUNS, owned

NOBODY = "0" * 32
"""Account of the Assets that are about to be deleted."""

_OVER = [status.value for status in RunStatus if status.is_over]
_ID = re.compile(r"[0-9a-f]{32}")
_ROWS_AT_ONCE = 500
_SKEW = timedelta(hours=1)  # between the clocks of several machines, at most
_SHOWS = ("image_asset_id", "video_asset_id", "audio_asset_id", "thumbnail_asset_id")
_BRANDS = ("logo_asset_id", "intro_asset_id", "outro_asset_id")
# They go by other ways: Assets with their files, a Project's own rows with the Project.
_NOT_BY_RUN = frozenset({"vg_asset", "vg_take", "vg_project_run", RUNS})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProjectErasure:
    """Deletes what is left of Projects; its methods wait, so call them from a thread.

    quiet: see Discarder.
    """

    engine: Engine
    quiet: float = 5.0

    def sweep(self) -> int:
        """Forget every deleted Project whose Runs are over; how many. It may be repeated."""
        with self.engine.reading() as session:
            waiting = [row.id for row in listing.deleted(session)]
        forgotten = 0
        for project_id in waiting:
            try:
                forgotten += self._forget(project_id)
            except Exception:
                # One Project must not keep the others from being deleted.
                log.exception("project %s could not be deleted; the clock tries again", project_id)
        self._delete_files()
        return forgotten

    def _forget(self, project_id: str) -> bool:
        with self.engine.reading() as session:
            row = session.get(ProjectRow, project_id)
            runs = _runs(session, project_id)
            if row is None or any(run.status not in _OVER for run in runs):
                return False
            films = _films(session, runs)
        gone = [run.id for run in runs if run.id not in films]
        if gone:
            self.engine.forget(gone)
        with self.engine.transaction() as session:
            locked = select(ProjectRow).where(col(ProjectRow.id) == project_id).with_for_update()
            row = session.scalars(locked).first()
            runs = _runs(session, project_id)
            if row is None or any(run.status not in _OVER for run in runs):
                return False
            for run in runs:
                if run.doubt_until is not None:
                    # Nobody will decide about it: its credits go back.
                    doubt.close(session, run, self.engine.workshop)
            _give_up(session, row, [run.id for run in runs], films)
            _forget_runs(session, gone)
            session.delete(row)
        return True

    def _delete_files(self) -> None:
        """Delete the files of nobody's Assets, then the Assets."""
        with self.engine.reading() as session:
            wanted = select(AssetRow).where(col(AssetRow.account_id) == NOBODY)
            doomed = [(row.id, (row.sha256, row.suffix)) for row in session.scalars(wanted)]
        bin_ = Discarder(self.engine.storage, self.quiet)
        for batch in batches(doomed):
            bin_.delete(sorted({address for _, address in batch}), self._others)
            mine = col(AssetRow.id).in_([asset_id for asset_id, _ in batch])
            with self.engine.transaction() as session:
                session.connection().execute(
                    delete(AssetRow).where(mine, col(AssetRow.account_id) == NOBODY)
                )

    def _others(self, addresses: Iterable[Address]) -> set[Address]:
        """Those of the files that somebody has."""
        address = (col(AssetRow.sha256), col(AssetRow.suffix))
        wanted = select(*address).where(
            tuple_(*address).in_(list(addresses)), col(AssetRow.account_id) != NOBODY
        )
        with self.engine.reading() as session:
            return {(row[0], row[1]) for row in session.connection().execute(wanted.distinct())}


def _runs(session: Session, project_id: str) -> list[RunRow]:
    wanted = select(RunRow).join(ProjectRunRow, col(ProjectRunRow.run_id) == col(RunRow.id))
    return list(session.scalars(wanted.where(col(ProjectRunRow.project_id) == project_id)))


def _films(session: Session, runs: Sequence[RunRow]) -> set[str]:
    """Those of the Runs whose finished video is in the library."""
    wanted = (
        select(col(ContentRow.run_id))
        .join(ProjectRunRow, col(ProjectRunRow.run_id) == col(ContentRow.run_id))
        .where(
            col(ContentRow.run_id).in_([r.id for r in runs if r.status == RunStatus.SUCCEEDED]),
            col(ContentRow.deleted_at).is_(None),
            col(ProjectRunRow.purpose).in_(FILMS),
        )
    )
    return {run_id for run_id in session.scalars(wanted) if run_id}


def _give_up(session: Session, row: ProjectRow, runs: Sequence[str], films: set[str]) -> None:
    """Give the Assets to nobody that only this Project has."""
    # Its own entries in the library show nothing any more, but for finished videos.
    others = [run_id for run_id in runs if run_id not in films]
    session.connection().execute(delete(ContentRow).where(col(ContentRow.run_id).in_(others)))
    candidates = _candidates(session, row, runs)
    for asset_id in _used(session, row, runs, candidates):
        candidates.pop(asset_id, None)
    for batch in batches(candidates):
        for column in _SHOWS:
            # What its owner has taken out of the library keeps no file.
            shows: Column[str] = getattr(ContentRow, column)
            session.connection().execute(
                update(ContentRow).where(shows.in_(batch)).values({column: None})
            )
        session.connection().execute(
            update(AssetRow).where(col(AssetRow.id).in_(batch)).values(account_id=NOBODY)
        )


def _candidates(session: Session, row: ProjectRow, runs: Sequence[str]) -> dict[str, AssetRow]:
    """Assets its Runs made, and those it shows whose Runs are gone already."""
    shown = set(_ids(session, select(cast(NodeRow.output, Text)).where(_of(runs))))
    references = select(col(SegmentRow.reference)).where(col(SegmentRow.project_id) == row.id)
    shown |= set(_ids(session, references))
    known = select(col(RunRow.id))
    lost = col(AssetRow.run_id).is_not(None) & col(AssetRow.run_id).not_in(known)
    found: dict[str, AssetRow] = {}
    mine = col(AssetRow.account_id) == row.account_id
    made = select(AssetRow).where(mine, col(AssetRow.run_id).in_(runs))
    found |= {asset.id: asset for asset in session.scalars(made)}
    for batch in batches(shown - found.keys()):
        left = select(AssetRow).where(mine, lost, col(AssetRow.id).in_(batch))
        found |= {asset.id: asset for asset in session.scalars(left)}
    return found


def _used(
    session: Session, row: ProjectRow, runs: Sequence[str], candidates: dict[str, AssetRow]
) -> set[str]:
    """Those of the Assets that something else shows, and the small pictures of those."""
    used: set[str] = set()
    if not candidates:
        return used
    # What was over before the oldest of them was made cannot show one.
    since = min(asset.created_at for asset in candidates.values()) - _SKEW
    for statement in _elsewhere(row, runs, since):
        used |= candidates.keys() & set(_ids(session, statement))
    places = {(candidates[each].run_id, candidates[each].node_id) for each in used}
    return used | {
        asset.id
        for asset in candidates.values()
        if asset.kind == "thumbnail" and (asset.run_id, asset.node_id) in places
    }


def _elsewhere(row: ProjectRow, runs: Sequence[str], since: datetime) -> Iterator[Select[Any]]:
    """Texts with ids of Assets in them, of everything the Account has besides this Project.

    since: Runs that were over by then do not count.
    """
    mine = row.account_id
    for column in _SHOWS:
        yield select(getattr(ContentRow, column)).where(
            col(ContentRow.account_id) == mine, col(ContentRow.deleted_at).is_(None)
        )
    for column in _BRANDS:
        yield select(getattr(BrandKitRow, column)).where(col(BrandKitRow.account_id) == mine)
    yield select(col(SegmentRow.reference)).where(
        col(SegmentRow.account_id) == mine, col(SegmentRow.project_id) != row.id
    )
    yield select(cast(ProjectRow.choices, Text)).where(
        col(ProjectRow.account_id) == mine, col(ProjectRow.id) != row.id
    )
    yield select(cast(GraphRow.graph, Text)).where(col(GraphRow.account_id) == mine)
    yield select(cast(VersionRow.graph, Text)).where(col(VersionRow.account_id) == mine)
    others = (col(RunRow.account_id) == mine) & col(RunRow.id).not_in(runs)
    yield select(cast(RunRow.graph, Text)).where(others, col(RunRow.status).not_in(_OVER))
    late = or_(col(RunRow.finished_at).is_(None), col(RunRow.finished_at) >= since)
    yield (
        select(cast(NodeRow.output, Text))
        .join(RunRow, col(RunRow.id) == col(NodeRow.run_id))
        .where(others, late, col(NodeRow.output).is_not(None))
    )


def _of(runs: Sequence[str]) -> Any:  # noqa: ANN401  # a condition
    return col(NodeRow.run_id).in_(runs)


def _ids(session: Session, statement: Select[Any]) -> Iterator[str]:
    """Everything in these texts that may be the id of an Asset."""
    rows = session.connection().execute(statement, execution_options={"yield_per": _ROWS_AT_ONCE})
    for (text,) in rows:
        yield from _ID.findall(text or "")


def _forget_runs(session: Session, runs: Sequence[str]) -> None:
    """Delete what is written down of Runs that are over; the books stay."""
    for each in reversed(owned()):
        if (
            "run_id" in each.table.columns
            and not each.is_kept
            and each.table.name not in _NOT_BY_RUN
        ):
            session.connection().execute(delete(each.table).where(each.table.c.run_id.in_(runs)))
    session.connection().execute(delete(RunRow).where(col(RunRow.id).in_(runs)))
