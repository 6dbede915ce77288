"""Use cases of what is for sale: Plans and Packs as they are, were and will be; changing that."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from vidgenie.audit.chain import Chain
from vidgenie.billing import cancelled as kept
from vidgenie.billing import products as store
from vidgenie.billing.products import ProductVersion
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.product import FREE, Product, ProductKind
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.services.assortment_money import check_cancellable, check_one_currency, on_sale
from vidgenie.services.assortment_rules import CURRENCIES, MOST_CENTS, ProductChange, product_of
from vidgenie.services.assortment_views import ProductView, product_views
from vidgenie.services.tariff_rules import (
    admin_id,
    authors,
    begins,
    check_begun,
    check_seen,
    reason,
    same_instant,
)
from vidgenie.services.tariff_versions import cancelled, newest, people, product_gone

__all__ = ["CURRENCIES", "MOST_CENTS", "Assortment", "Conversion", "Key", "ProductChange"]

Key = tuple[ProductKind, str]
"""Which product: its kind and its slug."""
_MOST: Mapping[ProductKind, int] = {ProductKind.PLAN: 12, ProductKind.PACK: 30}


@dataclass(frozen=True, slots=True)
class Conversion:
    """Everything for sale in another currency. cents: price of each, in it.

    starts_at: None = now.
    """

    currency: str
    cents: Mapping[Key, int]
    note: str = ""
    starts_at: datetime | None = None


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
        """Every product with all its versions, cancelled ones too; Plans first, as shown."""
        with self.reading() as session:
            known = store.versions(session)
            return self._views(session, known, self.clock())

    def change(self, admin: Account | None, change: ProductChange) -> ProductView:
        """Add a version; `admin` None is the operator.

        Raises InvalidInput, and Conflict (edited_elsewhere, same_instant, slug_taken, too_many).
        """
        note = reason(change.note)
        with self.transaction() as session:
            store.lock_products(session)
            now = self.clock()
            starts_at = begins(change.starts_at, now=now)
            known = store.versions(session)
            mine = [one for one in known if _key(one) == (change.kind, change.slug)]
            if change.is_new and mine:
                raise Conflict("There is one of this name.", problem="slug_taken", slug=change.slug)
            check_seen(change.seen, newest(mine))
            _check_room(known, change)
            product = product_of(change, mine[-1].product if mine else None)
            if product.slug == FREE and product.kind is ProductKind.PLAN:
                product = replace(product, currency=_usual(known, starts_at, product.currency))
            self._add(session, admin, product, starts_at=starts_at, note=note, now=now)
            known_now = store.versions(session)
            check_one_currency(known, known_now, since=starts_at)
            return self._view(session, known_now, (change.kind, change.slug), now)

    def convert(self, admin: Account | None, wanted: Conversion) -> list[ProductView]:
        """Sell everything in another currency from an instant on.

        Raises InvalidInput, NotFound (product) and Conflict (same_instant).
        """
        note = reason(wanted.note)
        with self.transaction() as session:
            store.lock_products(session)
            now = self.clock()
            starts_at = begins(wanted.starts_at, now=now)
            known = store.versions(session)
            sold = {(one.kind, one.slug): one for one in on_sale(known, starts_at)}
            if wanted.cents.keys() - sold.keys():
                raise NotFound("product")
            for key, product in sold.items():
                cents = wanted.cents.get(key, 0 if key[1] == FREE else None)
                if cents is None:
                    raise InvalidInput(
                        "Everything needs a price.", field="cents", problem="missing", of=key[1]
                    )
                change = ProductChange(
                    **{
                        name: getattr(product, name)
                        for name in ("kind", "slug", "credits", "title", "position", "title_fr")
                    },
                    cents=cents,
                    currency=wanted.currency,
                )
                converted = product_of(change, product)
                self._add(session, admin, converted, starts_at=starts_at, note=note, now=now)
            known_now = store.versions(session)
            check_one_currency(known, known_now, since=starts_at)
            return self._views(session, known_now, now)

    def cancel(self, admin: Account | None, version_id: str) -> None:
        """Take a version back that has not begun; what was written at once with it, too.

        Raises NotFound and Conflict (begun, one_currency).
        """
        with self.transaction() as session:
            store.lock_products(session)
            now = self.clock()
            known = store.versions(session)
            found = next((one for one in known if one.id and one.id == version_id), None)
            check_begun(found is not None and found.starts_at > now, known=found is not None)
            if found is None:
                return
            # Another currency is one change of many products.
            at_once = (found.starts_at, found.created_at)
            gone = [one for one in known if one.id and (one.starts_at, one.created_at) == at_once]
            for one in gone:
                store.cancel_product(session, one.id, now=now)
                kept.keep(session, kept.PRODUCT, cancelled(one, now=now, by=admin_id(admin)))
                told = (one.product, one.starts_at, one.note)
                self._log(session, admin, "cancelled", *told)
            left = [one for one in known if one not in gone]
            check_cancellable(known, left, since=found.starts_at)

    def _add(  # noqa: PLR0913  # all of it is one version
        self,
        session: Session,
        admin: Account | None,
        product: Product,
        *,
        starts_at: datetime,
        note: str,
        now: datetime,
    ) -> None:
        by = admin_id(admin)
        if not store.add_product(
            session, product, starts_at=starts_at, author=by, note=note, now=now
        ):
            raise same_instant()
        what = "set" if product.is_offered else "withdrawn"
        self._log(session, admin, what, product, starts_at, note)

    def _view(
        self, session: Session, known: Sequence[ProductVersion], key: Key, now: datetime
    ) -> ProductView:
        every = self._views(session, known, now)
        return next(one for one in every if (one.kind, one.slug) == key)

    @staticmethod
    def _views(
        session: Session, known: Sequence[ProductVersion], now: datetime
    ) -> list[ProductView]:
        gone = [product_gone(one) for one in kept.every(session, kept.PRODUCT)]
        return product_views(known, authors(session, people(known, gone)), now=now, gone=gone)

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
                "isUnlimited": product.is_unlimited,
                "isOffered": product.is_offered,
                "title": product.title,
                "titleFr": product.title_fr,
                "position": product.position,
                "startsAt": starts_at.isoformat(),
                "note": note,
            },
            now=self.clock(),
        )


def _key(one: ProductVersion) -> Key:
    return one.product.kind, one.product.slug


def _check_room(known: Iterable[ProductVersion], change: ProductChange) -> None:
    """Raise Conflict when there are as many of a kind as people can choose from."""
    slugs = {one.product.slug for one in known if one.product.kind is change.kind}
    if change.slug not in slugs and len(slugs) >= _MOST[change.kind]:
        raise Conflict(f"There is no room for another {change.kind}.", problem="too_many")


def _usual(known: Sequence[ProductVersion], at: datetime, otherwise: str) -> str:
    """The currency of what is for sale at an instant: what costs nothing is shown in it too."""
    return next((one.currency for one in on_sale(known, at) if one.cents), otherwise)
