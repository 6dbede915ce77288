"""Tables of the ledger.

Only entries are written by hand: a trigger applies each one to its lot, wallet
and Hold (see `ddl`), and the CHECKs here refuse what would not add up.
The ledger knows an Account by its id alone, so it can outlive the Account's name.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from vidgenie.ledger.ddl import DDL, DROP

__all__ = [
    "DDL",
    "DROP",
    "AlertRow",
    "BudgetRow",
    "CreditLot",
    "HoldLineRow",
    "HoldRow",
    "LedgerEntry",
    "PriceRow",
    "Wallet",
]

# Kind of operation and the movement it makes; nothing else is ever written.
_MOVES = (
    "grant:issued>available",
    "mint:issued>available",
    "reissue:issued>available",
    "hold:available>held",
    "capture:held>consumed",
    "release:held>available",
    "release:held>expired",
    "release:held>revoked",
    "deduct:available>consumed",
    "expire:available>expired",
    "refund:consumed>available",
    "refund:consumed>expired",
    "refund:consumed>revoked",
    "adjust:available>revoked",
    "reverse:available>revoked",
)
_SOURCES = ("plan", "pack", "promo", "refund", "adjust", "unlimited")


def _in(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _credits() -> Column[int]:
    return Column(BigInteger, nullable=False, server_default=text("0"))


def _refunded(table: str) -> Column[int]:
    # The CHECK goes with the column: SQLite can drop the two together.
    bounds = CheckConstraint("refunded >= 0 AND refunded <= captured", name=f"{table}_refund")
    return Column(BigInteger, bounds, nullable=False, server_default=text("0"))


def _reversed() -> Column[int]:
    bounds = CheckConstraint("reversed >= 0 AND reversed <= granted", name="vg_lot_reversed")
    return Column(BigInteger, bounds, nullable=False, server_default=text("0"))


class Wallet(SQLModel, table=True):
    """An Account's credits, summed over its lots.

    available, held, used: the sums of the lots' available, held and consumed.
    """

    __tablename__ = "vg_wallet"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr
    __table_args__ = (
        CheckConstraint(
            "available >= 0 AND held >= 0 AND used >= 0", name="vg_wallet_not_negative"
        ),
    )

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    unlimited: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    available: int = Field(default=0, sa_column=_credits())
    held: int = Field(default=0, sa_column=_credits())
    used: int = Field(default=0, sa_column=_credits())


class CreditLot(SQLModel, table=True):
    """Credits granted at once: each of them is in exactly one of five buckets.

    source: plan, pack, promo, refund, adjust or unlimited (minted as it is held).
    key: what was granted, so that it is granted once.
    reversed, reversed_at: so many of it were to be taken back, and since when, because the
        money for them was: of what comes back to it, `revoked` is filled up to that first.
    priority: lower is spent first; then the earliest expiry, then the oldest.
    """

    __tablename__ = "vg_credit_lot"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        CheckConstraint(
            "granted = available + held + consumed + expired + revoked", name="vg_lot_conserves"
        ),
        CheckConstraint(
            "available >= 0 AND held >= 0 AND consumed >= 0 AND expired >= 0 AND revoked >= 0",
            name="vg_lot_not_negative",
        ),
        CheckConstraint(f"source IN ({_in(_SOURCES)})", name="vg_lot_source"),
        Index("ix_vg_credit_lot_account", "account_id", "expires_at"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(
        sa_column=Column(String(32), ForeignKey("vg_wallet.account_id"), nullable=False)
    )
    source: str = Field(sa_column=Column(String(16), nullable=False))
    key: str = Field(sa_column=Column(String(200), nullable=False, unique=True))
    priority: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    granted: int = Field(default=0, sa_column=_credits())
    available: int = Field(default=0, sa_column=_credits())
    held: int = Field(default=0, sa_column=_credits())
    consumed: int = Field(default=0, sa_column=_credits())
    expired: int = Field(default=0, sa_column=_credits())
    revoked: int = Field(default=0, sa_column=_credits())
    reversed: int = Field(default=0, sa_column=_reversed())
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    expires_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    reversed_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class HoldRow(SQLModel, table=True):
    """Credits set aside for one Run: captured Node by Node, the rest released when it closes.

    state: open or closed; a closed Hold never changes again, but for `refunded`.
    refunded: given back of what was captured, when it turned out to be our fault.
    """

    __tablename__ = "vg_hold"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        CheckConstraint("amount > 0", name="vg_hold_positive"),
        CheckConstraint(
            "captured >= 0 AND released >= 0 AND captured + released <= amount",
            name="vg_hold_bounds",
        ),
        CheckConstraint(
            "(state = 'open' AND settled_at IS NULL) OR "
            "(state = 'closed' AND captured + released = amount AND settled_at IS NOT NULL)",
            name="vg_hold_closes_whole",
        ),
        Index("ix_vg_hold_state", "state", "created_at"),
        Index("ix_vg_hold_account", "account_id"),
    )

    run_id: str = Field(sa_column=Column(String(64), primary_key=True))
    account_id: str = Field(
        sa_column=Column(String(32), ForeignKey("vg_wallet.account_id"), nullable=False)
    )
    amount: int = Field(sa_column=Column(BigInteger, nullable=False))
    captured: int = Field(default=0, sa_column=_credits())
    released: int = Field(default=0, sa_column=_credits())
    refunded: int = Field(default=0, sa_column=_refunded("vg_hold"))
    state: str = Field(default="open", sa_column=Column(String(8), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    settled_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))


class HoldLineRow(SQLModel, table=True):
    """What a Hold took from one lot; position: the order it is captured in."""

    __tablename__ = "vg_hold_line"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        CheckConstraint(
            "amount > 0 AND captured >= 0 AND released >= 0 AND captured + released <= amount",
            name="vg_hold_line_bounds",
        ),
    )

    run_id: str = Field(
        sa_column=Column(String(64), ForeignKey("vg_hold.run_id"), primary_key=True)
    )
    lot_id: str = Field(
        sa_column=Column(String(32), ForeignKey("vg_credit_lot.id"), primary_key=True)
    )
    position: int = Field(sa_column=Column(Integer, nullable=False))
    amount: int = Field(sa_column=Column(BigInteger, nullable=False))
    captured: int = Field(default=0, sa_column=_credits())
    released: int = Field(default=0, sa_column=_credits())
    refunded: int = Field(default=0, sa_column=_refunded("vg_hold_line"))


class LedgerEntry(SQLModel, table=True):
    """One movement of credits between two buckets of one lot; never changed, never deleted.

    kind, key: the operation it belongs to; an operation has one entry per lot.
    line: 0 for the first entry of an operation, then 1, 2...
    source, target: buckets; "issued" is where credits come from.
    reason, details: what people read about it.
    """

    __tablename__ = "vg_ledger_entry"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        UniqueConstraint("key", "lot_id", "source", "target", name="vg_entry_once"),
        CheckConstraint("amount > 0", name="vg_entry_positive"),
        CheckConstraint(
            f"kind || ':' || source || '>' || target IN ({_in(_MOVES)})", name="vg_entry_move"
        ),
        CheckConstraint(
            "(kind IN ('hold', 'capture', 'release', 'refund')) = (run_id IS NOT NULL)",
            name="vg_entry_run",
        ),
        Index("ix_vg_ledger_entry_account", "account_id", "id"),
        Index("ix_vg_ledger_entry_lot", "lot_id"),
        Index("ix_vg_ledger_entry_run", "run_id"),
        Index(
            "ix_vg_ledger_entry_used",
            "account_id",
            "created_at",
            sqlite_where=text("target = 'consumed'"),
            postgresql_where=text("target = 'consumed'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    )
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    account_id: str = Field(
        sa_column=Column(String(32), ForeignKey("vg_wallet.account_id"), nullable=False)
    )
    lot_id: str = Field(
        sa_column=Column(String(32), ForeignKey("vg_credit_lot.id"), nullable=False)
    )
    run_id: str | None = Field(
        default=None, sa_column=Column(String(64), ForeignKey("vg_hold.run_id"))
    )
    kind: str = Field(sa_column=Column(String(10), nullable=False))
    key: str = Field(sa_column=Column(String(300), nullable=False))
    line: int = Field(sa_column=Column(Integer, nullable=False))
    source: str = Field(sa_column=Column(String(10), nullable=False))
    target: str = Field(sa_column=Column(String(10), nullable=False))
    amount: int = Field(sa_column=Column(BigInteger, nullable=False))
    reason: str = Field(sa_column=Column(String(200), nullable=False))
    details: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class PriceRow(SQLModel, table=True):
    """Credits for one action of one Provider from an instant on; "*" stands for any.

    The newest row that has begun counts; rows are added, never changed, so what was charged
    at any time can be explained. One that has not begun is deleted when it is cancelled.
    credits: None = from then on there is no such price, and a less exact one counts.
    author: Account id of the admin, "" = came with a release. note: why.
    """

    __tablename__ = "vg_price"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        UniqueConstraint("provider", "action", "starts_at", name="vg_price_once"),
        CheckConstraint("credits >= 0", name="vg_price_not_negative"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    provider: str = Field(sa_column=Column(String(40), nullable=False))
    action: str = Field(sa_column=Column(String(40), nullable=False))
    credits: int | None = Field(default=None, sa_column=Column(Integer))
    starts_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    author: str = Field(default="", sa_column=Column(String(32), nullable=False))
    note: str = Field(default="", sa_column=Column(String(200), nullable=False))


class BudgetRow(SQLModel, table=True):
    """What an Account may spend at most; None = as much as it has.

    run, day, month: credits. run_micro_usd, day_micro_usd, month_micro_usd: what Providers
    are expected to charge, in millionths of a dollar. Days and months are UTC's.
    """

    __tablename__ = "vg_budget"  # pyright: ignore[reportAssignmentType]  # as above

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    run: int | None = Field(default=None, sa_column=Column(Integer))
    day: int | None = Field(default=None, sa_column=Column(Integer))
    month: int | None = Field(default=None, sa_column=Column(Integer))
    run_micro_usd: int | None = Field(default=None, sa_column=Column(BigInteger))
    day_micro_usd: int | None = Field(default=None, sa_column=Column(BigInteger))
    month_micro_usd: int | None = Field(default=None, sa_column=Column(BigInteger))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class AlertRow(SQLModel, table=True):
    """When an Account wants to be warned about its credits; no row = as usual.

    low_at: below so many available; None = below a fifth of what the Plan grants.
    unusual: when it uses far more than it usually does.
    """

    __tablename__ = "vg_credit_alert"  # pyright: ignore[reportAssignmentType]  # as above

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    low_at: int | None = Field(default=None, sa_column=Column(Integer))
    unusual: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
