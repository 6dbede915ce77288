"""Links in e-mails: 256 random bits, good for ten minutes and one use."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from sqlalchemy import ColumnElement, String, Text, delete, insert, literal, select
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.accounts.identity import digest
from vidgenie.accounts.tables import AccountRow, LinkRow

MINUTES = 10
LIFETIME = timedelta(minutes=MINUTES)


class Kind(StrEnum):
    """What a link does."""

    RESET = "reset"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that is good. data: what was to be remembered with it."""

    account_id: str
    data: Mapping[str, str]


def add(
    session: Session,
    account_id: str,
    kind: Kind,
    *,
    now: datetime,
    data: Mapping[str, str] | None = None,
) -> str:
    """Make a link; the secret in it. For nobody ("") none is kept, and it takes as long."""
    token = secrets.token_urlsafe(32)
    mine = select(
        literal(digest(token), String()),
        col(AccountRow.id),
        literal(kind.value, String()),
        literal(json.dumps(dict(data or {})), Text()),
        literal(now + LIFETIME, UTCDateTime()),
    ).where(col(AccountRow.id) == account_id)
    columns = ["token_hash", "account_id", "kind", "data", "expires_at"]
    session.connection().execute(insert(LinkRow).from_select(columns, mine))
    return token


def peek(session: Session, token: str, kind: Kind, *, now: datetime) -> Link | None:
    """What a link stands for, without using it; None when it is not good (any more)."""
    query = select(col(LinkRow.account_id), col(LinkRow.data))
    row = session.connection().execute(query.where(*_is(token, kind, now))).first()
    return _link(row[0], row[1]) if row else None


def take(session: Session, token: str, kind: Kind, *, now: datetime) -> Link | None:
    """Use a link up; None when it is not good: of many at once, one gets it."""
    statement = delete(LinkRow).where(*_is(token, kind, now))
    wanted = statement.returning(col(LinkRow.account_id), col(LinkRow.data))
    row = session.connection().execute(wanted).first()
    return _link(row[0], row[1]) if row else None


def remove(session: Session, account_id: str) -> None:
    """Make every link of an Account useless."""
    mine = col(LinkRow.account_id) == account_id
    session.connection().execute(delete(LinkRow).where(mine))


def forget(session: Session, *, now: datetime) -> None:
    """Delete the links that are too old."""
    session.connection().execute(delete(LinkRow).where(col(LinkRow.expires_at) <= now))


def _is(token: str, kind: Kind, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(LinkRow.token_hash) == digest(token),
        col(LinkRow.kind) == kind.value,
        col(LinkRow.expires_at) > now,
    )


def _link(account_id: str, data: str) -> Link:
    return Link(account_id, cast("dict[str, str]", json.loads(data)))
