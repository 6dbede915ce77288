"""Runs, in the words of the source documents: workflows."""

from fastapi import APIRouter

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Done, Id, problems
from vidgenie.api.session import Me
from vidgenie.api.status import SHOWN, Status, status_of
from vidgenie.api.submission import Accepted, IdempotencyKey, Quote, Submission, quote, start

router = APIRouter(prefix="/api/workflow", tags=["workflows"], responses=problems(401))


class Cancelled(Done, Answer):
    """Where the Run stands after it was asked to stop."""

    status: str


@router.post(
    "/execute",
    status_code=202,
    responses=problems(400, 402, 403, 404, 409, 413, 415, 507),
)
def execute(body: Submission, account: Me, idempotency_key: IdempotencyKey = "") -> Accepted:
    """Start a Run of a configuration or of a drawn Graph."""
    return start(account, body, idempotency_key=idempotency_key)


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
