"""The budget: what an Account wants to spend at most, in a Run, a day and a month."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, problems
from vidgenie.api.session import Me
from vidgenie.services.budgets import MOST_CREDITS, MOST_USD

router = APIRouter(prefix="/api/budget", tags=["credits"], responses=problems(401))

Credits = Annotated[int, Field(strict=True, ge=0, le=MOST_CREDITS)]
Dollars = Annotated[float, Field(strict=True, ge=0, le=MOST_USD)]


class BudgetAnswer(Answer):
    """Limits, null for none, and what went since midnight and since the 1st, UTC.

    `run`, `day`, `month`, `spentToday`, `spentThisMonth`: credits; a Run counts with what it
    has set aside, then with what it was charged. The others are US dollars: what Providers
    say they have charged, or are expected to.
    """

    run: int | None
    day: int | None
    month: int | None
    run_usd: float | None
    day_usd: float | None
    month_usd: float | None
    spent_today: int
    spent_this_month: int
    spent_today_usd: float
    spent_this_month_usd: float


class BudgetBody(Body):
    """Limits: null lifts one, 0 lets nothing begin that costs; what is left out stays."""

    run: Credits | None = None
    day: Credits | None = None
    month: Credits | None = None
    run_usd: Dollars | None = None
    day_usd: Dollars | None = None
    month_usd: Dollars | None = None


@router.get("")
def budget(account: Me) -> BudgetAnswer:
    """The Account's limits, and what it has spent."""
    return BudgetAnswer.model_validate(bootstrap.services().budgets.view(account))


@router.put("", responses=problems(400, 403, 413, 415))
def save(body: BudgetBody, account: Me) -> BudgetAnswer:
    """Keep limits; they hold for what begins from now on."""
    limits = {name: getattr(body, name) for name in body.model_fields_set}
    return BudgetAnswer.model_validate(bootstrap.services().budgets.save(account, **limits))
