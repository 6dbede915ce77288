"""Which Project a Segment is in, for who knows the Segment only."""

from sqlmodel import col, select

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import NotFound
from vidgenie.projects.tables import ProjectRow, SegmentRow


def project_of(reading: Transaction, account: Account, segment_id: str) -> str:
    """Id of its Project. Raises NotFound, also for somebody else's, or one that was deleted."""
    wanted = (
        select(SegmentRow.project_id)
        .join(ProjectRow, col(ProjectRow.id) == col(SegmentRow.project_id))
        .where(
            SegmentRow.id == segment_id,
            SegmentRow.account_id == account.id,
            col(ProjectRow.deleted_at).is_(None),
        )
    )
    with reading() as session:
        found = session.exec(wanted).first()
    if found is None:
        raise NotFound("segment")
    return found
