"""Prices: the price table is data that an admin edits; each row counts from an instant on.

Rows are added, never changed; only one that has not begun is deleted when it is cancelled.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select, text
from sqlmodel import Session, col

from vidgenie.domain.pricing import SEED, PriceTable
from vidgenie.ledger.moves import insert_once
from vidgenie.ledger.tables import PriceRow

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When the prices that come with a release begin."""


@dataclass(frozen=True, slots=True)
class PriceVersion:
    """A price from an instant on; its fields are those of PriceRow."""

    id: str
    provider: str
    action: str
    credits: int | None
    starts_at: datetime
    created_at: datetime
    author: str
    note: str


_VERSION = tuple(getattr(PriceRow, name) for name in PriceVersion.__dataclass_fields__)


def versions(session: Session) -> list[PriceVersion]:
    """Every version of every price, begun or not; of each price the earliest first."""
    order = (col(PriceRow.provider), col(PriceRow.action), col(PriceRow.starts_at))
    rows = session.connection().execute(select(*_VERSION).order_by(*order))
    return [PriceVersion(*row) for row in rows]


def lock_prices(session: Session) -> None:
    """Let nobody else edit prices until the transaction ends; all the others go on reading."""
    # On SQLite one transaction writes at a time anyway.
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(text("LOCK TABLE vg_price IN SHARE ROW EXCLUSIVE MODE"))


def cancel_price(session: Session, price_id: str, *, now: datetime) -> bool:
    """Take a version back that has not begun; False when it has, or is not there."""
    waiting = (col(PriceRow.id) == price_id, col(PriceRow.starts_at) > now)
    return session.connection().execute(delete(PriceRow).where(*waiting)).rowcount == 1


def prices(session: Session, *, now: datetime | None = None) -> PriceTable:
    """The price table as it stands at an instant."""
    begun = col(PriceRow.starts_at) <= (now or datetime.now(tz=UTC))
    query = select(col(PriceRow.provider), col(PriceRow.action), col(PriceRow.credits))
    rows = session.connection().execute(query.where(begun).order_by(col(PriceRow.starts_at)))
    newest = {(provider, action): price for provider, action, price in rows}
    return PriceTable(rows={key: price for key, price in newest.items() if price is not None})


def seed_prices(session: Session) -> None:
    """Add the rows of the seed that are missing; edited ones stay as they are."""
    for (provider, action), price in SEED.items():
        set_price(session, provider=provider, action=action, price=price, starts_at=BEGINNING)


def set_price(  # noqa: PLR0913  # all of it describes one row
    session: Session,
    *,
    provider: str,
    action: str,
    price: int | None,
    starts_at: datetime | None = None,
    author: str = "",
    note: str = "",
    now: datetime | None = None,
) -> bool:
    """Add one row to the price table; `provider` or `action` may be "*".

    price: credits; None = no such price from then on. starts_at: now when it is not given.
    False when a row of the same instant is there already: it stays.
    """
    if price is not None and price < 0:
        raise ValueError(f"a price is not negative, got {price}")
    now = now or datetime.now(tz=UTC)
    row = PriceRow(
        id=secrets.token_hex(16),
        provider=provider,
        action=action,
        credits=price,
        starts_at=starts_at or now,
        created_at=now,
        author=author,
        note=note,
    )
    return insert_once(session, row)
