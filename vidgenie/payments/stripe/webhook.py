"""Messages of Stripe: whether they are Stripe's, and what they say.

A message only says that something happened to an object. How that object stands now is
read anew: messages come late, in any order, and look as the version of the API says that
an operator has chosen for them.
"""

import json
import logging
from collections.abc import Callable, Sequence

from pydantic import ValidationError

from vidgenie.domain.ports import payments as port
from vidgenie.errors import InvalidInput, InvalidSignature
from vidgenie.payments.stripe import reading
from vidgenie.payments.stripe.objects import Objects
from vidgenie.payments.stripe.shapes import EventShape

_log = logging.getLogger(__name__)

TOLERANCE = 300  # seconds after which a message that was signed may not come any more


def checked(body: bytes, signature: str, secrets: Sequence[str]) -> EventShape:
    """The message, if one of the secrets has signed it.

    Raises InvalidSignature, and InvalidInput for what is no event.
    """
    if not any(_is_signed(body, signature, secret) for secret in secrets):
        raise InvalidSignature
    try:
        said: object = json.loads(body)
        return EventShape.model_validate(said)
    except (ValueError, RecursionError):
        problem = InvalidInput("This is no event of Stripe.", field="", problem="not_an_event")
    raise problem


def fact(event: EventShape, objects: Objects) -> port.Fact | None:
    """What a message means to us, None = nothing. Raises PaymentsUnavailable.

    One that cannot be understood is logged and means nothing: to repeat it would not help.
    """
    read = _READERS.get(event.type)
    if read is None:
        return None
    if not event.about:
        _log.error("%s of %s names no object", event.type, event.id)
        return None
    try:
        return read(event, objects)
    except ValidationError as error:
        # Places, and nothing of what stands there.
        places = [".".join(map(str, one["loc"])) for one in error.errors(include_input=False)]
        what = (event.type, event.id, event.api_version, ", ".join(places))
        _log.error("%s of %s (API %s) cannot be read: %s", *what)  # as above
        return None


def _is_signed(body: bytes, signature: str, secret: str) -> bool:
    from stripe import SignatureVerificationError, WebhookSignature  # noqa: PLC0415  # slow to load

    try:
        return WebhookSignature.verify_header(body, signature, secret, TOLERANCE)
    except (SignatureVerificationError, ValueError, TypeError, OverflowError):
        # The others: not UTF-8, odd numbers or letters in the signature.
        return False


def _session(event: EventShape, objects: Objects) -> port.Fact | None:
    found = objects.session(event.about)
    has_failed = event.type == "checkout.session.async_payment_failed"
    return reading.session(found, has_failed=has_failed) if found else None


def invoice_paid(invoice_id: str, objects: Objects) -> port.InvoicePaid | None:
    """What an invoice of ours paid for; None when it is not paid. Raises as `Objects` does."""
    found = objects.invoice(invoice_id)
    if found is None or found.status != "paid":
        return None
    invoice = reading.invoice(found)
    if not invoice.subscription_id:
        return port.InvoicePaid(invoice, None) if invoice.order_id else None
    now = objects.subscribed(invoice.subscription_id)
    if now is None:
        return None
    return port.InvoicePaid(invoice, reading.subscription_then(found, now))


def _invoice_paid(event: EventShape, objects: Objects) -> port.Fact | None:
    return invoice_paid(event.about, objects)


def _invoice_failed(event: EventShape, objects: Objects) -> port.Fact | None:
    found = objects.invoice(event.about)
    if found is None or found.status != "open":
        return None  # it was paid since, or there is nothing to be paid any more
    invoice = reading.invoice(found, has_failed=True)
    now = objects.subscribed(invoice.subscription_id) if invoice.subscription_id else None
    return port.InvoiceFailed(invoice, now) if now else None


def _subscription(event: EventShape, objects: Objects) -> port.Fact | None:
    now = objects.subscribed(event.about)
    return port.SubscriptionChanged(now) if now else None


def _refunded(event: EventShape, objects: Objects) -> port.Fact | None:
    return _sent_back(event.about, objects)


def _refund(event: EventShape, objects: Objects) -> port.Fact | None:
    """A refund has changed; which charge it is of does not."""
    charge = event.id_at("charge")
    return _sent_back(charge, objects) if charge else None


def _sent_back(charge_id: str, objects: Objects) -> port.Refunded | None:
    found = objects.charge(charge_id)
    return reading.refund(found) if found else None


def _disputed(event: EventShape, objects: Objects) -> port.Fact | None:
    found = objects.dispute(event.about)
    return reading.dispute(found) if found else None


_READERS: dict[str, Callable[[EventShape, Objects], port.Fact | None]] = {
    "checkout.session.completed": _session,
    "checkout.session.async_payment_succeeded": _session,
    "checkout.session.async_payment_failed": _session,
    "checkout.session.expired": _session,
    "invoice.paid": _invoice_paid,
    "invoice.payment_failed": _invoice_failed,
    "customer.subscription.created": _subscription,
    "customer.subscription.updated": _subscription,
    "customer.subscription.deleted": _subscription,
    "customer.subscription.paused": _subscription,
    "customer.subscription.resumed": _subscription,
    "charge.refunded": _refunded,
    "charge.refund.updated": _refund,
    "refund.failed": _refund,
    "refund.updated": _refund,
    "charge.dispute.created": _disputed,
    "charge.dispute.updated": _disputed,
    "charge.dispute.closed": _disputed,
    "charge.dispute.funds_withdrawn": _disputed,
    "charge.dispute.funds_reinstated": _disputed,
}
EVENTS = tuple(sorted(_READERS))
"""What an operator has Stripe send."""
