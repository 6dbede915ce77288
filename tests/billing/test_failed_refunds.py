"""Refunds that fail at the bank: the person has the credits or the money, never both or neither."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from tests.billing.tills import START
from vidgenie.domain.ports.payments import FailedRefund, Refunded
from vidgenie.services import credit_books

ALL = 499
pytestmark = pytest.mark.postgres_in_soak


@pytest.fixture
def bought(till, ana):
    """A Pack of 200 credits for 499 cents; id of its payment."""
    events = till.paid(ana, "small")
    till.take(*events)
    return events[0].fact.payment_id


@pytest.fixture
def told(till, bought):
    """Says what was sent back so far, and which refunds of it failed: id -> cents."""
    count = iter(range(99))

    def tell(cents, **failed):
        fact = Refunded(bought, cents, tuple(FailedRefund(*one) for one in failed.items()))
        event = till.payments.refunded(bought, cents, now=START)
        return replace(event, id=f"told_{next(count)}", fact=fact)

    return tell


def order(till, account):
    return till.orders(account)[0]


def kinds(till):
    return [kind for kind, _ in till.told if kind != "purchase"]


def test_what_was_taken_comes_back_once(till, ana, told):
    bounced = told(ALL, re_1=ALL)
    till.take(told(ALL))
    assert till.balance(ana).available == 0

    till.take(bounced, bounced, told(ALL, re_1=ALL))

    assert till.balance(ana).available == 200
    assert (order(till, ana).status, order(till, ana).refunded_cents) == ("paid", 0)
    assert kinds(till) == ["purchase_reversed", "refund_failed"]


def test_only_what_is_left_comes_back(till, ana, told):
    till.spend(ana, 150)
    till.take(told(ALL), told(ALL, re_1=ALL))

    assert till.balance(ana).available == 50
    assert order(till, ana).shortfall == 0


def test_one_that_failed_before_it_was_heard_of_takes_nothing(till, ana, told):
    till.take(told(ALL, re_1=ALL), told(ALL))

    assert till.balance(ana).available == 200
    assert kinds(till) == []


def test_one_of_two_fails(till, ana, told):
    till.take(told(100), told(300), told(300, re_2=200))

    assert till.balance(ana).available == 200 - 200 * 100 // ALL
    assert (order(till, ana).status, order(till, ana).refunded_cents) == ("reversed", 100)


def test_the_next_try_takes_what_came_back(till, ana, told):
    till.take(told(ALL), told(ALL, re_1=ALL), told(2 * ALL, re_1=ALL))

    assert till.balance(ana).available == 0
    assert kinds(till) == ["purchase_reversed", "refund_failed", "purchase_reversed"]

    till.take(told(2 * ALL, re_1=ALL, re_2=ALL))
    assert till.balance(ana).available == 200


def test_whatever_is_told_first_it_ends_the_same(till, told):
    """Sent back, failed, sent again in part: every order, some of it twice."""
    story = [(ALL, {}), (ALL, {"re_1": ALL}), (ALL + 250, {"re_1": ALL})]
    for number, way in enumerate(permutations(story)):
        ben = till.person()
        events = till.paid(ben, "small")
        till.take(*events)
        payment = events[0].fact.payment_id
        for cents, failed in (*way, way[0]):
            bounced = tuple(FailedRefund(f"{one}_{number}", sum_) for one, sum_ in failed.items())
            event = told(cents)
            till.take(replace(event, fact=Refunded(payment, cents, bounced)))

        assert till.balance(ben).available == 200 - 200 * 250 // ALL
        assert order(till, ben).refunded_cents == 250


def test_it_may_be_told_before_the_payment(till):
    ben = till.person()
    events = till.paid(ben, "small")
    payment = events[0].fact.payment_id
    event = till.payments.refunded(payment, ALL, now=START)
    fact = Refunded(payment, ALL, (FailedRefund("re_1", ALL),))
    till.take(replace(event, fact=fact), *events)

    assert till.balance(ben).available == 200


def test_a_dispute_won_and_a_refund_that_failed_bring_back_no_more_than_was_taken(
    till, ana, bought, told
):
    disputed = [till.payments.disputed(bought, ALL, one, now=START) for one in ("open", "won")]
    till.take(told(ALL), *disputed, told(ALL, re_1=ALL))

    assert till.balance(ana).available == 200


def test_a_month_counts_as_paid_again(till, ana):
    events = till.paid(ana, "starter")
    till.take(*events)
    payment = events[1].fact.invoice.payment_id
    back = till.payments.refunded(payment, 999, now=START)
    failed = replace(back, id="bounced", fact=Refunded(payment, 999, (FailedRefund("re", 999),)))
    till.take(back, failed)

    assert till.balance(ana).available == 500


def test_whoever_runs_it_sees_what_is_to_be_settled(till, ana, bought, told):
    till.take(told(ALL), told(ALL, re_1=ALL))
    till.move(hours=1)
    somebody = till.person()

    with till.transaction() as session:
        mine, theirs = (
            credit_books.read_book(session, who, now=till.now) for who in (ana, somebody)
        )

    [one] = mine.not_refunded
    assert (one.payment_id, one.slug, one.cents, one.currency) == (bought, "small", ALL, "usd")
    assert one.found_at == till.now - timedelta(hours=1)
    assert theirs.not_refunded == ()


def test_the_order_says_what_did_not_arrive(till, ana, told):
    till.take(told(ALL), told(ALL, re_1=ALL))

    assert till.selling.order(ana, order(till, ana).id).not_refunded_cents == ALL
