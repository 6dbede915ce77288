"""Refunds that failed at the bank: the money never arrived, so it counts as not given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlmodel import Session, col

from vidgenie.billing import invoices, orders
from vidgenie.billing.events import insert_once
from vidgenie.billing.tables import FailedRefundRow, InvoiceRow, OrderRow
from vidgenie.domain.ports.payments import FailedRefund


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be settled with whoever should have had the money. kind, slug: what was sold."""

    id: str
    service: str
    payment_id: str
    kind: str
    slug: str
    cents: int
    currency: str
    found_at: datetime


def note(
    session: Session, service: str, payment_id: str, told: FailedRefund, *, now: datetime
) -> bool:
    """Write one down; False when it was before, or is about nothing."""
    row = FailedRefundRow(
        service=service, id=told.id, payment_id=payment_id, cents=told.cents, found_at=now
    )
    return told.cents > 0 and insert_once(session, row)


def of(session: Session, service: str, payment_id: str) -> Sequence[FailedRefundRow]:
    """Those of a payment."""
    row = FailedRefundRow
    mine = (col(row.service) == service, col(row.payment_id) == payment_id)
    return session.scalars(select(row).where(*mine).order_by(col(row.id))).all()


def of_account(session: Session, account_id: str, *, limit: int) -> list[Settled]:
    """An Account's, the newest first."""
    row, order, invoice = FailedRefundRow, OrderRow, InvoiceRow
    ordered = select(col(order.payment_id)).where(
        col(order.account_id) == account_id, col(order.service) == col(row.service)
    )
    billed = select(col(invoice.payment_id)).where(
        col(invoice.account_id) == account_id, col(invoice.service) == col(row.service)
    )
    mine = or_(col(row.payment_id).in_(ordered), col(row.payment_id).in_(billed))
    newest = select(row).where(mine).order_by(col(row.found_at).desc(), col(row.id)).limit(limit)
    return [_settled(session, found) for found in session.scalars(newest)]


def _settled(session: Session, row: FailedRefundRow) -> Settled:
    sold = orders.by_payment(session, row.service, row.payment_id) or next(
        iter(invoices.by_payment(session, row.service, row.payment_id)), None
    )
    return Settled(
        id=row.id,
        service=row.service,
        payment_id=row.payment_id,
        kind=sold.kind if sold else "",
        slug=sold.slug if sold else "",
        cents=row.cents,
        currency=sold.currency if sold else "",
        found_at=row.found_at,
    )
