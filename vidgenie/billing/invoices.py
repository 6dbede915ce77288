"""Invoices: what was paid, or was to be; a status only ever rises."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.billing.tables import InvoiceRow
from vidgenie.domain.ports.payments import Invoice

# In any order they are told, the later one counts.
_RANKS = {"open": 0, "failed": 1, "void": 2, "paid": 3, "refunded": 4}


def keep(  # noqa: PLR0913  # all of it is one invoice
    session: Session, account_id: str, invoice: Invoice, *, service: str, kind: str, slug: str
) -> InvoiceRow | None:
    """Write an invoice down as it is told; None when it is another Account's."""
    row = find(session, service, invoice.id)
    if row is None:
        row = InvoiceRow(
            service=service,
            id=invoice.id,
            account_id=account_id,
            kind=kind,
            slug=slug,
            cents=invoice.cents,
            currency=invoice.currency,
            status=invoice.status,
            created_at=invoice.created_at,
        )
        session.add(row)
    if row.account_id != account_id:
        return None
    if _RANKS.get(invoice.status, 0) >= _RANKS.get(row.status, 0):
        row.status = invoice.status
        row.slug = slug or row.slug
    row.number = invoice.number or row.number
    row.url = invoice.url or row.url
    row.pdf_url = invoice.pdf_url or row.pdf_url
    row.payment_id = invoice.payment_id or row.payment_id
    row.paid_at = invoice.paid_at or row.paid_at
    session.flush()
    return row


def find(session: Session, service: str, invoice_id: str) -> InvoiceRow | None:
    """An invoice, whoever's it is."""
    return session.get(InvoiceRow, (service, invoice_id), populate_existing=True)


def by_payment(session: Session, service: str, payment_id: str) -> Sequence[InvoiceRow]:
    """The invoices this payment was for."""
    mine = (col(InvoiceRow.service) == service, col(InvoiceRow.payment_id) == payment_id)
    return session.scalars(select(InvoiceRow).where(*mine).order_by(col(InvoiceRow.id))).all()


def of(session: Session, account_id: str, *, limit: int = 100) -> Sequence[InvoiceRow]:
    """An Account's invoices, the newest first."""
    query = select(InvoiceRow).where(col(InvoiceRow.account_id) == account_id)
    newest = query.order_by(col(InvoiceRow.created_at).desc(), col(InvoiceRow.id))
    return session.scalars(newest.limit(limit)).all()
