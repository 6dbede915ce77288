"""Payments: what VidGenie asks of a service that takes money, and what such a service tells it.

A service speaks of its own objects; these are their facts in our words, so that only its
adapter knows how it spells them.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from vidgenie.domain.product import Product


@dataclass(frozen=True, slots=True)
class Checkout:
    """What somebody is about to buy.

    order_id: ours; the same order asked for twice is one checkout there.
    customer_id: what the service calls the Account, "" = it does not know it yet.
    success_url, cancel_url: pages of ours to come back to. locale: en or fr.
    """

    order_id: str
    account_id: str
    email: str
    customer_id: str
    product: Product
    success_url: str
    cancel_url: str
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """Where it is paid. id: the service's own; expires_at: nobody can pay there any more."""

    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A subscription as it is at the service.

    account_id: as we told the service, "" when it is not one of ours.
    status: active, past_due (a payment failed, the service tries again) or ended.
    plan, credits, is_unlimited: what we wrote on it when it was bought or changed; plan is ""
        of an older period of which only the price is known.
    seen_at: when the service was asked; of two answers the later question counts.
    """

    id: str
    customer_id: str
    account_id: str
    status: Literal["active", "past_due", "ended"]
    plan: str
    credits: int
    is_unlimited: bool
    cents: int
    currency: str
    period_start: datetime
    period_end: datetime
    ends_at_period_end: bool
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice. status: open, paid, failed, void or refunded; url: where people see it.

    subscription_id: "" for a Pack. order_id: of a Pack, as we told the service.
    """

    id: str
    number: str
    customer_id: str
    subscription_id: str
    order_id: str
    payment_id: str
    cents: int
    currency: str
    status: str
    period_start: datetime | None
    period_end: datetime | None
    url: str
    pdf_url: str
    created_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckoutPaid:
    """Money for an order has come. subscription_id: "" for a Pack.

    period: the first period of a subscription, where it was told along.
    """

    session_id: str
    order_id: str
    customer_id: str
    payment_id: str
    subscription_id: str
    cents: int
    period: "InvoicePaid | None" = None


@dataclass(frozen=True, slots=True)
class CheckoutClosed:
    """An order will not be paid. reason: failed or expired."""

    session_id: str
    order_id: str
    reason: Literal["failed", "expired"]


@dataclass(frozen=True, slots=True)
class InvoicePaid:
    """A period of a subscription, or a Pack, was paid. subscription: None for a Pack."""

    invoice: Invoice
    subscription: Subscribed | None


@dataclass(frozen=True, slots=True)
class InvoiceFailed:
    """A payment of a subscription failed; the service tries again."""

    invoice: Invoice
    subscription: Subscribed | None


@dataclass(frozen=True, slots=True)
class SubscriptionChanged:
    """A subscription is as told now."""

    subscription: Subscribed


@dataclass(frozen=True, slots=True)
class FailedRefund:
    """Money that was sent back and did not arrive: it is with us again, for good."""

    id: str
    cents: int


@dataclass(frozen=True, slots=True)
class Refunded:
    """Money was sent back. cents: all that was, of this payment, so far, arrived or not.

    failed: those of it that did not arrive. Neither ever becomes less, so that of two answers
    the one that says more is the later one.
    """

    payment_id: str
    cents: int
    failed: tuple[FailedRefund, ...] = ()


@dataclass(frozen=True, slots=True)
class Disputed:
    """Whoever paid asks the bank for the money back. outcome: open, won (by us) or lost."""

    payment_id: str
    dispute_id: str
    cents: int
    outcome: Literal["open", "won", "lost"]


Fact = (
    CheckoutPaid
    | CheckoutClosed
    | InvoicePaid
    | InvoiceFailed
    | SubscriptionChanged
    | Refunded
    | Disputed
)


@dataclass(frozen=True, slots=True)
class PaymentEvent:
    """Something that happened at the service, told any number of times, late, in any order.

    id: the same each time. name: the service's word for it. fact: None = nothing to us.
    """

    id: str
    name: str
    created_at: datetime
    fact: Fact | None


class Payments(ABC):
    """A service that takes money; its methods block, and raise PaymentsUnavailable.

    slug: name of its file. is_test: no money moves.
    """

    slug: ClassVar[str]
    is_test: ClassVar[bool] = False

    @abstractmethod
    def checkout(self, checkout: Checkout) -> CheckoutPage:
        """Open a page to pay at; the same order again answers the same page."""

    @abstractmethod
    def expire(self, session_id: str) -> None:
        """Close a checkout page nobody has paid at; one that was paid or closed stays so."""

    @abstractmethod
    def look(self, session_id: str) -> PaymentEvent | None:
        """What has become of a checkout, for when nothing was told; None while it is open."""

    @abstractmethod
    def portal(self, customer_id: str, *, return_url: str, locale: str) -> str:
        """Address of a page where the customer sees cards and invoices; "" = there is none."""

    @abstractmethod
    def change(self, subscription_id: str, plan: Product, *, at_once: bool, key: str) -> Subscribed:
        """Another Plan: a new period begins at once and is paid, or from the next period on.

        key: the same change asked for twice is made once. Raises PaymentRefused.
        """

    @abstractmethod
    def cancel(self, subscription_id: str, *, at_once: bool = False) -> Subscribed:
        """End a subscription with its period, or at once."""

    @abstractmethod
    def undo(self, subscription_id: str, *, cents: int) -> list[PaymentEvent]:
        """Give back all that was paid for a subscription, then end it at once; what that tells.

        cents: of one period. Nothing is told of one that has ended already. Asked again, after
        it was cut off, it goes on.
        """

    @abstractmethod
    def resume(self, subscription_id: str) -> Subscribed:
        """Take a cancellation back before the period has ended."""

    @abstractmethod
    def read(self, body: bytes, signature: str) -> PaymentEvent:
        """A message of the service. Raises InvalidSignature, and InvalidInput for what is no event.

        It may ask the service how things stand now: messages come late and in any order.
        """
