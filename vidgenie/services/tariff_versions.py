"""The versions of a price or a product, as an admin reads them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from vidgenie.billing.products import ProductVersion
from vidgenie.ledger.prices import PriceVersion
from vidgenie.services.tariff_rules import Standing, standings


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffVersionView:
    """A price or a product from an instant on. id: "" when it came with the release, in code.

    author: e-mail address, "operator", "?" for who has left, "" = it came with the release.
    """

    id: str
    starts_at: datetime
    created_at: datetime
    author: str
    note: str
    standing: Standing


View = TypeVar("View", bound=TariffVersionView)


def version_views(  # what is shown, of what, and how
    versions: Sequence[PriceVersion] | Sequence[ProductVersion],
    names: Mapping[str, str],
    *,
    now: datetime,
    view: Callable[..., View],
    own: str,
) -> list[View]:
    """The versions of one thing, the earliest first, as they were given.

    names: Account id -> what its owner is called. own: the field that tells one kind of
    version from the other; `view` has it too.
    """
    places = standings((one.starts_at for one in versions), now=now)
    return [
        view(
            id=one.id,
            starts_at=one.starts_at,
            created_at=one.created_at,
            author=names[one.author],
            note=one.note,
            standing=standing,
            **{own: getattr(one, own)},
        )
        for one, standing in zip(versions, places, strict=True)
    ]


def current(views: Iterable[View]) -> View | None:
    """The version that holds now, None when none has begun."""
    return next((one for one in views if one.standing is Standing.CURRENT), None)


def newest(versions: Sequence[PriceVersion] | Sequence[ProductVersion]) -> str:
    """Id of the version that was written last, "" when it came with the release, or is none."""
    last = max(versions, key=lambda one: (one.created_at, one.starts_at), default=None)
    return last.id if last else ""
