"""Table of the audit log. It knows an Account by its id alone, so it outlives the Account."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
)
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.audit.ddl import DDL, DROP

__all__ = ["DDL", "DROP", "AuditRow"]


class AuditRow(SQLModel, table=True):
    """One line of the log; never changed, never deleted.

    seq: 1, 2, 3... without a gap.
    actor: id of an Account, "system" or "operator".
    account_id: whom it concerns.
    action: as vault.use.
    thing: what it was done to, as the slug of a Provider.
    data: what else is known about it; never a key or what comes from one.
    prev: the mac of the line before, 32 zero bytes for the first.
    mac: HMAC-SHA256 over everything else.
    """

    __tablename__ = "vg_audit"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr
    __table_args__ = (
        CheckConstraint("seq > 0", name="vg_audit_counts_from_one"),
        Index("ix_vg_audit_account", "account_id", "seq"),
    )

    seq: int = Field(
        sa_column=Column(
            BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
        )
    )
    at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    actor: str = Field(sa_column=Column(String(32), nullable=False))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    action: str = Field(sa_column=Column(String(40), nullable=False))
    thing: str = Field(sa_column=Column(String(200), nullable=False))
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    prev: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, info={"secret": True}))
    mac: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False, info={"secret": True}))
