"""The test checkout: what the embedded payment service tells when somebody says so.

What it tells goes the way of all payments, so that everything can be tried without money.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from vidgenie.billing import orders
from vidgenie.billing.tables import OrderRow
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.payments import Checkout, PaymentEvent, Payments
from vidgenie.domain.ports.rehearsal import Rehearsal
from vidgenie.errors import Conflict, NotFound
from vidgenie.services.payment_events import PaymentEvents

Deed = Literal["pay", "fail", "cancel", "twice", "refund", "dispute", "win", "lose"]
_OUTCOMES: dict[str, Literal["open", "won", "lost"]] = {
    "dispute": "open",
    "win": "won",
    "lose": "lost",
}
_BEFORE = frozenset({"pay", "fail", "cancel", "twice"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order. return_url: page of ours to go on with."""

    status: str
    return_url: str


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """Plays the payment service, while it is the embedded one.

    clock: the present instant, aware, UTC.
    """

    reading: Transaction
    clock: Callable[[], datetime]
    payments: Payments | None
    events: PaymentEvents

    def state(self, account: Account, order_id: str) -> Outcome:
        """How an order stands. Raises NotFound."""
        self._stage()
        return _outcome(self._own(account, order_id))

    def do(self, account: Account, order_id: str, deed: Deed) -> Outcome:
        """Let it happen. Raises NotFound and Conflict (order_closed, order_not_paid)."""
        stage = self._stage()
        order = self._own(account, order_id)
        is_paid = order.status in (orders.PAID, orders.REVERSED)
        if deed in _BEFORE and order.status != orders.OPEN:
            raise Conflict("This page is closed.", problem="order_closed")
        if deed not in _BEFORE and not is_paid:
            raise Conflict("This was not paid yet.", problem="order_not_paid")
        for event in self._told(stage, account, order, deed):
            self.events.take(event)
        return _outcome(self._own(account, order_id))

    def _told(
        self, stage: Rehearsal, account: Account, order: OrderRow, deed: Deed
    ) -> list[PaymentEvent]:
        now = self.clock()
        if deed in ("pay", "twice"):
            told = stage.paid(_checkout(account, order), now=now)
            # Once more as they are, and once as other events about the same.
            others = [replace(one, id=f"{one.id}_again") for one in told]
            return told if deed == "pay" else [*told, *told, *others]
        if deed in ("fail", "cancel"):
            reason = "failed" if deed == "fail" else "expired"
            return [stage.closed(order.id, reason, now=now)]
        if deed == "refund":
            return [stage.refunded(order.payment_id, order.cents, now=now)]
        return [stage.disputed(order.payment_id, order.cents, _OUTCOMES[deed], now=now)]

    def _stage(self) -> Rehearsal:
        if not isinstance(self.payments, Rehearsal):
            raise NotFound("order")
        return self.payments

    def _own(self, account: Account, order_id: str) -> OrderRow:
        with self.reading() as session:
            row = orders.find(session, order_id)
        is_theirs = row is not None and row.account_id == account.id
        if row is None or not is_theirs or row.service != self._stage().slug:
            raise NotFound("order")
        return row


def _checkout(account: Account, order: OrderRow) -> Checkout:
    return Checkout(
        order_id=order.id,
        account_id=account.id,
        email=account.email,
        customer_id="",
        product=orders.product_of(order),
        success_url="",
        cancel_url="",
    )


def _outcome(order: OrderRow) -> Outcome:
    is_paid = order.status in (orders.PAID, orders.REVERSED)
    name = "order" if is_paid else "cancelled"
    return Outcome(order.status, f"/credits?{name}={order.id}")
