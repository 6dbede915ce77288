"""Use cases of what is for sale: Plans and Packs as they are, were and will be; changing that."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.audit.chain import Chain
from vidgenie.billing import products as store
from vidgenie.billing.products import ProductVersion
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.product import FREE, SEED, Product, ProductKind
from vidgenie.errors import Conflict, InvalidInput
from vidgenie.services.assortment_views import ProductView, product_views
from vidgenie.services.budgets import MOST_CREDITS
from vidgenie.services.tariff_rules import (
    admin_id,
    authors,
    begins,
    check_begun,
    check_seen,
    reason,
    same_instant,
)
from vidgenie.services.tariff_versions import newest

__all__ = ["CURRENCIES", "Assortment", "ProductChange"]

CURRENCIES = ("usd", "eur", "gbp", "chf", "cad", "aud")
"""Those with hundredths, in which prices can be written."""
LEAST_CENTS, MOST_CENTS = 50, 99_999_999
"""What card payments take: no less than half a unit, no more than eight digits."""
_MOST_PACKS = 30
_LONGEST_TITLE = 60
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,19}")
_PLANS = {one.slug for one in SEED if one.kind is ProductKind.PLAN}


@dataclass(frozen=True, slots=True)
class ProductChange:
    """A version that is to be added. starts_at: None = now.

    is_offered: False = nobody can buy it any more; who has it keeps it.
    seen: `newest` of the product as it was looked at; None = whatever it is.
    """

    kind: ProductKind
    slug: str
    credits: int
    cents: int
    currency: str = "usd"
    is_offered: bool = True
    title: str = ""
    position: int = 0
    note: str = ""
    starts_at: datetime | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Assortment:
    """Reads and edits what is for sale. clock: the present instant, aware, UTC.

    Orders and subscriptions keep what was agreed on: their rows carry it.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain

    def catalogue(self) -> list[ProductView]:
        """Every product with all its versions; Plans first, as they are shown."""
        with self.reading() as session:
            known = store.versions(session)
            names = authors(session, (one.author for one in known))
        return product_views(known, names, now=self.clock())

    def change(self, admin: Account | None, change: ProductChange) -> ProductView:
        """Add a version; `admin` None is the operator.

        Raises InvalidInput, and Conflict (edited_elsewhere, same_instant, too_many).
        """
        note = reason(change.note)
        with self.transaction() as session:
            store.lock_products(session)
            now = self.clock()
            starts_at = begins(change.starts_at, now=now)
            known = store.versions(session)
            mine = _of(known, change.kind, change.slug)
            check_seen(change.seen, newest(mine))
            before = mine[-1].product if mine else None
            product = _product(change, before)
            if before is None and len(_slugs(known)) >= _MOST_PACKS:
                raise Conflict("There is no room for another pack.", problem="too_many")
            if not store.add_product(
                session,
                product,
                starts_at=starts_at,
                author=admin_id(admin),
                note=note,
                now=now,
            ):
                raise same_instant()
            mine = _of(store.versions(session), change.kind, change.slug)
            names = authors(session, (one.author for one in mine))
            what = "set" if product.is_offered else "withdrawn"
            self._log(session, admin, what, product, starts_at, note)
        return product_views(mine, names, now=now)[0]

    def cancel(self, admin: Account | None, version_id: str) -> None:
        """Take a version back that has not begun. Raises NotFound and Conflict (begun)."""
        with self.transaction() as session:
            store.lock_products(session)
            known = (one for one in store.versions(session) if one.id)
            found = next((one for one in known if one.id == version_id), None)
            done = store.cancel_product(session, version_id, now=self.clock())
            check_begun(done, known=found is not None)
            if found is not None:
                told = (found.product, found.starts_at, found.note)
                self._log(session, admin, "cancelled", *told)

    def _log(  # noqa: PLR0913, PLR0917  # a line of the log
        self,
        session: Session,
        admin: Account | None,
        what: str,
        product: Product,
        starts_at: datetime,
        note: str,
    ) -> None:
        self.audit.append(
            session,
            actor=admin_id(admin),
            account_id="",
            action="admin.product",
            thing=f"{product.kind}:{product.slug}",
            data={
                "change": what,
                "credits": product.credits,
                "cents": product.cents,
                "currency": product.currency,
                "isOffered": product.is_offered,
                "title": product.title,
                "startsAt": starts_at.isoformat(),
                "note": note,
            },
            now=self.clock(),
        )


def _of(known: Sequence[ProductVersion], kind: ProductKind, slug: str) -> list[ProductVersion]:
    """The versions of one product, the earliest first."""
    return [one for one in known if (one.product.kind, one.product.slug) == (kind, slug)]


def _slugs(known: Sequence[ProductVersion]) -> set[str]:
    """The Packs there are or were."""
    return {one.product.slug for one in known if one.product.kind is ProductKind.PACK}


def _product(change: ProductChange, before: Product | None) -> Product:
    """What it will be. Raises InvalidInput."""
    is_pack = change.kind is ProductKind.PACK
    title = " ".join(change.title.split()) if is_pack else ""
    is_unlimited = before is not None and before.is_unlimited
    _check(change, title, is_unlimited=is_unlimited)
    return Product(
        kind=change.kind,
        slug=change.slug,
        credits=change.credits,
        cents=change.cents,
        currency=change.currency,
        # Whose plan has no limit is written in their wallets: this is no matter of price.
        is_unlimited=is_unlimited,
        is_offered=change.is_offered,
        title=title,
        position=change.position,
    )


def _check(change: ProductChange, title: str, *, is_unlimited: bool) -> None:
    is_pack = change.kind is ProductKind.PACK
    is_free = not is_pack and change.slug == FREE
    if is_pack and not _SLUG.fullmatch(change.slug):
        raise InvalidInput("A name is a-z, 0-9 and -.", field="slug", problem="malformed")
    if not is_pack and change.slug not in _PLANS:
        raise InvalidInput("There is no such plan.", field="slug", problem="unknown")
    if is_free and not change.is_offered:
        raise InvalidInput(
            "The free plan stays: others fall back to it.", field="isOffered", problem="last_plan"
        )
    if is_pack and not (0 < len(title) <= _LONGEST_TITLE and title.isprintable()):
        raise InvalidInput(
            f"A title has 1 to {_LONGEST_TITLE} characters.",
            field="title",
            problem="too_long" if len(title) > _LONGEST_TITLE else "missing",
            limit=_LONGEST_TITLE,
        )
    if change.currency not in CURRENCIES:
        raise InvalidInput("We do not know this currency.", field="currency", problem="unknown")
    if is_free and change.cents:
        raise InvalidInput("The free plan is free.", field="cents", problem="not_free")
    least_credits = 0 if is_free or is_unlimited else 1
    bounds: Mapping[str, tuple[int, int, int]] = {
        "credits": (change.credits, least_credits, MOST_CREDITS),
        "cents": (change.cents, 0 if is_free else LEAST_CENTS, MOST_CENTS),
        "position": (change.position, 0, 1000),
    }
    for field, (value, least, most) in bounds.items():
        if not least <= value <= most:
            raise InvalidInput(
                f"This is {least} to {most}.",
                field=field,
                problem="out_of_range",
                min=least,
                max=most,
            )
