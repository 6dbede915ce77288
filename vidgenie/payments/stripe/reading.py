"""Stripe's objects in our words."""

from datetime import datetime
from typing import Literal

from vidgenie.domain.ports import payments as port
from vidgenie.payments.stripe.amounts import from_stripe
from vidgenie.payments.stripe.shapes import (
    ChargeShape,
    DisputeShape,
    InvoiceShape,
    SessionShape,
    SubscriptionShape,
)
from vidgenie.payments.stripe.terms import Terms

# unpaid: Stripe has given up trying; paused: it does not try. incomplete has not begun.
_STATUS: dict[str, Literal["active", "past_due", "ended"]] = {
    "active": "active",
    "trialing": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "paused": "past_due",
    "canceled": "ended",
    "incomplete_expired": "ended",
}
_PAID = frozenset({"paid", "no_payment_required"})
# An inquiry (warning_...) takes no money; "prevented" was refunded, which is told as that.
_OUTCOME: dict[str, Literal["open", "won", "lost"]] = {
    "needs_response": "open",
    "under_review": "open",
    "won": "won",
    "lost": "lost",
}
_INVOICE = {"draft": "open", "uncollectible": "failed"}


def session(found: SessionShape, *, has_failed: bool = False) -> port.Fact | None:
    """What became of a checkout; None while nothing has, or when it is not one of ours.

    has_failed: a payment that takes days did not come.
    """
    order_id = found.metadata.order_id
    if not order_id:
        return None
    if found.status == "expired":
        return port.CheckoutClosed(found.id, order_id, "expired")
    if found.status == "complete" and found.payment_status in _PAID:
        return port.CheckoutPaid(
            session_id=found.id,
            order_id=order_id,
            customer_id=found.customer,
            payment_id=found.payment_intent,
            subscription_id=found.subscription,
            cents=from_stripe(found.amount_total or 0, found.currency),
        )
    return port.CheckoutClosed(found.id, order_id, "failed") if has_failed else None


def subscription(found: SubscriptionShape, *, seen_at: datetime) -> port.Subscribed | None:
    """A subscription as it is now; None when it has not begun or is not one of ours."""
    status = _STATUS.get(found.status)
    if status is None or not found.metadata.account_id:
        return None
    terms, item = found.terms, found.item
    return port.Subscribed(
        id=found.id,
        customer_id=found.customer,
        account_id=found.metadata.account_id,
        status=status,
        plan=terms.plan,
        credits=terms.credits,
        is_unlimited=terms.is_unlimited,
        cents=terms.cents,
        currency=item.price.currency,
        period_start=item.current_period_start,
        period_end=item.current_period_end,
        ends_at_period_end=status != "ended"
        and (found.cancel_at_period_end or found.cancel_at is not None),
        seen_at=seen_at,
    )


def subscription_then(paid: InvoiceShape, now: port.Subscribed) -> port.Subscribed:
    """A subscription as it was when an invoice of it was paid.

    Messages come late: what an invoice paid for is what was agreed on then. Of a period
    that is over it says no more than that, so it is older news than any other.

    What is written on it may be missing, or what was there before the change it is for: it
    counts when its price is the one that was paid. Else the price alone is told.
    """
    period = paid.period
    if period is None or period.start >= now.period_start:
        return now
    terms = _terms_then(paid, period.start)
    return port.Subscribed(
        id=now.id,
        customer_id=now.customer_id,
        account_id=now.account_id,
        status="active",
        plan=terms.plan,
        credits=terms.credits,
        is_unlimited=terms.is_unlimited,
        cents=terms.cents,
        currency=paid.currency,
        period_start=period.start,
        period_end=period.end,
        ends_at_period_end=False,
        seen_at=paid.status_transitions.paid_at or paid.created,
    )


def _terms_then(paid: InvoiceShape, start: datetime) -> Terms:
    written, price = paid.of.metadata, from_stripe(paid.price, paid.currency)
    terms = written.at(start)
    if written.account_id and price in (0, terms.cents):
        return terms
    return Terms("", 0, price, is_unlimited=False)


def invoice(found: InvoiceShape, *, has_failed: bool = False) -> port.Invoice:
    """An invoice."""
    period = found.period
    status = _INVOICE.get(found.status, found.status)
    return port.Invoice(
        id=found.id,
        number=found.number,
        customer_id=found.customer,
        subscription_id=found.of.subscription,
        order_id=found.metadata.order_id,
        payment_id=found.payment_id,
        cents=from_stripe(found.total, found.currency),
        currency=found.currency,
        status="failed" if has_failed and status == "open" else status,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        url=found.hosted_invoice_url,
        pdf_url=found.invoice_pdf,
        created_at=found.created,
        paid_at=found.status_transitions.paid_at,
    )


def refund(found: ChargeShape) -> port.Refunded | None:
    """What was sent back of a payment, and what of it did not arrive."""
    if not found.payment_intent or not found.sent_back:
        return None
    failed = (
        port.FailedRefund(one.id, from_stripe(one.amount, found.currency)) for one in found.failed
    )
    cents = from_stripe(found.sent_back, found.currency)
    return port.Refunded(found.payment_intent, cents, tuple(failed))


def dispute(found: DisputeShape) -> port.Disputed | None:
    """How somebody's complaint at the bank stands; None as long as it takes no money."""
    outcome = _OUTCOME.get(found.status)
    if outcome is None or not found.payment_intent:
        return None
    cents = from_stripe(found.amount, found.currency)
    return port.Disputed(found.payment_intent, found.id, cents, outcome)
