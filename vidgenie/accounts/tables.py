"""Tables of accounts: people, their browser sessions, their API tokens, and throttles."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime


def _owner() -> Column[str]:
    return Column(String(32), ForeignKey("vg_account.id", ondelete="CASCADE"), nullable=False)


class AccountRow(SQLModel, table=True):
    """A person with an e-mail address and a password.

    email: trimmed and lower-case.
    locale: language chosen, "" = the browser's.
    """

    __tablename__ = "vg_account"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    email: str = Field(sa_column=Column(String(254), nullable=False, unique=True))
    name: str = Field(sa_column=Column(String(80), nullable=False))
    password_hash: str = Field(sa_column=Column(String(200), nullable=False))
    plan: str = Field(sa_column=Column(String(20), nullable=False))
    role: str = Field(sa_column=Column(String(10), nullable=False))
    locale: str = Field(default="", sa_column=Column(String(10), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class SessionRow(SQLModel, table=True):
    """Somebody signed in with a browser; only the hash of the cookie is kept."""

    __tablename__ = "vg_session"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_session_account", "account_id", "last_seen_at"),)

    token_hash: str = Field(sa_column=Column(String(64), primary_key=True))
    account_id: str = Field(sa_column=_owner())
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    last_seen_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    expires_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False, index=True))
    user_agent: str = Field(sa_column=Column(String(200), nullable=False))
    ip: str = Field(sa_column=Column(String(45), nullable=False))


class TokenRow(SQLModel, table=True):
    """An API token; only its hash is kept, and a prefix to recognise it by."""

    __tablename__ = "vg_token"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_token_account", "account_id", "created_at"),)

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=_owner())
    name: str = Field(sa_column=Column(String(80), nullable=False))
    prefix: str = Field(sa_column=Column(String(8), nullable=False))
    token_hash: str = Field(sa_column=Column(String(64), nullable=False, unique=True))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    last_used_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class RateRow(SQLModel, table=True):
    """A throttle. tat: microseconds since 1970 at which it will be empty again."""

    __tablename__ = "vg_rate"  # pyright: ignore[reportAssignmentType]  # as above

    key: str = Field(sa_column=Column(String(80), primary_key=True))
    tat: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
