"""Use cases on the Segments of a Project; every change is one step that can be undone."""

import secrets
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.project import Project
from vidgenie.errors import Conflict, NotFound
from vidgenie.projects import editing, history, store
from vidgenie.projects.tables import ProjectRow, SegmentRow, TakeRow
from vidgenie.services.project_making import NewSegment, new_segment
from vidgenie.services.project_rules import Rules, check_count, check_texts
from vidgenie.services.project_viewing import ProjectViewer
from vidgenie.services.project_views import ProjectView, SegmentView, TakeView
from vidgenie.services.projects import check_seen
from vidgenie.services.segment_changes import SegmentChange, SegmentChanges

_ELSEWHERE = "edited_elsewhere"


@dataclass(frozen=True, slots=True)
class ChangedSegment:
    """A Segment that was changed. version: of its Project."""

    segment: SegmentView
    version: int


@dataclass(frozen=True, slots=True)
class _Open:
    """A Project that is being edited."""

    session: Session
    row: ProjectRow
    rows: list[SegmentRow]
    before: Project


@dataclass(frozen=True, slots=True)
class _Step:
    """What an edit makes of a Project; see `history.change`."""

    after: Project
    label: str
    subject: str = ""
    removed: Mapping[str, bool] = field(default_factory=dict[str, bool])


@dataclass(frozen=True, slots=True)
class SegmentService:
    """Segments as their owners change them; two tabs are one after the other.

    clock: the present instant, aware, UTC.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    rules: Rules
    changes: SegmentChanges
    viewer: ProjectViewer

    def add(
        self,
        account: Account,
        project_id: str,
        new: NewSegment,
        *,
        after: str | None = None,
        version: int | None = None,
    ) -> ProjectView:
        """Add a Segment behind the one called `after`.

        after: "" = at the beginning, None = at the end. version: of the Project, when nobody
        may have added, removed or moved a Segment since: a Conflict (edited_elsewhere).
        Raises NotFound and InvalidInput (too_many: there are sixty).
        """

        def edit(it: _Open) -> _Step:
            if version is not None:
                _check_order(it, version)
            segment = new_segment(self.rules, it.session, account.id, new)
            return _Step(editing.add(it.before, segment, after=after), "segment.add", segment.id)

        return self._edit(account, project_id, edit)

    def update(
        self,
        account: Account,
        project_id: str,
        segment_id: str,
        changes: Mapping[str, Any],
        *,
        version: int | None = None,
    ) -> ChangedSegment:
        """Change fields of a Segment.

        version: of the Segment as the caller has seen it, None = whatever it is. A field that
        others have changed since, too, is a Conflict (edited_elsewhere); other fields keep
        what they have made of them. Raises NotFound and InvalidInput.
        """
        with self._editing(account, project_id) as it:
            change = SegmentChange(segment_id, changes)
            after = self.changes.made(it.session, account.id, it.before, change)
            old, new = (editing.segment(one, segment_id) for one in (it.before, after))
            if version is not None and version < old.version:
                values = {name: (getattr(old, name), getattr(new, name)) for name in changes}
                check_seen(it.session, it.row, segment_id, version, values)
            self._keep(it, _Step(after, change.label, segment_id))
            view = self.viewer.segment(it.session, account, it.row, segment_id)
        return ChangedSegment(view, it.row.version)

    def remove(self, account: Account, project_id: str, segment_id: str) -> ProjectView:
        """Take a Segment out; its Takes come back when this is undone.

        Raises NotFound and Conflict (last_segment).
        """

        def edit(it: _Open) -> _Step:
            return _Step(editing.remove(it.before, segment_id), "segment.remove", segment_id)

        return self._edit(account, project_id, edit)

    def reorder(
        self, account: Account, project_id: str, ids: Sequence[str], *, version: int | None = None
    ) -> ProjectView:
        """Put the Segments in this order.

        version: of the Project the caller has seen. Raises NotFound, and Conflict
        (edited_elsewhere) when these are not exactly its Segments, or when others have
        added, removed or moved some since.
        """

        def edit(it: _Open) -> _Step:
            if version is not None:
                _check_order(it, version)
            if sorted(ids) != sorted(segment.id for segment in it.before.segments):
                raise _elsewhere()
            return _Step(editing.reorder(it.before, ids), "segments.order")

        return self._edit(account, project_id, edit)

    def split(self, account: Account, project_id: str, segment_id: str, *, at: int) -> ProjectView:
        """Cut the text of a Segment in two; see `editing.split`.

        at: a number of characters. Raises NotFound and InvalidInput.
        """

        def edit(it: _Open) -> _Step:
            new_id = secrets.token_hex(16)
            after = editing.split(it.before, segment_id, at=at, new_id=new_id)
            return _Step(after, "segment.split", segment_id)

        return self._edit(account, project_id, edit)

    def merge(self, account: Account, project_id: str, segment_id: str) -> ProjectView:
        """Make one of a Segment and the next; see `editing.merge`.

        Raises NotFound, Conflict (no_next_segment), and InvalidInput (too_long).
        """

        def edit(it: _Open) -> _Step:
            after = editing.merge(it.before, segment_id)
            check_texts(editing.segment(after, segment_id))
            return _Step(after, "segment.merge", segment_id)

        return self._edit(account, project_id, edit)

    def takes(self, account: Account, project_id: str, segment_id: str) -> list[TakeView]:
        """The Takes of a Segment, oldest first. Raises NotFound."""
        with self.reading() as session:
            row = store.row(session, account.id, project_id)
            editing.segment(store.project(session, account.id, project_id), segment_id)
            return self.viewer.takes(session, account, row, segment_id)

    def choose(
        self, account: Account, project_id: str, segment_id: str, take_id: str
    ) -> ProjectView:
        """Have this Take in the video; "" = the newest, whichever it is.

        Raises NotFound, also for a Take of another Segment, and Conflict (not_made) for one
        that shows nothing.
        """

        def edit(it: _Open) -> _Step:
            editing.segment(it.before, segment_id)
            if take_id:
                take = _take(it, take_id)
                if take.segment_id != segment_id:
                    raise NotFound("take")
                made = self.viewer.takes(it.session, account, it.row, segment_id)
                if not any(each.id == take_id and each.url for each in made):
                    raise Conflict("This take was not made.", problem="not_made")
            after = editing.change(it.before, segment_id, {"take": take_id})
            return _Step(after, "segment.take", segment_id)

        return self._edit(account, project_id, edit)

    def remove_take(self, account: Account, project_id: str, take_id: str) -> ProjectView:
        """Do not show a Take any more; it comes back when this is undone. Raises NotFound."""

        def edit(it: _Open) -> _Step:
            take = _take(it, take_id)
            after = it.before
            for segment in it.before.segments:
                if segment.take == take_id:
                    after = editing.change(after, segment.id, {"take": ""})
            return _Step(after, "take.remove", take.segment_id, {take_id: True})

        return self._edit(account, project_id, edit)

    def _edit(
        self, account: Account, project_id: str, edit: Callable[[_Open], _Step]
    ) -> ProjectView:
        with self._editing(account, project_id) as it:
            self._keep(it, edit(it))
            view = self.viewer.project(it.session, account, it.row)
        return view()

    @contextmanager
    def _editing(self, account: Account, project_id: str) -> Generator[_Open]:
        """The Project, locked, in a transaction that ends with the block."""
        with self.transaction() as session:
            row = store.row(session, account.id, project_id, lock=True)
            rows = store.segment_rows(session, project_id)
            yield _Open(session, row, rows, store.to_project(row, rows))

    def _keep(self, it: _Open, step: _Step) -> None:
        if len(step.after.segments) > len(it.before.segments):
            check_count(step.after)
        history.change(
            it.session,
            it.row,
            it.rows,
            step.after,
            label=step.label,
            subject=step.subject,
            removed=step.removed,
            now=self.clock(),
        )


def _check_order(it: _Open, version: int) -> None:
    since = history.changed_since(it.session, it.row, "", version)
    if since is None or "order" in since:
        raise _elsewhere()


def _elsewhere() -> Conflict:
    return Conflict("This was changed somewhere else in the meantime.", problem=_ELSEWHERE)


def _take(it: _Open, take_id: str) -> TakeRow:
    """A Take of the Project. Raises NotFound, also when it was removed."""
    row = it.session.get(TakeRow, take_id)
    if row is None or row.project_id != it.row.id or row.removed_at is not None:
        raise NotFound("take")
    return row
