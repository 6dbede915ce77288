"""Credits: the balance, and taking some."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StrictInt

from vidgenie import bootstrap
from vidgenie.api.credit_history import Entry
from vidgenie.api.models import Answer, Body, Done, problems
from vidgenie.api.session import Me
from vidgenie.api.submission import IdempotencyKey

router = APIRouter(prefix="/api/credits", tags=["credits"], responses=problems(401))


class Day(Answer):
    """Credits used on a day, UTC."""

    day: date
    used: int


class Lot(Answer):
    """Credits that came in together and are not all gone; `expiresAt` null = never.

    `source`: plan, pack, promo, refund or adjust. `renews`: the plan grants new ones then.
    """

    source: str
    available: int
    held: int
    expires_at: datetime | None
    renews: bool


class Balance(Answer):
    """Credits now.

    `granted`: what the plan grants a period. `renews`: it does so again at `renewsAt`; else it
    was cancelled and ends then. `daily`: the last 30 days, today last. `lots`: what
    is left, in the order it is spent. `creditHistory`: the last ten entries.
    """

    credits: int
    held: int
    credits_used: int
    plan: str
    unlimited: bool
    granted: int
    renews_at: datetime
    renews: bool
    used_today: int
    used_this_week: int
    daily: list[Day]
    lots: list[Lot]
    credit_history: list[Entry]


class Deduction(Body):
    """Credits to take, and why."""

    amount: StrictInt
    reason: Annotated[str, Field(max_length=1000)]
    metadata: dict[str, object] | None = None


class Deducted(Done):
    """What is left."""

    remaining_credits: int


@router.get("/balance")
def balance(account: Me) -> Balance:
    """What the Account has."""
    return Balance.model_validate(bootstrap.services().credits.balance(account))


@router.post("/deduct", responses=problems(400, 402, 403, 413, 415))
def deduct(body: Deduction, account: Me, idempotency_key: IdempotencyKey = "") -> Deducted:
    """Take credits; the same Idempotency-Key takes them once."""
    left = bootstrap.services().credits.deduct(
        account, body.amount, body.reason, body.metadata, idempotency_key=idempotency_key
    )
    return Deducted(remaining_credits=left)
