"""What Stripe knows: its objects, the events they made, and how money comes to be paid."""

import copy
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.support.services import Refusal
from tests.support.services.stripe import making
from tests.support.services.stripe.making import Thing

_VERSION = "2026-10-28.endive"


@dataclass
class Books:
    """State of one Stripe account.

    things: objects by id. events: in the order they happened. answers: idempotency key ->
    request and what was answered. later: seconds its clock is ahead of ours.
    card: what the next payments meet: "" = they are paid, else the code they fail with.
    writes: what invoices keep of what is written on their subscription, None = all of it.
    """

    things: dict[str, Thing] = field(default_factory=dict)
    events: list[Thing] = field(default_factory=list)
    answers: dict[str, tuple[Any, int, object]] = field(default_factory=dict)
    later: int = 0
    card: str = ""
    writes: Thing | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
    count: int = 0

    @property
    def now(self) -> int:
        """Unix time at Stripe."""
        return int(time.time()) + self.later

    def id(self, prefix: str) -> str:
        """A new id of the usual length."""
        self.count += 1
        return f"{prefix}_{self.count:024}"

    def keep(self, thing: Thing) -> Thing:
        """Remember an object."""
        self.things[thing["id"]] = thing
        return thing

    def find(self, id_: str, kind: str, *, field: str = "id") -> Thing:
        """An object that is known. Raises Refusal as Stripe does."""
        found = self.things.get(id_)
        if found is None or found["object"] != kind:
            raise refusal("resource_missing", f"No such {kind}: '{id_}'", field, status=404)
        return found

    def every(self, kind: str) -> list[Thing]:
        """All objects of a kind, the oldest first."""
        return [thing for thing in self.things.values() if thing["object"] == kind]

    def tell(self, name: str, thing: Thing) -> None:
        """Note an event, with the object as it is now."""
        event = making.example(
            "event",
            id=self.id("evt"),
            type=name,
            created=self.now,
            api_version=_VERSION,
            livemode=False,
            pending_webhooks=1,
            data={"object": copy.deepcopy(thing)},
        )
        self.events.append(event)

    def customer(self, session: Thing) -> str:
        """Id of who pays here, made when it is new."""
        if session["customer"]:
            return session["customer"]
        made = making.example(
            "customer", id=self.id("cus"), email=session["customer_email"], created=self.now
        )
        made |= {"discount": None, "shipping": None}
        self.tell("customer.created", self.keep(made))
        return made["id"]

    def intent(self, customer: str, amount: int, currency: str, metadata: Thing) -> Thing:
        """An attempt to get money, that has not got it."""
        made = making.example(
            "payment_intent",
            id=self.id("pi"),
            amount=amount,
            currency=currency,
            customer=customer,
            metadata=dict(metadata),
            created=self.now,
            status="processing",
            canceled_at=None,
            last_payment_error=None,
            next_action=None,
            managed_payments=None,
            shipping=None,
            transfer_data=None,
        )
        return self.keep(made)

    def charge(self, intent: Thing) -> None:
        """The money comes."""
        made = making.example(
            "charge",
            id=self.id("ch"),
            amount=intent["amount"],
            amount_captured=intent["amount"],
            captured=True,
            currency=intent["currency"],
            customer=intent["customer"],
            metadata=dict(intent["metadata"]),
            payment_intent=intent["id"],
            created=self.now,
        )
        made |= {"source": None, "transfer_data": None, "shipping": None}
        intent |= {
            "status": "succeeded",
            "amount_received": intent["amount"],
            "latest_charge": self.keep(made)["id"],
        }
        self.tell("payment_intent.succeeded", intent)
        self.tell("charge.succeeded", made)

    def settle(self, invoice: Thing, intent: Thing) -> None:
        """An invoice is paid by what came."""
        paid = making.example(
            "invoice_payment",
            id=self.id("inpay"),
            invoice=invoice["id"],
            amount_paid=invoice["total"],
            amount_requested=invoice["total"],
            created=self.now,
            currency=invoice["currency"],
            is_default=True,
            livemode=False,
            payment={"type": "payment_intent", "payment_intent": intent["id"]},
            status="paid",
            status_transitions={"canceled_at": None, "paid_at": self.now},
        )
        self.keep(paid)
        invoice |= {
            "status": "paid",
            "attempted": True,
            "attempt_count": invoice["attempt_count"] + 1,
            "amount_paid": invoice["total"],
            "amount_remaining": 0,
        }
        invoice["status_transitions"] |= {"finalized_at": self.now, "paid_at": self.now}
        self.tell("invoice.paid", invoice)
        self.tell("invoice.payment_succeeded", invoice)

    def payments(self, invoice: Thing) -> Thing:
        """What paid an invoice; told only to who asks for it to be expanded."""
        paid = (one for one in self.every("invoice_payment") if one["invoice"] == invoice["id"])
        return making.listed(*paid, url="/v1/invoice_payments")


def refusal(code: str, message: str, field: str = "", *, status: int = 400) -> Refusal:
    """What Stripe answers to a request it does not take."""
    error = {"type": "invalid_request_error", "message": message, "code": code, "param": field}
    return Refusal(status, {"error": {name: text for name, text in error.items() if text}})


def declined(code: str) -> Refusal:
    """What it answers when a card is not charged."""
    error = {"type": "card_error", "code": code, "message": "Your card was declined."}
    return Refusal(402, {"error": error})
