"""Invoices of subscriptions: each period that was paid grants its credits, once.

Everything here happens under the lock of the Account's wallet, in the caller's transaction.
"""

import logging

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.billing import invoices, subscriptions
from vidgenie.billing.sold import Sold, plan_at
from vidgenie.billing.subscriptions import ENDED, PAST_DUE
from vidgenie.billing.tables import InvoiceRow, SubscriptionRow
from vidgenie.domain.account import Account
from vidgenie.domain.ports.payments import Invoice, Subscribed
from vidgenie.ledger import store as ledger
from vidgenie.services import reversing
from vidgenie.services.desk import Desk, invoice_key
from vidgenie.services.lot_dates import OVERLAP
from vidgenie.services.recognising import recognised
from vidgenie.services.subscribing import take_in

_log = logging.getLogger(__name__)


def paid(
    session: Session, desk: Desk, account: Account, invoice: Invoice, told: Subscribed
) -> None:
    """A period was paid: grant its credits, once, until it is over; one without a limit has none.

    Either is told once.
    """
    told = recognised(session, desk.service, told)
    subscription = take_in(session, desk, account, told)
    is_same = subscription.subscription_id == told.id
    row = invoices.keep(
        session, account.id, invoice, service=desk.service, kind="plan", slug=told.plan
    )
    if row is None:
        _log.warning("invoice %s is not of %s", invoice.id, account.id)
        return
    agreed = _agreed(session, invoice, subscription if is_same else None, told)
    if invoice.cents or not told.cents:
        end = invoice.period_end or told.period_end
        is_new = agreed.is_unlimited
        if agreed.credits:
            is_new = ledger.grant(
                session,
                account.id,
                amount=agreed.credits,
                source="plan",
                key=invoice_key(desk.service, invoice.id),
                expires_at=end + OVERLAP,
                now=desk.now,
                details={"product": told.plan, "invoice": invoice.number or invoice.id},
            )
        if is_new:
            _tell_paid(session, desk, account, row, credits_=agreed.credits, until=str(end.date()))
    reversing.apply(session, desk, invoice.payment_id)


def failed(
    session: Session, desk: Desk, account: Account, invoice: Invoice, told: Subscribed | None
) -> None:
    """A payment failed: the Plan stays for a time of grace, unless it was paid since."""
    if told is not None:
        row = take_in(session, desk, account, told)
    else:
        row = subscriptions.of(session, account.id)
    kept = invoices.keep(
        session,
        account.id,
        invoice,
        service=desk.service,
        kind="plan" if invoice.subscription_id else "pack",
        slug=told.plan if told else row.plan if row else "",
    )
    is_theirs = row is not None and row.subscription_id == invoice.subscription_id
    if row is None or not is_theirs or kept is None or kept.status in ("paid", "refunded"):
        return
    if told is None and row.status != ENDED and row.grace_until is None:
        row.status, row.grace_until = PAST_DUE, desk.now + subscriptions.GRACE
        session.flush()
    if row.status == PAST_DUE and row.grace_until is not None:
        params = {
            "plan": row.plan,
            "cents": invoice.cents,
            "currency": invoice.currency,
            "until": str(row.grace_until.date()),
        }
        key = f"failed:{desk.service}:{invoice.id}"
        desk.tell(session, account.id, "payment_failed", key=key, params=params, href="/credits")


def _agreed(
    session: Session, invoice: Invoice, row: SubscriptionRow | None, told: Subscribed
) -> Sold:
    """What this invoice pays for: it may be older than what the subscription is now."""
    if told.cents == invoice.cents:
        return Sold(told.plan, told.credits, told.is_unlimited)
    if row is not None and row.cents == invoice.cents:
        return Sold(row.plan, row.credits, row.is_unlimited)
    start = invoice.period_start
    if start is not None and start < told.period_start:
        then = plan_at(session, cents=invoice.cents, currency=invoice.currency)
        if then is not None:
            return then
    return Sold(told.plan, told.credits, told.is_unlimited)


def _tell_paid(  # noqa: PLR0913  # all of it is one message
    session: Session, desk: Desk, account: Account, row: InvoiceRow, *, credits_: int, until: str
) -> None:
    earlier = select(col(InvoiceRow.id)).where(
        col(InvoiceRow.account_id) == account.id,
        col(InvoiceRow.kind) == "plan",
        col(InvoiceRow.created_at) < row.created_at,
    )
    is_renewal = session.scalars(earlier.limit(1)).first() is not None
    params = (
        {"plan": row.slug, "credits": credits_, "until": until}
        if is_renewal
        else {"credits": credits_, "cents": row.cents, "currency": row.currency}
    )
    desk.tell(
        session,
        account.id,
        "renewal" if is_renewal else "purchase",
        key=f"paid:{desk.service}:{row.id}",
        params=params,
        href="/credits",
    )
