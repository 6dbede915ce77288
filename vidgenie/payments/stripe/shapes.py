"""What we read of Stripe's objects, as API version 2026-10-28 has them; the rest is left aside.

Raises pydantic's ValidationError where an object is not like that.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from vidgenie.payments.stripe.terms import Terms, Written


def _text(value: object) -> object:
    return "" if value is None else value


def _id(value: object) -> object:
    """An id, of an object that may have been told with it."""
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).get("id")
    return _text(value)


def _none_is_empty(value: object) -> object:
    return {} if value is None else value


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_id)]
Metadata = Annotated[Written, BeforeValidator(_none_is_empty)]


class Shape(BaseModel):
    """A part of an object."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class SessionShape(Shape):
    """checkout.session: a page to pay at. intent: when it was asked for."""

    id: str
    created: datetime
    expires_at: datetime
    customer: Id = ""
    metadata: Metadata
    payment_intent: Id = ""
    payment_status: str
    status: Text
    subscription: Id = ""
    invoice: Id = ""
    amount_total: int | None = None
    currency: Text = ""
    url: Text = ""


class PriceShape(Shape):
    """price: what a period costs."""

    currency: str
    unit_amount: int | None = None


class ItemShape(Shape):
    """subscription_item: the one thing a subscription of ours is about, and its period."""

    id: str
    price: PriceShape
    current_period_start: datetime
    current_period_end: datetime


class ItemsShape(Shape):
    """List of them."""

    data: tuple[ItemShape, ...] = Field(min_length=1)


class SubscriptionShape(Shape):
    """subscription."""

    id: str
    customer: Id
    status: str
    metadata: Metadata
    items: ItemsShape
    cancel_at_period_end: bool = False
    cancel_at: datetime | None = None

    @property
    def item(self) -> ItemShape:
        """What it is about."""
        return self.items.data[0]

    @property
    def terms(self) -> Terms:
        """What was agreed on for the period it is in."""
        return self.metadata.at(self.item.current_period_start)


class PeriodShape(Shape):
    """From when to when."""

    start: datetime
    end: datetime


class OfItemShape(Shape):
    """What a line of a subscription is about."""

    proration: bool = False


class LineParentShape(Shape):
    """Where a line comes from."""

    type: Text = ""
    subscription_item_details: OfItemShape | None = None


class LineShape(Shape):
    """A line of an invoice. amount: before discounts and taxes."""

    amount: int = 0
    period: PeriodShape
    parent: LineParentShape | None = None

    @property
    def is_of_a_plan(self) -> bool:
        """Whether it is a period of a subscription, and no part of one."""
        if self.parent is None or self.parent.type != "subscription_item_details":
            return False
        details = self.parent.subscription_item_details
        return details is None or not details.proration


class LinesShape(Shape):
    """List of them."""

    data: tuple[LineShape, ...] = ()


class OfSubscriptionShape(Shape):
    """The subscription of an invoice, and what was written on it then."""

    subscription: Id = ""
    metadata: Metadata = Written()


class ParentShape(Shape):
    """Where an invoice comes from."""

    subscription_details: OfSubscriptionShape | None = None


class PaidByShape(Shape):
    """What paid."""

    payment_intent: Id = ""


class PaymentShape(Shape):
    """invoice_payment: one payment for an invoice."""

    status: Text = ""
    payment: PaidByShape = PaidByShape()


class PaymentsShape(Shape):
    """List of them."""

    data: tuple[PaymentShape, ...] = ()


class TransitionsShape(Shape):
    """When its status changed."""

    paid_at: datetime | None = None


class InvoiceShape(Shape):
    """invoice. Its own period is the one before; that of its line is what was paid for."""

    id: str
    created: datetime
    number: Text = ""
    customer: Id = ""
    currency: str
    total: int
    status: Text
    attempted: bool = False
    hosted_invoice_url: Text = ""
    invoice_pdf: Text = ""
    metadata: Metadata
    lines: LinesShape = LinesShape()
    parent: ParentShape | None = None
    payments: Annotated[PaymentsShape, BeforeValidator(_none_is_empty)] = PaymentsShape()
    status_transitions: TransitionsShape = TransitionsShape()

    @property
    def of(self) -> OfSubscriptionShape:
        """The subscription it is for; an empty one for a Pack."""
        details = self.parent.subscription_details if self.parent else None
        return details or OfSubscriptionShape()

    @property
    def period(self) -> PeriodShape | None:
        """What was paid for, None for a Pack."""
        return self._line.period if self._line else None

    @property
    def price(self) -> int:
        """What the period cost, before discounts and taxes; 0 for a Pack."""
        return self._line.amount if self._line else 0

    @property
    def _line(self) -> LineShape | None:
        lines = (line for line in self.lines.data if line.is_of_a_plan)
        return max(lines, key=lambda line: line.period.end, default=None)

    @property
    def payment_id(self) -> str:
        """What refunds and disputes refer to."""
        return next(
            (one.payment.payment_intent for one in self.payments.data if one.status == "paid"), ""
        )


class InvoicesShape(Shape):
    """List of them."""

    data: tuple[InvoiceShape, ...] = ()


class RefundShape(Shape):
    """refund: money on its way back. It may fail after it has succeeded, and that is final."""

    id: str
    amount: int
    status: Text = ""

    @property
    def has_failed(self) -> bool:
        """Whether nobody but us has the money."""
        return self.status in ("failed", "canceled")


class RefundsShape(Shape):
    """List of them, the newest ten."""

    data: tuple[RefundShape, ...] = ()
    has_more: bool = False


class ChargeShape(Shape):
    """charge: money that came. amount_refunded: all that went back so far."""

    id: str
    amount_refunded: int
    currency: str
    payment_intent: Id = ""
    refunds: Annotated[RefundsShape, BeforeValidator(_none_is_empty)] = RefundsShape()

    @property
    def failed(self) -> tuple[RefundShape, ...]:
        """Refunds that did not arrive."""
        return tuple(one for one in self.refunds.data if one.has_failed)

    @property
    def sent_back(self) -> int:
        """All that was to go back, arrived or not.

        Its refunds say so; `amount_refunded` may or may not count those that failed, and is
        asked for what is not in the list.
        """
        left = sum(one.amount for one in self.refunds.data if not one.has_failed)
        is_whole = self.refunds.data and not self.refunds.has_more
        arrived = left if is_whole else max(left, self.amount_refunded)
        return arrived + sum(one.amount for one in self.failed)


class DisputeShape(Shape):
    """dispute."""

    id: str
    amount: int
    currency: str
    payment_intent: Id = ""
    status: str


class EventShape(Shape):
    """event: what a message says happened. about: the object, as it was then."""

    class Data(Shape):
        """What it is about."""

        about: Mapping[str, object] = Field(default={}, alias="object")

    id: str = Field(min_length=1, max_length=120)
    type: str
    created: datetime
    livemode: bool = False
    api_version: Text = ""
    data: Data = Data()

    @property
    def about(self) -> str:
        """Id of the object."""
        return self.id_at("id")

    def id_at(self, place: str) -> str:
        """Id of another object that this one names; "" when it names none."""
        found = _id(self.data.about.get(place))
        return found if isinstance(found, str) else ""
