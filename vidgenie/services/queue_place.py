"""The place of a Run that waits its turn."""

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from vidgenie.domain.run import RunStatus
from vidgenie.engine.tables import RunRow


def queue_place(session: Session, run: RunRow) -> int | None:
    """1 = it is the next of its Account's Runs to begin; None when it does not wait."""
    if run.status != RunStatus.QUEUED:
        return None
    earlier = and_(col(RunRow.priority) == run.priority, col(RunRow.created_at) < run.created_at)
    before = (
        select(func.count())
        .select_from(RunRow)
        .where(RunRow.account_id == run.account_id, RunRow.status == RunStatus.QUEUED)
        .where(or_(col(RunRow.priority) < run.priority, earlier))
    )
    return 1 + session.exec(before).one()
