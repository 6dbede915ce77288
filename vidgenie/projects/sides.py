"""What of a Project a step can change, how two of its states differ, and the way between them.

The state of a step: `project` {field: value}, `segments` {id: {field: value}, None = it is
not there}, `order` [ids], `takes` {id: whether it is removed}; each only where it differs.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, cast

from sqlalchemy import update
from sqlmodel import Session, col

from vidgenie.domain.project import Project, Segment
from vidgenie.projects import store
from vidgenie.projects.tables import ProjectRow, SegmentRow, TakeRow

OF_SEGMENT = tuple(each.name for each in fields(Segment) if each.name not in ("id", "version"))
"""Fields of a Segment."""
_OF_PROJECT = ("title", "theme", "pillar", "language", "hook", "call_to_action", "script_by")
_CHOICE = "choices."

Json = dict[str, Any]


@dataclass(slots=True)
class Sides:
    """What of a Project can be edited, as JSON. segments: in order."""

    project: Json
    segments: dict[str, Json]


def sides_of(project: Project) -> Sides:
    """The Project as it is."""
    choices = store.choices_json(project.choices)
    values: Json = {name: getattr(project, name) for name in _OF_PROJECT}
    values |= {_CHOICE + name: value for name, value in choices.items()}
    return Sides(
        values,
        {
            each.id: {name: value for name, value in asdict(each).items() if name in OF_SEGMENT}
            for each in project.segments
        },
    )


def difference(kept: Sides, other: Sides) -> Json:
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


def applied(side: Sides, state: Mapping[str, Any]) -> Sides:
    """The Project on the other side of a step; what the step did not touch stays."""
    segments = {segment_id: dict(values) for segment_id, values in side.segments.items()}
    wanted = cast("Mapping[str, Json | None]", state.get("segments", {}))
    for segment_id, values in wanted.items():
        if values is None:
            segments.pop(segment_id, None)
        elif segment_id in segments:
            segments[segment_id] |= values
        elif values.keys() >= set(OF_SEGMENT):
            segments[segment_id] = dict(values)
    order = [each for each in state.get("order", ()) if each in segments]
    order += [each for each in segments if each not in set(order)]
    return Sides(
        {**side.project, **state.get("project", {})},
        {segment_id: segments[segment_id] for segment_id in order},
    )


def write(  # noqa: PLR0913  # what is written, and onto what
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
