"""What is for sale: plans, packs, and what actions cost; for everybody."""

from fastapi import APIRouter

from vidgenie import bootstrap
from vidgenie.api.models import Answer
from vidgenie.domain.product import Product, ProductKind
from vidgenie.services.selling import Offer

router = APIRouter(prefix="/api/plans", tags=["credits"])


class PaymentsAnswer(Answer):
    """Who takes the money. isTest: none moves; isOffered: anything can be bought here."""

    service: str
    is_test: bool
    is_offered: bool


class Plan(Answer):
    """Credits for a month, and its price. isUnlimited: they are counted and never run out."""

    slug: str
    credits: int
    cents: int
    currency: str
    is_unlimited: bool


class Pack(Answer):
    """Credits that do not expire, and their price."""

    slug: str
    title: str
    credits: int
    cents: int
    currency: str


class Price(Answer):
    """Credits for one action; "*" stands for any Provider, or any action."""

    provider: str
    action: str
    credits: int


class Plans(Answer):
    """Everything that can be bought now, and what it is good for."""

    payments: PaymentsAnswer
    plans: list[Plan]
    packs: list[Pack]
    prices: list[Price]


class PlanName(Answer):
    """What a Plan is called in each language."""

    slug: str
    en: str
    fr: str


class PlanNames(Answer):
    """Of Plans that did not come with the release: the names of those are texts of the pages."""

    items: list[PlanName]


@router.get("")
def plans() -> Plans:
    """What is for sale."""
    offer = bootstrap.services().selling.offer()
    return Plans(
        payments=PaymentsAnswer(
            service=offer.service, is_test=offer.is_test, is_offered=bool(offer.service)
        ),
        plans=[Plan.model_validate(one) for one in _of(offer, ProductKind.PLAN)],
        packs=[Pack.model_validate(one) for one in _of(offer, ProductKind.PACK)],
        prices=[
            Price(provider=provider, action=action, credits=credits_)
            for (provider, action), credits_ in sorted(offer.prices.rows.items())
        ],
    )


@router.get("/names")
def names() -> PlanNames:
    """What Plans are called that an admin has added; those no longer for sale, too."""
    found = bootstrap.services().selling.plan_names()
    return PlanNames(
        items=[PlanName(slug=one.slug, en=one.title, fr=one.name("fr")) for one in found]
    )


def _of(offer: Offer, kind: ProductKind) -> list[Product]:
    return [one for one in offer.products if one.kind is kind]
