"""Identity: whom a secret belongs to; only hashes of secrets are kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, bindparam
from sqlmodel import col

from vidgenie.accounts.tables import AccountRow
from vidgenie.domain.account import Account

_TOUCH = timedelta(minutes=1)
# In the order of the fields of domain.account.Account.
ACCOUNT = (
    col(AccountRow.id),
    col(AccountRow.email),
    col(AccountRow.name),
    col(AccountRow.plan),
    col(AccountRow.role),
)
HASH = bindparam("p_hash", type_=String())


@dataclass(frozen=True, slots=True)
class Found:
    """An Account that a cookie or token belongs to.

    is_stale: its last use was written down more than a minute ago.
    """

    account: Account
    is_stale: bool


def digest(token: str) -> str:
    """What is kept of a secret."""
    # A random secret of 256 bits needs no slow hash.
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def is_stale(seen: datetime | None, *, now: datetime) -> bool:
    """Whether a use at `now` is worth writing down."""
    return seen is None or now - seen >= _TOUCH
