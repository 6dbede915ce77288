"""Identity: whom a secret belongs to; only hashes of secrets are kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam
from sqlmodel import col

from vidgenie.accounts.tables import AccountRow
from vidgenie.domain.account import Account

_TOUCH = timedelta(minutes=1)
_CONFIRMED = timedelta(minutes=10)
# Roles of accounts that are being erased, or are.
DELETING, DELETED = "deleting", "deleted"
LEAVING = (DELETING, DELETED)
# In the order of the fields of domain.account.Account.
ACCOUNT = (
    col(AccountRow.id),
    col(AccountRow.email),
    col(AccountRow.name),
    col(AccountRow.plan),
    col(AccountRow.role),
)
HASH = bindparam("p_hash", type_=String())
SCOPES = ("read", "run", "keys")
"""What an API token may be allowed: to look, to change and start, to handle provider keys."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is asking, and by what.

    session_id: of the browser session; "" with an API token.
    is_confirmed: the password was given in this session within ten minutes.
    scopes: what the API token may do; a browser session may do everything.
    token_id: of the API token; "" with a browser session.
    """

    account: Account
    session_id: str = ""
    is_confirmed: bool = False
    scopes: frozenset[str] = frozenset()
    token_id: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A visit that a cookie or token stands for.

    is_stale: its last use was written down more than a minute ago.
    """

    visit: Visit
    is_stale: bool


def digest(token: str) -> str:
    """What is kept of a secret."""
    # A random secret of 256 bits needs no slow hash.
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def is_stale(seen: datetime | None, *, now: datetime) -> bool:
    """Whether a use at `now` is worth writing down."""
    return seen is None or now - seen >= _TOUCH


def confirmed_until(confirmed_at: datetime) -> datetime:
    """Until when nobody is asked again who they are."""
    return confirmed_at + _CONFIRMED
