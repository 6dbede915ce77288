"""A subscription that should not have been paid: its money goes back."""

import logging
from datetime import datetime

from vidgenie.domain.ports.payments import PaymentEvent, Refunded
from vidgenie.errors import PaymentsUnavailable
from vidgenie.payments.stripe.amounts import from_stripe
from vidgenie.payments.stripe.client import Line, Refusal
from vidgenie.payments.stripe.objects import Objects
from vidgenie.payments.stripe.shapes import InvoiceShape

_log = logging.getLogger(__name__)

# By somebody in the dashboard, or by the customer's bank: what became of it is told by itself.
_GOES_BACK_ALREADY = frozenset({"charge_already_refunded", "charge_disputed"})


def give_back(
    line: Line, objects: Objects, subscription_id: str, *, now: datetime
) -> list[PaymentEvent]:
    """Refund every paid invoice of a subscription; what that tells.

    Asked again, nothing is refunded again. Raises PaymentsUnavailable.
    """
    paid = [one for one in objects.invoices(subscription_id) if one.payment_id and one.total]
    told = [_refund(line, one, now=now) for one in paid]
    return [event for event in told if event]


def _refund(line: Line, invoice: InvoiceShape, *, now: datetime) -> PaymentEvent | None:
    payment_id = invoice.payment_id
    answer = line.attempt(
        lambda client: client.v1.refunds.create(
            {"payment_intent": payment_id, "reason": "duplicate"},
            {"idempotency_key": f"undo:{payment_id}"},
        )
    )
    if isinstance(answer, Refusal):
        if answer.reason in _GOES_BACK_ALREADY:
            return None
        _log.error("payment %s cannot be refunded: %s", payment_id, answer.reason)
        raise PaymentsUnavailable(problem="unexpected")
    fact = Refunded(payment_id, from_stripe(invoice.total, invoice.currency))
    return PaymentEvent(f"undo:{payment_id}", "undo", now, fact)
