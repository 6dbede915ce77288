"""What payment services tell us: signed messages, from no browser and nobody who signed in."""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from vidgenie import bootstrap
from vidgenie.api.models import Answer, problems
from vidgenie.errors import InvalidInput, NotFound

router = APIRouter(tags=["billing"])

_STRIPE = "stripe"


class Received(Answer):
    """It need not be told again."""

    received: Literal[True] = True


@router.post("/api/webhooks/stripe", responses=problems(400, 404, 413, 503))
async def stripe(request: Request) -> Received:
    """A message of Stripe, with its Stripe-Signature; 404 unless Stripe is the payment service.

    Only what may work another time is answered with 5xx: Stripe repeats those for days.
    """
    # As it came, to the byte: that is what was signed.
    body = await request.body()
    return await run_in_threadpool(_take, body, request.headers.get("stripe-signature", ""))


def _take(body: bytes, signature: str) -> Received:
    services = bootstrap.services()
    if services.payments is None or services.payments.slug != _STRIPE:
        raise NotFound("address")
    try:
        event = services.payments.read(body, signature)
    except InvalidInput:
        raise HTTPException(400) from None
    if event.fact is not None:
        services.payment_events.take(event)
    return Received()
