"""The notifications' store: every function takes a session first and never commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from vidgenie.domain.notification import Way
from vidgenie.notifications.tables import NotificationChoiceRow, NotificationRow

KEPT = timedelta(days=90)  # after which what was read is forgotten
MOST = 1000  # that an Account keeps
_COLUMNS = (
    col(NotificationRow.id),
    col(NotificationRow.kind),
    col(NotificationRow.params),
    col(NotificationRow.href),
    col(NotificationRow.created_at),
    col(NotificationRow.read_at),
)


@dataclass(frozen=True, slots=True)
class Notification:
    """One of them. href: page of ours it leads to, "" for none."""

    id: int
    kind: str
    params: Mapping[str, Any]
    href: str
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class New:
    """One to be written down. is_shown: in the app; else only that it was told is kept."""

    kind: str
    key: str
    params: Mapping[str, object]
    href: str
    is_shown: bool


def add(session: Session, account_id: str, new: New, *, now: datetime) -> bool:
    """Write it down; False when the Account was told before, by its key."""
    is_sqlite = session.connection().dialect.name == "sqlite"
    make = sqlite.insert if is_sqlite else postgresql.insert
    statement = make(NotificationRow).values(
        account_id=account_id,
        kind=new.kind,
        key=new.key,
        params=dict(new.params),
        href=new.href,
        is_shown=new.is_shown,
        created_at=now,
    )
    once = statement.on_conflict_do_nothing(index_elements=["account_id", "key"])
    added = once.returning(col(NotificationRow.id))
    return session.connection().execute(added).first() is not None


def page(
    session: Session, account_id: str, *, limit: int, before: int | None, is_unread: bool
) -> list[Notification]:
    """Those that are shown, the newest first; before: id of the last one of the page before."""
    query = select(*_COLUMNS).where(*_shown(account_id))
    if is_unread:
        query = query.where(col(NotificationRow.read_at).is_(None))
    if before is not None:
        query = query.where(col(NotificationRow.id) < before)
    newest = query.order_by(col(NotificationRow.id).desc()).limit(limit)
    return [Notification(*row) for row in session.connection().execute(newest)]


def unread(session: Session, account_id: str) -> int:
    """How many have not been read."""
    query = select(func.count()).where(*_shown(account_id), col(NotificationRow.read_at).is_(None))
    return session.connection().execute(query.select_from(NotificationRow)).scalar_one()


def read(session: Session, account_id: str, ids: Sequence[int] | None, *, now: datetime) -> int:
    """Write down that they were read, None = all; how many had not been."""
    mine = [*_shown(account_id), col(NotificationRow.read_at).is_(None)]
    if ids is not None:
        mine.append(col(NotificationRow.id).in_(ids))
    statement = update(NotificationRow).where(*mine).values(read_at=now)
    return session.connection().execute(statement).rowcount


def ways(session: Session, account_id: str) -> dict[str, Way]:
    """Kind -> what the Account has chosen; the others are as usual."""
    row = NotificationChoiceRow
    query = select(col(row.kind), col(row.in_app), col(row.by_email))
    mine = query.where(col(row.account_id) == account_id)
    return {kind: Way(*how) for kind, *how in session.connection().execute(mine)}


def way(session: Session, account_id: str, kind: str) -> Way | None:
    """What the Account has chosen for one kind."""
    row = NotificationChoiceRow
    query = select(col(row.in_app), col(row.by_email))
    mine = query.where(col(row.account_id) == account_id, col(row.kind) == kind)
    found = session.connection().execute(mine).first()
    return Way(*found) if found else None


def choose(session: Session, account_id: str, kind: str, way: Way) -> None:
    """Keep a choice."""
    is_sqlite = session.connection().dialect.name == "sqlite"
    make = sqlite.insert if is_sqlite else postgresql.insert
    chosen = {"in_app": way.in_app, "by_email": way.by_email}
    statement = make(NotificationChoiceRow).values(account_id=account_id, kind=kind, **chosen)
    kept = statement.on_conflict_do_update(index_elements=["account_id", "kind"], set_=chosen)
    session.connection().execute(kept)


def forget(session: Session, *, now: datetime) -> int:
    """Delete what was read, or never shown, long ago, and what is too much; how many."""
    row = NotificationRow
    old = col(row.created_at) < now - KEPT
    done = col(row.read_at).is_not(None) | col(row.is_shown).is_(False)
    forgotten = session.connection().execute(delete(row).where(old, done)).rowcount
    counted = select(col(row.account_id)).group_by(col(row.account_id))
    full = counted.having(func.count() > MOST)
    for account_id in session.connection().execute(full).scalars().all():
        mine = col(row.account_id) == account_id
        newest = select(col(row.id)).where(mine).order_by(col(row.id).desc())
        first = newest.offset(MOST - 1).limit(1).scalar_subquery()
        older = delete(row).where(mine, col(row.id) < first)
        forgotten += session.connection().execute(older).rowcount
    return forgotten


def _shown(account_id: str) -> list[ColumnElement[bool]]:
    row = NotificationRow
    return [col(row.account_id) == account_id, col(row.is_shown).is_(True)]
