"""Runs, in the words of the source documents: workflows."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, Id, problems
from vidgenie.api.session import Me
from vidgenie.api.status import SHOWN, Status, status_of
from vidgenie.api.submission import (
    Accepted,
    IdempotencyKey,
    Quote,
    StartBody,
    Submission,
    quote,
    start,
)
from vidgenie.services.runs import Decision

router = APIRouter(prefix="/api/workflow", tags=["workflows"], responses=problems(401))


class Cancelled(Done, Answer):
    """Where the Run stands after it was asked to stop."""

    status: str


class DecisionBody(Body):
    """What to do about a Node of which nobody knows whether its Provider took the request.

    decision: again (send it once more, though it may be paid for twice there), look (ask
    what became of it; nothing is sent twice) or give_up.
    """

    node_id: Annotated[str, Field(min_length=1, max_length=64)]
    decision: Decision


@router.post(
    "/execute",
    status_code=202,
    responses=problems(400, 402, 403, 404, 409, 413, 415, 507),
)
def execute(body: StartBody, account: Me, idempotency_key: IdempotencyKey = "") -> Accepted:
    """Start a Run of a configuration or of a drawn Graph."""
    return start(account, body, idempotency_key=idempotency_key, most=body.max_credits)


@router.post("/quote", responses=problems(400, 403, 413, 415))
def price(body: Submission, account: Me) -> Quote:
    """What `execute` would cost; starts nothing."""
    return quote(account, body)


@router.get("/status/{workflow_id}", responses=problems(404))
def status(workflow_id: Id, account: Me) -> Status:
    """Where a Run stands."""
    return status_of(bootstrap.services().runs.view(account, workflow_id))


@router.post("/cancel/{workflow_id}", responses=problems(403, 404))
def cancel(workflow_id: Id, account: Me) -> Cancelled:
    """Stop a Run: what was not made is not charged. One that is over stays as it is."""
    view = bootstrap.services().runs.cancel(account, workflow_id)
    return Cancelled(status=SHOWN[view.status])


@router.post("/decide/{workflow_id}", responses=problems(400, 403, 404, 409, 413, 415))
def decide(workflow_id: Id, body: DecisionBody, account: Me) -> Status:
    """Settle the doubt about one Node of a Run that is UNKNOWN, while `decideUntil` lasts.

    With again and look the Run goes on with what it has made and the credits set aside.
    """
    runs = bootstrap.services().runs
    return status_of(runs.decide(account, workflow_id, body.node_id, body.decision))
