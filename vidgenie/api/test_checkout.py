"""The page of the embedded payment service: says what happens; no money moves."""

from fastapi import APIRouter

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Id, problems
from vidgenie.api.session import Me
from vidgenie.services.rehearsing import Deed

router = APIRouter(
    prefix="/api/billing/test-checkout", tags=["credits"], responses=problems(401, 403, 404)
)


class DeedBody(Body):
    """What happens.

    Before it is paid: pay, twice (paid, and told twice), fail or cancel. After that: refund,
    or dispute, then win or lose.
    """

    do: Deed


class Outcome(Answer):
    """How the order stands, and the page to go on with."""

    status: str
    return_url: str


@router.get("/{order_id}")
def state(order_id: Id, account: Me) -> Outcome:
    """How a test checkout stands; not found while a real payment service is chosen."""
    return Outcome.model_validate(bootstrap.services().rehearsing.state(account, order_id))


@router.post("/{order_id}", responses=problems(400, 409, 413, 415))
def do(order_id: Id, body: DeedBody, account: Me) -> Outcome:
    """Let something happen to a test checkout."""
    return Outcome.model_validate(bootstrap.services().rehearsing.do(account, order_id, body.do))
