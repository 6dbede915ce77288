"""Prices: the price table is data that an admin edits."""

from sqlalchemy import select, update
from sqlmodel import Session, col

from vidgenie.domain.pricing import SEED, PriceTable
from vidgenie.ledger.moves import insert_once
from vidgenie.ledger.tables import Price


def prices(session: Session) -> PriceTable:
    """The price table as it stands."""
    query = select(col(Price.provider), col(Price.action), col(Price.credits))
    rows = session.connection().execute(query)
    return PriceTable(rows={(provider, action): price for provider, action, price in rows})


def seed_prices(session: Session) -> None:
    """Add the rows of the seed that are missing; edited ones stay as they are."""
    for (provider, action), price in SEED.items():
        insert_once(session, Price(provider=provider, action=action, credits=price))


def set_price(session: Session, *, provider: str, action: str, price: int) -> None:
    """Write one row of the price table, in credits; `provider` or `action` may be "*"."""
    if price < 0:
        raise ValueError(f"a price is not negative, got {price}")
    if insert_once(session, Price(provider=provider, action=action, credits=price)):
        return
    this = (col(Price.provider) == provider, col(Price.action) == action)
    session.connection().execute(update(Price).where(*this).values(credits=price))
