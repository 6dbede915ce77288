"""Versions of prices and products that were taken back before they began: what they would be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from vidgenie.billing.tables import CancelledRow

PRICE, PRODUCT = "price", "product"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """One of them. data: what it would have been; the others as `CancelledRow` has them."""

    id: str
    data: Mapping[str, Any]
    starts_at: datetime
    created_at: datetime
    author: str
    note: str
    cancelled_at: datetime
    cancelled_by: str


def keep(session: Session, sort: str, one: Cancelled) -> None:
    """Write one down. sort: PRICE or PRODUCT."""
    values = {name: getattr(one, name) for name in Cancelled.__dataclass_fields__}
    session.add(CancelledRow(**{**values, "data": dict(one.data)}, sort=sort))
    session.flush()


def every(session: Session, sort: str) -> list[Cancelled]:
    """All of a sort, the earliest to have begun first."""
    rows = session.exec(
        select(CancelledRow)
        .where(col(CancelledRow.sort) == sort)
        .order_by(col(CancelledRow.starts_at), col(CancelledRow.cancelled_at))
    )
    names = Cancelled.__dataclass_fields__
    return [Cancelled(**{name: getattr(row, name) for name in names}) for row in rows]
