"""The desk: what the steps of taking in a payment share, for the time of one transaction."""

from dataclasses import dataclass
from datetime import datetime

from vidgenie.services.telling import Tells

INVOICES = "invoice:"
"""How the keys begin of what invoices of subscriptions granted."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who told it, how people are told, and when.

    service: slug of the payment service. event: id of what it told; each is taken in once.
    now: aware, UTC.
    """

    service: str
    event: str
    tell: Tells
    now: datetime


def order_key(order_id: str) -> str:
    """What was granted for an order, as the ledger knows it."""
    return f"order:{order_id}"


def invoice_key(service: str, invoice_id: str) -> str:
    """What was granted for an invoice of a subscription, as the ledger knows it."""
    return f"{INVOICES}{service}:{invoice_id}"
