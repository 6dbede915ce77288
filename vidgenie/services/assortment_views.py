"""What is for sale, as an admin reads it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vidgenie.billing.products import ProductVersion
from vidgenie.domain.product import Product, ProductKind
from vidgenie.services.tariff_versions import TariffVersionView, current, newest, version_views


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductVersionView(TariffVersionView):
    """A product from an instant on."""

    product: Product


@dataclass(frozen=True, slots=True)
class ProductView:
    """A Plan or a Pack.

    now: None when it has not begun. newest: the version that was written last, "" = it came
    with the release. versions: the latest to begin first.
    """

    kind: ProductKind
    slug: str
    now: Product | None
    newest: str
    versions: tuple[ProductVersionView, ...]


def product_views(
    versions: Sequence[ProductVersion], names: Mapping[str, str], *, now: datetime
) -> list[ProductView]:
    """Every product with its versions. names: Account id -> what its owner is called."""
    groups = defaultdict[tuple[ProductKind, str], list[ProductVersion]](list)
    for one in versions:
        groups[one.product.kind, one.product.slug].append(one)
    views = [_view(group, names, now) for group in groups.values()]
    return sorted(views, key=_place)


def _place(view: ProductView) -> tuple[bool, int, str]:
    shown = view.now or view.versions[0].product
    return view.kind is not ProductKind.PLAN, shown.position, view.slug


def _view(
    versions: Sequence[ProductVersion], names: Mapping[str, str], now: datetime
) -> ProductView:
    shown = version_views(versions, names, now=now, view=ProductVersionView, own="product")
    holds = current(shown)
    first = versions[0].product
    return ProductView(
        kind=first.kind,
        slug=first.slug,
        now=holds.product if holds else None,
        newest=newest(versions),
        versions=tuple(reversed(shown)),
    )
