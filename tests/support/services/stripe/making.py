"""Objects of Stripe, made of its official examples (specs/stripe_fixtures.json)."""

import copy
import json
from typing import Any

from tests.support.steady import SPECS

Thing = dict[str, Any]

EXAMPLES: dict[str, Thing] = json.loads((SPECS / "stripe_fixtures.json").read_text())["resources"]
_LIST = {"object": "list", "has_more": False}


def example(kind: str, **differs: object) -> Thing:
    """A copy of the official example that differs in these; each of them must be in it."""
    unknown = set(differs) - set(EXAMPLES[kind])
    assert not unknown, f"{kind} has no {unknown}"
    return copy.deepcopy(EXAMPLES[kind]) | differs


def listed(*things: Thing, url: str) -> Thing:
    """A list object."""
    return {**_LIST, "data": list(things), "url": url}


def subscription(asked: Thing, *, begin: int, end: int) -> Thing:
    """One that has just begun. asked: id, customer, metadata, currency, unit_amount, product."""
    made = example(
        "subscription",
        id=asked["id"],
        customer=asked["customer"],
        metadata=dict(asked["metadata"]),
        currency=asked["currency"],
        billing_cycle_anchor=begin,
        billing_cycle_anchor_config=None,
        billing_schedules=[],
        billing_thresholds=None,
        cancel_at=None,
        cancel_at_period_end=False,
        canceled_at=None,
        created=begin,
        ended_at=None,
        managed_payments=None,
        next_pending_invoice_item_invoice=None,
        pause_collection=None,
        pending_invoice_item_interval=None,
        pending_update=None,
        start_date=begin,
        status="active",
        transfer_data=None,
        trial_end=None,
        trial_start=None,
    )
    item = made["items"]["data"][0]
    item |= {
        "id": asked["item"],
        "created": begin,
        "subscription": asked["id"],
        "current_period_start": begin,
        "current_period_end": end,
        "billing_thresholds": None,
    }
    price(item, asked)
    return made


def price(item: Thing, asked: Thing) -> None:
    """Give a subscription item another price."""
    amount = int(asked["unit_amount"])
    item["price"] |= {
        "id": f"price_{asked['product']}_{amount}",
        "currency": asked["currency"],
        "custom_unit_amount": None,
        "product": asked["product"],
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
        "transform_quantity": None,
    }


def invoice(asked: Thing, *, now: int) -> Thing:
    """An open one. asked: id, number, customer, currency, total, reason, metadata."""
    total, id_ = asked["total"], asked["id"]
    made = example(
        "invoice",
        id=id_,
        number=asked["number"],
        customer=asked["customer"],
        currency=asked["currency"],
        billing_reason=asked["reason"],
        metadata=dict(asked["metadata"]),
        amount_due=total,
        amount_overpaid=0,
        amount_remaining=total,
        subtotal=total,
        subtotal_excluding_tax=total,
        total=total,
        total_excluding_tax=total,
        created=now,
        # The period of an invoice is the one before; for a first one it has no length.
        period_start=now,
        period_end=now,
        effective_at=now,
        due_date=None,
        from_invoice=None,
        hosted_invoice_url=f"https://invoice.stripe.com/i/acct_1/{id_}",
        invoice_pdf=f"https://pay.stripe.com/invoice/acct_1/{id_}/pdf",
        last_finalization_error=None,
        next_payment_attempt=None,
        parent=None,
        shipping_cost=None,
        status="open",
        webhooks_delivered_at=now,
    )
    line = made["lines"]["data"][0]
    line |= {
        "id": f"il_{id_}",
        "invoice": id_,
        "amount": total,
        "subtotal": total,
        "currency": asked["currency"],
        "period": {"start": now, "end": now},
        "parent": None,
    }
    made["lines"]["url"] = f"/v1/invoices/{id_}/lines"
    return made


def of_subscription(made: Thing, found: Thing, *, metadata: Thing) -> Thing:
    """An invoice that is for a period of a subscription, whose metadata it keeps as they were."""
    item = found["items"]["data"][0]
    details = {"subscription": found["id"], "metadata": dict(metadata)}
    made["parent"] = {
        "type": "subscription_details",
        "quote_details": None,
        "subscription_details": details,
    }
    line = made["lines"]["data"][0]
    line["period"] = {"start": item["current_period_start"], "end": item["current_period_end"]}
    line["subscription"] = found["id"]
    line["parent"] = {
        "type": "subscription_item_details",
        "invoice_item_details": None,
        "subscription_item_details": {
            "invoice_item": None,
            "proration": False,
            "proration_details": {"credited_items": None},
            "subscription": found["id"],
            "subscription_item": item["id"],
        },
    }
    return made
