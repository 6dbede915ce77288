"""Stripe as a payment service."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, TypeVar

from pydantic import ValidationError

from vidgenie.domain.ports import payments as port
from vidgenie.domain.product import Product
from vidgenie.errors import PaymentsUnavailable
from vidgenie.payments.stripe import asking, reading, webhook
from vidgenie.payments.stripe.client import Answer, Line, Refusal
from vidgenie.payments.stripe.objects import Objects
from vidgenie.payments.stripe.shapes import SessionShape, SubscriptionShape
from vidgenie.payments.stripe.undoing import give_back
from vidgenie.settings import Settings

if TYPE_CHECKING:
    from stripe import StripeClient, StripeObject

T = TypeVar("T")
_log = logging.getLogger(__name__)
_OVER = frozenset({"canceled", "incomplete_expired"})
_GIVEN_UP = frozenset({"requires_payment_method", "canceled"})


class Stripe(port.Payments):
    """Stripe, with the key of one account of theirs."""

    slug: ClassVar[str] = "stripe"

    def __init__(
        self, *, settings: Settings, clock: Callable[[], datetime], **others: object
    ) -> None:
        """Nothing is asked or loaded yet. others: what other services need."""
        del others
        key = settings.stripe_secret_key.strip()
        self.is_test = "_test_" in key[:9]  # pyright: ignore[reportAttributeAccessIssue]  # of this one its key tells
        self._secrets = tuple(
            filter(None, map(str.strip, settings.stripe_webhook_secret.split(",")))
        )
        if key and not self._secrets:
            _log.warning("what is paid is not credited: set VIDGENIE_STRIPE_WEBHOOK_SECRET")
        self._line = Line(key, settings.stripe_base_url.rstrip("/"))
        self._clock = clock
        self._objects = Objects(self._line, clock)

    def checkout(self, checkout: port.Checkout) -> port.CheckoutPage:
        """Open a page to pay at; the same order again answers the same page."""
        answer = self._open(checkout, customer_id=checkout.customer_id)
        if isinstance(answer, Refusal) and checkout.customer_id and answer.field == "customer":
            # Deleted there, or known from the time of the test key only.
            answer = self._open(checkout, customer_id="")
        if isinstance(answer, Refusal):
            _log.error("Stripe opens no checkout: %s %s", answer.reason, answer.field)
            raise PaymentsUnavailable(problem="unexpected")
        page = _understood(lambda: SessionShape.model_validate(answer))
        return port.CheckoutPage(page.id, page.url, page.expires_at)

    def expire(self, session_id: str) -> None:
        """Close a checkout page nobody has paid at; one that was paid or closed stays so."""
        self._line.attempt(lambda client: client.v1.checkout.sessions.expire(session_id))

    def look(self, session_id: str) -> port.PaymentEvent | None:
        """What has become of a checkout, for when nothing was told; None while it is open."""
        found = _understood(lambda: self._objects.session(session_id))
        if found is None:
            return None
        is_late = found.status == "complete" and found.payment_status == "unpaid"
        intent = self._objects.intent_status(found.payment_intent) if is_late else ""
        fact = reading.session(found, has_failed=intent in _GIVEN_UP)
        if fact is None:
            return None
        if isinstance(fact, port.CheckoutPaid) and fact.subscription_id and found.invoice:
            # Who looks was told nothing, of the first period neither.
            period = _understood(lambda: webhook.invoice_paid(found.invoice, self._objects))
            fact = replace(fact, period=period)
        # The same each time it is asked, and no event of Stripe's own.
        what = "closed" if isinstance(fact, port.CheckoutClosed) else "paid"
        return port.PaymentEvent(f"look:{session_id}:{what}", "look", found.created, fact)

    def portal(self, customer_id: str, *, return_url: str, locale: str) -> str:
        """Address of a page where the customer sees cards and invoices; "" = there is none."""
        answer = self._line.attempt(
            lambda client: client.v1.billing_portal.sessions.create(
                {
                    "customer": customer_id,
                    "return_url": return_url,
                    "locale": "fr" if locale == "fr" else "en",
                }
            )
        )
        if isinstance(answer, Refusal):
            _log.warning("Stripe has no portal: %s; save its settings there once", answer.reason)
            return ""
        return str(answer.get("url") or "")

    def change(
        self, subscription_id: str, plan: Product, *, at_once: bool, key: str
    ) -> port.Subscribed:
        """Another Plan: a new period begins at once and is paid, or from the next period on.

        What Subscribed says is what the present period has, also when another Plan follows.
        """
        found, seen_at = self._subscription(subscription_id)
        if found.metadata.change == key:
            return _told(found, seen_at)
        # It is there already for who has changed to this Plan before.
        self._line.attempt(lambda client: client.v1.products.create(asking.plan_product(plan)))
        params = asking.change(found, plan, at_once=at_once, key=key)
        answer = self._line.ask_once(
            lambda client, once: client.v1.subscriptions.update(
                subscription_id, params, {"idempotency_key": once}
            ),
            key,
        )
        return self._changed(answer)

    def cancel(self, subscription_id: str, *, at_once: bool = False) -> port.Subscribed:
        """End a subscription with its period, or at once."""
        found, seen_at = self._subscription(subscription_id)
        if found.status in _OVER:
            return _told(found, seen_at)
        if at_once:
            return self._done(lambda client: client.v1.subscriptions.cancel(subscription_id))
        return self._done(
            lambda client: client.v1.subscriptions.update(
                subscription_id, {"cancel_at_period_end": True}
            )
        )

    def undo(self, subscription_id: str, *, cents: int) -> list[port.PaymentEvent]:  # noqa: ARG002  # the invoices say it
        """Give back all that was paid for a subscription, then end it at once; what that tells."""
        found, seen_at = self._subscription(subscription_id)
        if found.status in _OVER:
            return []
        told = _understood(
            lambda: give_back(self._line, self._objects, subscription_id, now=seen_at)
        )
        self._done(lambda client: client.v1.subscriptions.cancel(subscription_id))
        return told

    def resume(self, subscription_id: str) -> port.Subscribed:
        """Take a cancellation back before the period has ended."""
        found, seen_at = self._subscription(subscription_id)
        params = asking.resume(found)
        if not params or found.status in _OVER:
            return _told(found, seen_at)
        return self._done(lambda client: client.v1.subscriptions.update(subscription_id, params))

    def read(self, body: bytes, signature: str) -> port.PaymentEvent:
        """A message of Stripe, and how what it speaks of stands now.

        Raises InvalidSignature, InvalidInput for what is no event, and PaymentsUnavailable.
        """
        event = webhook.checked(body, signature, self._secrets)
        fact = None
        if event.livemode is self.is_test:
            _log.warning("%s of %s is of the other mode than our key", event.type, event.id)
        else:
            fact = webhook.fact(event, self._objects)
        return port.PaymentEvent(event.id, event.type, event.created, fact)

    def _open(self, checkout: port.Checkout, *, customer_id: str) -> Answer | Refusal:
        # Without the customer it is another request, and needs a key of its own.
        is_known = customer_id == checkout.customer_id
        key = checkout.order_id if is_known else f"{checkout.order_id}:new"
        params = asking.page(checkout, customer_id=customer_id)
        return self._line.attempt(
            lambda client: client.v1.checkout.sessions.create(params, {"idempotency_key": key})
        )

    def _subscription(self, id_: str) -> tuple[SubscriptionShape, datetime]:
        """A subscription, and when it was asked for."""
        seen_at = self._clock()
        found = _understood(lambda: self._objects.subscription(id_))
        if found is None:
            raise PaymentsUnavailable(problem="unexpected")
        return found, seen_at

    def _done(self, work: "Callable[[StripeClient], StripeObject]") -> port.Subscribed:
        return self._changed(self._line.ask(work))

    def _changed(self, answer: Answer) -> port.Subscribed:
        """A subscription after a change."""
        found = _understood(lambda: SubscriptionShape.model_validate(answer))
        # Who asked while it was being changed may have seen it as it was before.
        return _told(found, self._clock())


def _told(found: SubscriptionShape, seen_at: datetime) -> port.Subscribed:
    told = reading.subscription(found, seen_at=seen_at)
    if told is None:
        _log.error("subscription %s is not one of ours", found.id)
        raise PaymentsUnavailable(problem="unexpected")
    return told


def _understood(read: Callable[[], T]) -> T:
    """What `read` finds, if it is as we know it."""
    try:
        return read()
    except ValidationError as error:
        places = [".".join(map(str, one["loc"])) for one in error.errors(include_input=False)]
    _log.error("an object of Stripe cannot be read: %s", ", ".join(places))
    raise PaymentsUnavailable(problem="unexpected")
