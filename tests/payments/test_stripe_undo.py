"""A subscription that was paid beside another one: all its money goes back, once."""

import pytest

from tests.payments.conftest import PACKS, checkout
from vidgenie.errors import PaymentsUnavailable
from vidgenie.payments.stripe import Stripe


def test_every_payment_goes_back_and_it_ends(stripe, world, subscription_id):
    world.renew(subscription_id)

    told = stripe.undo(subscription_id, cents=999)

    charges = world.every("charge")
    assert [one["amount_refunded"] for one in charges] == [999, 999]
    assert sorted((one.fact.payment_id, one.fact.cents) for one in told) == sorted(
        (one["payment_intent"], 999) for one in charges
    )
    assert world.things[subscription_id]["status"] == "canceled"


def test_the_money_of_others_stays(stripe, world, subscription_id):
    other = world.pay(stripe.checkout(checkout(PACKS["small"], order_id="pack")).id)

    stripe.undo(subscription_id, cents=999)

    back = {one["payment_intent"]: one["amount_refunded"] for one in world.every("charge")}
    assert back.pop(other["payment_intent"]) == 0
    assert list(back.values()) == [999]


def test_one_that_has_ended_is_not_given_back(stripe, world, subscription_id):
    world.end(subscription_id)

    assert stripe.undo(subscription_id, cents=999) == []
    assert not world.every("refund")


def test_who_was_cut_off_between_goes_on(stripe, world, subscription_id, monkeypatch):
    def cut(*_):
        raise PaymentsUnavailable(problem="unreachable")

    monkeypatch.setattr(Stripe, "_done", cut)
    with pytest.raises(PaymentsUnavailable):
        stripe.undo(subscription_id, cents=999)
    monkeypatch.undo()

    assert [one.fact.cents for one in stripe.undo(subscription_id, cents=999)] == [999]
    assert len(world.every("refund")) == 1
    assert world.things[subscription_id]["status"] == "canceled"


def test_what_the_dashboard_has_refunded_is_not_refunded_again(stripe, world, subscription_id):
    payment = world.every("charge")[0]["payment_intent"]
    world.refund(payment, 999)

    assert stripe.undo(subscription_id, cents=999) == []
    assert world.every("charge")[0]["amount_refunded"] == 999
    assert world.things[subscription_id]["status"] == "canceled"


def test_a_part_that_went_back_before_goes_along(stripe, world, subscription_id):
    world.refund(world.every("charge")[0]["payment_intent"], 400)

    told = stripe.undo(subscription_id, cents=999)

    assert [one.fact.cents for one in told] == [999]
    assert world.every("charge")[0]["amount_refunded"] == 999
