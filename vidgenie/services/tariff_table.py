"""Price tables as they were, are and will be; what may not be taken out of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from vidgenie.domain.ports.provider import Kind
from vidgenie.domain.pricing import ANY, SEED, PriceTable
from vidgenie.ledger.prices import PriceVersion

Key = tuple[str, str]
"""(Provider slug, action); "*" stands for any."""

ACTIONS: Mapping[str, Kind] = {
    action: Kind.TEXT if action in {"enhance", "script"} else Kind(action.partition(".")[0])
    for _, action in SEED
    if action != ANY
}
"""What is charged for, and what kind of Provider does it."""

TYPICAL: Mapping[str, Mapping[str, int]] = {
    "clip": {"enhance": 1, "image.1024": 1, "video.8": 1},
    "short": {"script": 1, "video.8": 6, "speech": 1},
}
"""Videos people make, and how often each action is in them; a short is six clips of 5 s."""

_FREE_PLACE = "local"


def key_of(version: PriceVersion) -> Key:
    """Which price it is a version of."""
    return version.provider, version.action


def is_needed(key: Key) -> bool:
    """Whether this price counts when nothing more exact does: it cannot be withdrawn."""
    return key[0] == ANY or key == (_FREE_PLACE, ANY)


def table(versions: Sequence[PriceVersion], at: datetime) -> PriceTable:
    """The prices at an instant."""
    begun = sorted((one for one in versions if one.starts_at <= at), key=lambda one: one.starts_at)
    newest = {key_of(one): one.credits for one in begun}
    return PriceTable({key: price for key, price in newest.items() if price is not None})


def changed(before: PriceTable, key: Key, price: int | None) -> PriceTable:
    """The table with another price in it; None = without it."""
    rows = {**before.rows, key: price}
    return PriceTable({key: price for key, price in rows.items() if price is not None})


def lacks(prices: PriceTable, provider: str, actions: Collection[str]) -> list[str]:
    """Those of the actions that have no price at this Provider."""
    return [one for one in sorted(actions) if _price(prices, provider, one) is None]


def total(prices: PriceTable, provider: str, own: Collection[str], video: str) -> int:
    """What a typical video costs, in credits.

    own: actions that this Provider is asked to do; anybody does the others.
    """
    return sum(
        times * (_price(prices, provider if action in own else ANY, action) or 0)
        for action, times in TYPICAL[video].items()
    )


def _price(prices: PriceTable, provider: str, action: str) -> int | None:
    try:
        return prices.price(provider, action)
    except KeyError:
        return None
