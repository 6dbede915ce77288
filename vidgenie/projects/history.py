"""Changes of Projects that can be undone and done again; nothing here commits.

A StepRow keeps what its step changed, as it is on the other side of it: undoing swaps the
two sides. What was changed by other ways meanwhile is left as it is. Whoever calls has
locked the Project's row.

The state of a step: `project` {field: value}, `segments` {id: {field: value}, None = it is
not there}, `order` [ids], `takes` {id: whether it is removed}; each only where it differs.
Besides, `changed` {Segment ("" = the Project): {field: version of the Project that last
touched it}}; `since` and `until`: versions before the step and after its last use; `gap`:
up to that version somebody wrote without a step, 0 = nobody did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from vidgenie.domain.project import Project, Segment
from vidgenie.errors import Conflict
from vidgenie.projects import store
from vidgenie.projects.tables import ProjectRow, SegmentRow, StepRow, TakeRow

MOST_STEPS = 100
"""Steps that can be undone."""
TYPING = timedelta(seconds=10)
"""What is typed into one field with shorter pauses is one step."""

_OF_PROJECT = ("title", "theme", "pillar", "language", "hook", "call_to_action", "script_by")
_OF_SEGMENT = tuple(each.name for each in fields(Segment) if each.name not in ("id", "version"))
_TYPED = frozenset(
    {f"segment.{name}" for name in ("text", "prompt")}
    | {f"project.{name}" for name in ("title", "theme", "hook", "call_to_action")}
)
_CHOICE = "choices."

Json = dict[str, Any]


@dataclass(slots=True)
class Sides:
    """What of a Project can be edited, as JSON. segments: in order."""

    project: Json
    segments: dict[str, Json]


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
    old = _sides(store.to_project(row, segments))
    new = _sides(after)
    other = _difference(old, new)
    other |= {"takes": {take: not gone for take, gone in removed.items()}} if removed else {}
    if not other:
        return False
    undone = _steps(session, row.id, at_least=row.history)
    last = undone.pop(row.history, None)
    gone = _Gone.of(undone.values())
    known = max(gone.until, last.state["until"] if last else 0)
    gap = max(gone.gap, row.version if known != row.version and max(known, row.version) > 1 else 0)
    since = min(row.version, gone.since or row.version)
    _write(session, row, segments, new, removed or {}, now=now)
    for step in undone.values():
        session.delete(step)
    touched = _touched(other, row.version)
    if last and not undone and not gap and _goes_on(last, label, subject, now):
        _note(last, touched, row.version)
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
                "changed": _merged(gone.changed, touched),
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
        for name, touched in state["changed"].get(subject, {}).items()
        if touched > version
    )


def _sides(project: Project) -> Sides:
    choices = store.choices_json(project.choices)
    values: Json = {name: getattr(project, name) for name in _OF_PROJECT}
    values |= {_CHOICE + name: value for name, value in choices.items()}
    return Sides(
        values,
        {
            each.id: {name: value for name, value in asdict(each).items() if name in _OF_SEGMENT}
            for each in project.segments
        },
    )


def _difference(kept: Sides, other: Sides) -> Json:
    """What of `kept` is not the same in `other`: the state of the step from one to the other."""
    found: Json = {
        "project": {
            name: value for name, value in kept.project.items() if value != other.project[name]
        }
    }
    segments: dict[str, Json | None] = dict.fromkeys(other.segments.keys() - kept.segments.keys())
    for segment_id, values in kept.segments.items():
        there = other.segments.get(segment_id, {})
        differs = {name: v for name, v in values.items() if name not in there or there[name] != v}
        if differs:
            segments[segment_id] = differs
    found["segments"] = segments
    found["order"] = list(kept.segments) if list(kept.segments) != list(other.segments) else []
    return {name: value for name, value in found.items() if value}


def _applied(side: Sides, state: Mapping[str, Any]) -> Sides:
    """The Project on the other side of a step; what the step did not touch stays."""
    segments = {segment_id: dict(values) for segment_id, values in side.segments.items()}
    wanted = cast("Mapping[str, Json | None]", state.get("segments", {}))
    for segment_id, values in wanted.items():
        if values is None:
            segments.pop(segment_id, None)
        elif segment_id in segments:
            segments[segment_id] |= values
        elif values.keys() >= set(_OF_SEGMENT):
            segments[segment_id] = dict(values)
    order = [each for each in state.get("order", ()) if each in segments]
    order += [each for each in segments if each not in set(order)]
    return Sides(
        {**side.project, **state.get("project", {})},
        {segment_id: segments[segment_id] for segment_id in order},
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
    here = _sides(store.to_project(row, segments))
    there = _applied(here, step.state)
    removed = cast("Mapping[str, bool]", step.state.get("takes", {}))
    other = _difference(here, there)
    other |= {"takes": {take: not gone for take, gone in removed.items()}} if removed else {}
    known = _Gone.of(_steps(session, row.id, at_least=row.history).values()).until
    gap = row.version if known != row.version else step.state["gap"]
    _write(session, row, segments, there, removed, now=now)
    kept = {name: step.state[name] for name in ("changed", "since", "until")}
    step.state = {**other, **kept, "gap": gap}
    _note(step, _touched(other, row.version), row.version)
    # Who goes on typing after this begins a step of their own.
    step.created_at = now - TYPING - TYPING


def _write(  # noqa: PLR0913  # what is written, and onto what
    session: Session,
    row: ProjectRow,
    segments: list[SegmentRow],
    new: Sides,
    removed: Mapping[str, bool],
    *,
    now: datetime,
) -> None:
    """Bring the rows to this state; what changes gets the Project's new version."""
    row.version += 1
    row.updated_at = now
    for name in _OF_PROJECT:
        setattr(row, name, new.project[name])
    row.choices = {
        name.removeprefix(_CHOICE): value
        for name, value in new.project.items()
        if name.startswith(_CHOICE)
    }
    by_id = {segment.id: segment for segment in segments}
    for segment_id in by_id.keys() - new.segments.keys():
        session.delete(by_id[segment_id])
    segments.clear()
    for position, (segment_id, values) in enumerate(new.segments.items()):
        segment = by_id.get(segment_id)
        if segment is None:
            segment = SegmentRow(
                id=segment_id, project_id=row.id, account_id=row.account_id, position=position
            )
            session.add(segment)
            differs = True
        else:
            differs = any(getattr(segment, name) != value for name, value in values.items())
        for name, value in values.items():
            setattr(segment, name, value)
        segment.position = position
        if differs:
            segment.version = row.version
        segments.append(segment)
    for take_id, is_gone in removed.items():
        session.exec(
            update(TakeRow)
            .where(col(TakeRow.id) == take_id, col(TakeRow.project_id) == row.id)
            .values(removed_at=now if is_gone else None)
        )
    session.flush()


def _touched(state: Mapping[str, Any], version: int) -> dict[str, dict[str, int]]:
    """Segment, "" = the Project -> field -> the version it was touched at."""
    whole = [*state.get("project", {}), *(["order"] if "order" in state else [])]
    found = {"": dict.fromkeys(whole, version)} if whole else {}
    for segment_id, values in state.get("segments", {}).items():
        found[segment_id] = dict.fromkeys(_OF_SEGMENT if values is None else values, version)
    return found


def _note(step: StepRow, touched: Mapping[str, Mapping[str, int]], version: int) -> None:
    changed = _merged(step.state["changed"], touched)
    step.state = {**step.state, "changed": changed, "until": version}


def _merged(
    one: Mapping[str, Mapping[str, int]], other: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """The later version of each."""
    merged = {subject: dict(versions) for subject, versions in one.items()}
    for subject, versions in other.items():
        kept = merged.setdefault(subject, {})
        for name, version in versions.items():
            kept[name] = max(kept.get(name, 0), version)
    return merged


@dataclass(frozen=True, slots=True)
class _Gone:
    """What is still to be known of steps that go; 0 where there is nothing."""

    changed: dict[str, dict[str, int]]
    since: int = 0
    until: int = 0
    gap: int = 0

    @staticmethod
    def of(steps: Iterable[StepRow]) -> "_Gone":
        states = [step.state for step in steps]
        changed: dict[str, dict[str, int]] = {}
        for state in states:
            changed = _merged(changed, state["changed"])
        return _Gone(
            changed,
            min((state["since"] for state in states), default=0),
            max((state["until"] for state in states), default=0),
            max((state["gap"] for state in states), default=0),
        )


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
