"""Credits: the balance, what happened to it, taking some."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field, StrictInt

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, Text, problems
from vidgenie.api.session import Me
from vidgenie.api.submission import IdempotencyKey

router = APIRouter(prefix="/api/credits", tags=["credits"], responses=problems(401))


class Entry(Answer):
    """One thing that happened; `type`: credit, debit, hold or release."""

    id: int
    type: str
    amount: int
    reason: str
    metadata: Mapping[str, object]
    workflow_id: str | None
    created_at: datetime


class Balance(Answer):
    """Credits now, and the last ten entries."""

    credits: int
    held: int
    credits_used: int
    plan: str
    unlimited: bool
    renews_at: datetime
    used_today: int
    used_this_week: int
    credit_history: list[Entry]


class History(Answer):
    """A page of entries, newest first."""

    items: list[Entry]
    next_cursor: str | None


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


@router.get("/history")
def history(
    account: Me, limit: Annotated[int, Query(ge=1, le=100)] = 50, cursor: Text = ""
) -> History:
    """What happened to the Account's credits; `cursor` is `nextCursor` of the page before."""
    page = bootstrap.services().credits.history(account, limit=limit, cursor=cursor)
    return History.model_validate(page)


@router.post("/deduct", responses=problems(400, 402, 403, 413, 415))
def deduct(body: Deduction, account: Me, idempotency_key: IdempotencyKey = "") -> Deducted:
    """Take credits; the same Idempotency-Key takes them once."""
    left = bootstrap.services().credits.deduct(
        account, body.amount, body.reason, body.metadata, idempotency_key=idempotency_key
    )
    return Deducted(remaining_credits=left)
