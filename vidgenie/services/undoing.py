"""Whoever has paid for two plans at once gets the money for one of them back."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from vidgenie.accounts import store as accounts
from vidgenie.billing import subscriptions, surplus
from vidgenie.billing.tables import SurplusRow
from vidgenie.db import Transaction
from vidgenie.domain.ports.payments import PaymentEvent, Payments
from vidgenie.engine import news
from vidgenie.errors import VidGenieError
from vidgenie.ledger import store as ledger
from vidgenie.services.payment_events import PaymentEvents

_SOON, _SELDOM = timedelta(minutes=1), timedelta(hours=6)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Undoing:
    """Ends subscriptions that are one too many, and has their money go back.

    payments: None while nothing is for sale. clock: the present instant, aware, UTC.
    again: subscription id -> when this process asks the service again, after it did not answer.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    payments: Payments | None
    events: PaymentEvents
    again: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def work(self) -> int:
        """Undo every one that waits; how many were."""
        payments = self.payments
        if payments is None:
            return 0
        with self.reading() as session:
            # Should one of them count by now, its money is not given back.
            waiting = [
                row
                for row in surplus.waiting(session, payments.slug)
                if not subscriptions.counts(session, row.service, row.subscription_id)
            ]
        now = self.clock()
        due = [row for row in waiting if self.again.get(row.subscription_id, now) <= now]
        return sum(self._undo(payments, row) for row in due)

    def _undo(self, payments: Payments, row: SurplusRow) -> bool:
        now = self.clock()
        try:
            told = payments.undo(row.subscription_id, cents=row.cents)
        except VidGenieError as error:
            _log.warning("subscription %s is not undone: %s", row.subscription_id, error.code)
            # The older, the less often.
            wait = min(max((now - row.found_at) / 2, _SOON), _SELDOM)
            self.again[row.subscription_id] = now + wait
            return False
        self.again.pop(row.subscription_id, None)
        self._settle(row, told)
        return True

    def _settle(self, row: SurplusRow, told: list[PaymentEvent]) -> None:
        """Write down that it was undone, and take in what the service told of it."""
        with self.transaction() as session:
            account = accounts.find(session, row.account_id)
            if account is not None:
                ledger.lock(session, row.account_id)
            for event in told:
                self.events.take_in(session, event)
            if not surplus.settle(session, row.service, row.subscription_id, now=self.clock()):
                return
            if account is None or not told:
                return
            self.events.tell(
                session,
                row.account_id,
                "bought_twice",
                key=f"twice:{row.service}:{row.subscription_id}",
                params={"plan": row.plan, "cents": row.cents, "currency": row.currency},
                href="/credits",
            )
            news.tell(session, row.account_id)
