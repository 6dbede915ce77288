"""What Stripe answers, as API version 2026-10-28 has it; objects begin as its official examples.

A key that ends in "-invalid" is refused. What customers, banks and time do is in `World`:
`world(services).pay(session_id)`, `renew`, `refund`...; each leaves the events Stripe would
send, in `World.events`, and `messages` signs them as Stripe does.
"""

import re
from typing import TYPE_CHECKING

from tests.support.services import Refusal
from tests.support.services.stripe.forms import read_form, read_query
from tests.support.services.stripe.messages import Message, message, shuffled
from tests.support.services.stripe.routes import route
from tests.support.services.stripe.world import World

if TYPE_CHECKING:
    from tests.support.fake_services import FakeServices, Handler

__all__ = ["SECRET", "Message", "World", "answer", "message", "shuffled", "world"]

BASE = "/stripe"
SHAPE = re.compile(r"(?:sk|rk)_(?:test|live)_[A-Za-z0-9]{24,}")
KEY_HEAD, KEY_LENGTH = "sk_test_", 107
SECRET = "whsec_" + "5b1e" * 8
VERSION = "2026-10-28.endive"


def world(services: "FakeServices") -> World:
    """What Stripe knows, in this server."""
    with services.lock:
        return services.jobs.setdefault("stripe", World())


def answer(http: "Handler", path: str) -> None:
    """Reply, once for each idempotency key."""
    key, known = http.bearer(), world(http.services)
    is_work = http.command != "GET"
    behaviour = http.services.behaviour("stripe", key, is_work=is_work)
    _refuses(behaviour, key)
    if http.headers.get("stripe-version") != VERSION:
        raise _error(400, "invalid_request_error", "", "another version than ours")
    asked = read_form(http.raw.decode()) if http.command == "POST" else read_query(http.path)
    idempotency, request = http.headers.get("idempotency-key", ""), (path, http.raw)
    with known.lock:
        done = known.answers.get(idempotency) if idempotency else None
        if done and done[0] != request:
            raise _error(400, "idempotency_error", "", "another request had this key")
        try:
            status, body = done[1:] if done else (200, route(known, http.command, path, asked))
        except Refusal as refusal:
            status, body = refusal.status, refusal.body
        # What was refused before anything was done may be asked again.
        if idempotency and status != 400:
            known.answers[idempotency] = (request, status, body)
    if is_work and status == 200 and not done:
        http.accept("stripe", key, path, asked)
    if not http.misbehave(behaviour):
        replayed = {"idempotent_replayed": "true"} if done else {}
        http.reply(status, body, request_id="req_1", **replayed)


def _refuses(behaviour: str, key: str) -> None:
    if behaviour == "invalid":
        # Stripe shows the ends of it; this shows all, as the worst it could do.
        raise _error(401, "invalid_request_error", "", f"Invalid API Key provided: {key}")
    if behaviour == "forbidden":
        raise _error(403, "invalid_request_error", "", f"{key} does not have this permission")
    if behaviour == "busy":
        raise _error(429, "invalid_request_error", "rate_limit", f"Too many requests: {key}")
    if behaviour == "down":
        raise _error(500, "api_error", "", "Something went wrong on our end.")


def _error(status: int, kind: str, code: str, message: str) -> Refusal:
    error = {"type": kind, "message": message, **({"code": code} if code else {})}
    return Refusal(status, {"error": error})
