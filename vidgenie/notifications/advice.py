"""Advice to who runs the installation: which of it need not be given again."""

from datetime import datetime

from sqlmodel import Session, col, select

from vidgenie.notifications.tables import AdviceRow


def dismissed(session: Session) -> set[str]:
    """Slugs of what an admin has read and does not want to read again."""
    return set(session.exec(select(col(AdviceRow.slug))))


def dismiss(session: Session, slug: str, *, by: str, now: datetime) -> bool:
    """Never give it again; False when it was dismissed before. by: Account id."""
    if session.get(AdviceRow, slug) is not None:
        return False
    session.add(AdviceRow(slug=slug, by=by, at=now))
    session.flush()
    return True
