"""What we ask Stripe for, and what comes of it."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.payments.conftest import ACCOUNT, PACKS, PLANS, checkout, settings
from vidgenie.domain.ports.payments import CheckoutClosed, CheckoutPaid
from vidgenie.errors import PaymentRefused, PaymentsUnavailable
from vidgenie.payments.stripe import Stripe

DAY = timedelta(days=1)


def now():
    return datetime.now(tz=UTC)


def with_key(services, key):
    return Stripe(settings=settings(services, stripe_secret_key=key), clock=now)


def test_a_pack_is_paid_on_a_page_of_stripes(stripe, world):
    page = stripe.checkout(checkout(PACKS["medium"]))

    session = world.things[page.id]
    assert page.url.startswith("https://checkout.stripe.com/")
    assert 23 * 3600 < (page.expires_at - now()).total_seconds() <= 24 * 3600
    assert (session["mode"], session["amount_total"], session["currency"]) == (
        "payment",
        2199,
        "usd",
    )
    assert session["metadata"] == {
        "account_id": ACCOUNT,
        "order_id": "0rder" * 6,
        "kind": "pack",
        "slug": "medium",
        "credits": "1000",
        "cents": "2199",
        "is_unlimited": "false",
    }


def test_the_page_speaks_the_language_of_who_pays(stripe, world):
    page = stripe.checkout(checkout(PLANS["pro"], locale="fr"))

    asked = world.things[f"asked:{page.id}"]
    assert asked["locale"] == "fr"
    line = asked["line_items"][0]["price_data"]["product_data"]
    assert (line["name"], line["description"]) == ("VidGenie Pro", "2000 crédits par mois")


def test_the_same_order_is_one_page(stripe, world):
    first = stripe.checkout(checkout(PACKS["small"]))
    second = stripe.checkout(checkout(PACKS["small"]))

    assert second == first
    assert len(world.every("checkout.session")) == 1


def test_a_page_whose_answer_was_lost_is_not_opened_twice(stripe, services, world):
    services.behave("stripe", "lost")

    page = stripe.checkout(checkout(PACKS["small"]))

    assert [one["id"] for one in world.every("checkout.session")] == [page.id]


def test_who_bought_before_is_known_there(stripe, world):
    first = world.pay(stripe.checkout(checkout(PACKS["small"])).id)

    again = checkout(PACKS["large"], order_id="other", customer_id=first["customer"])
    second = world.pay(stripe.checkout(again).id)

    assert second["customer"] == first["customer"]


def test_a_customer_from_the_time_of_the_test_key_holds_nobody_up(stripe, world):
    page = stripe.checkout(checkout(PACKS["small"], customer_id="cus_of_another_mode"))

    assert world.things[page.id]["customer_email"] == "ada@example.com"


@pytest.mark.parametrize(
    ("currency", "cents", "amount"), [("jpy", 120_000, 1_200), ("kwd", 499, 4_990), ("eur", 5, 5)]
)
def test_each_currency_has_its_own_smallest_unit(stripe, world, currency, cents, amount):
    product = replace(PACKS["small"], currency=currency, cents=cents)

    page = stripe.checkout(checkout(product))

    assert world.things[page.id]["amount_total"] == amount
    world.pay(page.id)
    assert stripe.look(page.id).fact.cents == cents


def test_a_page_is_closed_once_and_a_paid_one_stays_paid(stripe, world):
    page = stripe.checkout(checkout(PACKS["small"]))
    stripe.expire(page.id)
    stripe.expire(page.id)
    assert world.things[page.id]["status"] == "expired"

    other = stripe.checkout(checkout(PACKS["small"], order_id="other"))
    world.pay(other.id)
    stripe.expire(other.id)
    assert world.things[other.id]["status"] == "complete"


def test_a_look_says_what_became_of_a_page(stripe, world):
    page = stripe.checkout(checkout(PACKS["small"]))
    assert stripe.look(page.id) is None

    session = world.pay(page.id)

    seen = stripe.look(page.id)
    assert seen == stripe.look(page.id)
    assert seen.fact == CheckoutPaid(
        session_id=page.id,
        order_id="0rder" * 6,
        customer_id=session["customer"],
        payment_id=session["payment_intent"],
        subscription_id="",
        cents=499,
    )


def test_a_look_waits_for_a_transfer(stripe, world):
    page = stripe.checkout(checkout(PACKS["small"]))
    world.pay_by_bank(page.id)
    assert stripe.look(page.id) is None

    world.arrive(page.id, is_paid=False)

    assert stripe.look(page.id).fact == CheckoutClosed(page.id, "0rder" * 6, "failed")


def test_a_look_at_a_page_that_ran_out(stripe, world):
    page = stripe.checkout(checkout(PACKS["small"]))
    world.run_out(page.id)

    assert stripe.look(page.id).fact == CheckoutClosed(page.id, "0rder" * 6, "expired")


def test_a_look_at_a_page_nobody_knows(stripe):
    assert stripe.look("cs_test_nothing") is None


def test_the_portal_is_an_address_and_none_for_who_is_unknown(stripe, world):
    customer = world.pay(stripe.checkout(checkout(PACKS["small"])).id)["customer"]

    url = stripe.portal(customer, return_url="https://vid.example/credits", locale="fr")

    assert url.startswith("https://billing.stripe.com/")
    assert stripe.portal("cus_nobody", return_url="https://vid.example/", locale="en") == ""


def test_an_upgrade_begins_a_period_at_once_and_is_paid(stripe, world, subscription_id):
    world.later = 10 * 86_400

    told = stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1")

    assert (told.plan, told.credits, told.cents, told.status) == ("pro", 2000, 2999, "active")
    assert abs(told.period_start - now() - 10 * DAY) < timedelta(seconds=9)
    assert [one["total"] for one in world.every("invoice")] == [999, 2999]
    assert world.every("invoice")[-1]["status"] == "paid"


def test_an_upgrade_that_is_not_paid_changes_nothing(stripe, world, subscription_id):
    before = stripe.change(subscription_id, PLANS["starter"], at_once=False, key="k0")
    world.card = "card_declined"

    with pytest.raises(PaymentRefused) as caught:
        stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1")

    assert caught.value.params["problem"] == "card_declined"
    after = stripe.resume(subscription_id)
    assert replace(after, seen_at=before.seen_at) == before


def test_with_another_card_the_same_change_works(stripe, world, subscription_id):
    """Stripe repeats its answer to a key for a day."""
    for _ in range(3):
        world.card = "card_declined"
        with pytest.raises(PaymentRefused):
            stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1")
    world.card = ""

    assert stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1").plan == "pro"
    stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1")
    assert [one["total"] for one in world.every("invoice")] == [999, 2999]


def test_a_bank_that_wants_a_confirmation_is_told_as_that(stripe, world, subscription_id):
    world.card = "subscription_payment_intent_requires_action"

    with pytest.raises(PaymentRefused) as caught:
        stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1")

    assert caught.value.params["problem"] == "authentication_required"


def test_the_same_change_is_made_once(stripe, world, subscription_id):
    first = stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1")
    second = stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1")

    assert second.period_start == first.period_start
    assert len(world.every("invoice")) == 2


def test_a_downgrade_leaves_the_period_that_is_paid_for_as_it_is(stripe, world, subscription_id):
    stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1")

    told = stripe.change(subscription_id, PLANS["starter"], at_once=False, key="k2")

    assert (told.plan, told.credits, told.cents) == ("pro", 2000, 2999)
    assert len(world.every("invoice")) == 2
    world.renew(subscription_id)
    following = stripe.resume(subscription_id)
    assert (following.plan, following.credits, following.cents) == ("starter", 500, 999)
    assert world.every("invoice")[-1]["total"] == 999


def test_a_downgrade_can_be_changed_again_in_any_period(stripe, world, subscription_id):
    stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1")
    stripe.change(subscription_id, PLANS["starter"], at_once=False, key="k2")
    back = stripe.change(subscription_id, PLANS["pro"], at_once=False, key="k3")
    assert back.plan == "pro"
    world.renew(subscription_id)
    assert stripe.resume(subscription_id).plan == "pro"

    stripe.change(subscription_id, PLANS["starter"], at_once=False, key="k4")
    world.renew(subscription_id)
    up = stripe.change(subscription_id, PLANS["enterprise"], at_once=True, key="k5")

    assert (up.plan, up.is_unlimited) == ("enterprise", True)
    world.renew(subscription_id)
    assert stripe.resume(subscription_id).plan == "enterprise"


def test_a_cancellation_waits_for_the_period_and_can_be_taken_back(stripe, subscription_id):
    told = stripe.cancel(subscription_id)
    assert (told.status, told.ends_at_period_end) == ("active", True)

    told = stripe.resume(subscription_id)
    assert (told.status, told.ends_at_period_end) == ("active", False)


def test_a_cancellation_on_the_portal_is_taken_back_too(stripe, world, subscription_id):
    """There it is an instant at which it ends, and no word about periods."""
    found = world.things[subscription_id]
    found["cancel_at"] = found["items"]["data"][0]["current_period_end"]
    assert stripe.cancel(subscription_id).ends_at_period_end
    found |= {"cancel_at_period_end": False}

    assert not stripe.resume(subscription_id).ends_at_period_end


def test_another_plan_takes_a_cancellation_back(stripe, subscription_id):
    stripe.cancel(subscription_id)

    told = stripe.change(subscription_id, PLANS["pro"], at_once=True, key="k1")

    assert not told.ends_at_period_end


def test_an_end_at_once_is_one_however_often_it_is_asked_for(stripe, subscription_id):
    told = stripe.cancel(subscription_id, at_once=True)
    again = stripe.cancel(subscription_id, at_once=True)

    assert (told.status, again.status) == ("ended", "ended")
    assert not told.ends_at_period_end


def test_a_subscription_nobody_knows(stripe):
    with pytest.raises(PaymentsUnavailable):
        stripe.cancel("sub_nobody")


@pytest.mark.parametrize(
    ("behaviour", "problem", "times"),
    [
        ("busy", "busy", 3),
        ("down", "unreachable", 3),
        ("lost", "unreachable", 3),
        ("garbage", "unexpected", 1),
        ("forbidden", "refused_key", 1),
    ],
)
@pytest.mark.usefixtures("in_no_time")
def test_what_goes_wrong_there_is_told_in_our_words(stripe, services, behaviour, problem, times):
    services.behave("stripe", behaviour, times=times)

    with pytest.raises(PaymentsUnavailable) as caught:
        stripe.checkout(checkout(PACKS["small"]))

    assert caught.value.params["problem"] == problem


@pytest.mark.usefixtures("in_no_time")
def test_a_server_that_is_not_there(services):
    gone = Stripe(settings=settings(services, stripe_base_url="http://127.0.0.1:9"), clock=now)

    with pytest.raises(PaymentsUnavailable) as caught:
        gone.look("cs_test_x")

    assert caught.value.params["problem"] == "unreachable"


@pytest.mark.usefixtures("in_no_time")
@pytest.mark.parametrize("ending", ["", "\nX-More: 1", "é"])
def test_the_key_is_in_nothing_that_leaves(services, caplog, ending):
    """A key that is quoted in the answer, cannot be a header, or is none."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, logger="stripe")  # as `redact.install` has it
    key = services.key("stripe", "invalid") + ending

    with pytest.raises(PaymentsUnavailable) as caught:
        with_key(services, key).checkout(checkout(PACKS["small"]))

    known, seen = caught.value, []
    while known is not None:
        seen.append(f"{known!r} {vars(known)}")
        known = known.__context__ or known.__cause__
    assert len(seen) == 1
    assert key[:60] not in "".join([*seen, caplog.text])


@pytest.mark.parametrize(
    ("key", "is_test"),
    [("sk_test_1", True), ("rk_test_1", True), ("sk_live_test_", False), ("", False)],
)
def test_a_test_key_moves_no_money(services, key, is_test):
    assert with_key(services, key).is_test is is_test


def test_threads_share_it(stripe, world):
    orders = [checkout(PACKS["small"], order_id=f"order{n % 4}") for n in range(16)]
    gate = threading.Barrier(8)

    def open_page(order):
        if order in orders[:8]:
            gate.wait(10)
        return stripe.checkout(order)

    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(open_page, orders))

    assert len({page.id for page in pages}) == len(world.every("checkout.session")) == 4
