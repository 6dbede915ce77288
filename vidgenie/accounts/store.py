"""The accounts' store: every function takes a session first and never commits."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.accounts.tables import AccountRow, SessionRow, TokenRow
from vidgenie.domain.account import Account

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
OPERATOR = "operator"
_SESSIONS = 20
_TOUCH = timedelta(minutes=1)
_PREFIX = "vg_live_"
# In the order of the fields of domain.account.Account.
_ACCOUNT = (
    col(AccountRow.id),
    col(AccountRow.email),
    col(AccountRow.name),
    col(AccountRow.plan),
    col(AccountRow.role),
)
_HASH = bindparam("p_hash", type_=String())
_BY_COOKIE = (
    select(*_ACCOUNT, col(SessionRow.last_seen_at))
    .join(SessionRow, col(SessionRow.account_id) == col(AccountRow.id))
    .where(
        col(SessionRow.token_hash) == _HASH,
        col(SessionRow.expires_at) > bindparam("p_now", type_=UTCDateTime()),
        col(SessionRow.last_seen_at) > bindparam("p_idle", type_=UTCDateTime()),
    )
)
_BY_TOKEN = (
    select(*_ACCOUNT, col(TokenRow.last_used_at))
    .join(TokenRow, col(TokenRow.account_id) == col(AccountRow.id))
    .where(col(TokenRow.token_hash) == _HASH)
)
_ID = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Found:
    """An Account that a cookie or token belongs to.

    is_stale: its last use was written down more than a minute ago.
    """

    account: Account
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is kept of an API token."""

    id: str
    name: str
    prefix: str
    created_at: datetime
    last_used_at: datetime | None


def has_accounts(session: Session) -> bool:
    """Whether anybody has registered; the operator of the command line has not."""
    people = select(col(AccountRow.id)).where(col(AccountRow.role) != OPERATOR).limit(1)
    return session.connection().execute(people).first() is not None


def everybody(session: Session) -> list[Account]:
    """Every Account, the oldest first."""
    query = select(*_ACCOUNT).order_by(col(AccountRow.created_at), col(AccountRow.id))
    return [Account(*row) for row in session.connection().execute(query)]


def is_first(session: Session) -> bool:
    """Whether the Account about to be added is the first; others wait until this one is decided."""
    if has_accounts(session):
        return False
    if session.connection().dialect.name == "postgresql":
        lock = text("LOCK TABLE vg_account IN SHARE ROW EXCLUSIVE MODE")
        session.connection().execute(lock)
    return not has_accounts(session)


def add_account(session: Session, account: Account, *, password_hash: str, now: datetime) -> bool:
    """Add an Account; False when its e-mail address is taken."""
    make = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    row = AccountRow(
        id=account.id,
        email=account.email,
        name=account.name,
        password_hash=password_hash,
        plan=account.plan,
        role=account.role,
        created_at=now,
    )
    statement = (
        make(AccountRow)
        .values(row.model_dump())
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(col(AccountRow.id))
    )
    return session.connection().execute(statement).first() is not None


def credentials(session: Session, email: str) -> tuple[Account, str] | None:
    """The Account with this e-mail address, and its password's hash."""
    query = select(*_ACCOUNT, col(AccountRow.password_hash))
    row = session.connection().execute(query.where(col(AccountRow.email) == email)).first()
    return (Account(*row[:-1]), row[-1]) if row else None


def set_password_hash(session: Session, account_id: str, *, old: str, new: str) -> None:
    """Replace a password's hash, unless it changed meanwhile."""
    mine = (col(AccountRow.id) == account_id, col(AccountRow.password_hash) == old)
    session.connection().execute(update(AccountRow).where(*mine).values(password_hash=new))


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
        token_hash=_digest(token),
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
    parameters = {"p_hash": _digest(token), "p_now": now, "p_idle": now - IDLE}
    row = session.connection().execute(_BY_COOKIE, parameters).first()
    return Found(Account(*row[:-1]), is_stale=_is_stale(row[-1], now=now)) if row else None


def touch_session(session: Session, token: str, *, now: datetime) -> None:
    """Write down that a session was used."""
    this = col(SessionRow.token_hash) == _digest(token)
    session.connection().execute(update(SessionRow).where(this).values(last_seen_at=now))


def end_session(session: Session, token: str) -> None:
    """Sign out; a cookie that is not known changes nothing."""
    this = col(SessionRow.token_hash) == _digest(token)
    session.connection().execute(delete(SessionRow).where(this))


def forget_sessions(session: Session, *, now: datetime) -> None:
    """Delete the sessions that have ended."""
    ended = select(col(SessionRow.token_hash)).where(
        (col(SessionRow.expires_at) <= now) | (col(SessionRow.last_seen_at) <= now - IDLE)
    )
    # One in use elsewhere is left for the next time: nobody waits for a broom.
    free = ended.with_for_update(skip_locked=True)
    session.connection().execute(delete(SessionRow).where(col(SessionRow.token_hash).in_(free)))


def add_token(
    session: Session, account_id: str, *, name: str, now: datetime
) -> tuple[ApiToken, str]:
    """Make an API token; the text returned with it is never seen again."""
    prefix = secrets.token_hex(4)
    text_ = f"{_PREFIX}{prefix}_{secrets.token_urlsafe(32)}"
    kept = ApiToken(
        id=secrets.token_hex(16), name=name, prefix=prefix, created_at=now, last_used_at=None
    )
    row = TokenRow(
        id=kept.id,
        account_id=account_id,
        name=name,
        prefix=prefix,
        token_hash=_digest(text_),
        created_at=now,
    )
    session.connection().execute(insert(TokenRow).values(row.model_dump()))
    return kept, text_


def find_token(session: Session, token: str, *, now: datetime) -> Found | None:
    """Whom an API token belongs to; None when there is no such token."""
    row = session.connection().execute(_BY_TOKEN, {"p_hash": _digest(token)}).first()
    return Found(Account(*row[:-1]), is_stale=_is_stale(row[-1], now=now)) if row else None


def touch_token(session: Session, token: str, *, now: datetime) -> None:
    """Write down that an API token was used."""
    this = col(TokenRow.token_hash) == _digest(token)
    session.connection().execute(update(TokenRow).where(this).values(last_used_at=now))


def tokens(session: Session, account_id: str) -> list[ApiToken]:
    """The API tokens of an Account, newest first."""
    query = (
        select(
            col(TokenRow.id),
            col(TokenRow.name),
            col(TokenRow.prefix),
            col(TokenRow.created_at),
            col(TokenRow.last_used_at),
        )
        .where(col(TokenRow.account_id) == account_id)
        .order_by(col(TokenRow.created_at).desc(), col(TokenRow.id))
    )
    return [ApiToken(*row) for row in session.connection().execute(query)]


def delete_token(session: Session, account_id: str, token_id: str) -> bool:
    """Delete one API token of this Account; False when it has none of that id."""
    if not _ID.fullmatch(token_id):
        return False
    this = (col(TokenRow.account_id) == account_id, col(TokenRow.id) == token_id)
    return session.connection().execute(delete(TokenRow).where(*this)).rowcount == 1


def _digest(token: str) -> str:
    # A random secret of 256 bits needs no slow hash.
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _is_stale(seen: datetime | None, *, now: datetime) -> bool:
    return seen is None or now - seen >= _TOUCH
