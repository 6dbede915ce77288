"""Orders that were paid, or will not be.

Everything here happens under the lock of the Account's wallet, in the caller's transaction.
"""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session

from vidgenie.billing import invoices, orders, subscriptions
from vidgenie.billing.tables import OrderRow
from vidgenie.domain.account import Account
from vidgenie.domain.ports.payments import CheckoutClosed, CheckoutPaid, Invoice, Subscribed
from vidgenie.ledger import store as ledger
from vidgenie.services import invoicing, reversing, subscribing
from vidgenie.services.desk import Desk, order_key

_MONTH = timedelta(days=30)
_AFTER_PLANS = 1  # what does not expire is spent last
_log = logging.getLogger(__name__)


def paid(
    session: Session, desk: Desk, account: Account, order: OrderRow, fact: CheckoutPaid
) -> None:
    """Money for an order came, however late: the Pack is granted, or the Plan begins."""
    if not subscriptions.keep_customer(session, account.id, desk.service, fact.customer_id):
        _log.warning("customer %s is not %s", fact.customer_id, account.id)
    if order.status != orders.REVERSED:
        order.status = orders.PAID
    order.settled_at = order.settled_at or desk.now
    order.session_id = order.session_id or fact.session_id
    order.payment_id = fact.payment_id or order.payment_id
    order.url = ""
    session.flush()
    if order.kind == "pack":
        _grant(session, desk, order)
    elif fact.subscription_id:
        _subscribe(session, desk, account, order, fact)
        if fact.period is not None and fact.period.subscription is not None:
            invoicing.paid(session, desk, account, fact.period.invoice, fact.period.subscription)
    reversing.apply(session, desk, order.payment_id)


def closed(session: Session, desk: Desk, order: OrderRow, fact: CheckoutClosed) -> None:
    """Nobody will pay this; what was paid stays so."""
    if order.status == orders.OPEN:
        order.status = orders.FAILED if fact.reason == "failed" else orders.EXPIRED
        order.settled_at = desk.now
        order.url = ""
        session.flush()


def pack_invoice(session: Session, desk: Desk, account: Account, invoice: Invoice) -> None:
    """The invoice of a Pack: its order grants the credits, whichever is told first."""
    order = orders.find(session, invoice.order_id) if invoice.order_id else None
    is_theirs = order is not None and order.account_id == account.id
    slug = order.slug if order is not None and is_theirs else ""
    invoices.keep(session, account.id, invoice, service=desk.service, kind="pack", slug=slug)
    if order is not None and is_theirs and not order.payment_id:
        order.payment_id = invoice.payment_id
        session.flush()
    reversing.apply(session, desk, invoice.payment_id)


def _grant(session: Session, desk: Desk, order: OrderRow) -> None:
    if not order.credits:
        return
    is_granted = ledger.grant(
        session,
        order.account_id,
        amount=order.credits,
        source="pack",
        key=order_key(order.id),
        priority=_AFTER_PLANS,
        now=desk.now,
        details={"product": order.slug, "orderId": order.id},
    )
    if is_granted:
        desk.tell(
            session,
            order.account_id,
            "purchase",
            key=f"paid:{order_key(order.id)}",
            params={"credits": order.credits, "cents": order.cents, "currency": order.currency},
            href="/credits",
        )


def _subscribe(
    session: Session, desk: Desk, account: Account, order: OrderRow, fact: CheckoutPaid
) -> None:
    """The Plan begins, as it was agreed on; the service tells the exact period by itself."""
    known = subscriptions.of(session, account.id)
    if known is not None and known.subscription_id == fact.subscription_id:
        return
    told = Subscribed(
        id=fact.subscription_id,
        customer_id=fact.customer_id,
        account_id=account.id,
        status="active",
        plan=order.slug,
        credits=order.credits,
        is_unlimited=order.is_unlimited,
        cents=order.cents,
        currency=order.currency,
        period_start=order.created_at,
        period_end=_later(order.created_at),
        ends_at_period_end=False,
        # Whatever the service tells of it was told later than this.
        seen_at=order.created_at,
    )
    subscribing.take_in(session, desk, account, told)


def _later(start: datetime) -> datetime:
    return start + _MONTH
