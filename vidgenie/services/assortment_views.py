"""What is for sale, as an admin reads it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vidgenie.billing.products import ProductVersion
from vidgenie.domain.product import Product, ProductKind
from vidgenie.services.tariff_versions import (
    Gone,
    TariffVersionView,
    current,
    newest,
    version_views,
)

_Key = tuple[ProductKind, str]


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
    versions: Sequence[ProductVersion],
    names: Mapping[str, str],
    *,
    now: datetime,
    gone: Sequence[Gone[ProductVersion]] = (),
) -> list[ProductView]:
    """Every product with its versions, cancelled ones too. names: Account id -> its name."""
    groups = defaultdict[_Key, tuple[list[ProductVersion], list[Gone[ProductVersion]]]](
        lambda: ([], [])
    )
    for one in versions:
        groups[one.product.kind, one.product.slug][0].append(one)
    for each in gone:
        groups[each.version.product.kind, each.version.product.slug][1].append(each)
    views = [_view(key, *group, names=names, now=now) for key, group in groups.items()]
    return sorted(views, key=_place)


def _place(view: ProductView) -> tuple[bool, int, str]:
    shown = view.now or view.versions[0].product
    return view.kind is not ProductKind.PLAN, shown.position, view.slug


def _view(
    key: _Key,
    versions: list[ProductVersion],
    gone: list[Gone[ProductVersion]],
    *,
    names: Mapping[str, str],
    now: datetime,
) -> ProductView:
    shown = version_views(
        versions, names, now=now, view=ProductVersionView, own="product", gone=gone
    )
    holds = current(shown)
    return ProductView(
        kind=key[0],
        slug=key[1],
        now=holds.product if holds else None,
        newest=newest(versions),
        versions=tuple(reversed(shown)),
    )
