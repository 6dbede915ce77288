"""SQL of pillars, kinds of content an Account makes often; nothing here commits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from vidgenie.errors import NotFound
from vidgenie.projects.tables import PillarRow

BUILTIN = ("tips", "education", "story")
"""Those that everybody has; what they are called is the catalogue's to say."""


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of an Account's own. note: what it is about, for who writes."""

    name: str
    note: str = ""


def pillars(session: Session, account_id: str) -> list[Pillar]:
    """The Account's own, the oldest first."""
    rows = select(PillarRow).where(PillarRow.account_id == account_id)
    rows = rows.order_by(col(PillarRow.created_at), col(PillarRow.name))
    return [Pillar(row.name, row.note) for row in session.exec(rows)]


def note(session: Session, account_id: str, name: str) -> str:
    """What an own pillar is about; "" for one of ours, and for one that is gone."""
    row = session.get(PillarRow, (account_id, name))
    return row.note if row else ""


def keep(session: Session, account_id: str, pillar: Pillar, *, now: datetime) -> None:
    """Add it, or put its note instead of the one that is there."""
    row = session.get(PillarRow, (account_id, pillar.name))
    if row is None:
        row = PillarRow(account_id=account_id, name=pillar.name, created_at=now)
    row.note = pillar.note
    session.add(row)
    session.flush()


def remove(session: Session, account_id: str, name: str) -> None:
    """Forget it. Raises NotFound."""
    mine = (col(PillarRow.account_id) == account_id, col(PillarRow.name) == name)
    statement = delete(PillarRow).where(*mine).returning(col(PillarRow.name))
    if not session.exec(statement).all():
        raise NotFound("pillar")
