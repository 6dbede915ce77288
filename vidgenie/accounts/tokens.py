"""API tokens: shown once, kept as a hash."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    digest,
    is_stale,
)
from vidgenie.accounts.tables import AccountRow, TokenRow
from vidgenie.domain.account import Account

_PREFIX = "vg_live_"
_ID = re.compile("[0-9a-f]{32}")
_BY_TOKEN = (
    select(*ACCOUNT, col(TokenRow.id), col(TokenRow.scopes), col(TokenRow.last_used_at))
    .join(TokenRow, col(TokenRow.account_id) == col(AccountRow.id))
    .where(
        col(TokenRow.token_hash) == HASH,
        col(AccountRow.role).not_in(LEAVING),
        col(TokenRow.expires_at).is_(None)
        | (col(TokenRow.expires_at) > bindparam("p_now", type_=UTCDateTime())),
    )
)


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is kept of an API token.

    scopes: in the order of SCOPES.
    expires_at: None = never.
    """

    id: str
    name: str
    prefix: str
    created_at: datetime
    last_used_at: datetime | None
    scopes: tuple[str, ...]
    expires_at: datetime | None


def add_token(  # noqa: PLR0913  # what a token is
    session: Session,
    account_id: str,
    *,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None,
    now: datetime,
) -> tuple[ApiToken, str]:
    """Make an API token; the text returned with it is never seen again."""
    prefix = secrets.token_hex(4)
    secret = f"{_PREFIX}{prefix}_{secrets.token_urlsafe(32)}"
    given = frozenset(scopes)
    kept = ApiToken(
        id=secrets.token_hex(16),
        name=name,
        prefix=prefix,
        created_at=now,
        last_used_at=None,
        scopes=tuple(scope for scope in SCOPES if scope in given),
        expires_at=expires_at,
    )
    row = TokenRow(
        id=kept.id,
        account_id=account_id,
        name=name,
        prefix=prefix,
        token_hash=digest(secret),
        created_at=now,
        scopes=",".join(kept.scopes),
        expires_at=expires_at,
    )
    session.connection().execute(insert(TokenRow).values(row.model_dump()))
    return kept, secret


def find_token(session: Session, token: str, *, now: datetime) -> Found | None:
    """Whom an API token belongs to; None when there is no such token, or it has expired."""
    parameters = {"p_hash": digest(token), "p_now": now}
    row = session.connection().execute(_BY_TOKEN, parameters).first()
    if row is None:
        return None
    *account, token_id, scopes, used = row
    visit = Visit(Account(*account), scopes=frozenset(_scopes(scopes)), token_id=token_id)
    return Found(visit, is_stale=is_stale(used, now=now))


def touch_token(session: Session, token: str, *, now: datetime) -> None:
    """Write down that an API token was used."""
    this = col(TokenRow.token_hash) == digest(token)
    session.connection().execute(update(TokenRow).where(this).values(last_used_at=now))


def tokens(session: Session, account_id: str) -> list[ApiToken]:
    """The API tokens of an Account, newest first; expired ones too."""
    query = (
        select(
            col(TokenRow.id),
            col(TokenRow.name),
            col(TokenRow.prefix),
            col(TokenRow.created_at),
            col(TokenRow.last_used_at),
            col(TokenRow.scopes),
            col(TokenRow.expires_at),
        )
        .where(col(TokenRow.account_id) == account_id)
        .order_by(col(TokenRow.created_at).desc(), col(TokenRow.id))
    )
    return [
        ApiToken(*row[:5], scopes=_scopes(row[5]), expires_at=row[6])
        for row in session.connection().execute(query)
    ]


def delete_token(session: Session, account_id: str, token_id: str) -> bool:
    """Delete one API token of this Account; False when it has none of that id."""
    if not _ID.fullmatch(token_id):
        return False
    this = (col(TokenRow.account_id) == account_id, col(TokenRow.id) == token_id)
    return session.connection().execute(delete(TokenRow).where(*this)).rowcount == 1


def _scopes(stored: str) -> tuple[str, ...]:
    return tuple(stored.split(",")) if stored else SCOPES
