"""A Project in a database, and what people do to it."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from vidgenie.domain.project import Choices, Segment
from vidgenie.projects import history, store
from vidgenie.projects.tables import ProjectRow, SegmentRow, StepRow

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@dataclass
class Desk:
    """One Project, edited in one transaction after the other; minutes apart unless told."""

    transaction: object
    project_id: str = field(default_factory=lambda: secrets.token_hex(16))
    account_id: str = "a" * 32
    now: datetime = START

    def open(self, count=3):
        with self.transaction() as session:
            session.add(
                ProjectRow(
                    id=self.project_id,
                    account_id=self.account_id,
                    title="Sea",
                    choices=store.choices_json(Choices()),
                    created_at=self.now,
                    updated_at=self.now,
                )
            )
            session.flush()
            session.add_all(
                SegmentRow(
                    id=f"{number:032x}",
                    project_id=self.project_id,
                    account_id=self.account_id,
                    position=number,
                    text=f"text {number}",
                )
                for number in range(count)
            )
        return self

    def do(self, edit, label="segment.edit", subject="", *, after=60.0, removed=None):
        """edit: Project -> Project. after: seconds since the last edit."""
        self.now += timedelta(seconds=after)
        with self.transaction() as session:
            row = store.row(session, self.account_id, self.project_id, lock=True)
            segments = store.segment_rows(session, self.project_id)
            changed = edit(store.to_project(row, segments))
            return history.change(
                session,
                row,
                segments,
                changed,
                label=label,
                subject=subject,
                removed=removed,
                now=self.now,
            )

    def undo(self):
        self._go(history.undo)

    def redo(self):
        self._go(history.redo)

    def _go(self, where):
        with self.transaction() as session:
            row = store.row(session, self.account_id, self.project_id, lock=True)
            segments = store.segment_rows(session, self.project_id)
            where(session, row, segments, now=self.now)

    def project(self):
        with self.transaction() as session:
            return store.project(session, self.account_id, self.project_id)

    def reach(self):
        with self.transaction() as session:
            row = store.row(session, self.account_id, self.project_id)
            return history.reach(session, row)

    def since(self, subject, version):
        with self.transaction() as session:
            row = store.row(session, self.account_id, self.project_id)
            return history.changed_since(session, row, subject, version)

    def steps(self):
        with self.transaction() as session:
            return sorted(session.exec(select(StepRow.number)))


@pytest.fixture
def desk(transaction):
    return Desk(transaction).open()


def contents(project):
    """All of it but versions, which never go back."""
    return (
        project.title,
        project.theme,
        project.choices,
        [(s.id, s.text, s.prompt, s.seconds, s.is_included, s.take) for s in project.segments],
    )


def new_segment(**values):
    return Segment(id=secrets.token_hex(16), **values)
