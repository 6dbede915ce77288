"""A plan without a limit is announced, bought and renewed in as many words as the others."""

import pytest

from vidgenie.billing import subscriptions

pytestmark = pytest.mark.postgres_in_soak


@pytest.fixture
def told(till, monkeypatch):
    """What is told, once per key: (kind, figures)."""
    said = {}

    def tell(session, account_id, kind, *, key, params, href=""):
        is_new = key not in said
        said.setdefault(key, (kind, dict(params)))
        return is_new

    monkeypatch.setattr(till, "tell", tell)
    for teller in (till.events, till.announcing):
        object.__setattr__(teller, "tell", tell)
    return lambda: list(said.values())


def test_who_buys_it_is_told_of_a_purchase(till, ana, told):
    till.buy(ana, "enterprise")

    assert told() == [("purchase", {"credits": 0, "cents": 9999, "currency": "usd"})]


def test_its_renewal_is_announced_with_its_price(till, ana, told):
    till.buy(ana, "enterprise")
    till.move(days=29)
    till.announcing.work()

    announced = {"plan": "enterprise", "cents": 9999, "currency": "usd", "until": "2026-04-10"}
    assert told()[1:] == [("renewal_soon", announced)]


def test_each_renewal_is_told_once(till, ana, told):
    till.buy(ana, "enterprise")
    for _ in range(62):
        till.move(days=1)
        till.renewals.renew()
        till.renewals.renew()

    renewals = [params for kind, params in told() if kind == "renewal"]
    assert [one["until"] for one in renewals] == ["2026-05-10", "2026-06-10"]
    assert {one["credits"] for one in renewals} == {0}
    assert till.subscription(ana).status == subscriptions.ACTIVE


def test_the_same_invoice_told_again_is_no_other_renewal(till, ana, told):
    till.buy(ana, "enterprise")
    till.move(days=31)
    till.renewals.renew()
    before = told()
    events = till.payments.renewed(till.known(till.subscription(ana).subscription_id), None,
                                   now=till.now)  # fmt: skip
    till.take(*events)

    assert told() == before


@pytest.mark.parametrize(
    ("first", "then", "days"), [("starter", "enterprise", 3), ("enterprise", "starter", 31)]
)
def test_to_it_and_from_it_are_told_as_any_other_change(till, told, first, then, days):
    ana = till.person()
    till.buy(ana, first)
    till.plans.change(till.again(ana), then)
    till.move(days=days)
    till.renewals.renew()

    assert [kind for kind, _ in told()] == ["purchase", "plan_changed", "renewal"]
