"""Buying credits: checkouts, the subscription, invoices; in the browser only."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Id, problems
from vidgenie.api.session import Me, language
from vidgenie.api.submission import IdempotencyKey

router = APIRouter(prefix="/api/billing", tags=["credits"], responses=problems(401, 403))

Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,20}$")]


class Subscription(Answer):
    """The plan that counts, and the subscription it comes from.

    `cents`: what is paid a month. `status`: past_due while a payment is owed; the plan stays
    until `graceUntil`. `nextPlan`: begins with the next period. `canManage`: there is a page
    for cards, see POST /api/billing/portal.
    """

    plan: str
    credits: int
    is_unlimited: bool
    cents: int
    currency: str
    status: Literal["none", "active", "past_due", "ended"]
    period_start: datetime
    period_end: datetime
    ends_at_period_end: bool
    next_plan: str | None
    grace_until: datetime | None
    can_manage: bool


class CheckoutBody(Body):
    """What to buy."""

    kind: Literal["plan", "pack"]
    slug: Slug


class CheckoutAnswer(Answer):
    """Where to pay. `url` is "" when there is nothing to pay any more."""

    order_id: str
    url: str


class Order(Answer):
    """A checkout. `status`: open, paid, failed, expired, or reversed (money went back).

    `not_refunded_cents`: of refunds that did not arrive; what they had taken is back.
    """

    id: str
    kind: str
    slug: str
    title: str
    credits: int
    cents: int
    currency: str
    status: str
    url: str
    is_test: bool
    created_at: datetime
    not_refunded_cents: int


class PlanBody(Body):
    """The plan that is wanted; "free" ends the subscription with its period."""

    plan: Slug


class Portal(Answer):
    """A page of the payment service, for cards and invoices."""

    url: str


class Invoice(Answer):
    """What was paid, or is to be. `status`: open, paid, failed, void or refunded."""

    id: str
    number: str
    kind: str
    slug: str
    cents: int
    currency: str
    status: str
    url: str
    pdf_url: str
    created_at: datetime
    paid_at: datetime | None


class Invoices(Answer):
    """The newest first, a hundred at most."""

    items: list[Invoice]


@router.post("/checkout", status_code=201, responses=problems(400, 404, 409, 413, 415, 429, 503))
def checkout(
    body: CheckoutBody, account: Me, request: Request, idempotency_key: IdempotencyKey = ""
) -> CheckoutAnswer:
    """Begin to buy a plan or a pack; who asks twice is sent to the same page."""
    begun = bootstrap.services().selling.checkout(
        account, body.kind, body.slug, key=idempotency_key, locale=language(request)
    )
    return CheckoutAnswer.model_validate(begun)


@router.get("/orders/{order_id}", responses=problems(404))
def order(order_id: Id, account: Me) -> Order:
    """A checkout, as the payment service tells it."""
    return Order.model_validate(bootstrap.services().selling.order(account, order_id))


@router.get("/subscription")
def subscription(account: Me) -> Subscription:
    """The Account's plan, and until when it has it."""
    return Subscription.model_validate(bootstrap.services().plan_changes.subscription(account))


@router.put("/subscription", responses=problems(400, 402, 404, 409, 413, 415, 429, 503))
def change(body: PlanBody, account: Me) -> Subscription:
    """Another plan: a dearer one at once, a cheaper one from the next period on."""
    return Subscription.model_validate(bootstrap.services().plan_changes.change(account, body.plan))


@router.delete("/subscription", responses=problems(409, 429, 503))
def cancel(account: Me) -> Subscription:
    """End the subscription with its period."""
    return Subscription.model_validate(bootstrap.services().plan_changes.cancel(account))


@router.post("/subscription/resume", responses=problems(409, 429, 503))
def resume(account: Me) -> Subscription:
    """Go on with a subscription that was to end."""
    return Subscription.model_validate(bootstrap.services().plan_changes.resume(account))


@router.post("/portal", responses=problems(404, 429, 503))
def portal(account: Me, request: Request) -> Portal:
    """Where cards and invoices are looked after."""
    url = bootstrap.services().plan_changes.portal(account, locale=language(request))
    return Portal(url=url)


@router.get("/invoices")
def invoices(account: Me) -> Invoices:
    """What the Account has paid."""
    rows = bootstrap.services().selling.invoices(account)
    return Invoices(items=[Invoice.model_validate(row) for row in rows])
