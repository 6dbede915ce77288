"""The price table as an admin reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vidgenie.ledger.prices import PriceVersion
from vidgenie.services.tariff_table import Key, is_needed, key_of
from vidgenie.services.tariff_versions import (
    Gone,
    TariffVersionView,
    current,
    newest,
    version_views,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceVersionView(TariffVersionView):
    """A price from an instant on.

    credits: None = from then on there is no such price, a less exact one counts.
    """

    credits: int | None


@dataclass(frozen=True, slots=True)
class PriceView:
    """The price of one action at one Provider; "*" stands for any.

    credits: now; None while there is none. newest: the version that was written last.
    versions: the latest to begin first. is_needed: it cannot be withdrawn.
    """

    provider: str
    action: str
    credits: int | None
    newest: str
    is_needed: bool
    versions: tuple[PriceVersionView, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """A Provider, and which of the actions it does."""

    slug: str
    title: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tariff:
    """Every price, and what there could be prices for."""

    items: tuple[PriceView, ...]
    makers: tuple[Maker, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a typical video costs before and after a change, in credits."""

    video: str
    before: int
    after: int


def price_views(
    versions: Sequence[PriceVersion],
    names: Mapping[str, str],
    *,
    now: datetime,
    gone: Sequence[Gone[PriceVersion]] = (),
) -> list[PriceView]:
    """Every price with its versions, cancelled ones too. names: Account id -> its name."""
    keys = sorted({key_of(one) for one in [*versions, *(one.version for one in gone)]})
    return [
        _view(
            key,
            [one for one in versions if key_of(one) == key],
            [one for one in gone if key_of(one.version) == key],
            names,
            now,
        )
        for key in keys
    ]


def _view(
    key: Key,
    versions: list[PriceVersion],
    gone: list[Gone[PriceVersion]],
    names: Mapping[str, str],
    now: datetime,
) -> PriceView:
    shown = version_views(versions, names, now=now, view=PriceVersionView, own="credits", gone=gone)
    holds = current(shown)
    return PriceView(
        provider=key[0],
        action=key[1],
        credits=holds.credits if holds else None,
        newest=newest(versions),
        is_needed=is_needed(key),
        versions=tuple(reversed(shown)),
    )
