"""What an Account that leaves has bought: nothing more is charged, and its pages are closed."""

import logging
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import col

from vidgenie.billing import orders, subscriptions
from vidgenie.billing.tables import InvoiceRow, OrderRow, SubscriptionRow
from vidgenie.db import Transaction
from vidgenie.domain.ports.payments import Payments
from vidgenie.errors import NotFound, VidGenieError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Departures:
    """Tells the payment service that somebody leaves; it waits, and may be repeated.

    payments: None while nothing is for sale.
    """

    transaction: Transaction
    reading: Transaction
    payments: Payments | None

    def leave(self, account_id: str) -> None:
        """End what the Account subscribed to, and close what it was about to buy.

        While the service does not answer, its subscription stays written down, so that the
        erasure goes on later. What was sold is kept, without what leads to a name.
        """
        self._end(account_id)
        with self.reading() as session:
            waiting = orders.open_ones(session, account_id)
        for order in waiting:
            self._close(order)
        with self.transaction() as session:
            mine = col(OrderRow.account_id) == account_id
            is_open = col(OrderRow.status) == orders.OPEN
            closed = update(OrderRow).where(mine, is_open).values(status=orders.EXPIRED)
            connection = session.connection()
            connection.execute(closed)
            connection.execute(update(OrderRow).where(mine).values(url="", idempotency_key=None))
            theirs = col(InvoiceRow.account_id) == account_id
            connection.execute(update(InvoiceRow).where(theirs).values(url="", pdf_url=""))

    def _end(self, account_id: str) -> None:
        with self.reading() as session:
            row = subscriptions.of(session, account_id)
        if row is None or row.status == subscriptions.ENDED:
            return
        if self.payments is not None and self.payments.slug == row.service:
            try:
                self.payments.cancel(row.subscription_id, at_once=True)
            except NotFound:
                _log.info("subscription %s is gone already", row.subscription_id)
            except VidGenieError as error:
                _log.warning("subscription %s goes on: %s", row.subscription_id, error.code)
                return
        with self.transaction() as session:
            mine = col(SubscriptionRow.account_id) == account_id
            ended = update(SubscriptionRow).where(mine).values(status=subscriptions.ENDED)
            session.connection().execute(ended)

    def _close(self, order: OrderRow) -> None:
        if self.payments is None or not order.session_id or order.service != self.payments.slug:
            return
        try:
            self.payments.expire(order.session_id)
        except VidGenieError as error:
            _log.warning("checkout %s stays open: %s", order.session_id, error.code)
