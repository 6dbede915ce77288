"""Regular work on what was sold: renewals, grace that ran out, checkouts nobody told us about.

The service tells most of it by itself; this is for the embedded one, and for messages that
were lost. Doing it twice is harmless.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from vidgenie.accounts import store as accounts
from vidgenie.billing import orders, subscriptions
from vidgenie.billing.tables import OrderRow, SubscriptionRow
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.payments import CheckoutClosed, PaymentEvent, Payments
from vidgenie.domain.ports.rehearsal import Rehearsal
from vidgenie.engine import news
from vidgenie.errors import VidGenieError
from vidgenie.ledger import store as ledger
from vidgenie.services import entitlements, subscribing
from vidgenie.services.desk import Desk
from vidgenie.services.payment_events import PaymentEvents
from vidgenie.services.subscription_views import as_told

# Nobody waits for what is told at once: this is for what was not.
_QUIET = timedelta(minutes=10)
_SELDOM = timedelta(hours=6)
# A page that nobody can pay at any more, and of which the service says nothing.
_FORGOTTEN = timedelta(days=2)
_AT_ONCE = 20  # questions to the service in one go
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Renewals:
    """Sees to it that time passes.

    payments: None while nothing is for sale. clock: the present instant, aware, UTC.
    asked: when an order is asked about again, by this process.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    payments: Payments | None
    events: PaymentEvents
    asked: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def work(self) -> None:
        """All of it, once."""
        self.renew()
        self.look()

    def is_behind(self, session: Session, account: Account) -> bool:
        """Whether there is something for `catch_up` to do."""
        row = subscriptions.of(session, account.id)
        if row is None or row.status == subscriptions.ENDED:
            return False
        now = self.clock()
        if self._is_ours(row) and row.period_end <= now:
            return True
        return not subscriptions.is_current(row, now=now) and account.plan != row.fallback_plan

    def catch_up(self, session: Session, account: Account) -> None:
        """Have an Account be what it should be by now; asks no service."""
        if not self.is_behind(session, account):
            return
        ledger.lock(session, account.id)
        row = subscriptions.of(session, account.id)
        if row is None or row.status == subscriptions.ENDED:
            return
        now = self.clock()
        if self._is_ours(row) and isinstance(self.payments, Rehearsal):
            next_ = None
            if row.next_plan:
                then = row.next_agreed_at or now
                next_ = entitlements.plan(session, row.next_plan, now=then)
            told = self.payments.renewed(as_told(session, row), next_, now=now)
            for event in told:
                self.events.take_in(session, event)
            if told:
                return
        if not subscriptions.is_current(row, now=now):
            desk = Desk(row.service, "", self.events.tell, now)
            subscribing.settle(session, desk, account, row)
            news.tell(session, account.id)

    def renew(self) -> int:
        """Renew what the embedded service sells, and end what was not paid; how many."""
        with self.reading() as session:
            due = [row.account_id for row in subscriptions.due(session, now=self.clock())]
        for account_id in due:
            self._end_unpaid(account_id)
            with self.transaction() as session:
                account = accounts.find(session, account_id)
                if account is not None:
                    self.catch_up(session, account)
        return len(due)

    def look(self) -> int:
        """Ask about checkouts that have been open for long; how many were decided."""
        now = self.clock()
        if self.payments is None:
            return 0
        with self.reading() as session:
            waiting = orders.undecided(session, self.payments.slug, before=now - _QUIET)
        due = [order for order in waiting if self.asked.get(order.id, now) <= now]
        decided = 0
        for order in due[:_AT_ONCE]:
            # The older, the less often.
            wait = min(max((now - order.created_at) / 2, _QUIET), _SELDOM)
            self.asked[order.id] = now + wait
            decided += self.ask(order)
        for gone in self.asked.keys() - {order.id for order in waiting}:
            self.asked.pop(gone, None)
        return decided

    def ask(self, order: OrderRow) -> bool:
        """Ask what has become of one open order; True when that is known now."""
        if self.payments is None or self.payments.slug != order.service:
            return False
        event = None
        if order.session_id:
            try:
                event = self.payments.look(order.session_id)
            except VidGenieError as error:
                _log.warning("order %s cannot be asked about: %s", order.id, error.code)
                return False
        return (
            self.events.take(event or self._given_up(order))
            if event or self._is_old(order)
            else False
        )

    def _end_unpaid(self, account_id: str) -> None:
        """Tell the service that we have given up on a subscription: nothing more is charged."""
        now = self.clock()
        with self.reading() as session:
            row = subscriptions.of(session, account_id)
        if row is None or subscriptions.is_current(row, now=now) or self.payments is None:
            return
        if row.service != self.payments.slug or row.ends_at_period_end:
            return
        if self._is_ours(row) and row.status == subscriptions.ACTIVE:
            # Nothing is owed: nobody was there to renew it.
            return
        try:
            told = self.payments.cancel(row.subscription_id, at_once=True)
        except VidGenieError as error:
            _log.warning("subscription of %s cannot be ended: %s", account_id, error.code)
            return
        with self.transaction() as session:
            account = accounts.find(session, account_id)
            if account is not None:
                ledger.lock(session, account_id)
                desk = Desk(row.service, "", self.events.tell, now)
                subscribing.take_in(session, desk, account, told)
                news.tell(session, account_id)

    def _is_ours(self, row: SubscriptionRow) -> bool:
        return isinstance(self.payments, Rehearsal) and row.service == self.payments.slug

    def _is_old(self, order: OrderRow) -> bool:
        until = (order.expires_at or order.created_at) + _FORGOTTEN
        return until <= self.clock()

    def _given_up(self, order: OrderRow) -> PaymentEvent:
        fact = CheckoutClosed(order.session_id or "", order.id, "expired")
        return PaymentEvent(f"given_up_{order.id}", "order.given_up", self.clock(), fact)
