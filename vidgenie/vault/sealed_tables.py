"""Tables of sealed keys: what only a browser can open, and what it hands to Runs."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

Json = dict[str, Any]


def _secret(*, nullable: bool = False) -> Column[bytes]:
    """Bytes that the data export leaves out."""
    return Column(LargeBinary, nullable=nullable, info={"secret": True})


class SealedVaultRow(SQLModel, table=True):
    """How a browser gets at the vault key of an Account; nothing here opens it.

    generation: raised by one with each passphrase; `wrapped_key` is bound to it.
    first_generation: the one this vault key began with: sealed keys are bound to any
        generation from there on.
    recovery_generation: the one `wrapped_key_recovery` is bound to.
    kdf, kdf_params, salt: how the passphrase becomes a key.
    wrapped_key: the vault key under the passphrase; empty = the vault was removed,
        and only the generation is remembered, so that none comes twice.
    strict: grants can be opened by one process only and end with it.
    """

    __tablename__ = "vg_sealed_vault"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    generation: int = Field(sa_column=Column(Integer, nullable=False))
    first_generation: int = Field(sa_column=Column(Integer, nullable=False))
    recovery_generation: int = Field(sa_column=Column(Integer, nullable=False))
    kdf: str = Field(sa_column=Column(String(20), nullable=False))
    kdf_params: Json = Field(sa_column=Column(JSON, nullable=False))
    salt: bytes = Field(sa_column=_secret())
    wrapped_key: bytes = Field(sa_column=_secret())
    wrapped_key_recovery: bytes = Field(sa_column=_secret())
    strict: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class RecipientRow(SQLModel, table=True):
    """A key pair that grants are sealed to.

    kind: epoch (any process with the master key opens them, until the private key is
        destroyed) or process (the private key never leaves that process's memory).
    public: 32 bytes.
    private_wrapped, master_version: of an epoch, until it is destroyed.
    opens_at, closes_at: when new grants may be asked for.
    seen_at: last sign of life of a process.
    """

    __tablename__ = "vg_recipient"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        CheckConstraint("kind IN ('epoch', 'process')", name="vg_recipient_kind"),
        # A private key and the version of the master key that locks it come and go together.
        CheckConstraint(
            "private_wrapped IS NULL OR (kind = 'epoch' AND master_version IS NOT NULL"
            " AND destroyed_at IS NULL)",
            name="vg_recipient_private",
        ),
        Index("ix_vg_recipient_kind", "kind", "closes_at"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    kind: str = Field(sa_column=Column(String(10), nullable=False))
    public: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    private_wrapped: bytes | None = Field(default=None, sa_column=_secret(nullable=True))
    master_version: int | None = Field(default=None, sa_column=Column(Integer))
    opens_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    closes_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    destroyed_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    seen_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class GrantRow(SQLModel, table=True):
    """A provider key that a browser sealed to a recipient, for one Run and a few hours.

    blob: HPKE, encapsulated key (32 bytes) and ciphertext.
    max_calls, used_calls: how often it may be opened, and how often it was.
    """

    __tablename__ = "vg_grant"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        UniqueConstraint("run_id", "provider", "recipient_id", name="vg_grant_once"),
        CheckConstraint("used_calls <= max_calls", name="vg_grant_calls"),
        Index("ix_vg_grant_account", "account_id"),
        Index("ix_vg_grant_recipient", "recipient_id"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    run_id: str = Field(sa_column=Column(String(32), nullable=False))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    provider: str = Field(sa_column=Column(String(40), nullable=False))
    recipient_id: str = Field(sa_column=Column(String(32), nullable=False))
    blob: bytes = Field(sa_column=_secret())
    expires_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False, index=True))
    max_calls: int = Field(sa_column=Column(Integer, nullable=False))
    used_calls: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class KeyRequestRow(SQLModel, table=True):
    """A Run waits for a sealed key: one row for each recipient it could be granted to.

    Two processes that work on one Run in strict mode both need a grant of their own.
    """

    __tablename__ = "vg_key_request"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        Index("ix_vg_key_request_account", "account_id", "created_at"),
        Index("ix_vg_key_request_recipient", "recipient_id"),
    )

    run_id: str = Field(sa_column=Column(String(32), primary_key=True))
    provider: str = Field(sa_column=Column(String(40), primary_key=True))
    recipient_id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    node_id: str = Field(sa_column=Column(String(64), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
