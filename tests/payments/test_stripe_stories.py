"""Whole stories of Stripe's, each event three times and shuffled: the ledger is right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.billing.tills import Till
from tests.payments.conftest import PLANS, settings
from tests.support.services import stripe as fake
from vidgenie.billing import invoices
from vidgenie.payments.stripe import Stripe

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


class Shop:
    """Somebody who buys at Stripe, and the books of ours that are told about it."""

    def __init__(self, till, stripe, world):
        self.till, self.stripe, self.world = till, stripe, world
        self.ana = till.person()

    def buy(self, slug):
        """The session that was paid."""
        order = self.till.order(self.ana, slug)
        pages = {"success_url": "https://v.example/1", "cancel_url": "https://v.example/2"}
        return self.world.pay(self.stripe.checkout(replace(order, **pages)).id)

    def change(self, subscription, slug, *, at_once):
        self.stripe.change(subscription, PLANS[slug], at_once=at_once, key=f"to {slug}")

    def hear(self, *, seed, times=3):
        """Everything that happened, as Stripe tells it in the worst case: after all of it."""
        self.till.now = datetime.fromtimestamp(self.world.now, tz=UTC)
        for sent in fake.shuffled(self.world.events, fake.SECRET, times=times, seed=seed):
            event = self.stripe.read(sent.body, sent.headers["stripe-signature"])
            if event.fact is not None:
                self.till.events.take(event)

    @property
    def credits(self):
        return self.till.balance(self.ana).available

    @property
    def invoices(self):
        with self.till.transaction() as session:
            return sorted((one.slug, one.status) for one in invoices.of(session, self.ana.id))


@pytest.fixture
def shop(transaction, reading, services, world):
    """Our clock goes with Stripe's: what it tells of later days was asked on these."""

    def clock():
        return datetime.now(tz=UTC) + timedelta(seconds=world.later)

    stripe = Stripe(settings=settings(services), clock=clock)
    till = Till(transaction, reading, service="stripe")
    yield Shop(till, stripe, world)
    assert till.faults() == {}


def a_pack(shop):
    """Bought, a part of it given back."""
    session = shop.buy("medium")
    shop.world.refund(session["payment_intent"], 500)

    yield
    assert shop.credits == 1000 - 1000 * 500 // 2199
    assert [one.status for one in shop.till.orders(shop.ana)] == ["reversed"]
    assert shop.invoices == [("medium", "paid")]


def a_refund_that_fails(shop):
    """It never arrived: as if it had not been, though the charge counts it for ever."""
    session = shop.buy("medium")
    made = shop.world.refund(session["payment_intent"], 500)
    shop.world.bounce(made["id"], is_counted=True)

    yield
    assert shop.credits == 1000
    [order] = shop.till.orders(shop.ana)
    assert (order.status, order.refunded_cents) == ("paid", 0)


def a_refund_that_fails_and_is_made_again(shop):
    """One of three arrives, whichever Stripe's charge counts."""
    session = shop.buy("medium")
    for arrives in (False, True, False):
        made = shop.world.refund(session["payment_intent"], 500)
        if not arrives:
            shop.world.bounce(made["id"])

    yield
    assert shop.credits == 1000 - 1000 * 500 // 2199
    [order] = shop.till.orders(shop.ana)
    assert (order.status, order.refunded_cents) == ("reversed", 500)


def a_month_whose_refund_fails(shop):
    """Its invoice counts as paid again."""
    shop.buy("starter")
    [charge] = shop.world.every("charge")
    shop.world.bounce(shop.world.refund(charge["payment_intent"], 999)["id"])

    yield
    assert shop.credits == 500
    assert shop.invoices == [("starter", "paid")]


def a_dispute_that_is_won(shop):
    """What was taken comes back."""
    session = shop.buy("small")
    shop.world.decide(shop.world.dispute(session["payment_intent"]), "won")

    yield
    assert shop.credits == 200


def a_dispute_that_is_lost(shop):
    """What was bought is gone, and nothing else."""
    session = shop.buy("small")
    shop.buy("medium")
    shop.world.decide(shop.world.dispute(session["payment_intent"]), "lost")

    yield
    assert shop.credits == 1000


def a_dispute_that_is_a_question(shop):
    """It takes nothing."""
    session = shop.buy("small")
    shop.world.dispute(session["payment_intent"], is_inquiry=True)

    yield
    assert shop.credits == 200


def an_upgrade(shop):
    """What is left of the old credits stays; the Plan is the new one."""
    subscription = shop.buy("starter")["subscription"]
    shop.world.later += 86_400
    shop.change(subscription, "pro", at_once=True)

    yield
    assert shop.till.plan(shop.ana) == "pro"
    assert shop.credits == 2500
    assert shop.invoices == [("pro", "paid"), ("starter", "paid")]


def an_upgrade_whose_invoice_says_nothing(shop):
    """Its invoice is read when the Plan is another one again: its price says what it paid for."""
    subscription = shop.buy("starter")["subscription"]
    for slug in ("pro", "starter"):
        shop.world.later += 86_400
        shop.world.writes = {}
        shop.change(subscription, slug, at_once=True)

    yield
    assert shop.till.plan(shop.ana) == "starter"
    assert shop.credits == 500 + 2000 + 500
    assert shop.invoices == [("pro", "paid"), ("starter", "paid"), ("starter", "paid")]


def an_upgrade_whose_invoice_says_what_was_before(shop):
    """What was written on the subscription before the same request changed it."""
    subscription = shop.buy("starter")["subscription"]
    for slug in ("pro", "starter"):
        shop.world.later += 86_400
        shop.world.writes = dict(shop.world.things[subscription]["metadata"])
        shop.change(subscription, slug, at_once=True)

    yield
    assert shop.till.plan(shop.ana) == "starter"
    assert shop.credits == 500 + 2000 + 500
    assert shop.invoices == [("pro", "paid"), ("starter", "paid"), ("starter", "paid")]


def a_downgrade(shop):
    """The dearer Plan is kept to the end of its period, and its credits were its own."""
    subscription = shop.buy("pro")["subscription"]
    shop.change(subscription, "starter", at_once=False)
    shop.world.renew(subscription)

    yield
    assert shop.till.plan(shop.ana) == "starter"
    assert shop.invoices == [("pro", "paid"), ("starter", "paid")]
    shop.till.move(days=2)
    assert shop.credits == 500


def a_downgrade_before_its_time(shop):
    """Nothing has changed yet."""
    subscription = shop.buy("pro")["subscription"]
    shop.change(subscription, "starter", at_once=False)

    yield
    assert shop.till.plan(shop.ana) == "pro"
    assert shop.credits == 2000


def an_end(shop):
    """Cancelled, and over with its period."""
    subscription = shop.buy("pro")["subscription"]
    shop.stripe.cancel(subscription)
    shop.world.renew(subscription)

    yield
    assert shop.till.plan(shop.ana) == "free"
    shop.till.move(days=2)
    assert shop.credits == 0


def a_payment_that_fails_and_comes(shop):
    """The Plan is kept and the month is granted once."""
    subscription = shop.buy("starter")["subscription"]
    invoice = shop.world.renew(subscription, is_paid=False)
    shop.world.pay_invoice(invoice["id"])

    yield
    assert shop.till.subscription(shop.ana).status == "active"
    assert shop.invoices == [("starter", "paid"), ("starter", "paid")]
    shop.till.move(days=2)
    assert shop.credits == 500


def a_payment_that_fails(shop):
    """The Plan is kept for a time of grace, without new credits."""
    subscription = shop.buy("starter")["subscription"]
    shop.world.renew(subscription, is_paid=False)

    yield
    row = shop.till.subscription(shop.ana)
    assert (row.status, row.plan) == ("past_due", "starter")
    assert row.grace_until == shop.till.now + timedelta(days=7)
    shop.till.move(days=2)
    assert shop.credits == 0


def a_month_that_is_given_back(shop):
    """The refund of a Plan's invoice takes that month's credits."""
    shop.buy("starter")
    [charge] = shop.world.every("charge")
    shop.world.refund(charge["payment_intent"], 999)

    yield
    assert shop.credits == 0


STORIES = (
    a_pack,
    a_refund_that_fails,
    a_refund_that_fails_and_is_made_again,
    a_month_whose_refund_fails,
    a_dispute_that_is_won,
    a_dispute_that_is_lost,
    a_dispute_that_is_a_question,
    an_upgrade,
    an_upgrade_whose_invoice_says_nothing,
    an_upgrade_whose_invoice_says_what_was_before,
    a_downgrade,
    a_downgrade_before_its_time,
    an_end,
    a_payment_that_fails_and_comes,
    a_payment_that_fails,
    a_month_that_is_given_back,
)


def run(story, shop, *, seed):
    """Have it happen, hear of it, look."""
    told = story(shop)
    next(told)
    shop.hear(seed=seed)
    next(told, None)


@SQLITE
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.soak)])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_it_is_told_three_times_and_shuffled(shop, story, seed):
    run(story, shop, seed=seed)


@pytest.mark.postgres
@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
def test_the_longest_of_them_on_postgresql(shop):
    run(an_upgrade, shop, seed=3)


@SQLITE
def test_in_the_order_it_happened_it_ends_the_same(shop):
    """Heard while it happens, and all of it once more at the end."""
    subscription = shop.buy("starter")["subscription"]
    shop.hear(seed=1, times=1)
    assert (shop.till.plan(shop.ana), shop.credits) == ("starter", 500)
    shop.world.later += 86_400

    shop.change(subscription, "pro", at_once=True)
    shop.hear(seed=1, times=1)

    assert (shop.till.plan(shop.ana), shop.credits) == ("pro", 2500)
    kinds = [kind for kind, _ in shop.till.told]
    assert sorted(kinds) == ["plan_changed", "purchase", "renewal"]


@SQLITE
@pytest.mark.parametrize(("slug", "credits_"), [("pro", 2000), ("small", 200)])
def test_nothing_is_told_and_it_is_found_out_all_the_same(shop, slug, credits_):
    """Once: what is told later changes nothing."""
    session = shop.buy(slug)

    shop.till.now = datetime.now(tz=UTC)
    for _ in range(2):
        shop.till.events.take(shop.stripe.look(session["id"]))

    assert shop.credits == credits_
    assert shop.till.plan(shop.ana) == ("pro" if slug == "pro" else "free")
    shop.hear(seed=1)
    assert shop.credits == credits_
