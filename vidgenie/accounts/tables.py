"""Tables of accounts: people, how they sign in, what was mailed to them, and throttles.

A column of `info={"secret": True}` holds a secret, or what one could be found by: no
data export has it.
"""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

_SECRET = {"secret": True}


def _owner(*, is_optional: bool = False, index: bool | None = None) -> Column[str]:
    here = ForeignKey("vg_account.id", ondelete="CASCADE")
    return Column(String(32), here, nullable=is_optional, index=index)


def _secret_hash(*, is_key: bool = False) -> Column[str]:
    if is_key:
        return Column(String(64), primary_key=True, info=_SECRET)
    return Column(String(64), nullable=False, unique=True, info=_SECRET)


class AccountRow(SQLModel, table=True):
    """A person with an e-mail address and a password.

    email: trimmed and lower-case.
    locale: language chosen, "" = the browser's.
    """

    __tablename__ = "vg_account"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    email: str = Field(sa_column=Column(String(254), nullable=False, unique=True))
    name: str = Field(sa_column=Column(String(80), nullable=False))
    password_hash: str = Field(sa_column=Column(String(200), nullable=False, info=_SECRET))
    plan: str = Field(sa_column=Column(String(20), nullable=False))
    role: str = Field(sa_column=Column(String(10), nullable=False))
    locale: str = Field(default="", sa_column=Column(String(10), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class SessionRow(SQLModel, table=True):
    """Somebody signed in with a browser; only the hash of the cookie is kept.

    id: what its owner calls it by.
    confirmed_at: when a password was last given; sensitive changes want it fresh.
    """

    __tablename__ = "vg_session"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        Index("ix_vg_session_account", "account_id", "last_seen_at"),
        UniqueConstraint("id", name="vg_session_id_key"),
    )

    token_hash: str = Field(sa_column=_secret_hash(is_key=True))
    id: str = Field(sa_column=Column(String(32), nullable=False))
    account_id: str = Field(sa_column=_owner())
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    last_seen_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    expires_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False, index=True))
    user_agent: str = Field(sa_column=Column(String(200), nullable=False))
    ip: str = Field(sa_column=Column(String(45), nullable=False))
    confirmed_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class TokenRow(SQLModel, table=True):
    """An API token; only its hash is kept, and a prefix to recognise it by.

    scopes: what it may do, separated by commas; "" = everything, as before there were any.
    expires_at: None = never, as before tokens expired.
    """

    __tablename__ = "vg_token"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_token_account", "account_id", "created_at"),)

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=_owner())
    name: str = Field(sa_column=Column(String(80), nullable=False))
    prefix: str = Field(sa_column=Column(String(8), nullable=False))
    token_hash: str = Field(sa_column=_secret_hash())
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    last_used_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    scopes: str = Field(
        default="", sa_column=Column(String(60), nullable=False, server_default=text("''"))
    )
    expires_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class TotpRow(SQLModel, table=True):
    """An authenticator app.

    secret: encrypted, bound to the Account.
    last_step: the newest 30-second step a code was taken for; none is taken twice.
    enabled_at: None until the first code of the app has proved that it works.
    """

    __tablename__ = "vg_totp"  # pyright: ignore[reportAssignmentType]  # as above

    account_id: str = Field(
        sa_column=Column(
            String(32), ForeignKey("vg_account.id", ondelete="CASCADE"), primary_key=True
        )
    )
    secret: bytes = Field(sa_column=Column(LargeBinary, nullable=False, info=_SECRET))
    last_step: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    enabled_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class RecoveryCodeRow(SQLModel, table=True):
    """A code that signs in once without the authenticator app; only its hash is kept."""

    __tablename__ = "vg_recovery_code"  # pyright: ignore[reportAssignmentType]  # as above

    code_hash: str = Field(sa_column=_secret_hash(is_key=True))
    account_id: str = Field(sa_column=_owner(index=True))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class LinkRow(SQLModel, table=True):
    """A link in an e-mail, good for one use; only its hash is kept.

    kind: reset (a password) or email (another address).
    data: JSON object: for email the new address, and the session that asked.
    """

    __tablename__ = "vg_link"  # pyright: ignore[reportAssignmentType]  # as above

    token_hash: str = Field(sa_column=_secret_hash(is_key=True))
    account_id: str = Field(sa_column=_owner(index=True))
    kind: str = Field(sa_column=Column(String(20), nullable=False))
    data: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False, index=True))


class MailRow(SQLModel, table=True):
    """An e-mail: sent when there is a mail server, else read in the outbox.

    kind: which letter it is.
    body: "" once it was sent: it may hold a link that signs in.
    error: why the last attempt failed, "" when it did not.
    next_try_at: None = no more attempts.
    """

    __tablename__ = "vg_mail"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        Index("ix_vg_mail_created", "created_at", "id"),
        Index("ix_vg_mail_next", "next_try_at"),
        Index("ix_vg_mail_account", "account_id"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str | None = Field(default=None, sa_column=_owner(is_optional=True))
    recipient: str = Field(sa_column=Column(String(254), nullable=False))
    kind: str = Field(sa_column=Column(String(30), nullable=False))
    locale: str = Field(sa_column=Column(String(10), nullable=False))
    subject: str = Field(sa_column=Column(String(200), nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False, info=_SECRET))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    sent_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    error: str = Field(default="", sa_column=Column(String(300), nullable=False))
    next_try_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class RateRow(SQLModel, table=True):
    """A throttle. tat: microseconds since 1970 at which it will be empty again."""

    __tablename__ = "vg_rate"  # pyright: ignore[reportAssignmentType]  # as above

    key: str = Field(sa_column=Column(String(80), primary_key=True))
    tat: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
