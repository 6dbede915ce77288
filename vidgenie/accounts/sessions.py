"""Sessions: who is signed in with a browser."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.accounts.identity import ACCOUNT, HASH, Found, digest, is_stale
from vidgenie.accounts.tables import AccountRow, SessionRow
from vidgenie.domain.account import Account

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
_SESSIONS = 20
_BY_COOKIE = (
    select(*ACCOUNT, col(SessionRow.last_seen_at))
    .join(SessionRow, col(SessionRow.account_id) == col(AccountRow.id))
    .where(
        col(SessionRow.token_hash) == HASH,
        col(SessionRow.expires_at) > bindparam("p_now", type_=UTCDateTime()),
        col(SessionRow.last_seen_at) > bindparam("p_idle", type_=UTCDateTime()),
    )
)


def add_session(
    session: Session, account_id: str, *, user_agent: str, ip: str, now: datetime
) -> tuple[str, datetime]:
    """Sign an Account in; returns the cookie's value and when it ends at the latest.

    The session least recently seen goes when there are more than 20.
    """
    mine = select(col(AccountRow.id)).where(col(AccountRow.id) == account_id)
    session.connection().execute(mine.with_for_update())
    token = secrets.token_urlsafe(32)
    row = SessionRow(
        token_hash=digest(token),
        account_id=account_id,
        created_at=now,
        last_seen_at=now,
        expires_at=now + LONGEST,
        user_agent=user_agent,
        ip=ip,
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
    return token, row.expires_at


def find_session(session: Session, token: str, *, now: datetime) -> Found | None:
    """Whom a cookie belongs to; None when the session has ended."""
    parameters = {"p_hash": digest(token), "p_now": now, "p_idle": now - IDLE}
    row = session.connection().execute(_BY_COOKIE, parameters).first()
    return Found(Account(*row[:-1]), is_stale=is_stale(row[-1], now=now)) if row else None


def touch_session(session: Session, token: str, *, now: datetime) -> None:
    """Write down that a session was used."""
    this = col(SessionRow.token_hash) == digest(token)
    session.connection().execute(update(SessionRow).where(this).values(last_seen_at=now))


def end_session(session: Session, token: str) -> None:
    """Sign out; a cookie that is not known changes nothing."""
    this = col(SessionRow.token_hash) == digest(token)
    session.connection().execute(delete(SessionRow).where(this))


def forget_sessions(session: Session, *, now: datetime) -> None:
    """Delete the sessions that have ended."""
    ended = select(col(SessionRow.token_hash)).where(
        (col(SessionRow.expires_at) <= now) | (col(SessionRow.last_seen_at) <= now - IDLE)
    )
    # One in use elsewhere is left for the next time: nobody waits for a broom.
    free = ended.with_for_update(skip_locked=True)
    session.connection().execute(delete(SessionRow).where(col(SessionRow.token_hash).in_(free)))
