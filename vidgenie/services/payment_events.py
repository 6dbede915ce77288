"""What payment services tell, taken in: once, in any order, any number of times, late."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.accounts import store as accounts
from vidgenie.accounts.identity import LEAVING
from vidgenie.billing import events, failed_refunds, orders, subscriptions
from vidgenie.billing.tables import OrderRow
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.payments import (
    CheckoutClosed,
    CheckoutPaid,
    Disputed,
    Fact,
    InvoiceFailed,
    InvoicePaid,
    PaymentEvent,
    Refunded,
    SubscriptionChanged,
)
from vidgenie.engine import news
from vidgenie.ledger import store as ledger
from vidgenie.services import invoicing, order_payments, reversing, subscribing
from vidgenie.services.desk import Desk
from vidgenie.services.telling import Tells

_ROUNDS = 3
_log = logging.getLogger(__name__)


class _KnownMeanwhile(Exception):
    """The payment became known while this waited: its wallet has to be locked first."""


@dataclass(frozen=True, slots=True)
class PaymentEvents:
    """Takes in what one service tells.

    service: its slug. clock: the present instant, aware, UTC.
    """

    transaction: Transaction
    clock: Callable[[], datetime]
    tell: Tells
    service: str

    def take(self, event: PaymentEvent) -> bool:
        """Write an event down and do what it says, in one transaction; False = known already."""
        for _ in range(_ROUNDS):
            try:
                with self.transaction() as session:
                    return self.take_in(session, event)
            except _KnownMeanwhile:
                continue
        with self.transaction() as session:
            return self.take_in(session, event)

    def take_in(self, session: Session, event: PaymentEvent) -> bool:
        """`take` in a transaction that is open already."""
        now = self.clock()
        fact = event.fact
        account_id = self._whose(session, fact) if fact else ""
        account = self._here(session, account_id)
        if account is not None:
            # First of all, here as everywhere: whoever else is at it waits.
            ledger.lock(session, account.id)
        if not events.is_new(session, self.service, event, now=now):
            return False
        desk = Desk(self.service, event.id, self.tell, now)
        if isinstance(fact, Refunded | Disputed):
            self._back(session, desk, account, fact)
        elif fact is not None and account is not None:
            self._do(session, desk, account, fact)
        elif fact is not None:
            _log.warning("%s of %s is about nobody here", event.name, event.id)
        if account is not None and fact is not None:
            news.tell(session, account.id)
        return True

    def _do(self, session: Session, desk: Desk, account: Account, fact: Fact) -> None:
        match fact:
            case CheckoutPaid() | CheckoutClosed():
                order = self._order(session, fact)
                if order is None:
                    return
                if isinstance(fact, CheckoutPaid):
                    order_payments.paid(session, desk, account, order, fact)
                else:
                    order_payments.closed(session, desk, order, fact)
            case InvoicePaid(invoice, subscription):
                subscriptions.keep_customer(session, account.id, self.service, invoice.customer_id)
                if subscription is None:
                    order_payments.pack_invoice(session, desk, account, invoice)
                else:
                    invoicing.paid(session, desk, account, invoice, subscription)
            case InvoiceFailed(invoice, subscription):
                invoicing.failed(session, desk, account, invoice, subscription)
            case SubscriptionChanged(subscription):
                subscribing.take_in(session, desk, account, subscription)
            case Refunded() | Disputed():
                raise AssertionError("taken in by _back")

    def _back(
        self, session: Session, desk: Desk, account: Account | None, fact: Refunded | Disputed
    ) -> None:
        """Money goes back, of a payment that is known or will be."""
        if not fact.payment_id:
            return
        payment = events.payment(session, self.service, fact.payment_id)
        if account is None and self._here(session, self._whose(session, fact)):
            raise _KnownMeanwhile
        won = failed = ""
        if isinstance(fact, Refunded):
            payment.refunded_cents = max(payment.refunded_cents, fact.cents)
            for one in fact.failed:
                is_new = failed_refunds.note(
                    session, self.service, fact.payment_id, one, now=desk.now
                )
                failed = failed or (one.id if is_new else "")
        else:
            events.dispute(
                session,
                self.service,
                fact.dispute_id,
                payment_id=fact.payment_id,
                cents=fact.cents,
                outcome=fact.outcome,
            )
            won = fact.dispute_id if fact.outcome == "won" else ""
        session.flush()
        if account is not None:
            reversing.apply(session, desk, fact.payment_id, won=won, failed=failed)

    def _whose(self, session: Session, fact: Fact) -> str:
        """Id of the Account a fact is about, "" for nobody's."""
        match fact:
            case CheckoutPaid() | CheckoutClosed():
                order = self._order(session, fact)
                return order.account_id if order else ""
            case InvoicePaid(invoice, told) | InvoiceFailed(invoice, told):
                named = told.account_id if told else ""
                by_order = orders.find(session, invoice.order_id) if invoice.order_id else None
                return (
                    self._subscriber(session, invoice.subscription_id, named)
                    or (by_order.account_id if by_order else "")
                    or subscriptions.account_of(session, self.service, invoice.customer_id)
                )
            case SubscriptionChanged(told):
                return self._subscriber(
                    session, told.id, told.account_id
                ) or subscriptions.account_of(session, self.service, told.customer_id)
            case Refunded() | Disputed():
                sold = reversing.sale(session, self.service, fact.payment_id)
                return sold.account_id if sold else ""

    def _order(self, session: Session, fact: CheckoutPaid | CheckoutClosed) -> OrderRow | None:
        """The order a checkout is for: ours, at this service, and no other page than its own."""
        order = orders.find(session, fact.order_id)
        if order is None or order.service != self.service:
            return None
        return order if order.session_id in (None, fact.session_id) else None

    def _subscriber(self, session: Session, subscription_id: str, named: str) -> str:
        if not subscription_id:
            return ""
        row = subscriptions.by_id(session, self.service, subscription_id)
        return row.account_id if row else named

    def _here(self, session: Session, account_id: str) -> Account | None:
        """The Account, unless it is leaving or never was here."""
        account = accounts.find(session, account_id) if account_id else None
        return account if account is not None and account.role not in LEAVING else None
