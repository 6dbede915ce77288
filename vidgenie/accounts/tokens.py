"""API tokens: shown once, kept as a hash."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from vidgenie.accounts.identity import ACCOUNT, HASH, Found, digest, is_stale
from vidgenie.accounts.tables import AccountRow, TokenRow
from vidgenie.domain.account import Account

_PREFIX = "vg_live_"
_ID = re.compile("[0-9a-f]{32}")
_BY_TOKEN = (
    select(*ACCOUNT, col(TokenRow.last_used_at))
    .join(TokenRow, col(TokenRow.account_id) == col(AccountRow.id))
    .where(col(TokenRow.token_hash) == HASH)
)


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is kept of an API token."""

    id: str
    name: str
    prefix: str
    created_at: datetime
    last_used_at: datetime | None


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
        token_hash=digest(text_),
        created_at=now,
    )
    session.connection().execute(insert(TokenRow).values(row.model_dump()))
    return kept, text_


def find_token(session: Session, token: str, *, now: datetime) -> Found | None:
    """Whom an API token belongs to; None when there is no such token."""
    row = session.connection().execute(_BY_TOKEN, {"p_hash": digest(token)}).first()
    return Found(Account(*row[:-1]), is_stale=is_stale(row[-1], now=now)) if row else None


def touch_token(session: Session, token: str, *, now: datetime) -> None:
    """Write down that an API token was used."""
    this = col(TokenRow.token_hash) == digest(token)
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
