"""SQL of drafts: the Graph an Account is working on; nothing here commits."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import JSON, Column, Integer, String
from sqlmodel import Field, Session, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime


class DraftRow(SQLModel, table=True):
    """The Graph on an Account's canvas.

    graph: as domain.graph_json writes it.
    version: raised with every change.
    """

    __tablename__ = "vg_draft"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    graph: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


def draft(session: Session, account_id: str) -> DraftRow | None:
    """What the Account is working on, if anything."""
    return session.get(DraftRow, account_id)


def save(session: Session, account_id: str, graph: Mapping[str, object]) -> int:
    """Keep the Graph; its new version. An equal Graph keeps its version."""
    now = datetime.now(tz=UTC)
    row = session.get(DraftRow, account_id, with_for_update=True)
    if row is None:
        row = DraftRow(account_id=account_id, graph=dict(graph), updated_at=now)
    elif row.graph != graph:
        row.graph = dict(graph)
        row.version += 1
        row.updated_at = now
    session.add(row)
    session.flush()
    return row.version
