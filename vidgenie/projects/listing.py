"""SQL of all Projects of an Account, as lists and their statistics need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.projects.tables import ProjectRow, SegmentRow


@dataclass(frozen=True, slots=True)
class Entry:
    """A Project without its Segments; fields as in ProjectRow."""

    id: str
    title: str
    theme: str
    pillar: str
    provider: str
    script_run_id: str | None
    updated_at: datetime


def entries(session: Session, account_id: str) -> list[Entry]:
    """The Account's Projects, the one that changed last first."""
    wanted = (
        select(
            col(ProjectRow.id),
            col(ProjectRow.title),
            col(ProjectRow.theme),
            col(ProjectRow.pillar),
            cast("Any", col(ProjectRow.choices))["provider"].as_string(),
            col(ProjectRow.script_run_id),
            col(ProjectRow.updated_at),
        )
        .where(col(ProjectRow.account_id) == account_id, col(ProjectRow.deleted_at).is_(None))
        .order_by(col(ProjectRow.updated_at).desc(), col(ProjectRow.id))
    )
    return [Entry(*row) for row in session.connection().execute(wanted)]


def using(session: Session, account_id: str, provider: str) -> set[str]:
    """Projects of the Account in which a Segment is made by this Provider."""
    wanted = select(col(SegmentRow.project_id)).where(
        col(SegmentRow.account_id) == account_id, col(SegmentRow.provider) == provider
    )
    return set(session.scalars(wanted.distinct()))


def rows(session: Session, ids: Sequence[str]) -> list[ProjectRow]:
    """These Projects, in this order."""
    found = {
        row.id: row
        for row in session.scalars(select(ProjectRow).where(col(ProjectRow.id).in_(ids)))
    }
    return [found[project_id] for project_id in ids if project_id in found]


def deleted(session: Session) -> list[ProjectRow]:
    """Projects that are gone for their owners, and not yet from here."""
    wanted = select(ProjectRow).where(col(ProjectRow.deleted_at).is_not(None))
    return list(session.scalars(wanted.order_by(col(ProjectRow.deleted_at))))
