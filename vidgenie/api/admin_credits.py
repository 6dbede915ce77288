"""People's credits, for admins: find an account, adjust, give back what a Run was charged."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Id, Text, problems
from vidgenie.api.session import Admin
from vidgenie.api.submission import IdempotencyKey
from vidgenie.services.budgets import MOST_CREDITS

router = APIRouter(
    prefix="/api/admin/credits", tags=["admin"], responses=problems(401, 403, 404, 422)
)

Reason = Annotated[str, Field(max_length=1000)]


class LotAnswer(Answer):
    """Credits granted at once; source: plan, pack, promo, refund, adjust or unlimited."""

    source: str
    granted: int
    available: int
    held: int
    consumed: int
    expired: int
    revoked: int
    created_at: datetime
    expires_at: datetime | None
    reversed_at: datetime | None


class HoldAnswer(Answer):
    """What a Run set aside and was charged. refundable: captured and not given back yet."""

    run_id: str
    title: str
    status: str
    state: str
    amount: int
    captured: int
    released: int
    refunded: int
    refundable: int
    created_at: datetime


class ShortfallAnswer(Answer):
    """An order whose money was given back after its credits were spent: nobody owes them."""

    order_id: str
    kind: str
    slug: str
    credits: int
    shortfall: int
    dispute: str
    created_at: datetime


class NotRefundedAnswer(Answer):
    """A refund that did not arrive: its credits are back, the money is to be settled by hand."""

    payment_id: str
    kind: str
    slug: str
    cents: int
    currency: str
    found_at: datetime


class LineAnswer(Answer):
    """One thing that happened; type: credit, debit, hold or release."""

    id: int
    type: str
    amount: int
    reason: str
    run_id: str | None
    created_at: datetime


class CreditBookAnswer(Answer):
    """An account's credits; lots with nothing left are not in it, the rest is the newest 20."""

    id: str
    email: str
    name: str
    plan: str
    unlimited: bool
    available: int
    held: int
    used: int
    lots: list[LotAnswer]
    holds: list[HoldAnswer]
    shortfalls: list[ShortfallAnswer]
    not_refunded: list[NotRefundedAnswer]
    entries: list[LineAnswer]


class AdjustBody(Body):
    """amount: credits, > 0 gives and < 0 takes. reason: the account's owner reads it."""

    amount: Annotated[int, Field(strict=True, ge=-MOST_CREDITS, le=MOST_CREDITS)]
    reason: Reason


class RefundBody(Body):
    """amount: credits, null = all that was charged. reason: the account's owner reads it."""

    amount: Annotated[int, Field(strict=True, ge=1, le=MOST_CREDITS)] | None = None
    reason: Reason


class RefundAnswer(Answer):
    """refunded: credits that were given back."""

    refunded: int
    account: CreditBookAnswer


@router.get("")
def find(
    _admin: Admin, email: Annotated[Text, Query(min_length=1, max_length=254)]
) -> CreditBookAnswer:
    """The credits of the account with this e-mail address."""
    return CreditBookAnswer.model_validate(bootstrap.services().credit_admin.find(email))


@router.post("/{account_id}/adjust", responses=problems(400, 402, 409, 413, 415))
def adjust(
    account_id: Id, body: AdjustBody, admin: Admin, idempotency_key: IdempotencyKey = ""
) -> CreditBookAnswer:
    """Give or take credits; once per Idempotency-Key, which is needed.

    402: fewer are available than would be taken; nothing was.
    """
    book = bootstrap.services().credit_admin.adjust(
        admin, account_id, body.amount, body.reason, key=idempotency_key
    )
    return CreditBookAnswer.model_validate(book)


@router.post("/runs/{run_id}/refund", responses=problems(400, 409, 413, 415))
def refund(
    run_id: Id, body: RefundBody, admin: Admin, idempotency_key: IdempotencyKey = ""
) -> RefundAnswer:
    """Give back what a Run was charged; once per Idempotency-Key, which is needed.

    409 nothing_to_refund: it was charged nothing, or all of it was given back.
    """
    refunded, book = bootstrap.services().credit_admin.refund(
        admin, run_id, body.amount, body.reason, key=idempotency_key
    )
    return RefundAnswer(refunded=refunded, account=CreditBookAnswer.model_validate(book))
