"""Stage: a Project with everything that was made for it so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset
from vidgenie.domain.project import Mode, Project, Purpose
from vidgenie.domain.project_graph import Footage
from vidgenie.domain.take import Take
from vidgenie.projects import store
from vidgenie.projects.tables import ProjectRow, ProjectRunRow, SegmentRow
from vidgenie.services.takes import coming, due, footage, references, takes_of

Edit = Callable[[Session, Project], Project]
"""What somebody makes of a Project."""


@dataclass(frozen=True, slots=True)
class Stage:
    """See above.

    row, segments: what was stored. takes: Segment -> oldest first. known: Assets that
    Segments refer to. footage: Segment -> what it shows. due: Segments that need a
    clip; coming: those whose clip is being made.
    runs: of the Project, oldest first.
    """

    row: ProjectRow
    segments: Sequence[SegmentRow]
    project: Project
    takes: Mapping[str, list[Take]]
    known: Mapping[str, Asset]
    runs: Sequence[ProjectRunRow]
    footage: Mapping[str, Footage] = field(default_factory=dict[str, Footage])
    due: Sequence[str] = ()
    coming: frozenset[str] = frozenset()

    @property
    def shown(self) -> dict[str, str]:
        """Segment -> id of what it shows, as `project_graph.digest` takes it."""
        return {segment: file.take for segment, file in self.footage.items()}

    @property
    def own(self) -> dict[str, str]:
        """The same of the Segments that show their reference as it is."""
        owns = {one.id for one in self.project.included if one.mode is Mode.OWN}
        return {segment: take for segment, take in self.shown.items() if segment in owns}

    @property
    def scripts(self) -> int:
        """How many scripts were asked for: the next one shall be another."""
        return sum(run.purpose in {Purpose.SCRIPT, Purpose.QUICK} for run in self.runs)

    def seed(self, segment: str) -> int:
        """A seed no Take of the Segment has had: asking again makes another clip."""
        seeds = [take.order.seed for take in self.takes.get(segment, [])]
        return max(seeds, default=-1) + 1


def stage_of(
    session: Session,
    row: ProjectRow,
    *,
    segments: Sequence[SegmentRow] | None = None,
    edit: Edit | None = None,
) -> Stage:
    """The Stage of a Project's row, in a handful of queries whatever its length.

    edit: what is about to be made of the Project; it is seen as if that were kept.
    """
    rows = segments if segments is not None else store.segment_rows(session, row.id)
    project = store.to_project(row, rows)
    if edit is not None:
        project = edit(session, project)
    takes = takes_of(session, [row.id])[row.id]
    known = references(session, row.account_id, project)
    return Stage(
        row=row,
        segments=rows,
        project=project,
        takes=takes,
        known=known,
        runs=store.run_rows(session, [row.id])[row.id],
        footage=footage(project, takes, known),
        due=due(project, takes),
        coming=frozenset(coming(project, takes)),
    )


@dataclass(frozen=True, slots=True)
class Stages:
    """Reads Stages. take_over: writes a script that is there into (account id, Project)."""

    reading: Transaction
    take_over: Callable[[str, str], bool]

    def catch_up(self, account: Account, project_id: str) -> None:
        """Have the script in the Project, if one has been written. Raises NotFound."""
        with self.reading() as session:
            row = store.row(session, account.id, project_id)
            is_awaited = row.script_run_id is not None
        if is_awaited:
            self.take_over(account.id, project_id)

    def read(self, account: Account, project_id: str, edit: Edit | None = None) -> Stage:
        """The Project now; see `stage_of`. Raises NotFound, and what `edit` does."""
        self.catch_up(account, project_id)
        with self.reading() as session:
            return stage_of(session, store.row(session, account.id, project_id), edit=edit)
