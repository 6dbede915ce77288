"""Stories told in any order, any number of times, end in the same books."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.billing.tills import START
from vidgenie.billing import invoices
from vidgenie.domain.ports.payments import (
    CheckoutClosed,
    InvoiceFailed,
    InvoicePaid,
    SubscriptionChanged,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
HOUR = timedelta(hours=1)


def told(event, name, fact):
    """Another event."""
    return replace(event, id=f"{event.id}_{name}", name=name, fact=fact)


def a_pack(till, ana):
    """Bought after its page was said to have expired, half refunded, disputed, won."""
    paid, invoice = till.paid(ana, "small")
    fact, desk = paid.fact, till.payments
    return [
        told(paid, "closed", CheckoutClosed(fact.session_id, fact.order_id, "expired")),
        paid,
        told(paid, "again", fact),
        invoice,
        desk.refunded(fact.payment_id, 100, now=START),
        desk.refunded(fact.payment_id, 250, now=START),
        desk.disputed(fact.payment_id, 249, "open", now=START),
        desk.disputed(fact.payment_id, 249, "won", now=START),
    ]


def a_lost_pack(till, ana):
    """Disputed and lost."""
    paid, invoice = till.paid(ana, "medium")
    payment, desk = paid.fact.payment_id, till.payments
    return [
        paid,
        invoice,
        desk.disputed(payment, 2199, "open", now=START),
        desk.disputed(payment, 2199, "lost", now=START),
    ]


def a_plan(till, ana):
    """Bought, renewed after a failure, changed to a dearer one, refunded, ended."""
    paid, first = till.paid(ana, "starter")
    one, invoice = first.fact.subscription, first.fact.invoice

    def month(number, name, **changes):
        at = one.period_start + timedelta(days=30 * number)
        period = {"period_start": at, "period_end": at + timedelta(days=30)}
        seen = replace(one, **{**period, "seen_at": at + HOUR} | changes)
        bill = replace(
            invoice, id=f"{invoice.id}_{name}", payment_id=f"{invoice.payment_id}_{name}",
            cents=seen.cents, created_at=at, **period,
        )  # fmt: skip
        return seen, bill

    due, unpaid = month(1, "2", status="past_due")
    renewed, bill = month(1, "2", seen_at=due.seen_at + HOUR)
    dearer = {"plan": "pro", "credits": 2000, "cents": 2999}
    upgraded, dear = month(1, "3", seen_at=due.seen_at + 2 * HOUR, **dearer)
    upgraded = replace(upgraded, period_start=upgraded.period_start + HOUR)
    ended = replace(upgraded, status="ended", seen_at=upgraded.seen_at + HOUR)
    return [
        paid,
        told(first, "created", SubscriptionChanged(one)),
        first,
        told(first, "due", SubscriptionChanged(due)),
        told(first, "failed", InvoiceFailed(replace(unpaid, status="failed"), due)),
        told(first, "paid_2", InvoicePaid(bill, renewed)),
        told(first, "paid_3", InvoicePaid(dear, upgraded)),
        till.payments.refunded(invoice.payment_id, 999, now=START),
        told(first, "ended", SubscriptionChanged(ended)),
    ]


def an_unlimited_plan(till, ana):
    """Bought after the other one had ended."""
    events = till.paid(ana, "enterprise")
    until = START + timedelta(days=60)
    one = events[1].fact.subscription
    later = replace(one, period_start=until, period_end=until + 30 * 24 * HOUR, seen_at=until)
    return [events[0], told(events[1], "later", InvoicePaid(events[1].fact.invoice, later))]


def books(till, account):
    """What has to be the same."""
    row = till.subscription(account)
    with till.transaction() as session:
        bills = sorted((one.slug, one.status) for one in invoices.of(session, account.id))
    return {
        "balance": till.balance(account),
        "plan": till.plan(account),
        "subscription": (row.plan, row.status, row.period_start, row.fallback_plan, row.seen_at),
        "orders": sorted(
            (one.slug, one.status, one.refunded_cents, one.dispute) for one in till.orders(account)
        ),
        "invoices": bills,
    }


STORIES = (a_pack, a_lost_pack, a_plan, an_unlimited_plan)


@pytest.mark.parametrize("stories", [4, pytest.param(60, marks=pytest.mark.soak)])
def test_any_order_ends_in_the_same_books(till, stories):
    @settings(max_examples=stories, phases=[Phase.generate], deadline=None)
    @given(order=st.randoms(use_true_random=False), repeats=st.integers(0, 12))
    def tell(order, repeats):
        mixed = till.person()
        events = [event for story in STORIES for event in story(till, mixed)]
        events += [order.choice(events) for _ in range(repeats)]
        order.shuffle(events)
        till.take(*events)
        assert books(till, mixed) == straight

    ana = till.person()
    for story in STORIES:
        till.take(*story(till, ana))
    straight = books(till, ana)
    tell()


def test_the_stories_mean_something(till, ana):
    for story in STORIES:
        till.take(*story(till, ana))

    seen = books(till, ana)
    # Of 200 of a pack 250 of 499 cents were refunded; of two months of 500 one was.
    assert seen["balance"].available == 100 + 500 + 2000
    assert (seen["plan"], seen["balance"].unlimited) == ("enterprise", True)


def test_refunds_after_a_dispute_that_was_won_add_up(till, ana):
    """What the dispute brought back is a lot of its own, of which both refunds take."""
    *_, little, more, opened, won = story = a_pack(till, ana)

    till.take(*story[:4], opened, won, little, more)

    # Of 200 credits for 499 cents those of 250 went back.
    assert till.balance(ana).available == 100
