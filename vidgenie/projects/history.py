"""Changes of Projects that can be undone and done again; nothing here commits.

A StepRow keeps what its step changed, as it is on the other side of it: undoing swaps the
two sides (see `sides`; `touches` tells what else it remembers). What was changed by other ways
meanwhile is left as it is. Whoever calls has locked the Project's row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import delete
from sqlmodel import Session, col, select

from vidgenie.domain.project import Project
from vidgenie.errors import Conflict
from vidgenie.projects import store
from vidgenie.projects.sides import applied, difference, sides_of, write
from vidgenie.projects.tables import ProjectRow, SegmentRow, StepRow
from vidgenie.projects.touches import Gone, merged, note, touched

MOST_STEPS = 100
"""Steps that can be undone."""
TYPING = timedelta(seconds=10)
"""What is typed into one field with shorter pauses is one step."""

_TYPED = frozenset(
    {f"segment.{name}" for name in ("text", "prompt")}
    | {f"project.{name}" for name in ("title", "theme", "hook", "call_to_action")}
)


@dataclass(frozen=True, slots=True)
class Reach:
    """What can be undone and redone next: labels of steps, "" = nothing."""

    undo: str = ""
    redo: str = ""


def change(  # noqa: PLR0913  # a step has as many parts
    session: Session,
    row: ProjectRow,
    segments: list[SegmentRow],
    after: Project,
    *,
    label: str,
    subject: str = "",
    removed: Mapping[str, bool] | None = None,
    now: datetime,
) -> bool:
    """Make the Project what `after` says, as a step that can be undone; False when it is so.

    segments: its rows as they are; the list is brought up to date.
    removed: Take -> whether its owner has removed it. Steps that were undone are gone.
    """
    old = sides_of(store.to_project(row, segments))
    new = sides_of(after)
    other = difference(old, new)
    other |= {"takes": {take: not gone for take, gone in removed.items()}} if removed else {}
    if not other:
        return False
    undone = _steps(session, row.id, at_least=row.history)
    last = undone.pop(row.history, None)
    gone = Gone.of(undone.values())
    known = max(gone.until, last.state["until"] if last else 0)
    gap = max(gone.gap, row.version if known != row.version and max(known, row.version) > 1 else 0)
    since = min(row.version, gone.since or row.version)
    write(session, row, segments, new, removed or {}, now=now)
    for step in undone.values():
        session.delete(step)
    fresh = touched(other, row.version)
    if last and not undone and not gap and _goes_on(last, label, subject, now):
        note(last, fresh, row.version)
        last.created_at = now
        session.flush()
        return True
    session.flush()
    row.history += 1
    session.add(
        StepRow(
            project_id=row.id,
            number=row.history,
            account_id=row.account_id,
            state={
                **other,
                "changed": merged(gone.changed, fresh),
                "since": since,
                "until": row.version,
                "gap": gap,
            },
            label=label,
            subject=subject,
            created_at=now,
        )
    )
    session.flush()
    _forget_old(session, row)
    return True


def undo(session: Session, row: ProjectRow, segments: list[SegmentRow], *, now: datetime) -> None:
    """Take the last step back. Raises Conflict (nothing_to_undo)."""
    step = session.get(StepRow, (row.id, row.history)) if row.history else None
    if step is None:
        raise Conflict("There is nothing to undo.", problem="nothing_to_undo")
    _swap(session, row, segments, step, now=now)
    row.history -= 1
    session.flush()


def redo(session: Session, row: ProjectRow, segments: list[SegmentRow], *, now: datetime) -> None:
    """Do again what was undone last. Raises Conflict (nothing_to_redo)."""
    step = session.get(StepRow, (row.id, row.history + 1))
    if step is None:
        raise Conflict("There is nothing to redo.", problem="nothing_to_redo")
    _swap(session, row, segments, step, now=now)
    row.history += 1
    session.flush()


def reach(session: Session, row: ProjectRow) -> Reach:
    """What can be undone and redone, in one query."""
    wanted = select(StepRow.number, StepRow.label).where(
        StepRow.project_id == row.id, col(StepRow.number).in_((row.history, row.history + 1))
    )
    labels = dict(session.exec(wanted).all())
    return Reach(labels.get(row.history, ""), labels.get(row.history + 1, ""))


def changed_since(
    session: Session, row: ProjectRow, subject: str, version: int
) -> frozenset[str] | None:
    """Fields of a Segment ("" = of the Project) that were touched after `version`.

    Values of the choices are called `choices.<name>`, the order of the Segments `order`.
    None: that is not known any more.
    """
    if version >= row.version:
        return frozenset()
    wanted = select(StepRow).where(StepRow.project_id == row.id)
    states = [step.state for step in session.exec(wanted.order_by(col(StepRow.number)))]
    known = max((state["until"] for state in states), default=0)
    if known != row.version or version < max(states[0]["since"], *(s["gap"] for s in states)):
        return None
    return frozenset(
        name
        for state in states
        for name, last in state["changed"].get(subject, {}).items()
        if last > version
    )


def _swap(
    session: Session,
    row: ProjectRow,
    segments: list[SegmentRow],
    step: StepRow,
    *,
    now: datetime,
) -> None:
    """Go to the other side of a step."""
    here = sides_of(store.to_project(row, segments))
    there = applied(here, step.state)
    removed = cast("Mapping[str, bool]", step.state.get("takes", {}))
    other = difference(here, there)
    other |= {"takes": {take: not gone for take, gone in removed.items()}} if removed else {}
    known = Gone.of(_steps(session, row.id, at_least=row.history).values()).until
    gap = row.version if known != row.version else step.state["gap"]
    write(session, row, segments, there, removed, now=now)
    kept = {name: step.state[name] for name in ("changed", "since", "until")}
    step.state = {**other, **kept, "gap": gap}
    note(step, touched(other, row.version), row.version)
    # Who goes on typing after this begins a step of their own.
    step.created_at = now - TYPING - TYPING


def _goes_on(last: StepRow, label: str, subject: str, now: datetime) -> bool:
    """Whether this is more typing into the same field."""
    is_same = (last.label, last.subject) == (label, subject) and label in _TYPED
    return is_same and now - last.created_at <= TYPING


def _steps(session: Session, project_id: str, *, at_least: int) -> dict[int, StepRow]:
    wanted = select(StepRow).where(
        StepRow.project_id == project_id, col(StepRow.number) >= at_least
    )
    return {step.number: step for step in session.exec(wanted)}


def _forget_old(session: Session, row: ProjectRow) -> None:
    session.exec(
        delete(StepRow).where(
            col(StepRow.project_id) == row.id, col(StepRow.number) <= row.history - MOST_STEPS
        )
    )
