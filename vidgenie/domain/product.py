"""Products: what is for sale: Plans by the month, Packs of credits once."""

from dataclasses import dataclass
from enum import StrEnum


class ProductKind(StrEnum):
    """How it is paid."""

    PLAN = "plan"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class Product:
    """What can be bought, as it is or was at one instant.

    credits: granted each month, or once. cents: price in hundredths of `currency`.
    is_unlimited: credits are counted but never run out; Plans only.
    is_offered: can be bought; who has it keeps it anyway.
    title, title_fr: what people call it, title_fr "" = the same in French. Plans that come
        with a release have none: their names are words of the catalogues.
    position: place in the list.
    """

    kind: ProductKind
    slug: str
    credits: int
    cents: int
    currency: str = "usd"
    is_unlimited: bool = False
    is_offered: bool = True
    title: str = ""
    position: int = 0
    title_fr: str = ""

    def name(self, language: str) -> str:
        """What it is called in a language, "" for what is in the catalogues."""
        return (self.title_fr if language == "fr" else "") or self.title


FREE = "free"
"""The Plan of who has none."""

_PLAN, _PACK = ProductKind.PLAN, ProductKind.PACK
# PRD V2 5.2; enterprise is a flag, not -1 credits. Packs cost more a credit than Plans do.
SEED: tuple[Product, ...] = (
    Product(_PLAN, FREE, credits=100, cents=0, position=1),
    Product(_PLAN, "starter", credits=500, cents=999, position=2),
    Product(_PLAN, "pro", credits=2000, cents=2999, position=3),
    Product(_PLAN, "enterprise", credits=0, cents=9999, is_unlimited=True, position=4),
    Product(_PACK, "small", credits=200, cents=499, title="200", position=1),
    Product(_PACK, "medium", credits=1000, cents=2199, title="1000", position=2),
    Product(_PACK, "large", credits=5000, cents=8999, title="5000", position=3),
)
RELEASED = frozenset(one.slug for one in SEED if one.kind is ProductKind.PLAN)
"""Plans that every installation has."""
