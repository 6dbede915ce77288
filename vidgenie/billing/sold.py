"""What was ever sold at a price: for invoices that are older than what counts now."""

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.billing.tables import ProductRow
from vidgenie.domain.product import SEED, ProductKind


def plan_credits(session: Session, *, cents: int, currency: str) -> int | None:
    """Credits a month of the Plan that was last sold at this price; None when none ever was."""
    rows = (
        select(col(ProductRow.credits))
        .where(
            col(ProductRow.kind) == ProductKind.PLAN.value,
            col(ProductRow.cents) == cents,
            col(ProductRow.currency) == currency,
        )
        .order_by(col(ProductRow.starts_at).desc())
    )
    last = session.scalars(rows.limit(1)).first()
    seed = (one for one in SEED if one.kind is ProductKind.PLAN and one.currency == currency)
    return last if last is not None else next((i.credits for i in seed if i.cents == cents), None)
