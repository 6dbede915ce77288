"""What is for sale, as an admin reads it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vidgenie.billing.products import ProductVersion
from vidgenie.domain.product import Product, ProductKind
from vidgenie.services.tariff_rules import Standing, standings


@dataclass(frozen=True, slots=True)
class ProductVersionView:
    """A product from an instant on. id: "" when it came with the release.

    author: e-mail address, "operator", "?" for who has left, "" = it came with the release.
    """

    id: str
    product: Product
    starts_at: datetime
    created_at: datetime
    author: str
    note: str
    standing: Standing


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


def newest(versions: Sequence[ProductVersion]) -> str:
    """Id of the version that was written last, "" when that came with the release."""
    last = max(versions, key=lambda one: (one.created_at, one.starts_at), default=None)
    return last.id if last else ""


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
    places = standings((one.starts_at for one in versions), now=now)
    shown = [
        ProductVersionView(
            id=one.id,
            product=one.product,
            starts_at=one.starts_at,
            created_at=one.created_at,
            author=names[one.author],
            note=one.note,
            standing=standing,
        )
        for one, standing in zip(versions, places, strict=True)
    ]
    first = versions[0].product
    return ProductView(
        kind=first.kind,
        slug=first.slug,
        now=next((one.product for one in shown if one.standing is Standing.CURRENT), None),
        newest=newest(versions),
        versions=tuple(reversed(shown)),
    )
