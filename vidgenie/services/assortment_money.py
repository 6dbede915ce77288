"""In which currency everything is for sale: in one at a time.

A card customer pays in one currency (docs.stripe.com/billing/customer, "currency"): with two on
the same page somebody could not buy what is shown to them.
"""

from collections.abc import Sequence
from datetime import datetime

from vidgenie.billing.products import ProductVersion
from vidgenie.domain.product import Product
from vidgenie.errors import Conflict, InvalidInput


def on_sale(versions: Sequence[ProductVersion], at: datetime) -> list[Product]:
    """What can be bought at an instant, and what it costs then; Plans that cost nothing too."""
    begun = sorted((one for one in versions if one.starts_at <= at), key=lambda one: one.starts_at)
    newest = {(one.product.kind, one.product.slug): one.product for one in begun}
    return [one for one in newest.values() if one.is_offered]


def currencies(versions: Sequence[ProductVersion], at: datetime) -> list[str]:
    """In which currencies something is for sale at an instant; one, unless it was mixed before."""
    return sorted({one.currency for one in on_sale(versions, at) if one.cents})


def check_one_currency(
    before: Sequence[ProductVersion], after: Sequence[ProductVersion], *, since: datetime
) -> None:
    """Raise InvalidInput when a change would mix currencies at any instant from `since` on.

    What was mixed already may stay so: it can be put right one after the other.
    """
    clash = _clash(before, after, since)
    if clash is not None:
        raise InvalidInput(
            f"Everything is for sale in one currency; on {clash[0].date()} it would be in "
            f"{' and '.join(clash[1])}.",
            field="currency",
            problem="one_currency",
            currencies=", ".join(clash[1]),
            at=clash[0].isoformat(),
        )


def check_cancellable(
    before: Sequence[ProductVersion], after: Sequence[ProductVersion], *, since: datetime
) -> None:
    """Raise Conflict when taking something back would mix currencies."""
    clash = _clash(before, after, since)
    if clash is not None:
        raise Conflict(
            "Without this change something would be for sale in another currency.",
            problem="one_currency",
            currencies=", ".join(clash[1]),
        )


def _clash(
    before: Sequence[ProductVersion], after: Sequence[ProductVersion], since: datetime
) -> tuple[datetime, list[str]] | None:
    """The first instant that becomes mixed, and its currencies written in capitals."""
    for at in sorted({since, *(one.starts_at for one in after if one.starts_at > since)}):
        found = currencies(after, at)
        if len(found) > 1 and len(currencies(before, at)) < len(found):
            return at, [one.upper() for one in found]
    return None
