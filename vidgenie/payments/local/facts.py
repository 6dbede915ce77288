"""What the embedded service tells, made of the ids of the product's own orders."""

import calendar
from dataclasses import replace
from datetime import datetime

from vidgenie.domain.ports.payments import (
    Checkout,
    Fact,
    Invoice,
    InvoicePaid,
    PaymentEvent,
    Subscribed,
)
from vidgenie.domain.product import Product

_SUBSCRIPTION = "local_sub_"


def month_after(start: datetime) -> datetime:
    """The same day of the next month, or its last one."""
    year, month = (start.year + 1, 1) if start.month == 12 else (start.year, start.month + 1)
    return start.replace(
        year=year, month=month, day=min(start.day, calendar.monthrange(year, month)[1])
    )


def subscribed(checkout: Checkout, now: datetime) -> Subscribed:
    """A subscription whose first month begins now."""
    plan = checkout.product
    return Subscribed(
        id=f"{_SUBSCRIPTION}{checkout.order_id}",
        customer_id=customer(checkout.account_id),
        account_id=checkout.account_id,
        status="active",
        plan=plan.slug,
        credits=plan.credits,
        is_unlimited=plan.is_unlimited,
        cents=plan.cents,
        currency=plan.currency,
        period_start=now,
        period_end=month_after(now),
        ends_at_period_end=False,
        seen_at=now,
    )


def invoiced(subscription: Subscribed, of: str) -> PaymentEvent:
    """A month that was paid. of: what the invoice is told apart by."""
    start = subscription.period_start
    invoice = Invoice(
        id=f"local_in_{of}",
        number=number(of),
        customer_id=subscription.customer_id,
        subscription_id=subscription.id,
        order_id="",
        payment_id=payment(of),
        cents=subscription.cents,
        currency=subscription.currency,
        status="paid",
        period_start=start,
        period_end=subscription.period_end,
        url="",
        pdf_url="",
        created_at=start,
        paid_at=subscription.seen_at,
    )
    fact = InvoicePaid(invoice, subscription)
    return event(f"invoice_{of}", "invoice.paid", subscription.seen_at, fact)


def agreed(one: Subscribed, plan: Product) -> Subscribed:
    """The same with another Plan."""
    return replace(
        one,
        plan=plan.slug,
        credits=plan.credits,
        is_unlimited=plan.is_unlimited,
        cents=plan.cents,
        currency=plan.currency,
    )


def begun(one: Subscribed, plan: Product, now: datetime) -> Subscribed:
    """A new period, from now on."""
    return replace(
        agreed(one, plan),
        status="active",
        period_start=now,
        period_end=month_after(now),
        ends_at_period_end=False,
        seen_at=now,
    )


def ended(one: Subscribed) -> Subscribed:
    """The same, over."""
    return replace(one, status="ended")


def event(name: str, kind: str, now: datetime, fact: Fact) -> PaymentEvent:
    """Something that happened. name: makes its id."""
    return PaymentEvent(f"local_evt_{name}", kind, now, fact)


def order(subscription_id: str) -> str:
    """The order a subscription was bought with."""
    return subscription_id.removeprefix(_SUBSCRIPTION)


def session(order_id: str) -> str:
    """What the page of an order is called."""
    return f"local_{order_id}"


def customer(account_id: str) -> str:
    """What an Account is called."""
    return f"local_cus_{account_id}"


def payment(of: str) -> str:
    """What a payment is called."""
    return f"local_pay_{of}"


def number(of: str) -> str:
    """Of an invoice; it says that it is none."""
    return f"TEST-{of[:8].upper()}"
