"""Products as they are at an instant: what came with the release, until rows say otherwise.

Rows are added, never changed; the newest that has begun counts. Only one that has not begun
is moved away when it is cancelled (billing/cancelled.py).
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from vidgenie.billing.tables import ProductRow
from vidgenie.domain.product import SEED, Product, ProductKind

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When the products that come with a release begin."""


@dataclass(frozen=True, slots=True)
class ProductVersion:
    """A product from an instant on. id: "" when it came with the release, in code.

    author: Account id of the admin. note: why.
    """

    id: str
    product: Product
    starts_at: datetime
    created_at: datetime
    author: str = ""
    note: str = ""


def versions(session: Session) -> list[ProductVersion]:
    """Every version of every product, begun or not; of each product the earliest first."""
    seed = [ProductVersion("", one, BEGINNING, BEGINNING) for one in SEED]
    rows = session.exec(select(ProductRow).order_by(col(ProductRow.starts_at)))
    return seed + [
        ProductVersion(row.id, _product(row), row.starts_at, row.created_at, row.author, row.note)
        for row in rows
    ]


def lock_products(session: Session) -> None:
    """Let nobody else edit products until the transaction ends; the others go on reading."""
    # On SQLite one transaction writes at a time anyway.
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(text("LOCK TABLE vg_product IN SHARE ROW EXCLUSIVE MODE"))


def cancel_product(session: Session, version_id: str, *, now: datetime) -> bool:
    """Take a version back that has not begun; False when it has, or is not there."""
    waiting = (col(ProductRow.id) == version_id, col(ProductRow.starts_at) > now)
    return session.connection().execute(delete(ProductRow).where(*waiting)).rowcount == 1


def products(session: Session, *, now: datetime | None = None) -> list[Product]:
    """Every product as it is at an instant, in the order they are shown."""
    begun = col(ProductRow.starts_at) <= (now or datetime.now(tz=UTC))
    rows = session.exec(select(ProductRow).where(begun).order_by(col(ProductRow.starts_at)))
    newest = {(one.kind, one.slug): one for one in SEED}
    newest |= {(one.kind, one.slug): one for one in map(_product, rows)}
    return sorted(
        newest.values(), key=lambda one: (one.kind is not ProductKind.PLAN, one.position, one.slug)
    )


def product(
    session: Session, kind: ProductKind, slug: str, *, now: datetime | None = None
) -> Product | None:
    """One product as it is at an instant; None when there is none."""
    every = products(session, now=now)
    return next((one for one in every if (one.kind, one.slug) == (kind, slug)), None)


def add_product(  # noqa: PLR0913  # all of it describes one row
    session: Session,
    one: Product,
    *,
    starts_at: datetime,
    author: str = "",
    note: str = "",
    now: datetime | None = None,
) -> bool:
    """Say what a product is from an instant on; False when a row of that instant is there."""
    row = ProductRow(
        id=secrets.token_hex(16),
        kind=one.kind.value,
        slug=one.slug,
        credits=one.credits,
        cents=one.cents,
        currency=one.currency,
        is_unlimited=one.is_unlimited,
        is_offered=one.is_offered,
        title=one.title,
        title_fr=one.title_fr,
        position=one.position,
        starts_at=starts_at,
        created_at=now or datetime.now(tz=UTC),
        author=author,
        note=note,
    )
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = make(ProductRow).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return session.connection().execute(statement, row.model_dump()).rowcount == 1


def _product(row: ProductRow) -> Product:
    return Product(
        kind=ProductKind(row.kind),
        slug=row.slug,
        credits=row.credits,
        cents=row.cents,
        currency=row.currency,
        is_unlimited=row.is_unlimited,
        is_offered=row.is_offered,
        title=row.title,
        title_fr=row.title_fr,
        position=row.position,
    )
