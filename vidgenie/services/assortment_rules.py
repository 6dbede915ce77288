"""What a Plan or a Pack may be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vidgenie.domain.product import FREE, RELEASED, Product, ProductKind
from vidgenie.errors import InvalidInput
from vidgenie.services.budgets import MOST_CREDITS

CURRENCIES = ("usd", "eur", "gbp", "chf", "cad", "aud")
"""Those with hundredths, in which prices can be written."""
LEAST_CENTS, MOST_CENTS = 50, 99_999_999
"""What card payments take: no less than half a unit, no more than eight digits."""
_LONGEST_TITLE = 60
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,19}")


@dataclass(frozen=True, slots=True)
class ProductChange:
    """A version that is to be added. starts_at: None = now.

    is_offered: False = nobody can buy it any more; who has it keeps it.
    is_unlimited: of a Plan, None = as it was. is_new: there is nothing of this name yet.
    title, title_fr: what people call it; of Plans that come with a release they do not count.
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
    title_fr: str = ""
    is_unlimited: bool | None = None
    is_new: bool = False


def product_of(change: ProductChange, before: Product | None) -> Product:
    """What it will be. Raises InvalidInput."""
    is_pack = change.kind is ProductKind.PACK
    is_named = is_pack or change.slug not in RELEASED
    is_unlimited = change.is_unlimited
    if is_unlimited is None:
        is_unlimited = before is not None and before.is_unlimited
    title = " ".join(change.title.split()) if is_named else ""
    # A Pack is called the same in every language.
    title_fr = " ".join(change.title_fr.split()) if is_named and not is_pack else ""
    product = Product(
        kind=change.kind,
        slug=change.slug,
        credits=0 if is_unlimited and not is_pack else change.credits,
        cents=change.cents,
        currency=change.currency,
        is_unlimited=is_unlimited,
        is_offered=change.is_offered,
        title=title,
        position=change.position,
        title_fr=title_fr,
    )
    _check_name(product, is_named=is_named)
    _check(product)
    return product


def _check_name(product: Product, *, is_named: bool) -> None:
    if not _SLUG.fullmatch(product.slug):
        raise InvalidInput("A name is a-z, 0-9 and -.", field="slug", problem="malformed")
    names = {"title": product.title}
    if product.kind is ProductKind.PLAN:
        names["titleFr"] = product.title_fr
    for field, name in names.items() if is_named else ():
        if not (0 < len(name) <= _LONGEST_TITLE and name.isprintable()):
            raise InvalidInput(
                f"A name has 1 to {_LONGEST_TITLE} characters.",
                field=field,
                problem="too_long" if len(name) > _LONGEST_TITLE else "missing",
                limit=_LONGEST_TITLE,
            )


def _check(product: Product) -> None:
    is_free = product.kind is ProductKind.PLAN and product.slug == FREE
    if product.is_unlimited and (is_free or product.kind is ProductKind.PACK):
        raise InvalidInput(
            "Only plans that are paid can have no limit.", field="isUnlimited", problem="limited"
        )
    if is_free and not product.is_offered:
        raise InvalidInput(
            "The free plan stays: others fall back to it.", field="isOffered", problem="last_plan"
        )
    if product.currency not in CURRENCIES:
        raise InvalidInput("We do not know this currency.", field="currency", problem="unknown")
    if is_free and product.cents:
        raise InvalidInput("The free plan is free.", field="cents", problem="not_free")
    least_credits = 0 if is_free or product.is_unlimited else 1
    bounds: Mapping[str, tuple[int, int, int]] = {
        "credits": (product.credits, least_credits, MOST_CREDITS),
        "cents": (product.cents, 0 if is_free else LEAST_CENTS, MOST_CENTS),
        "position": (product.position, 0, 1000),
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
