"""What Stripe tells us: whether it is Stripe, and what it means."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import stripe as sdk
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.payments.conftest import ACCOUNT, PACKS, PLANS, checkout
from tests.payments.conftest import settings as installed
from tests.support.services import stripe as fake
from vidgenie.domain.ports import payments as port
from vidgenie.errors import InvalidInput, InvalidSignature, PaymentsUnavailable
from vidgenie.payments.stripe import Stripe, webhook

ORDER = "0rder" * 6


def now():
    return datetime.now(tz=UTC)


def read(stripe, event, secret=fake.SECRET, **signed):
    told = fake.message(event, secret, **signed)
    return stripe.read(told.body, told.headers["stripe-signature"])


def told(stripe, world, name):
    """What the last event of this name says."""
    event = next(one for one in reversed(world.events) if one["type"] == name)
    return read(stripe, event).fact


def event_about(**differs):
    """An event that Stripe has signed and nobody expects."""
    made = {
        "id": "evt_1",
        "object": "event",
        "type": "invoice.paid",
        "created": int(time.time()),
        "livemode": False,
        "data": {"object": {"id": "in_1"}},
    }
    return made | differs


@pytest.fixture
def pack(stripe, world):
    """Session of a Pack that was paid."""
    return world.pay(stripe.checkout(checkout(PACKS["medium"])).id)


@pytest.fixture
def plan(stripe, world):
    """Session of a Plan that was paid."""
    return world.pay(stripe.checkout(checkout(PLANS["starter"], order_id="plan")).id)


def test_an_event_keeps_its_name_and_its_id(stripe, world, pack):
    event = world.events[-1]

    taken = read(stripe, event)

    assert (taken.id, taken.name) == (event["id"], "checkout.session.completed")
    assert taken.created_at == datetime.fromtimestamp(event["created"], tz=UTC)


def test_a_pack_that_was_paid(stripe, world, pack):
    assert told(stripe, world, "checkout.session.completed") == port.CheckoutPaid(
        session_id=pack["id"],
        order_id=ORDER,
        customer_id=pack["customer"],
        payment_id=pack["payment_intent"],
        subscription_id="",
        cents=2199,
    )
    fact = told(stripe, world, "invoice.paid")
    assert fact.subscription is None
    invoice = fact.invoice
    assert (invoice.order_id, invoice.payment_id) == (ORDER, pack["payment_intent"])
    assert (invoice.status, invoice.cents, invoice.period_start) == ("paid", 2199, None)
    assert invoice.number
    assert invoice.pdf_url.endswith("/pdf")


def test_a_transfer_counts_when_it_has_come(stripe, world):
    page = stripe.checkout(checkout(PACKS["small"]))
    world.pay_by_bank(page.id)
    assert told(stripe, world, "checkout.session.completed") is None

    world.arrive(page.id, is_paid=True)

    assert told(stripe, world, "checkout.session.async_payment_succeeded").cents == 499


def test_a_transfer_that_does_not_come_closes_the_order(stripe, world):
    page = stripe.checkout(checkout(PACKS["small"]))
    world.pay_by_bank(page.id)
    world.arrive(page.id, is_paid=False)

    fact = told(stripe, world, "checkout.session.async_payment_failed")
    assert fact == port.CheckoutClosed(page.id, ORDER, "failed")


def test_a_page_that_ran_out_closes_the_order(stripe, world):
    page = stripe.checkout(checkout(PACKS["small"]))
    world.run_out(page.id)

    fact = told(stripe, world, "checkout.session.expired")
    assert fact == port.CheckoutClosed(page.id, ORDER, "expired")


def test_a_plan_begins_with_its_invoice(stripe, world, plan):
    before = now()
    fact = told(stripe, world, "invoice.paid")

    known = fact.subscription
    assert (known.plan, known.credits, known.account_id) == ("starter", 500, ACCOUNT)
    assert (known.id, known.status) == (plan["subscription"], "active")
    assert before <= known.seen_at <= now()
    assert (fact.invoice.period_start, fact.invoice.period_end) == (
        known.period_start,
        known.period_end,
    )
    assert fact.invoice.payment_id.startswith("pi_")
    assert told(stripe, world, "checkout.session.completed").subscription_id == known.id
    created = told(stripe, world, "customer.subscription.created").subscription
    assert replace(created, seen_at=known.seen_at) == known


def test_a_renewal_pays_for_the_next_period(stripe, world, plan):
    first = told(stripe, world, "invoice.paid").invoice
    world.renew(plan["subscription"])

    second = told(stripe, world, "invoice.paid").invoice

    assert second.period_start == first.period_end
    assert second.id != first.id


def test_a_late_invoice_says_what_it_paid_for_and_is_old_news(stripe, world, plan):
    """The Plan was changed since: the credits of then are granted, the Plan of now stays."""
    late = next(event for event in world.events if event["type"] == "invoice.paid")
    world.later = 86_400
    stripe.change(plan["subscription"], PLANS["pro"], at_once=True, key="k1")

    fact = read(stripe, late).fact
    latest = told(stripe, world, "customer.subscription.updated").subscription

    assert (fact.subscription.plan, fact.subscription.credits) == ("starter", 500)
    assert fact.subscription.cents == fact.invoice.cents == 999
    assert fact.subscription.period_start == fact.invoice.period_start
    assert (latest.plan, latest.credits) == ("pro", 2000)
    assert fact.subscription.seen_at < latest.seen_at
    assert told(stripe, world, "invoice.paid").subscription.plan == "pro"


def test_a_payment_that_fails_and_comes_later(stripe, world, plan):
    invoice = world.renew(plan["subscription"], is_paid=False)

    failed = told(stripe, world, "invoice.payment_failed")
    assert (failed.invoice.id, failed.invoice.status) == (invoice["id"], "failed")
    assert failed.subscription.status == "past_due"

    world.pay_invoice(invoice["id"])
    assert told(stripe, world, "invoice.payment_failed") is None  # late, and not so any more
    assert told(stripe, world, "invoice.paid").invoice.status == "paid"
    assert told(stripe, world, "customer.subscription.updated").subscription.status == "active"


def test_a_subscription_ends(stripe, world, plan):
    stripe.cancel(plan["subscription"])
    assert told(stripe, world, "customer.subscription.updated").subscription.ends_at_period_end
    world.renew(plan["subscription"])

    ended = told(stripe, world, "customer.subscription.deleted").subscription

    assert (ended.status, ended.ends_at_period_end) == ("ended", False)
    # An older event, read now, says the same.
    assert told(stripe, world, "customer.subscription.created").subscription.status == "ended"


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("trialing", "active"),
        ("unpaid", "past_due"),
        ("paused", "past_due"),
        ("incomplete_expired", "ended"),
    ],
)
def test_every_status_is_one_of_three(stripe, world, plan, there, here):
    world.things[plan["subscription"]]["status"] = there

    assert told(stripe, world, "customer.subscription.created").subscription.status == here


@pytest.mark.parametrize("there", ["incomplete", "of_a_later_version"])
def test_a_subscription_that_has_not_begun_is_none(stripe, world, plan, there):
    world.things[plan["subscription"]]["status"] = there

    assert told(stripe, world, "customer.subscription.created") is None
    assert told(stripe, world, "invoice.paid") is None


def test_refunds_are_told_as_their_sum(stripe, world, pack):
    world.refund(pack["payment_intent"], 500)
    assert told(stripe, world, "charge.refunded") == port.Refunded(pack["payment_intent"], 500)

    world.refund(pack["payment_intent"], 1699)
    assert told(stripe, world, "charge.refunded") == port.Refunded(pack["payment_intent"], 2199)


@pytest.mark.parametrize("name", ["refund.updated", "refund.failed", "charge.refund.updated"])
@pytest.mark.parametrize("is_counted", [True, False])
def test_a_refund_that_failed_is_told_along(stripe, world, pack, name, is_counted):
    """Whether the charge still counts it does not matter, nor which message comes."""
    payment = pack["payment_intent"]
    world.refund(payment, 500)
    made = world.refund(payment, 700)
    world.bounce(made["id"], is_counted=is_counted)

    failed = (port.FailedRefund(made["id"], 700),)
    assert told(stripe, world, name) == port.Refunded(payment, 1200, failed)
    assert told(stripe, world, "charge.refunded") == port.Refunded(payment, 1200, failed)


def test_of_many_refunds_the_charge_is_asked_for_the_others(stripe, world, pack):
    for _ in range(12):
        world.refund(pack["payment_intent"], 100)

    assert told(stripe, world, "charge.refunded") == port.Refunded(pack["payment_intent"], 1200)


def test_a_refund_of_no_charge_is_nothing_to_us(stripe, world, pack):
    made = world.refund(pack["payment_intent"], 100)
    made["charge"] = None
    world.bounce(made["id"])

    assert told(stripe, world, "refund.failed") is None


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_dispute_and_how_it_ends(stripe, world, pack, outcome):
    dispute = world.dispute(pack["payment_intent"])
    made = port.Disputed(pack["payment_intent"], dispute, 2199, "open")
    assert told(stripe, world, "charge.dispute.created") == made

    world.decide(dispute, outcome)

    assert told(stripe, world, "charge.dispute.closed") == replace(made, outcome=outcome)
    assert told(stripe, world, "charge.dispute.created") == replace(made, outcome=outcome)


def test_a_question_of_a_bank_takes_nothing(stripe, world, pack):
    dispute = world.dispute(pack["payment_intent"], is_inquiry=True)
    assert told(stripe, world, "charge.dispute.created") is None

    world.decide(dispute, "warning_closed")
    assert told(stripe, world, "charge.dispute.closed") is None

    world.things[dispute]["status"] = "needs_response"
    assert told(stripe, world, "charge.dispute.created").outcome == "open"


def test_what_others_sell_with_the_same_account_is_nothing_to_us(stripe, world, pack, plan):
    world.things[pack["id"]]["metadata"] = {"order": "theirs"}
    world.things[pack["invoice"]]["metadata"] = {}
    world.things[plan["subscription"]]["metadata"] = {}
    world.refund(pack["payment_intent"], 1)
    world.every("charge")[0]["payment_intent"] = None

    facts = [read(stripe, event).fact for event in world.events]

    assert set(facts) <= {None} | {
        # The session of the Plan is still ours.
        told(stripe, world, "checkout.session.completed")
    }


def test_every_event_we_ask_for_is_one_stripe_has():
    """So says the SDK's list of events for webhook endpoints."""
    source = sdk.params.WebhookEndpointCreateParams.__annotations__["enabled_events"]
    text = str(source)

    assert [name for name in webhook.EVENTS if f"'{name}'" not in text] == []


def test_other_events_ask_stripe_nothing(stripe, services, world, pack):
    services.traffic.clear()
    names = {"customer.created", "charge.succeeded", "payment_intent.succeeded", "refund.created"}

    for event in world.events:
        if event["type"] in names | {"invoice.finalized"}:
            assert read(stripe, event).fact is None

    assert services.traffic == []


class TestWhoSaysIt:
    """A message counts when one of our secrets has signed it, less than five minutes ago."""

    def test_a_forged_one_does_not(self, stripe):
        with pytest.raises(InvalidSignature):
            read(stripe, event_about(), "whsec_of_somebody_else")

    def test_one_that_was_changed_does_not(self, stripe):
        sent = fake.message(event_about(), fake.SECRET)

        with pytest.raises(InvalidSignature):
            stripe.read(sent.body.replace(b"in_1", b"in_2"), sent.headers["stripe-signature"])

    @pytest.mark.parametrize(("age", "is_taken"), [(290, True), (302, False), (10**6, False)])
    def test_an_old_one_does_not(self, stripe, age, is_taken):
        at = int(time.time()) - age
        event = event_about(type="customer.created")
        if is_taken:
            assert read(stripe, event, at=at).id == "evt_1"
            return
        with pytest.raises(InvalidSignature):
            read(stripe, event, at=at)

    def test_while_a_secret_is_replaced_both_count(self, services):
        both = installed(services, stripe_webhook_secret=f"whsec_new1234567890, {fake.SECRET},")
        stripe = Stripe(settings=both, clock=now)
        event = event_about(type="customer.created")

        assert read(stripe, event).id == read(stripe, event, "whsec_new1234567890").id == "evt_1"
        for forged in ("", " ", ",", "whsec_new1234567890, "):
            with pytest.raises(InvalidSignature):
                read(stripe, event, forged)

    @pytest.mark.parametrize("secret", ["", " ", ","])
    def test_without_a_secret_none_does(self, services, secret):
        stripe = Stripe(settings=installed(services, stripe_webhook_secret=secret), clock=now)

        for guess in ("", " ", ",", fake.SECRET):
            with pytest.raises(InvalidSignature):
                read(stripe, event_about(), guess)

    @given(body=st.binary(max_size=60), signature=st.text(max_size=60))
    @settings(max_examples=150, deadline=None)
    def test_nothing_gets_past(self, body, signature):
        for odd in (signature, f"t={signature},v1={signature}", f"t=9{signature},v1="):
            with pytest.raises(InvalidSignature):
                webhook.checked(body, odd, [fake.SECRET])

    @given(
        said=st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["id", "type", "created", "data", "object"]), inner
                )
            ),
            max_leaves=9,
        )
    )
    @settings(max_examples=150, deadline=None)
    def test_what_is_no_event_is_told_as_that(self, said):
        body = json.dumps(said).encode()
        signature = sdk.WebhookSignature.generate_signature_header(body.decode(), fake.SECRET)
        try:
            event = webhook.checked(body, signature, [fake.SECRET])
        except InvalidInput:
            return
        assert event.id
        assert event.type is not None


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"7", b"{}", b"[" * 20_000])
def test_a_signed_body_that_is_no_event(stripe, body):
    signature = sdk.WebhookSignature.generate_signature_header(body.decode(), fake.SECRET)

    with pytest.raises(InvalidInput):
        stripe.read(body, signature)


@pytest.mark.parametrize(
    "differs",
    [
        {"data": {"object": {}}},
        {"data": {"object": {"id": 7}}},
        {"data": {}},
        {"api_version": None},
        {"data": {"object": {"id": "in_gone"}}},
        {"data": {"object": {"id": "../../v1/customers"}}},
        {"type": "invoice.of_a_later_version"},
        {
            "object": "v2.core.event",
            "type": "v2.core.account.updated",
            "created": "2026-11-22T01:02:03Z",
        },
    ],
)
def test_events_we_cannot_follow_mean_nothing(stripe, differs):
    assert read(stripe, event_about(**differs)).fact is None


@pytest.mark.parametrize("place", ["items", "customer", "status"])
def test_an_object_of_another_shape_is_logged_and_means_nothing(stripe, world, plan, place, caplog):
    world.things[plan["subscription"]][place] = {"data": []}

    assert told(stripe, world, "customer.subscription.created") is None
    assert "customer.subscription.created" in caplog.text
    assert "2026-10-28" in caplog.text
    assert place in caplog.text


def test_an_event_of_the_other_mode_is_left_alone(stripe, services, world, pack, caplog):
    services.traffic.clear()

    assert read(stripe, {**world.events[-1], "livemode": True}).fact is None
    assert "mode" in caplog.text
    assert services.traffic == []


@pytest.mark.usefixtures("in_no_time", "pack")
def test_an_event_is_read_another_time_when_stripe_does_not_answer(stripe, services, world):
    services.behave("stripe", "down", times=3, is_work=False)

    with pytest.raises(PaymentsUnavailable):
        told(stripe, world, "checkout.session.completed")

    assert told(stripe, world, "checkout.session.completed").order_id == ORDER
