"""Reads lines of the log from the database."""

from collections.abc import Generator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from vidgenie.audit.line import Anchor, Entry
from vidgenie.audit.tables import AuditRow

_CHUNK = 1000  # lines
_ENTRY = (
    col(AuditRow.seq),
    col(AuditRow.at),
    col(AuditRow.actor),
    col(AuditRow.account_id),
    col(AuditRow.action),
    col(AuditRow.thing),
    col(AuditRow.data),
)
_HEAD = select(col(AuditRow.seq), col(AuditRow.mac)).order_by(col(AuditRow.seq).desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its seals; entry: None when what is stored there cannot even be read."""

    seq: int
    entry: Entry | None
    prev: bytes = b""
    mac: bytes = b""


def head(session: Session) -> Anchor | None:
    """The last line, None when there is none."""
    row = session.connection().execute(_HEAD).first()
    return Anchor(*row) if row else None


def page(session: Session, *where: ColumnElement[bool], limit: int) -> list[Entry]:
    """Lines, the newest first."""
    query = select(*_ENTRY).where(*where).order_by(col(AuditRow.seq).desc()).limit(limit)
    return [Entry(*row) for row in session.connection().execute(query)]


def lines(session: Session, *, since: int | None = None) -> Generator[Line]:
    """The log from its first line, or that one, to its last; new lines may come along."""
    after = None if since is None else since - 1
    while True:
        # From below 1, too: such a line was not put there by us.
        query = select(col(AuditRow.seq)).order_by(col(AuditRow.seq)).limit(_CHUNK)
        if after is not None:
            query = query.where(col(AuditRow.seq) > after)
        numbers = list(session.connection().execute(query).scalars())
        if not numbers:
            return
        yield from _between(session, numbers)
        after = numbers[-1]


def _between(session: Session, numbers: list[int]) -> list[Line]:
    """These lines. SQLite keeps any value in any column: halves, until the bad one is alone."""
    query = select(*_ENTRY, col(AuditRow.prev), col(AuditRow.mac)).where(
        col(AuditRow.seq).between(numbers[0], numbers[-1])
    )
    try:
        rows = session.connection().execute(query.order_by(col(AuditRow.seq))).all()
        return [Line(row[0], Entry(*row[:7]), row[7], row[8]) for row in rows]
    except (ValueError, TypeError):
        if len(numbers) == 1:
            return [Line(numbers[0], None)]
        half = len(numbers) // 2
        return [*_between(session, numbers[:half]), *_between(session, numbers[half:])]
