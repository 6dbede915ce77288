"""Money that goes back takes its credits along: never more than there are, nobody owes any.

Everything here happens under the lock of the Account's wallet, in the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.billing import events, failed_refunds, invoices, orders
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


def apply(
    session: Session, desk: Desk, payment_id: str, *, won: str = "", failed: str = ""
) -> None:
    """Take back, or bring back, what the payment's refunds and disputes ask for in all.

    won: id of the dispute that was just won; failed: of the refund that was just told to have
    failed. What comes back is known by it.
    """
    sold = sale(session, desk.service, payment_id)
    if sold is None:
        return
    row = events.payment(session, desk.service, payment_id)
    disputes = events.disputes(session, desk.service, payment_id)
    bounced = failed_refunds.of(session, desk.service, payment_id)
    asked = sum(one.cents for one in disputes if one.outcome != "won")
    refunded = max(0, row.refunded_cents - sum(one.cents for one in bounced))
    granted = _granted(session, sold)
    wanted = share(granted, sold.cents, refunded + asked)
    before = row.reversed
    again = [one.id for one in disputes if one.outcome == "won"] + [one.id for one in bounced]
    if wanted > before:
        _take_back(session, desk, sold, again, before=before, wanted=wanted)
    elif wanted < before:
        came_back = ledger.reinstate(
            session,
            sold.account_id,
            lot_key=sold.lot_key,
            stays=wanted,
            key=f"{desk.service}:{won or failed or desk.event}",
            reason="refund_failed" if failed else "reinstated",
            now=desk.now,
        )
        if failed:
            cents = sum(one.cents for one in bounced if one.id == failed)
            desk.tell(
                session,
                sold.account_id,
                "refund_failed",
                key=f"bounced:{desk.service}:{failed}",
                params={"credits": came_back, "cents": cents, "currency": sold.currency},
                href="/credits",
            )
    row.reversed = wanted
    _note(session, sold, row, disputes, granted=granted, refunded=refunded)
    session.flush()
    if wanted > before:
        cents = min(sold.cents, refunded + asked)
        desk.tell(
            session,
            sold.account_id,
            "purchase_reversed",
            # After one that failed the same sum may go back again.
            key=f"reversed:{desk.service}:{payment_id}:{cents}:{won or asked}"
            + (f":{row.refunded_cents}" if bounced else ""),
            params={"credits": wanted, "cents": cents, "currency": sold.currency},
            href="/credits",
        )


def _take_back(  # noqa: PLR0913  # all of it is one reversal
    session: Session,
    desk: Desk,
    sold: Sale,
    again: Sequence[str],
    *,
    before: int,
    wanted: int,
) -> None:
    """again: disputes and failed refunds that may have brought credits back before."""
    key, reason = f"{desk.service}:{desk.event}", "payment_returned"
    account_id, now = sold.account_id, desk.now
    done = ledger.reverse(
        session, account_id, lot_key=sold.lot_key, amount=wanted, key=key, reason=reason, now=now
    )
    missing = wanted - before - done.taken - done.held
    # What came back before is a lot of its own.
    for one in again:
        lot_key = f"reinstated:{desk.service}:{one}"
        if missing > 0:
            also = ledger.reverse(
                session,
                account_id,
                lot_key=lot_key,
                # All in all: what an earlier refund took of it is not taken for this one.
                amount=_reversed(session, lot_key) + missing,
                key=f"{key}:again:{one}",
                reason=reason,
                now=now,
            )
            missing -= also.taken + also.held


def _reversed(session: Session, lot_key: str) -> int:
    """Credits of a lot that earlier reversals were about; 0 when there is no such lot."""
    query = select(col(CreditLot.reversed)).where(col(CreditLot.key) == lot_key)
    return session.scalars(query).first() or 0


def _granted(session: Session, sold: Sale) -> int:
    """Credits the payment bought; 0 while they have not been granted."""
    query = select(col(CreditLot.granted)).where(col(CreditLot.key) == sold.lot_key)
    return session.scalars(query).first() or 0


def _note(  # noqa: PLR0913  # all of it is one reversal
    session: Session,
    sold: Sale,
    row: PaymentRow,
    disputes: Sequence[DisputeRow],
    *,
    granted: int,
    refunded: int,
) -> None:
    """Have the order and the invoice say what went back."""
    outcomes = [one.outcome for one in disputes]
    is_back = refunded > 0 or "open" in outcomes or "lost" in outcomes
    is_whole = refunded >= sold.cents or "lost" in outcomes
    if sold.invoice is not None and sold.invoice.status in ("paid", "refunded"):
        sold.invoice.status = "refunded" if is_whole and is_back else "paid"
    order = sold.order
    if order is None:
        return
    if order.status in (orders.PAID, orders.REVERSED):
        order.status = orders.REVERSED if is_back else orders.PAID
    order.refunded_cents = min(order.cents, refunded)
    order.dispute = next((one for one in ("open", "lost", "won") if one in outcomes), "")
    query = select(col(CreditLot.consumed)).where(col(CreditLot.key) == sold.lot_key)
    spent = session.scalars(query).first() or 0
    order.shortfall = max(0, row.reversed - (granted - spent))
