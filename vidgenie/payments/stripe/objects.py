"""Objects as they are at Stripe now."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vidgenie.domain.ports.payments import Subscribed
from vidgenie.payments.stripe import reading
from vidgenie.payments.stripe.client import Answer, Line, Refusal
from vidgenie.payments.stripe.shapes import (
    ChargeShape,
    DisputeShape,
    InvoiceShape,
    InvoicesShape,
    SessionShape,
    SubscriptionShape,
)

if TYPE_CHECKING:
    from stripe import StripeClient, StripeObject

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Objects:
    """Reads them; each is None when there is none. Raises PaymentsUnavailable.

    clock: the present instant, aware, UTC.
    """

    line: Line
    clock: Callable[[], datetime]

    def session(self, id_: str) -> SessionShape | None:
        """A page to pay at."""
        found = self._read(lambda client: client.v1.checkout.sessions.retrieve(id_))
        return SessionShape.model_validate(found) if found else None

    def invoice(self, id_: str) -> InvoiceShape | None:
        """An invoice, with what paid it."""
        found = self._read(
            lambda client: client.v1.invoices.retrieve(id_, {"expand": ["payments"]})
        )
        return InvoiceShape.model_validate(found) if found else None

    def invoices(self, subscription_id: str) -> list[InvoiceShape]:
        """The paid invoices of a subscription, a hundred at most, each with what paid it."""
        found = self._read(
            lambda client: client.v1.invoices.list(
                {
                    "subscription": subscription_id,
                    "status": "paid",
                    "limit": 100,
                    "expand": ["data.payments"],
                }
            )
        )
        return list(InvoicesShape.model_validate(found).data) if found else []

    def subscription(self, id_: str) -> SubscriptionShape | None:
        """A subscription."""
        found = self._read(lambda client: client.v1.subscriptions.retrieve(id_))
        return SubscriptionShape.model_validate(found) if found else None

    def subscribed(self, id_: str) -> Subscribed | None:
        """The same in our words; None when it has not begun or is not one of ours."""
        seen_at = self.clock()
        found = self.subscription(id_)
        return reading.subscription(found, seen_at=seen_at) if found else None

    def charge(self, id_: str) -> ChargeShape | None:
        """Money that came, with what was sent back of it."""
        found = self._read(lambda client: client.v1.charges.retrieve(id_, {"expand": ["refunds"]}))
        return ChargeShape.model_validate(found) if found else None

    def dispute(self, id_: str) -> DisputeShape | None:
        """Somebody's complaint at the bank."""
        found = self._read(lambda client: client.v1.disputes.retrieve(id_))
        return DisputeShape.model_validate(found) if found else None

    def intent_status(self, id_: str) -> str:
        """How far an attempt to get money is."""
        found = self._read(lambda client: client.v1.payment_intents.retrieve(id_))
        return str(found.get("status", "")) if found else ""

    def _read(self, work: "Callable[[StripeClient], StripeObject]") -> Answer | None:
        answer = self.line.attempt(work)
        if isinstance(answer, Refusal):
            # As an object of the test mode, asked for with a live key.
            _log.warning("Stripe does not have what it spoke of: %s", answer.reason)
            return None
        return answer
