"""Tables of the vault: master keys, a data key per Account, the keys people saved.

The master key itself is nowhere in here. The tables of sealed keys are in
`sealed_tables`; importing this module brings them along.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, String, text
from sqlalchemy import UniqueConstraint as Unique
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.vault import sealed_tables

__all__ = ["DDL", "DROP", "DataKeyRow", "MasterKeyRow", "SecretRow"]

# The tables of sealed keys may have triggers of their own.
DDL: dict[str, tuple[str, ...]] = getattr(sealed_tables, "DDL", {})
DROP: dict[str, tuple[str, ...]] = getattr(sealed_tables, "DROP", {})

_SECRET: dict[Any, Any] = {"secret": True}
"""Marks columns that a data export leaves out."""


def _bytes(*, size: int | None = None) -> Column[bytes]:
    return Column(LargeBinary(size), nullable=False, info=_SECRET)


def _instant(*, nullable: bool = False) -> Column[datetime]:
    return Column(UTCDateTime(), nullable=nullable)


class MasterKeyRow(SQLModel, table=True):
    """One version of the master key: when it was in use, and how to recognise it.

    check_value: 16 bytes derived from the key, which says nothing about it.
    environment: the installation it belongs to.
    source: file or variable, where it was when it was first used.
    state: active (locks new keys), decrypt_only (opens what it locked) or destroyed.
    retired_at: since then nothing in the database is locked with it.
    """

    __tablename__ = "vg_master_key"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr
    __table_args__ = (
        CheckConstraint("version > 0", name="vg_master_key_version"),
        CheckConstraint("source IN ('file', 'variable')", name="vg_master_key_source"),
        CheckConstraint(
            "state = 'active' AND retired_at IS NULL OR state = 'decrypt_only'"
            " OR state = 'destroyed' AND retired_at IS NOT NULL",
            name="vg_master_key_state",
        ),
        Index(
            "ix_vg_master_key_active",
            "state",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    version: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    check_value: bytes = Field(sa_column=_bytes(size=16))
    environment: str = Field(sa_column=Column(String(64), nullable=False))
    source: str = Field(sa_column=Column(String(8), nullable=False))
    state: str = Field(sa_column=Column(String(12), nullable=False))
    activated_at: datetime = Field(sa_column=_instant())
    retired_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))


class DataKeyRow(SQLModel, table=True):
    """What the keys of one Account are locked with, itself locked with the master key.

    wrapped: the data key, as `crypto.seal` writes it.
    commit_tag: 16 bytes that tell this data key from any other.
    """

    __tablename__ = "vg_data_key"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_data_key_master", "master_version"),)

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    generation: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    master_version: int = Field(sa_column=Column(Integer, nullable=False))
    wrapped: bytes = Field(sa_column=_bytes())
    commit_tag: bytes = Field(sa_column=_bytes(size=16))
    created_at: datetime = Field(sa_column=_instant())


class SecretRow(SQLModel, table=True):
    """A key somebody saved for one Provider.

    id: another one with every key that is saved; part of what the blob is bound to.
    mode: managed or sealed, see domain.ports.keys.KeyMode.
    generation: of the data key; of the browser's vault key when it is sealed.
    blob: as `crypto.seal` writes it.
    fingerprint: tells whether a key is the same as before; b"" when it is sealed.
    last4: the last four characters, to recognise it by.
    status, detail: what is known about it, see domain.ports.keys.KeyStatus.
    revision: raised by one with every key that is saved here; starts with 1.
    """

    __tablename__ = "vg_secret"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        Unique("account_id", "provider", name="vg_secret_once"),
        CheckConstraint("mode IN ('managed', 'sealed')", name="vg_secret_mode"),
        CheckConstraint("status IN ('unchecked', 'valid', 'invalid')", name="vg_secret_status"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    provider: str = Field(sa_column=Column(String(40), nullable=False))
    mode: str = Field(sa_column=Column(String(8), nullable=False))
    generation: int = Field(sa_column=Column(Integer, nullable=False))
    blob: bytes = Field(sa_column=_bytes())
    fingerprint: bytes = Field(sa_column=_bytes(size=16))
    last4: str = Field(sa_column=Column(String(4), nullable=False))
    status: str = Field(sa_column=Column(String(10), nullable=False))
    detail: str = Field(default="", sa_column=Column(String(40), nullable=False))
    revision: int = Field(sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=_instant())
    updated_at: datetime = Field(sa_column=_instant())
    checked_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    used_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
