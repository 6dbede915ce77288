"""SQL of Projects as they are: read whole, written with their Runs; nothing here commits."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from vidgenie.domain.project import Choices, Mode, Project, Purpose, Segment
from vidgenie.domain.take import TakeOrder
from vidgenie.domain.timeline import Fit, TransitionKind
from vidgenie.errors import NotFound
from vidgenie.projects.tables import ProjectRow, ProjectRunRow, SegmentRow, TakeRow


@dataclass(frozen=True, slots=True)
class NewTake:
    """A Take to be written down; its id is known before, so that others can name it."""

    node_id: str
    order: TakeOrder
    id: str = field(default_factory=lambda: secrets.token_hex(16))


_CHOICES = TypeAdapter(Choices)
_ORDER = TypeAdapter(TakeOrder)


def row(session: Session, account_id: str, project_id: str, *, lock: bool = False) -> ProjectRow:
    """The Project's row; `lock` keeps others from changing it until the transaction ends.

    Raises NotFound, also when it is somebody else's or was deleted.
    """
    wanted = select(ProjectRow).where(
        ProjectRow.id == project_id,
        ProjectRow.account_id == account_id,
        col(ProjectRow.deleted_at).is_(None),
    )
    found = session.exec(wanted.with_for_update() if lock else wanted).first()
    if found is None:
        raise NotFound("project")
    return found


def segment_rows(session: Session, project_id: str) -> list[SegmentRow]:
    """Its Segments in order."""
    wanted = select(SegmentRow).where(SegmentRow.project_id == project_id)
    return list(session.exec(wanted.order_by(col(SegmentRow.position))))


def project(session: Session, account_id: str, project_id: str) -> Project:
    """The whole Project. Raises NotFound."""
    found = row(session, account_id, project_id)
    return to_project(found, segment_rows(session, project_id))


def to_project(row: ProjectRow, segments: Iterable[SegmentRow]) -> Project:
    """The Project of these rows."""
    return Project(
        id=row.id,
        title=row.title,
        theme=row.theme,
        pillar=row.pillar,
        language=row.language,
        hook=row.hook,
        call_to_action=row.call_to_action,
        script_by=row.script_by,
        choices=choices(row.choices),
        segments=tuple(to_segment(segment) for segment in segments),
        version=row.version,
    )


def to_segment(row: SegmentRow) -> Segment:
    """The Segment of this row."""
    return Segment(
        id=row.id,
        text=row.text,
        prompt=row.prompt,
        seconds=row.seconds,
        is_included=row.is_included,
        mode=Mode(row.mode),
        reference=row.reference,
        provider=row.provider,
        model=row.model,
        fit=Fit(row.fit),
        focus_x=row.focus_x,
        focus_y=row.focus_y,
        transition=TransitionKind(row.transition),
        transition_seconds=row.transition_seconds,
        keep_sound=row.keep_sound,
        take=row.take,
        version=row.version,
    )


def choices(data: dict[str, Any]) -> Choices:
    """Choices as they were stored."""
    return _CHOICES.validate_python(data)


def choices_json(choices: Choices) -> dict[str, Any]:
    """Choices as they are stored."""
    return cast("dict[str, Any]", _CHOICES.dump_python(choices, mode="json"))


def take_rows(session: Session, project_ids: Sequence[str]) -> dict[str, list[TakeRow]]:
    """Project -> its Takes that were not removed, oldest first; in one query."""
    found: dict[str, list[TakeRow]] = {project_id: [] for project_id in project_ids}
    wanted = select(TakeRow).where(
        col(TakeRow.project_id).in_(project_ids), col(TakeRow.removed_at).is_(None)
    )
    for take in session.exec(wanted.order_by(col(TakeRow.created_at), col(TakeRow.number))):
        found[take.project_id].append(take)
    return found


def order(row: TakeRow) -> TakeOrder:
    """What was asked for."""
    return _ORDER.validate_python(row.order)


def order_json(order: TakeOrder) -> dict[str, Any]:
    """The same as it is stored."""
    return cast("dict[str, Any]", _ORDER.dump_python(order, mode="json"))


def run_rows(session: Session, project_ids: Sequence[str]) -> dict[str, list[ProjectRunRow]]:
    """Project -> its Runs, oldest first; in one query."""
    found: dict[str, list[ProjectRunRow]] = {project_id: [] for project_id in project_ids}
    wanted = select(ProjectRunRow).where(col(ProjectRunRow.project_id).in_(project_ids))
    for run in session.exec(wanted.order_by(col(ProjectRunRow.created_at))):
        found[run.project_id].append(run)
    return found


def add_run(  # noqa: PLR0913  # a row has as many columns
    session: Session,
    *,
    account_id: str,
    project_id: str,
    run_id: str,
    purpose: Purpose,
    orders: Sequence[NewTake],
    shows: str = "",
    comparison: str = "",
) -> None:
    """Write down that a Run is this Project's, and the Takes it makes."""
    now = datetime.now(tz=UTC)
    session.add(
        ProjectRunRow(
            run_id=run_id,
            project_id=project_id,
            account_id=account_id,
            purpose=purpose,
            shows=shows,
            comparison=comparison,
            created_at=now,
        )
    )
    session.add_all(
        TakeRow(
            id=new.id,
            project_id=project_id,
            account_id=account_id,
            segment_id=new.order.segment,
            run_id=run_id,
            node_id=new.node_id,
            number=number,
            order=order_json(new.order),
            recipe=new.order.recipe,
            created_at=now,
        )
        for number, new in enumerate(orders)
    )
    session.flush()
