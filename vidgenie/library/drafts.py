"""SQL of drafts: the Graph an Account is working on; nothing here commits."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlmodel import Session

from vidgenie.library.tables import DraftRow


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
