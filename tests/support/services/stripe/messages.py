"""Events as Stripe sends them: signed, several times, late, in any order."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import stripe


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery of an event."""

    name: str
    body: bytes
    headers: dict[str, str]


def message(event: dict[str, Any], secret: str, *, at: int | None = None) -> Message:
    """An event, signed at an instant (now) by the SDK's own function."""
    body = json.dumps(event, indent=2)
    signature = stripe.WebhookSignature.generate_signature_header(body, secret, at)
    headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "stripe-signature": signature,
    }
    return Message(event["type"], body.encode(), headers)


def shuffled(
    events: Iterable[dict[str, Any]], secret: str, *, times: int, seed: int
) -> list[Message]:
    """Every event so many times, in an order that depends on the seed alone."""
    every = list(enumerate([message(event, secret) for event in events] * times))
    every.sort(key=lambda one: hashlib.sha256(f"{seed}:{one[0]}".encode()).digest())
    return [one for _, one in every]
