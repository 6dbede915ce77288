"""What we ask Stripe for. It needs no products or prices of its own: ours are told each time."""

from typing import TYPE_CHECKING, Literal

from vidgenie.domain.ports.payments import Checkout
from vidgenie.domain.product import Product, ProductKind
from vidgenie.payments.stripe import terms
from vidgenie.payments.stripe.amounts import to_stripe
from vidgenie.payments.stripe.shapes import SubscriptionShape

if TYPE_CHECKING:
    from stripe.params import (
        ProductCreateParams,
        SubscriptionUpdateParams,
        SubscriptionUpdateParamsBillingCycleAnchor,
    )
    from stripe.params.checkout import (
        SessionCreateParams,
        SessionCreateParamsInvoiceCreation,
        SessionCreateParamsInvoiceCreationInvoiceData,
        SessionCreateParamsLineItem,
        SessionCreateParamsPaymentIntentData,
        SessionCreateParamsSubscriptionData,
    )

Locale = Literal["en", "fr"]

# What people read at Stripe and on their invoices; the catalogues of the pages are not for it.
_WORDS = {
    "en": {"pack": "{credits} credits", "plan": "{credits} credits a month", "all": "No limit"},
    "fr": {"pack": "{credits} crédits", "plan": "{credits} crédits par mois", "all": "Sans limite"},
}


def page(checkout: Checkout, *, customer_id: str) -> "SessionCreateParams":
    """A page to pay at.

    It says nothing that changes from one time to the next: the same order asked for again
    has to be the same request. So Stripe decides until when: 24 hours.
    """
    product, written = checkout.product, terms.of_checkout(checkout)
    params: SessionCreateParams = {
        "mode": "subscription" if product.kind is ProductKind.PLAN else "payment",
        "line_items": [_line(product, _locale(checkout.locale))],
        "client_reference_id": checkout.account_id,
        "metadata": written,
        "success_url": checkout.success_url,
        "cancel_url": checkout.cancel_url,
        "locale": _locale(checkout.locale),
    }
    if customer_id:
        params["customer"] = customer_id
    else:
        params["customer_email"] = checkout.email
    if product.kind is ProductKind.PLAN:
        period: SessionCreateParamsSubscriptionData = {"metadata": written}
        params["subscription_data"] = period
        return params
    payment: SessionCreateParamsPaymentIntentData = {"metadata": written}
    invoice: SessionCreateParamsInvoiceCreationInvoiceData = {"metadata": written}
    creation: SessionCreateParamsInvoiceCreation = {"enabled": True, "invoice_data": invoice}
    params["payment_intent_data"] = payment
    params["invoice_creation"] = creation
    if not customer_id:
        # So that who has bought once finds cards and invoices on the portal.
        params["customer_creation"] = "always"
    return params


def plan_product(plan: Product) -> "ProductCreateParams":
    """What a changed subscription is for: it has to be a product that Stripe knows."""
    return {"id": f"vidgenie_plan_{plan.slug}", "name": _name(plan, "en")}


def change(
    found: SubscriptionShape, plan: Product, *, at_once: bool, key: str
) -> "SubscriptionUpdateParams":
    """Another Plan, at once or from the next period on; a cancellation is taken back by it."""
    params: SubscriptionUpdateParams = {
        **resume(found),
        "items": [
            {
                "id": found.item.id,
                "quantity": 1,
                "price_data": {
                    "currency": plan.currency,
                    "product": plan_product(plan).get("id", ""),
                    "recurring": {"interval": "month"},
                    "unit_amount": to_stripe(plan.cents, plan.currency),
                },
            }
        ],
        "proration_behavior": "none",
    }
    if at_once:
        # The new period is paid now or nothing changes. (In older versions of the API the
        # anchor was a word.)
        anchor: SubscriptionUpdateParamsBillingCycleAnchor = {"type": "now"}
        params["billing_cycle_anchor"] = anchor
        params["payment_behavior"] = "error_if_incomplete"
        params["metadata"] = terms.changed_now(plan, key=key)
        return params
    begins = found.item.current_period_end
    params["metadata"] = terms.changed_later(found.terms, plan, begins=begins, key=key)
    return params


def resume(found: SubscriptionShape) -> "SubscriptionUpdateParams":
    """It does not end. Stripe refuses both ways to say so at once, and has two ways to end."""
    if found.cancel_at_period_end:
        return {"cancel_at_period_end": False}
    return {"cancel_at": ""} if found.cancel_at else {}


def _line(product: Product, locale: Locale) -> "SessionCreateParamsLineItem":
    line: SessionCreateParamsLineItem = {
        "quantity": 1,
        "price_data": {
            "currency": product.currency,
            "unit_amount": to_stripe(product.cents, product.currency),
            "product_data": {
                "name": _name(product, locale),
                "description": _what(product, locale),
                "metadata": {"kind": product.kind.value, "slug": product.slug},
            },
        },
    }
    if product.kind is ProductKind.PLAN and "price_data" in line:
        line["price_data"]["recurring"] = {"interval": "month"}
    return line


def _name(product: Product, locale: Locale) -> str:
    if product.kind is ProductKind.PLAN:
        # Of an order it is in the language of who ordered; a Plan of the release has none.
        return f"VidGenie {product.name(locale) or product.slug.title()}"
    is_named = product.title and not product.title.isdecimal()
    return f"VidGenie: {product.title if is_named else _what(product, locale)}"


def _what(product: Product, locale: Locale) -> str:
    words = _WORDS[locale]
    text = words["all" if product.is_unlimited else product.kind.value]
    return text.format(credits=product.credits)


def _locale(locale: str) -> Locale:
    return "fr" if locale == "fr" else "en"
