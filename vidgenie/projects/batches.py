"""SQL of batches, Projects that were asked for together; nothing here commits."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from vidgenie.errors import NotFound
from vidgenie.projects.tables import BatchRow, ProjectRow, SegmentRow


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch to be kept. request_hash: of its rows; see BatchRow."""

    account_id: str
    title: str
    idempotency_key: str
    request_hash: str


def add(session: Session, new: NewBatch, *, now: datetime) -> BatchRow | None:
    """Keep a batch; None when the Account has used the idempotency key before."""
    row: dict[str, Any] = {
        "id": secrets.token_hex(16),
        "account_id": new.account_id,
        "title": new.title,
        "idempotency_key": new.idempotency_key or None,
        "request_hash": new.request_hash,
        "created_at": now,
    }
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = make(BatchRow).values(row).on_conflict_do_nothing()
    is_new = session.exec(statement.returning(col(BatchRow.id))).all()
    return BatchRow(**row) if is_new else None


def batch(session: Session, account_id: str, batch_id: str) -> BatchRow:
    """A batch of this Account. Raises NotFound, also when it is somebody else's."""
    row = session.get(BatchRow, batch_id)
    if row is None or row.account_id != account_id:
        raise NotFound("batch")
    return row


def by_key(session: Session, account_id: str, idempotency_key: str) -> BatchRow | None:
    """The batch that was asked for with this key."""
    wanted = select(BatchRow).where(
        BatchRow.account_id == account_id, BatchRow.idempotency_key == idempotency_key
    )
    return session.exec(wanted).first()


def newest(session: Session, account_id: str, *, most: int) -> list[BatchRow]:
    """The Account's batches, the newest first."""
    wanted = select(BatchRow).where(BatchRow.account_id == account_id)
    wanted = wanted.order_by(col(BatchRow.created_at).desc(), col(BatchRow.id))
    return list(session.exec(wanted.limit(most)))


def sizes(session: Session, batch_ids: Sequence[str]) -> dict[str, int]:
    """Batch -> how many Projects it has; those without one lack."""
    wanted = (
        select(ProjectRow.batch_id, func.count())
        .where(col(ProjectRow.batch_id).in_(batch_ids), col(ProjectRow.deleted_at).is_(None))
        .group_by(col(ProjectRow.batch_id))
    )
    return {batch_id or "": number for batch_id, number in session.exec(wanted)}


def project_rows(session: Session, batch_id: str, *, lock: bool = False) -> list[ProjectRow]:
    """The Projects of a batch that were not deleted, by row; see `store.row` for `lock`."""
    wanted = select(ProjectRow).where(
        ProjectRow.batch_id == batch_id, col(ProjectRow.deleted_at).is_(None)
    )
    wanted = wanted.order_by(col(ProjectRow.batch_row))
    return list(session.exec(wanted.with_for_update() if lock else wanted))


def remove(session: Session, batch_id: str) -> None:
    """Forget a batch with Projects of which nothing was ever made."""
    mine = select(ProjectRow.id).where(ProjectRow.batch_id == batch_id)
    session.exec(delete(SegmentRow).where(col(SegmentRow.project_id).in_(mine)))
    session.exec(delete(ProjectRow).where(col(ProjectRow.batch_id) == batch_id))
    session.exec(delete(BatchRow).where(col(BatchRow.id) == batch_id))
