"""What was ever sold at a price: for invoices that are older than what counts now."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.billing.tables import ProductRow
from vidgenie.domain.product import SEED, ProductKind


@dataclass(frozen=True, slots=True)
class Sold:
    """What a month of a Plan has. credits: 0 when it is unlimited. slug: the Plan's."""

    slug: str
    credits: int
    is_unlimited: bool


def plan_at(session: Session, *, cents: int, currency: str) -> Sold | None:
    """What the Plan has that was last sold at this price; None when none ever was."""
    rows = (
        select(col(ProductRow.slug), col(ProductRow.credits), col(ProductRow.is_unlimited))
        .where(
            col(ProductRow.kind) == ProductKind.PLAN.value,
            col(ProductRow.cents) == cents,
            col(ProductRow.currency) == currency,
        )
        .order_by(col(ProductRow.starts_at).desc())
    )
    last = session.connection().execute(rows.limit(1)).first()
    if last is not None:
        return Sold(*last)
    plans = (one for one in SEED if one.kind is ProductKind.PLAN and one.currency == currency)
    found = next((one for one in plans if one.cents == cents), None)
    return Sold(found.slug, found.credits, found.is_unlimited) if found else None
