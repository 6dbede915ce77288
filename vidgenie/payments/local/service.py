"""The embedded payment service: everything a real one does, but that no money moves.

It keeps nothing: what it is asked about is in the orders and subscriptions of the product,
and its ids are made of theirs.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from vidgenie.domain.ports.payments import (
    Checkout,
    CheckoutClosed,
    CheckoutPage,
    CheckoutPaid,
    Disputed,
    Invoice,
    InvoicePaid,
    PaymentEvent,
    Refunded,
    Subscribed,
    SubscriptionChanged,
)
from vidgenie.domain.ports.rehearsal import Rehearsal
from vidgenie.domain.product import Product, ProductKind
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.payments.local import facts
from vidgenie.settings import Settings

_OPEN_FOR = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


class Local(Rehearsal):
    """The service of installations without one.

    known: what the product knows of a subscription, by its id.
    """

    slug: ClassVar[str] = "local"

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Callable[[], datetime],
        known: Callable[[str], Subscribed | None],
    ) -> None:
        self._settings, self._clock, self._known = settings, clock, known

    def checkout(self, checkout: Checkout) -> CheckoutPage:
        """A page of ours."""
        path = f"/checkout/{checkout.order_id}"
        return CheckoutPage(facts.session(checkout.order_id), path, self._clock() + _OPEN_FOR)

    def expire(self, session_id: str) -> None:
        """Nobody can pay an order that is closed."""

    def look(self, session_id: str) -> PaymentEvent | None:  # noqa: ARG002  # others need it
        """Whatever happened was told at once."""
        return None

    def portal(self, customer_id: str, *, return_url: str, locale: str) -> str:  # noqa: ARG002  # as above
        """There are no cards."""
        return ""

    def change(
        self,
        subscription_id: str,
        plan: Product,
        *,
        at_once: bool,
        key: str,  # noqa: ARG002  # as above
    ) -> Subscribed:
        """As agreed; what is agreed on for later is the product's to remember."""
        one = self._one(subscription_id)
        return facts.begun(one, plan, self._seen(one)) if at_once else self._again(one)

    def cancel(self, subscription_id: str, *, at_once: bool = False) -> Subscribed:
        """End it."""
        one = self._again(self._one(subscription_id))
        return facts.ended(one) if at_once else replace(one, ends_at_period_end=True)

    def undo(self, subscription_id: str, *, cents: int) -> list[PaymentEvent]:
        """The first month went back: whoever bought twice finds out at once."""
        order_id = facts.order(subscription_id)
        return [self.refunded(facts.payment(order_id), cents, now=self._clock())]

    def resume(self, subscription_id: str) -> Subscribed:
        """Go on with it."""
        return replace(self._again(self._one(subscription_id)), ends_at_period_end=False)

    def read(self, body: bytes, signature: str) -> PaymentEvent:  # noqa: ARG002  # as above
        """Nobody sends messages."""
        raise InvalidInput("There is no payment service.", field="body", problem="malformed")

    def paid(self, checkout: Checkout, *, now: datetime) -> list[PaymentEvent]:
        """The order, then its invoice."""
        order_id, product = checkout.order_id, checkout.product
        subscribed = None
        if product.kind is ProductKind.PLAN:
            subscribed = facts.subscribed(checkout, now)
        fact = CheckoutPaid(
            session_id=facts.session(order_id),
            order_id=order_id,
            customer_id=facts.customer(checkout.account_id),
            payment_id=facts.payment(order_id),
            subscription_id=subscribed.id if subscribed else "",
            cents=product.cents,
        )
        told = facts.event(f"paid_{order_id}", "checkout.paid", now, fact)
        if subscribed is not None:
            # One invoice for the first month, however many pay the page at once.
            return [told, facts.invoiced(subscribed, order_id)]
        invoice = Invoice(
            id=f"local_in_{order_id}",
            number=facts.number(order_id),
            customer_id=fact.customer_id,
            subscription_id="",
            order_id=order_id,
            payment_id=fact.payment_id,
            cents=product.cents,
            currency=product.currency,
            status="paid",
            period_start=None,
            period_end=None,
            url="",
            pdf_url="",
            created_at=now,
            paid_at=now,
        )
        fact = InvoicePaid(invoice, None)
        return [told, facts.event(f"invoice_{order_id}", "invoice.paid", now, fact)]

    def closed(
        self, order_id: str, reason: Literal["failed", "expired"], *, now: datetime
    ) -> PaymentEvent:
        """The page is closed."""
        fact = CheckoutClosed(facts.session(order_id), order_id, reason)
        return facts.event(f"{reason}_{order_id}", f"checkout.{reason}", now, fact)

    def refunded(self, payment_id: str, cents: int, *, now: datetime) -> PaymentEvent:
        """Money went back."""
        fact = Refunded(payment_id, cents)
        return facts.event(f"refund_{payment_id}_{cents}", "payment.refunded", now, fact)

    def disputed(
        self, payment_id: str, cents: int, outcome: Literal["open", "won", "lost"], *, now: datetime
    ) -> PaymentEvent:
        """A bank asks for it."""
        fact = Disputed(payment_id, f"local_dp_{payment_id}", cents, outcome)
        return facts.event(
            f"dispute_{outcome}_{payment_id}", f"payment.dispute.{outcome}", now, fact
        )

    def invoiced(self, subscription: Subscribed) -> PaymentEvent:
        """A month was paid."""
        start = subscription.period_start
        of = f"{facts.order(subscription.id)}_{start:%Y%m%d%H%M%S%f}"
        return facts.invoiced(subscription, of)

    def renewed(
        self, subscription: Subscribed, plan: Product | None, *, now: datetime
    ) -> list[PaymentEvent]:
        """The next month, or the end. Months that nobody was there for are not charged."""
        if subscription.status == "ended" or now < subscription.period_end:
            return []
        seen = max(now, subscription.seen_at + _INSTANT)
        if subscription.ends_at_period_end:
            ended = replace(subscription, status="ended", seen_at=seen)
            fact = SubscriptionChanged(ended)
            return [facts.event(f"ended_{subscription.id}", "subscription.ended", now, fact)]
        start, end = subscription.period_end, facts.month_after(subscription.period_end)
        while end <= now:
            start, end = end, facts.month_after(end)
        next_ = replace(subscription, period_start=start, period_end=end, seen_at=seen)
        if plan is not None:
            next_ = facts.agreed(next_, plan)
        return [self.invoiced(next_)]

    def _one(self, subscription_id: str) -> Subscribed:
        one = self._known(subscription_id)
        if one is None:
            raise NotFound("subscription")
        return one

    def _seen(self, one: Subscribed) -> datetime:
        """Now, and later than what is known, whatever the clock says."""
        return max(self._clock(), one.seen_at + _INSTANT)

    def _again(self, one: Subscribed) -> Subscribed:
        return replace(one, seen_at=self._seen(one))
