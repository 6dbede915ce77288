"""Changes of one Segment: what they make of it, and kept as one step that can be undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from vidgenie.domain.project import Project
from vidgenie.projects import editing, history, store
from vidgenie.projects.tables import ProjectRow
from vidgenie.services.project_rules import Rules


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """New values for fields of a Segment."""

    segment_id: str
    values: Mapping[str, Any]

    @property
    def label(self) -> str:
        """What the step is called; see `history.change`."""
        return f"segment.{next(iter(self.values))}" if len(self.values) == 1 else "segment.edit"


@dataclass(frozen=True, slots=True)
class SegmentChanges:
    """Takes them in.

    clock: the present instant, aware, UTC.
    """

    rules: Rules
    clock: Callable[[], datetime]

    def made(
        self, session: Session, account_id: str, project: Project, change: SegmentChange
    ) -> Project:
        """The Project as the change makes it; nothing is kept. Raises NotFound, InvalidInput."""
        old = editing.segment(project, change.segment_id)
        new = self.rules.segment(old, change.values)
        new = self.rules.referring(session, account_id, new, change.values)
        at = project.segments.index(old)
        segments = (*project.segments[:at], new, *project.segments[at + 1 :])
        return replace(project, segments=segments)

    def keep(self, session: Session, row: ProjectRow, change: SegmentChange) -> None:
        """Have the Project so, whose row the caller has locked. Raises as `made` does."""
        rows = store.segment_rows(session, row.id)
        after = self.made(session, row.account_id, store.to_project(row, rows), change)
        history.change(
            session,
            row,
            rows,
            after,
            label=change.label,
            subject=change.segment_id,
            now=self.clock(),
        )
