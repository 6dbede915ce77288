"""Pace: how long work of each kind takes here, learnt from what was made; commits nothing."""

from collections.abc import Collection

from sqlalchemy import tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from vidgenie.engine.tables import NodeRow, PaceRow

MEMORY = 8
"""About so many measurements make up the mean: what is slower today is soon known."""

Work = tuple[str, str, str]
"""Node type, Provider, and row of the price table ("" when it is free)."""


def note(session: Session, row: NodeRow, action: str) -> None:
    """Learn from a Node that has just ended well; one that had to wait tells nothing."""
    if row.started_at is None or row.finished_at is None or row.waits or row.waits_since:
        return
    seconds = (row.finished_at - row.started_at).total_seconds()
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    first = make(PaceRow).values(
        type=row.type, provider=row.provider, action=action, seconds=seconds, count=1
    )
    added = first.on_conflict_do_nothing().returning(col(PaceRow.type))
    if session.exec(added).all():
        return
    mean = col(PaceRow.seconds)
    session.exec(
        update(PaceRow)
        .where(
            col(PaceRow.type) == row.type,
            col(PaceRow.provider) == row.provider,
            col(PaceRow.action) == action,
        )
        .values(seconds=mean + (seconds - mean) / MEMORY, count=col(PaceRow.count) + 1)
    )


def known(session: Session, works: Collection[Work]) -> dict[Work, float]:
    """Seconds that each kind of work has taken, of those that were ever done; in one query."""
    place = tuple_(col(PaceRow.type), col(PaceRow.provider), col(PaceRow.action))
    rows = session.exec(select(PaceRow).where(place.in_(list(works)))).all()
    return {(row.type, row.provider, row.action): row.seconds for row in rows}
