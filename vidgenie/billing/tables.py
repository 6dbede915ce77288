"""Tables of billing. Like the ledger it knows an Account by its id alone, and outlives its name."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime


def _moment(*, is_optional: bool = False) -> Column[datetime]:
    return Column(UTCDateTime(), nullable=is_optional)


def _word(size: int) -> Column[str]:
    return Column(String(size), nullable=False)


class ProductRow(SQLModel, table=True):
    """A Plan or a Pack from an instant on; the newest row that has begun counts.

    Rows are added, never changed. author: Account id of the admin, "" = came with a release.
    title: a Pack's name, or what a Plan is called in English; title_fr: a Plan's in French.
    """

    __tablename__ = "vg_product"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr
    __table_args__ = (
        UniqueConstraint("kind", "slug", "starts_at", name="vg_product_once"),
        CheckConstraint("credits >= 0 AND cents >= 0", name="vg_product_not_negative"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    kind: str = Field(sa_column=_word(4))
    slug: str = Field(sa_column=_word(20))
    credits: int = Field(sa_column=Column(Integer, nullable=False))
    cents: int = Field(sa_column=Column(Integer, nullable=False))
    currency: str = Field(sa_column=_word(3))
    is_unlimited: bool = Field(sa_column=Column(Boolean, nullable=False))
    is_offered: bool = Field(sa_column=Column(Boolean, nullable=False))
    title: str = Field(sa_column=_word(60))
    title_fr: str = Field(
        default="", sa_column=Column(String(60), nullable=False, server_default="")
    )
    position: int = Field(sa_column=Column(Integer, nullable=False))
    starts_at: datetime = Field(sa_column=_moment())
    created_at: datetime = Field(sa_column=_moment())
    author: str = Field(default="", sa_column=_word(32))
    note: str = Field(default="", sa_column=_word(200))


class CancelledRow(SQLModel, table=True):
    """A version of a price or a product that was taken back before it began.

    sort: price or product. data: what it would have been. cancelled_by: Account id of the
    admin; id, author, note, starts_at, created_at: as the version had them.
    """

    __tablename__ = "vg_cancelled_version"  # pyright: ignore[reportAssignmentType]  # as above

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    sort: str = Field(sa_column=_word(7))
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    starts_at: datetime = Field(sa_column=_moment())
    created_at: datetime = Field(sa_column=_moment())
    author: str = Field(default="", sa_column=_word(32))
    note: str = Field(default="", sa_column=_word(200))
    cancelled_at: datetime = Field(sa_column=_moment())
    cancelled_by: str = Field(sa_column=_word(32))


class CustomerRow(SQLModel, table=True):
    """What a payment service calls an Account."""

    __tablename__ = "vg_customer"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (UniqueConstraint("service", "customer_id", name="vg_customer_known"),)

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    service: str = Field(sa_column=Column(String(20), primary_key=True))
    customer_id: str = Field(sa_column=_word(120))


class SubscriptionRow(SQLModel, table=True):
    """The Plan an Account pays for, as the payment service last told it.

    plan, credits, cents, currency, is_unlimited: what was agreed on; later prices change
        nothing in it. plan is what the Account has now; next_plan what it has agreed to have
        from the next period on, "" = the same; next_agreed_at: when, so at which price.
    status: active, past_due (a payment failed; until grace_until it keeps the Plan) or ended.
    ends_at_period_end: it was cancelled and runs until then.
    fallback_plan: what the Account has once this has ended.
    seen_at: when the service was asked for what is here; older news change nothing.
    announced: the end of a period ahead of which its renewal was announced.
    """

    __tablename__ = "vg_subscription"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        UniqueConstraint("service", "subscription_id", name="vg_subscription_known"),
        Index("ix_vg_subscription_period", "status", "period_end"),
    )

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    service: str = Field(sa_column=_word(20))
    subscription_id: str = Field(sa_column=_word(120))
    plan: str = Field(sa_column=_word(20))
    credits: int = Field(sa_column=Column(Integer, nullable=False))
    cents: int = Field(sa_column=Column(Integer, nullable=False))
    currency: str = Field(sa_column=_word(3))
    is_unlimited: bool = Field(sa_column=Column(Boolean, nullable=False))
    next_plan: str = Field(default="", sa_column=_word(20))
    next_agreed_at: datetime | None = Field(default=None, sa_column=_moment(is_optional=True))
    status: str = Field(sa_column=_word(10))
    period_start: datetime = Field(sa_column=_moment())
    period_end: datetime = Field(sa_column=_moment())
    ends_at_period_end: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    grace_until: datetime | None = Field(default=None, sa_column=_moment(is_optional=True))
    fallback_plan: str = Field(default="free", sa_column=_word(20))
    seen_at: datetime = Field(sa_column=_moment())
    announced: datetime | None = Field(default=None, sa_column=_moment(is_optional=True))


class OrderRow(SQLModel, table=True):
    """A checkout: what was to be bought, for how much, and what became of it.

    credits, cents, currency, is_unlimited: as they were shown; later prices change nothing.
    status: open, paid, failed, expired, reversed (all or part of the money was given back).
    url: of the checkout page, while it is open. payment_id: what refunds refer to.
    refunded_cents: given back so far. shortfall: credits that were spent before their money
        was given back: nobody owes them, admins see them.
    dispute: "", open, won or lost.
    """

    __tablename__ = "vg_order"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        UniqueConstraint("service", "session_id", name="vg_order_session"),
        UniqueConstraint("account_id", "idempotency_key", name="vg_order_once"),
        CheckConstraint(
            "refunded_cents >= 0 AND refunded_cents <= cents AND shortfall >= 0",
            name="vg_order_bounds",
        ),
        Index("ix_vg_order_account", "account_id", "created_at"),
        Index("ix_vg_order_payment", "payment_id"),
        Index("ix_vg_order_status", "status", "created_at"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=_word(32))
    service: str = Field(sa_column=_word(20))
    kind: str = Field(sa_column=_word(4))
    slug: str = Field(sa_column=_word(20))
    title: str = Field(default="", sa_column=_word(60))
    credits: int = Field(sa_column=Column(Integer, nullable=False))
    cents: int = Field(sa_column=Column(Integer, nullable=False))
    currency: str = Field(sa_column=_word(3))
    is_unlimited: bool = Field(sa_column=Column(Boolean, nullable=False))
    status: str = Field(sa_column=_word(10))
    session_id: str | None = Field(default=None, sa_column=Column(String(120)))
    url: str = Field(default="", sa_column=Column(Text, nullable=False))
    payment_id: str = Field(default="", sa_column=_word(120))
    refunded_cents: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    shortfall: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    dispute: str = Field(default="", sa_column=_word(8))
    idempotency_key: str | None = Field(default=None, sa_column=Column(String(200)))
    created_at: datetime = Field(sa_column=_moment())
    expires_at: datetime | None = Field(default=None, sa_column=_moment(is_optional=True))
    settled_at: datetime | None = Field(default=None, sa_column=_moment(is_optional=True))


class InvoiceRow(SQLModel, table=True):
    """An invoice, as the payment service wrote it. status: open, paid, failed, void, refunded."""

    __tablename__ = "vg_invoice"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_invoice_account", "account_id", "created_at"),)

    service: str = Field(sa_column=Column(String(20), primary_key=True))
    id: str = Field(sa_column=Column(String(120), primary_key=True))
    account_id: str = Field(sa_column=_word(32))
    number: str = Field(default="", sa_column=_word(60))
    kind: str = Field(sa_column=_word(4))
    slug: str = Field(sa_column=_word(20))
    cents: int = Field(sa_column=Column(Integer, nullable=False))
    currency: str = Field(sa_column=_word(3))
    status: str = Field(sa_column=_word(10))
    url: str = Field(default="", sa_column=Column(Text, nullable=False))
    pdf_url: str = Field(default="", sa_column=Column(Text, nullable=False))
    payment_id: str = Field(default="", sa_column=_word(120))
    created_at: datetime = Field(sa_column=_moment())
    paid_at: datetime | None = Field(default=None, sa_column=_moment(is_optional=True))


class SurplusRow(SQLModel, table=True):
    """A subscription that was paid although another one counts: its money goes back.

    plan, cents, currency: of one period of it. settled_at: when that was done, or when it
        turned out that it had ended already.
    """

    __tablename__ = "vg_surplus"  # pyright: ignore[reportAssignmentType]  # as above

    service: str = Field(sa_column=Column(String(20), primary_key=True))
    subscription_id: str = Field(sa_column=Column(String(120), primary_key=True))
    account_id: str = Field(sa_column=_word(32))
    plan: str = Field(sa_column=_word(20))
    cents: int = Field(sa_column=Column(Integer, nullable=False))
    currency: str = Field(sa_column=_word(3))
    found_at: datetime = Field(sa_column=_moment())
    settled_at: datetime | None = Field(default=None, sa_column=_moment(is_optional=True))


class PaymentRow(SQLModel, table=True):
    """What went back of a payment, told perhaps before the payment itself.

    refunded_cents: sent back so far, arrived or not: see FailedRefundRow. reversed: credits
        that are asked back for it, whether they could be had or not.
    """

    __tablename__ = "vg_payment"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        CheckConstraint("refunded_cents >= 0 AND reversed >= 0", name="vg_payment_not_negative"),
    )

    service: str = Field(sa_column=Column(String(20), primary_key=True))
    id: str = Field(sa_column=Column(String(120), primary_key=True))
    refunded_cents: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    reversed: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))


class DisputeRow(SQLModel, table=True):
    """Somebody asked their bank for the money of a payment back. outcome: open, won or lost."""

    __tablename__ = "vg_dispute"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_dispute_payment", "service", "payment_id"),)

    service: str = Field(sa_column=Column(String(20), primary_key=True))
    id: str = Field(sa_column=Column(String(120), primary_key=True))
    payment_id: str = Field(sa_column=_word(120))
    cents: int = Field(sa_column=Column(BigInteger, nullable=False))
    outcome: str = Field(sa_column=_word(8))


class FailedRefundRow(SQLModel, table=True):
    """Money that was sent back and did not arrive: nobody has it but us. found_at: told to us."""

    __tablename__ = "vg_failed_refund"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        CheckConstraint("cents > 0", name="vg_failed_refund_positive"),
        Index("ix_vg_failed_refund_payment", "service", "payment_id"),
    )

    service: str = Field(sa_column=Column(String(20), primary_key=True))
    id: str = Field(sa_column=Column(String(120), primary_key=True))
    payment_id: str = Field(sa_column=_word(120))
    cents: int = Field(sa_column=Column(BigInteger, nullable=False))
    found_at: datetime = Field(sa_column=_moment())


class PaymentEventRow(SQLModel, table=True):
    """An event that was taken in, in the transaction of what it did: so it does it once."""

    __tablename__ = "vg_payment_event"  # pyright: ignore[reportAssignmentType]  # as above

    service: str = Field(sa_column=Column(String(20), primary_key=True))
    id: str = Field(sa_column=Column(String(120), primary_key=True))
    name: str = Field(sa_column=_word(80))
    created_at: datetime = Field(sa_column=_moment())
    received_at: datetime = Field(sa_column=_moment())
