"""Stripe, as it would answer, and our adapter in front of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.fake_services import FakeServices
from tests.support.services import stripe as fake
from vidgenie.domain.ports.payments import Checkout
from vidgenie.domain.product import SEED, Product, ProductKind
from vidgenie.payments.stripe import Stripe
from vidgenie.settings import Settings

PLANS = {one.slug: one for one in SEED if one.kind is ProductKind.PLAN}
PACKS = {one.slug: one for one in SEED if one.kind is ProductKind.PACK}
ACCOUNT = "a" * 32


def settings(services: FakeServices, **differs: str) -> Settings:
    """Settings of an installation that sells with it."""
    given = {
        "stripe_secret_key": services.key("stripe"),
        "stripe_webhook_secret": fake.SECRET,
        "stripe_base_url": services.base_url("stripe"),
    }
    return Settings(**(given | differs))


def checkout(product: Product, **differs: str) -> Checkout:
    """Somebody wants to buy this."""
    made = Checkout(
        order_id="0rder" * 6,
        account_id=ACCOUNT,
        email="ada@example.com",
        customer_id="",
        product=product,
        success_url="https://vid.example/credits?order=1",
        cancel_url="https://vid.example/credits?cancelled=1",
    )
    return replace(made, **differs)


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServices]:
    """The server, for all tests of a file."""
    with FakeServices(pause=0.0) as running:
        yield running


@pytest.fixture
def services(server: FakeServices) -> FakeServices:
    """The same, with nothing in it."""
    server.jobs.clear()
    server.told.clear()
    server.traffic.clear()
    return server


@pytest.fixture
def world(services: FakeServices) -> fake.World:
    """What happens at Stripe."""
    return fake.world(services)


@pytest.fixture
def stripe(services: FakeServices) -> Stripe:
    """The adapter."""
    return Stripe(settings=settings(services), clock=lambda: datetime.now(tz=UTC))


@pytest.fixture
def subscription_id(stripe: Stripe, world: fake.World) -> str:
    """Of somebody who has the Plan starter."""
    page = stripe.checkout(checkout(PLANS["starter"]))
    return world.pay(page.id)["subscription"]


@pytest.fixture
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK tries again at once."""
    monkeypatch.setattr("stripe.HTTPClient._sleep_time_seconds", lambda *_: 0.0)
