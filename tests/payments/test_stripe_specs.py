"""What we ask Stripe keeps to its own specification, as steady reads it."""

import json
import re

import pytest

from tests.payments.conftest import PACKS, PLANS, checkout
from tests.support.steady import SPECS, Steady
from tools import steady

pytestmark = pytest.mark.skipif(
    steady.find() is None,
    reason="steady is not installed (python tools/steady.py; it needs the npm registry)",
)
# The specification is of 2025: since API 2026-10-28 this is an object. The types of the SDK,
# made of the specification of that day, hold us to that.
NEWER = "billing_cycle_anchor"
FORM = {"content-type": "application/x-www-form-urlencoded"}
SUBSCRIBE = "mode=subscription&success_url=https%3A%2F%2Fa.b&line_items[0][quantity]=1"
PRICE = "line_items[0][price_data]"
WRONG = {
    "no page to come back to": ("POST", "/v1/checkout/sessions", "mode=payment"),
    "a mode there is not": (
        "POST",
        "/v1/checkout/sessions",
        "mode=gift&success_url=https%3A%2F%2Fa.b",
    ),
    "a field there is not": ("POST", "/v1/checkout/sessions", f"{SUBSCRIBE}&credits=100"),
    "a price in words": (
        "POST",
        "/v1/checkout/sessions",
        f"{SUBSCRIBE}&{PRICE}[currency]=usd&{PRICE}[unit_amount]=ten",
    ),
    "a product without a name": ("POST", "/v1/products", "id=vidgenie_plan_pro"),
    "a way to pay there is not": ("POST", "/v1/subscriptions/sub_1", "payment_behavior=later"),
    "a portal of nobody's": ("POST", "/v1/billing_portal/sessions", "customer[]=1&wrong=1"),
}


@pytest.fixture(scope="module")
def judge():
    """steady on Stripe's specification."""
    spelling = [f"--validator-{what}-format=brackets" for what in ("form-object", "query-array")]
    with Steady("stripe", *spelling) as running:
        yield running


@pytest.fixture
def asked(stripe, services, world):
    """Every kind of request there is, each answered."""
    stripe.checkout(checkout(PACKS["small"]))
    page = stripe.checkout(checkout(PLANS["starter"], order_id="plan", locale="fr"))
    session = world.pay(page.id)
    known = checkout(PLANS["pro"], order_id="again", customer_id=session["customer"])
    stripe.expire(stripe.checkout(known).id)
    pack = stripe.checkout(checkout(PACKS["small"], order_id="pack", customer_id=known.customer_id))
    stripe.look(pack.id)
    late = stripe.checkout(checkout(PACKS["large"], order_id="late"))
    world.pay_by_bank(late.id)
    stripe.look(late.id)
    stripe.portal(session["customer"], return_url="https://vid.example/credits", locale="fr")
    subscription = session["subscription"]
    stripe.change(subscription, PLANS["pro"], at_once=True, key="up")
    stripe.change(subscription, PLANS["starter"], at_once=False, key="down")
    stripe.cancel(subscription)
    stripe.resume(subscription)
    world.things[subscription] |= {"cancel_at": 2_000_000_000, "cancel_at_period_end": False}
    stripe.resume(subscription)
    stripe.undo(subscription, cents=999)
    objects = stripe._objects
    for kind in ("invoice", "charge"):
        assert getattr(objects, kind)(world.every(kind)[0]["id"])
    assert objects.dispute(world.dispute(world.every("charge")[0]["payment_intent"]))
    return list(services.traffic)


def judged(judge, request):
    # The SDK numbers lists, in queries too: OpenAPI has no word for that.
    path = request.path.removeprefix("/stripe").replace("%5B0%5D=", "[]=")
    return judge.judge(request.method, path, request.headers, request.body)


def test_every_request_is_accepted_by_the_specification(judge, asked):
    assert len(asked) > 20
    for request in asked:
        errors = judged(judge, request).errors
        if f"{NEWER}[type]=now".encode() in request.body:
            assert errors
            assert all(f"body.{NEWER}: " in error for error in errors), errors
        else:
            assert errors == (), f"{request.method} {request.path}"


@pytest.mark.parametrize("what", sorted(WRONG))
def test_a_wrong_request_is_refused_by_it(judge, what):
    method, path, body = WRONG[what]

    verdict = judge.judge(method, path, FORM, body.encode())

    assert not verdict.is_valid
    # Not because the operation is unknown.
    assert not [error for error in verdict.errors if error.startswith("E2")]


def test_an_operation_it_does_not_have_is_refused(judge):
    assert not judge.judge("POST", "/v1/nothing/here", FORM, b"").is_valid


def test_every_operation_we_kept_is_one_we_call(asked):
    paths = json.loads((SPECS / "stripe.json").read_text())["paths"]
    kept = {(method.upper(), path) for path, item in paths.items() for method in item}

    called = {
        (method, path)
        for method, path in kept
        for request in asked
        if request.method == method
        and re.fullmatch(
            "/stripe" + re.sub(r"{[^}]*}", "[^/]+", path), request.path.partition("?")[0]
        )
    }

    assert called == kept


def test_every_request_names_our_version_and_our_key(asked, services):
    for request in asked:
        assert request.headers["stripe-version"] == "2026-10-28.endive"
        assert request.headers["authorization"] == f"Bearer {services.key('stripe')}"
        assert services.key("stripe") not in request.path + request.body.decode()
