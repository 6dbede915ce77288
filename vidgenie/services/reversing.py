"""Money that goes back takes its credits along: never more than there are, nobody owes any.

Everything here happens under the lock of the Account's wallet, in the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.billing import events, invoices, orders
from vidgenie.billing.tables import DisputeRow, InvoiceRow, OrderRow, PaymentRow
from vidgenie.ledger import store as ledger
from vidgenie.ledger.tables import CreditLot
from vidgenie.services.desk import Desk, invoice_key, order_key


@dataclass(frozen=True, slots=True)
class Sale:
    """What a payment paid for.

    order, invoice: what is known of it; a Pack has an order, a Plan's period an invoice.
    """

    account_id: str
    order: OrderRow | None
    invoice: InvoiceRow | None
    lot_key: str
    cents: int
    currency: str


def sale(session: Session, service: str, payment_id: str) -> Sale | None:
    """What a payment paid for; None while that is not known."""
    if not payment_id:
        return None
    order = orders.by_payment(session, service, payment_id)
    invoice = next(iter(invoices.by_payment(session, service, payment_id)), None)
    if order is not None and order.kind == "pack":
        # With taxes it was more than what was ordered.
        cents = invoice.cents if invoice is not None else order.cents
        return Sale(order.account_id, order, invoice, order_key(order.id), cents, order.currency)
    if invoice is not None:
        key = invoice_key(service, invoice.id)
        cents, currency = invoice.cents, invoice.currency
        return Sale(invoice.account_id, order, invoice, key, cents, currency)
    return None


def share(credits_: int, cents: int, back: int) -> int:
    """Credits that go back with `back` of `cents`: that share, rounded down; with all, all."""
    if back >= cents:
        return credits_
    return credits_ * max(0, back) // cents


def apply(session: Session, desk: Desk, payment_id: str, *, won: str = "") -> None:
    """Take back, or bring back, what the payment's refunds and disputes ask for in all.

    won: id of the dispute that was just won.
    """
    sold = sale(session, desk.service, payment_id)
    if sold is None:
        return
    row = events.payment(session, desk.service, payment_id)
    disputes = events.disputes(session, desk.service, payment_id)
    asked = sum(one.cents for one in disputes if one.outcome != "won")
    granted = _granted(session, sold)
    wanted = share(granted, sold.cents, row.refunded_cents + asked)
    before = row.reversed
    if wanted > before:
        _take_back(session, desk, sold, disputes, before=before, wanted=wanted)
    elif wanted < before:
        ledger.reinstate(
            session,
            sold.account_id,
            lot_key=sold.lot_key,
            stays=wanted,
            key=f"{desk.service}:{won or desk.event}",
            reason="reinstated",
            now=desk.now,
        )
    row.reversed = wanted
    _note(session, sold, row, disputes, granted=granted)
    session.flush()
    if wanted > before:
        cents = min(sold.cents, row.refunded_cents + asked)
        desk.tell(
            session,
            sold.account_id,
            "purchase_reversed",
            key=f"reversed:{desk.service}:{payment_id}:{cents}:{won or asked}",
            params={"credits": wanted, "cents": cents, "currency": sold.currency},
            href="/credits",
        )


def _take_back(  # noqa: PLR0913  # all of it is one reversal
    session: Session,
    desk: Desk,
    sold: Sale,
    disputes: Sequence[DisputeRow],
    *,
    before: int,
    wanted: int,
) -> None:
    key, reason = f"{desk.service}:{desk.event}", "payment_returned"
    account_id, now = sold.account_id, desk.now
    done = ledger.reverse(
        session, account_id, lot_key=sold.lot_key, amount=wanted, key=key, reason=reason, now=now
    )
    missing = wanted - before - done.taken - done.held
    # What a dispute that was won brought back is a lot of its own.
    for one in disputes:
        lot_key = f"reinstated:{desk.service}:{one.id}"
        if one.outcome == "won" and missing > 0:
            again = ledger.reverse(
                session,
                account_id,
                lot_key=lot_key,
                # All in all: what an earlier refund took of it is not taken for this one.
                amount=_reversed(session, lot_key) + missing,
                key=f"{key}:again",
                reason=reason,
                now=now,
            )
            missing -= again.taken + again.held


def _reversed(session: Session, lot_key: str) -> int:
    """Credits of a lot that earlier reversals were about; 0 when there is no such lot."""
    query = select(col(CreditLot.reversed)).where(col(CreditLot.key) == lot_key)
    return session.scalars(query).first() or 0


def _granted(session: Session, sold: Sale) -> int:
    """Credits the payment bought; 0 while they have not been granted."""
    query = select(col(CreditLot.granted)).where(col(CreditLot.key) == sold.lot_key)
    return session.scalars(query).first() or 0


def _note(
    session: Session,
    sold: Sale,
    row: PaymentRow,
    disputes: Sequence[DisputeRow],
    *,
    granted: int,
) -> None:
    """Have the order and the invoice say what went back."""
    outcomes = [one.outcome for one in disputes]
    is_back = row.refunded_cents > 0 or "open" in outcomes or "lost" in outcomes
    is_whole = row.refunded_cents >= sold.cents or "lost" in outcomes
    if sold.invoice is not None and sold.invoice.status in ("paid", "refunded"):
        sold.invoice.status = "refunded" if is_whole and is_back else "paid"
    order = sold.order
    if order is None:
        return
    if order.status in (orders.PAID, orders.REVERSED):
        order.status = orders.REVERSED if is_back else orders.PAID
    order.refunded_cents = min(order.cents, row.refunded_cents)
    order.dispute = next((one for one in ("open", "lost", "won") if one in outcomes), "")
    query = select(col(CreditLot.consumed)).where(col(CreditLot.key) == sold.lot_key)
    spent = session.scalars(query).first() or 0
    order.shortfall = max(0, row.reversed - (granted - spent))
