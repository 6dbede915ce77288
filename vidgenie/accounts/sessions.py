"""Sessions: who is signed in with a browser."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.accounts.identity import (
    ACCOUNT,
    HASH,
    LEAVING,
    SCOPES,
    Found,
    Visit,
    confirmed_until,
    digest,
    is_stale,
)
from vidgenie.accounts.tables import AccountRow, SessionRow
from vidgenie.domain.account import Account
from vidgenie.errors import NotSignedIn

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
_SESSIONS = 20
_ALIVE = (
    col(SessionRow.expires_at) > bindparam("p_now", type_=UTCDateTime()),
    col(SessionRow.last_seen_at) > bindparam("p_idle", type_=UTCDateTime()),
)
_BY_COOKIE = (
    select(
        *ACCOUNT,
        col(SessionRow.id),
        col(SessionRow.confirmed_at),
        col(SessionRow.last_seen_at),
    )
    .join(SessionRow, col(SessionRow.account_id) == col(AccountRow.id))
    .where(col(SessionRow.token_hash) == HASH, col(AccountRow.role).not_in(LEAVING), *_ALIVE)
)


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A browser that is signed in. user_agent, ip: as they were when it signed in."""

    id: str
    user_agent: str
    ip: str
    created_at: datetime
    last_seen_at: datetime


def add_session(
    session: Session, account_id: str, *, user_agent: str, ip: str, now: datetime
) -> tuple[str, SessionRow]:
    """Sign an Account in; returns the cookie's value and the session.

    The session least recently seen goes when there are more than 20. Raises NotSignedIn
    for an Account that is being erased.
    """
    mine = select(col(AccountRow.id)).where(
        col(AccountRow.id) == account_id, col(AccountRow.role).not_in(LEAVING)
    )
    if session.connection().execute(mine.with_for_update(key_share=True)).first() is None:
        raise NotSignedIn
    token = secrets.token_urlsafe(32)
    row = SessionRow(
        token_hash=digest(token),
        id=secrets.token_hex(16),
        account_id=account_id,
        created_at=now,
        last_seen_at=now,
        expires_at=now + LONGEST,
        user_agent=user_agent,
        ip=ip,
        confirmed_at=now,
    )
    session.connection().execute(insert(SessionRow).values(row.model_dump()))
    others = (
        col(SessionRow.account_id) == account_id,
        col(SessionRow.token_hash) != row.token_hash,
    )
    kept = (
        select(col(SessionRow.token_hash))
        .where(*others)
        .order_by(col(SessionRow.last_seen_at).desc(), col(SessionRow.created_at).desc())
        .limit(_SESSIONS - 1)
    )
    session.connection().execute(
        delete(SessionRow).where(*others, col(SessionRow.token_hash).not_in(kept))
    )
    return token, row


def find_session(session: Session, token: str, *, now: datetime) -> Found | None:
    """Whom a cookie belongs to; None when the session has ended."""
    parameters = {"p_hash": digest(token), "p_now": now, "p_idle": now - IDLE}
    row = session.connection().execute(_BY_COOKIE, parameters).first()
    if row is None:
        return None
    *account, session_id, confirmed_at, seen = row
    visit = Visit(
        Account(*account),
        session_id=session_id,
        is_confirmed=confirmed_at is not None and now < confirmed_until(confirmed_at),
        scopes=frozenset(SCOPES),
    )
    return Found(visit, is_stale=is_stale(seen, now=now))


def sessions_of(session: Session, account_id: str, *, now: datetime) -> list[BrowserSession]:
    """The sessions of an Account that have not ended, the last used one first."""
    query = (
        select(
            col(SessionRow.id),
            col(SessionRow.user_agent),
            col(SessionRow.ip),
            col(SessionRow.created_at),
            col(SessionRow.last_seen_at),
        )
        .where(col(SessionRow.account_id) == account_id, *_ALIVE)
        .order_by(col(SessionRow.last_seen_at).desc(), col(SessionRow.id))
    )
    rows = session.connection().execute(query, {"p_now": now, "p_idle": now - IDLE})
    return [BrowserSession(*row) for row in rows]


def touch_session(session: Session, token: str, *, now: datetime) -> None:
    """Write down that a session was used."""
    this = col(SessionRow.token_hash) == digest(token)
    session.connection().execute(update(SessionRow).where(this).values(last_seen_at=now))


def confirm_session(session: Session, session_id: str, *, now: datetime) -> None:
    """Write down that the password was given in this session."""
    this = col(SessionRow.id) == session_id
    session.connection().execute(update(SessionRow).where(this).values(confirmed_at=now))


def end_session(session: Session, token: str) -> str | None:
    """Sign out; returns whose session it was, None when it was nobody's."""
    this = col(SessionRow.token_hash) == digest(token)
    statement = delete(SessionRow).where(this).returning(col(SessionRow.account_id))
    return session.connection().execute(statement).scalar()


def end_one(session: Session, account_id: str, session_id: str) -> bool:
    """End one session of this Account; False when it has none of that id."""
    this = (col(SessionRow.account_id) == account_id, col(SessionRow.id) == session_id)
    return session.connection().execute(delete(SessionRow).where(*this)).rowcount == 1


def end_all(session: Session, account_id: str, *, but: str = "") -> int:
    """End the sessions of an Account, but for the one of the id `but`; returns how many."""
    these = (col(SessionRow.account_id) == account_id, col(SessionRow.id) != but)
    return session.connection().execute(delete(SessionRow).where(*these)).rowcount


def forget_sessions(session: Session, *, now: datetime) -> None:
    """Delete the sessions that have ended."""
    ended = select(col(SessionRow.token_hash)).where(
        (col(SessionRow.expires_at) <= now) | (col(SessionRow.last_seen_at) <= now - IDLE)
    )
    # One in use elsewhere is left for the next time: nobody waits for a broom.
    free = ended.with_for_update(skip_locked=True)
    session.connection().execute(delete(SessionRow).where(col(SessionRow.token_hash).in_(free)))
