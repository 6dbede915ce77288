"""The versions of a price or a product, as an admin reads them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from vidgenie.billing.cancelled import Cancelled
from vidgenie.billing.products import ProductVersion
from vidgenie.domain.product import Product, ProductKind
from vidgenie.ledger.prices import PriceVersion
from vidgenie.services.tariff_rules import Standing, standings


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffVersionView:
    """A price or a product from an instant on. id: "" when it came with the release, in code.

    author, cancelled_by: e-mail address, "operator", "?" for who has left, "" = it came with
    the release, or was not cancelled. cancelled_at: None for what was not.
    """

    id: str
    starts_at: datetime
    created_at: datetime
    author: str
    note: str
    standing: Standing
    cancelled_at: datetime | None = None
    cancelled_by: str = ""


View = TypeVar("View", bound=TariffVersionView)
Version = TypeVar("Version", PriceVersion, ProductVersion)


@dataclass(frozen=True, slots=True)
class Gone(Generic[Version]):
    """A version that was taken back before it began, when, and the Account id of who did it."""

    version: Version
    at: datetime
    by: str


def version_views(  # noqa: PLR0913  # what is shown, of what, and how
    versions: Sequence[PriceVersion] | Sequence[ProductVersion],
    names: Mapping[str, str],
    *,
    now: datetime,
    view: Callable[..., View],
    own: str,
    gone: Iterable[Gone[Any]] = (),
) -> list[View]:
    """The versions of one thing, the earliest first, cancelled ones among them.

    names: Account id -> what its owner is called. own: the field that tells one kind of
    version from the other; `view` has it too.
    """
    places = standings((one.starts_at for one in versions), now=now)
    shown = [
        view(standing=standing, **_said(one, names, own))
        for one, standing in zip(versions, places, strict=True)
    ]
    shown += [
        view(
            standing=Standing.CANCELLED,
            cancelled_at=one.at,
            cancelled_by=names[one.by],
            **_said(one.version, names, own),
        )
        for one in gone
    ]
    return sorted(shown, key=lambda one: one.starts_at)


def current(views: Iterable[View]) -> View | None:
    """The version that holds now, None when none has begun."""
    return next((one for one in views if one.standing is Standing.CURRENT), None)


def newest(versions: Sequence[PriceVersion] | Sequence[ProductVersion]) -> str:
    """Id of the version that was written last, "" when it came with the release, or is none."""
    last = max(versions, key=lambda one: (one.created_at, one.starts_at), default=None)
    return last.id if last else ""


def price_gone(row: Cancelled) -> Gone[PriceVersion]:
    """A price that was cancelled, as it was kept."""
    data = row.data
    told = (row.starts_at, row.created_at, row.author, row.note)
    version = PriceVersion(row.id, data["provider"], data["action"], data["credits"], *told)
    return Gone(version, row.cancelled_at, row.cancelled_by)


def product_gone(row: Cancelled) -> Gone[ProductVersion]:
    """A product that was cancelled, as it was kept."""
    data: dict[str, Any] = {**row.data, "kind": ProductKind(row.data["kind"])}
    product = Product(**data)
    told = (row.starts_at, row.created_at, row.author, row.note)
    return Gone(ProductVersion(row.id, product, *told), row.cancelled_at, row.cancelled_by)


def cancelled(version: PriceVersion | ProductVersion, *, now: datetime, by: str) -> Cancelled:
    """A version as it is kept once it is cancelled. by: Account id of the admin."""
    if isinstance(version, ProductVersion):
        data: dict[str, Any] = {**asdict(version.product), "kind": version.product.kind.value}
    else:
        data = {name: getattr(version, name) for name in ("provider", "action", "credits")}
    told = (version.starts_at, version.created_at, version.author, version.note)
    return Cancelled(version.id, data, *told, cancelled_at=now, cancelled_by=by)


def people(
    versions: Iterable[PriceVersion | ProductVersion], gone: Iterable[Gone[Any]]
) -> set[str]:
    """Account ids of all who wrote or cancelled any of these."""
    kept = list(gone)
    wrote = {one.author for one in versions} | {one.version.author for one in kept}
    return wrote | {one.by for one in kept}


def _said(
    one: PriceVersion | ProductVersion, names: Mapping[str, str], own: str
) -> dict[str, object]:
    return {
        "id": one.id,
        "starts_at": one.starts_at,
        "created_at": one.created_at,
        "author": names[one.author],
        "note": one.note,
        own: getattr(one, own),
    }
