"""E-mails waiting to be sent, or to be read in the outbox."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, select, tuple_, update
from sqlmodel import Session, col

from vidgenie.accounts.letter import Letter
from vidgenie.accounts.tables import MailRow

KEPT = timedelta(days=30)
# Pauses before the second attempt, the third...; after the last one nobody tries any more.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
# Older ones are not sent any more: a mail server that is set up late sends no old news.
_FRESH = timedelta(days=1)
# How long one process may take to send one e-mail before another one tries.
_CLAIM = timedelta(minutes=5)
_LONGEST_ERROR = 300
_COLUMNS = (
    col(MailRow.id),
    col(MailRow.recipient),
    col(MailRow.kind),
    col(MailRow.locale),
    col(MailRow.subject),
    col(MailRow.created_at),
    col(MailRow.sent_at),
    col(MailRow.attempts),
    col(MailRow.error),
)


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail. body: "" in a list, and once it was sent."""

    id: str
    recipient: str
    kind: str
    locale: str
    subject: str
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    error: str
    body: str = field(default="", repr=False)


def add(
    session: Session, letter: Letter, *, account_id: str | None, recipient: str, now: datetime
) -> str:
    """Write an e-mail down; its id."""
    row = MailRow(
        id=secrets.token_hex(16),
        account_id=account_id,
        recipient=recipient,
        kind=letter.kind,
        locale=letter.locale,
        subject=letter.subject,
        body=letter.body,
        created_at=now,
        next_try_at=now,
    )
    session.connection().execute(insert(MailRow).values(row.model_dump()))
    return row.id


def remove(session: Session, mail_id: str) -> None:
    """Take an e-mail away."""
    session.connection().execute(delete(MailRow).where(col(MailRow.id) == mail_id))


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether an e-mail is to be sent."""
    query = select(col(MailRow.id)).where(*_is_due(now)).limit(1)
    return session.connection().execute(query).first() is not None


def claim(session: Session, *, now: datetime) -> Mail | None:
    """The e-mail that has been due the longest, for this caller alone; None when none is."""
    due = select(col(MailRow.id), col(MailRow.next_try_at)).where(*_is_due(now))
    oldest = due.order_by(col(MailRow.next_try_at), col(MailRow.id))
    for mail_id, next_try_at in session.connection().execute(oldest.limit(20)).all():
        this = (col(MailRow.id) == mail_id, col(MailRow.next_try_at) == next_try_at)
        values = {"next_try_at": now + _CLAIM, "attempts": col(MailRow.attempts) + 1}
        claimed = session.connection().execute(update(MailRow).where(*this).values(values))
        # Another process was quicker: the next one, then.
        if claimed.rowcount == 1:
            return find(session, mail_id)
    return None


def sent(session: Session, mail_id: str, *, now: datetime) -> None:
    """Write down that an e-mail was sent; its text is not kept."""
    values = {"sent_at": now, "next_try_at": None, "error": "", "body": ""}
    session.connection().execute(update(MailRow).where(col(MailRow.id) == mail_id).values(values))


def failed(session: Session, mail: Mail, error: str, *, for_good: bool, now: datetime) -> None:
    """Write down that an e-mail could not be sent, and when to try again."""
    pause = None
    if not for_good and mail.attempts <= len(_PAUSES):
        pause = _PAUSES[mail.attempts - 1]
    values = {"error": error[:_LONGEST_ERROR], "next_try_at": now + pause if pause else None}
    session.connection().execute(update(MailRow).where(col(MailRow.id) == mail.id).values(values))


def find(session: Session, mail_id: str) -> Mail | None:
    """One e-mail with its text."""
    query = select(*_COLUMNS, col(MailRow.body)).where(col(MailRow.id) == mail_id)
    row = session.connection().execute(query).first()
    return Mail(*row) if row else None


def owner(session: Session, mail_id: str) -> str | None:
    """The Account an e-mail is about; None when it is about none."""
    query = select(col(MailRow.account_id)).where(col(MailRow.id) == mail_id)
    return session.connection().execute(query).scalar()


def page(session: Session, *, before: str, limit: int) -> list[Mail]:
    """The newest e-mails, without their texts; before: id of the last one of the page before."""
    query = select(*_COLUMNS)
    if before:
        place = tuple_(col(MailRow.created_at), col(MailRow.id))
        last = select(col(MailRow.created_at), col(MailRow.id)).where(col(MailRow.id) == before)
        query = query.where(place < last.scalar_subquery())
    newest = query.order_by(col(MailRow.created_at).desc(), col(MailRow.id).desc())
    return [Mail(*row) for row in session.connection().execute(newest.limit(limit))]


def forget(session: Session, *, now: datetime) -> None:
    """Delete the e-mails of more than a month ago."""
    session.connection().execute(delete(MailRow).where(col(MailRow.created_at) < now - KEPT))


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (col(MailRow.next_try_at) <= now, col(MailRow.created_at) > now - _FRESH)
