"""Terms: what was agreed on, as it is written on Stripe's objects, where it comes back from.

Stripe has one price for a subscription, the next one once it is changed. So both are
written down: what the period paid for has, and what the periods from `next_from` on have.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from vidgenie.domain.ports.payments import Checkout
from vidgenie.domain.product import Product

_NEXT = ("next_slug", "next_credits", "next_cents", "next_is_unlimited", "next_from")


@dataclass(frozen=True, slots=True)
class Terms:
    """A Plan as it was when somebody agreed to it."""

    plan: str
    credits: int
    cents: int
    is_unlimited: bool


def _or_none(value: object) -> object:
    return None if value == "" else value


class Written(BaseModel):
    """What we wrote on an object; all of it is empty on an object that is not ours.

    change: key of the last change, so that the same one is not made twice.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    account_id: str = ""
    order_id: str = ""
    slug: str = ""
    credits: int = 0
    cents: int = 0
    is_unlimited: bool = False
    next_slug: str = ""
    next_credits: int = 0
    next_cents: int = 0
    next_is_unlimited: bool = False
    next_from: Annotated[datetime | None, BeforeValidator(_or_none)] = None
    change: str = ""

    def at(self, moment: datetime) -> Terms:
        """What a period that begins at `moment` has."""
        if self.next_from is None or moment < self.next_from:
            return Terms(self.slug, self.credits, self.cents, self.is_unlimited)
        return Terms(self.next_slug, self.next_credits, self.next_cents, self.next_is_unlimited)


def of_checkout(checkout: Checkout) -> dict[str, str]:
    """What is written on all that comes of a checkout."""
    ours = {"account_id": checkout.account_id, "order_id": checkout.order_id}
    kind = {"kind": checkout.product.kind.value}
    return {**ours, **kind, **_said(_terms(checkout.product))}


def changed_now(plan: Product, *, key: str) -> dict[str, str]:
    """What is written over it when another Plan begins at once; "" = no longer there."""
    return {**_said(_terms(plan)), **dict.fromkeys(_NEXT, ""), "change": key}


def changed_later(now: Terms, plan: Product, *, begins: datetime, key: str) -> dict[str, str]:
    """What is written over it when another Plan begins with a later period."""
    following = {f"next_{name}": text for name, text in _said(_terms(plan)).items()}
    begin = {"next_from": str(int(begins.timestamp()))}
    return {**_said(now), **following, **begin, "change": key}


def _terms(plan: Product) -> Terms:
    return Terms(plan.slug, plan.credits, plan.cents, plan.is_unlimited)


def _said(terms: Terms) -> dict[str, str]:
    return {
        "slug": terms.plan,
        "credits": str(terms.credits),
        "cents": str(terms.cents),
        "is_unlimited": str(terms.is_unlimited).lower(),
    }
