"""Stripe's own SDK, of the version we pin, takes our fake for the real thing."""

import builtins
import functools
import sys
import typing

import pytest
import stripe as sdk

from tests.payments.conftest import PACKS, PLANS, checkout
from tests.support.services.stripe import making
from vidgenie.payments.stripe.client import API_VERSION

CLASSES = {
    "billing_portal.session": sdk.billing_portal.Session,
    "charge": sdk.Charge,
    "checkout.session": sdk.checkout.Session,
    "customer": sdk.Customer,
    "dispute": sdk.Dispute,
    "event": sdk.Event,
    "invoice": sdk.Invoice,
    "invoice_payment": sdk.InvoicePayment,
    "payment_intent": sdk.PaymentIntent,
    "product": sdk.Product,
    "refund": sdk.Refund,
    "subscription": sdk.Subscription,
}
SIMPLE = (bool, int, str)


class Names(dict):
    """What the types of a class are spelled with, loaded as they are asked for."""

    def __init__(self, known):
        super().__init__(vars(known))
        self.module = vars(sys.modules[known.__module__])

    def __missing__(self, name):
        if name in self.module or hasattr(builtins, name):
            raise KeyError(name)
        return getattr(sdk, name, object)


@functools.cache
def types(known):
    """Field -> its type."""
    return typing.get_type_hints(known, localns=Names(known))


def words(kind):
    """The texts a field may hold, as its type lists them; none when it may hold any."""
    if typing.get_origin(kind) is typing.Literal:
        return set(typing.get_args(kind))
    return set().union(*map(words, typing.get_args(kind))) if typing.get_args(kind) else set()


def simple(kind):
    """Which of int, str and bool a field may be."""
    if kind in SIMPLE:
        return {kind}
    if typing.get_origin(kind) is typing.Literal:
        return {str}
    return set().union(*map(simple, typing.get_args(kind))) if typing.get_args(kind) else set()


def is_optional(kind):
    return kind is type(None) or type(None) in typing.get_args(kind)


def faults(thing):
    """What in an object the SDK's class of that name does not know or does not allow."""
    told = types(CLASSES[thing["object"]])
    found = [name for name in thing if name not in told and name not in example_only(thing)]
    for name, value in thing.items():
        kind = told.get(name)
        if kind is None:
            continue
        if value is None:
            found += [] if is_optional(kind) else [f"{name} is null"]
        elif isinstance(value, SIMPLE):
            if type(value) not in simple(kind):
                found.append(f"{name} is {type(value).__name__}")
            elif isinstance(value, str) and words(kind) and value not in words(kind):
                found.append(f"{name} is {value}")
    return found


def example_only(thing):
    """What Stripe's official example has and its SDK does not list."""
    return making.EXAMPLES[thing["object"]].keys()


@pytest.fixture
def everything(stripe, world):
    """Objects of every kind, in every state our stories bring them to."""
    pack = world.pay(stripe.checkout(checkout(PACKS["small"], order_id="pack")).id)
    plan = world.pay(stripe.checkout(checkout(PLANS["starter"])).id)
    stripe.portal(pack["customer"], return_url="https://vid.example/", locale="en")
    world.run_out(stripe.checkout(checkout(PACKS["small"], order_id="late")).id)
    transfer = stripe.checkout(checkout(PACKS["small"], order_id="bank")).id
    world.pay_by_bank(transfer)
    world.arrive(transfer, is_paid=False)
    stripe.change(plan["subscription"], PLANS["pro"], at_once=True, key="k1")
    stripe.cancel(plan["subscription"])
    stripe.resume(plan["subscription"])
    invoice = world.renew(plan["subscription"], is_paid=False)
    world.pay_invoice(invoice["id"])
    stripe.cancel(plan["subscription"], at_once=True)
    world.refund(pack["payment_intent"], 100)
    world.decide(world.dispute(pack["payment_intent"]), "won")
    things = [thing for thing in world.things.values() if thing["object"] in CLASSES]
    told = [event["data"]["object"] for event in world.events]
    return [*things, *told, *world.events]


def test_the_sdk_knows_every_object_and_every_word_in_it(everything):
    assert {thing["object"] for thing in everything} == set(CLASSES)
    assert [f"{one['object']}: {found}" for one in everything if (found := faults(one))] == []


@pytest.mark.parametrize(
    "change",
    [{"credits": 7}, {"payment_status": "half"}, {"status": 7}, {"created": "now"}, {"id": None}],
)
def test_it_does_not_take_just_anything(everything, change):
    session = next(one for one in everything if one["object"] == "checkout.session")

    assert faults(session | change)


def test_the_sdk_is_of_the_version_we_pin():
    """Another version of it may read objects otherwise: both change together."""
    assert sdk.api_version == API_VERSION


def test_events_are_what_the_sdk_takes_them_for(world, everything):
    kinds = {event["data"]["object"]["object"] for event in world.events}

    assert kinds <= set(CLASSES)
    for event in world.events:
        made = sdk.Event.construct_from(event, "sk_test_x")
        assert isinstance(made.data.object, CLASSES[event["data"]["object"]["object"]])
