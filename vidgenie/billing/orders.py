"""Orders: checkouts, from the moment somebody wants to buy until the money is there or not."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.billing.tables import OrderRow
from vidgenie.domain.product import Product, ProductKind

OPEN, PAID, FAILED, EXPIRED, REVERSED = "open", "paid", "failed", "expired", "reversed"


def add(  # noqa: PLR0913  # all of it is one order
    session: Session,
    account_id: str,
    product: Product,
    *,
    service: str,
    idempotency_key: str = "",
    now: datetime,
) -> OrderRow:
    """Write down what is about to be bought, at today's price."""
    row = OrderRow(
        id=secrets.token_hex(16),
        account_id=account_id,
        service=service,
        kind=product.kind.value,
        slug=product.slug,
        title=product.title,
        credits=product.credits,
        cents=product.cents,
        currency=product.currency,
        is_unlimited=product.is_unlimited,
        status=OPEN,
        idempotency_key=idempotency_key or None,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def product_of(row: OrderRow) -> Product:
    """What was ordered, as it was agreed on."""
    return Product(
        kind=ProductKind(row.kind),
        slug=row.slug,
        credits=row.credits,
        cents=row.cents,
        currency=row.currency,
        is_unlimited=row.is_unlimited,
        title=row.title,
    )


def find(session: Session, order_id: str) -> OrderRow | None:
    """An order, whoever's it is."""
    return session.get(OrderRow, order_id, populate_existing=True)


def by_key(session: Session, account_id: str, idempotency_key: str) -> OrderRow | None:
    """The order an Account made with this key."""
    mine = (
        col(OrderRow.account_id) == account_id,
        col(OrderRow.idempotency_key) == idempotency_key,
    )
    return session.scalars(select(OrderRow).where(*mine)).first()


def by_payment(session: Session, service: str, payment_id: str) -> OrderRow | None:
    """The order this payment was for."""
    mine = (col(OrderRow.service) == service, col(OrderRow.payment_id) == payment_id)
    return session.scalars(select(OrderRow).where(*mine)).first()


def open_ones(session: Session, account_id: str) -> Sequence[OrderRow]:
    """An Account's orders that are not decided yet, the newest first."""
    mine = (col(OrderRow.account_id) == account_id, col(OrderRow.status) == OPEN)
    query = select(OrderRow).where(*mine).order_by(col(OrderRow.created_at).desc())
    return session.scalars(query).all()


def undecided(session: Session, service: str, *, before: datetime) -> Sequence[OrderRow]:
    """Orders at a service that have been open since before an instant, the oldest first."""
    mine = (
        col(OrderRow.service) == service,
        col(OrderRow.status) == OPEN,
        col(OrderRow.created_at) < before,
    )
    return session.scalars(select(OrderRow).where(*mine).order_by(col(OrderRow.created_at))).all()
