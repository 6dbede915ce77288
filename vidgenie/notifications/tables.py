"""Tables of notifications."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime


def _owner(*, is_key: bool = False) -> Column[str]:
    here = ForeignKey("vg_account.id", ondelete="CASCADE")
    return Column(String(32), here, primary_key=is_key, nullable=False)


class NotificationRow(SQLModel, table=True):
    """Something an Account is told, once per `key`.

    kind: which words say it. params: JSON values for the words. href: where it leads.
    """

    __tablename__ = "vg_notification"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr
    __table_args__ = (
        UniqueConstraint("account_id", "key", name="vg_notification_once"),
        Index("ix_vg_notification_account", "account_id", "id"),
        Index("ix_vg_notification_unread", "account_id", "read_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    )
    account_id: str = Field(sa_column=_owner())
    kind: str = Field(sa_column=Column(String(30), nullable=False))
    key: str = Field(sa_column=Column(String(200), nullable=False))
    params: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    href: str = Field(default="", sa_column=Column(String(300), nullable=False))
    is_shown: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    read_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class NotificationChoiceRow(SQLModel, table=True):
    """How an Account wants to be told of one kind; a kind without a row is told as usual."""

    __tablename__ = "vg_notification_choice"  # pyright: ignore[reportAssignmentType]  # as above

    account_id: str = Field(sa_column=_owner(is_key=True))
    kind: str = Field(sa_column=Column(String(30), primary_key=True))
    in_app: bool = Field(sa_column=Column(Boolean, nullable=False))
    by_email: bool = Field(sa_column=Column(Boolean, nullable=False))


class AdviceRow(SQLModel, table=True):
    """Advice to who runs the installation that need not be given again. by: an Account id."""

    __tablename__ = "vg_advice"  # pyright: ignore[reportAssignmentType]  # as above

    slug: str = Field(sa_column=Column(String(40), primary_key=True))
    by: str = Field(sa_column=Column(String(32), nullable=False))
    at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
