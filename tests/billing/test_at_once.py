"""Many at once, on both databases: one checkout, one credit, no deadlock."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.billing.tills import START
from vidgenie.errors import Conflict

THREADS = 8


def at_once(*works):
    with ThreadPoolExecutor(THREADS) as pool:
        return [one.result() for one in [pool.submit(work) for work in works]]


def test_an_event_that_many_bring_is_taken_in_once(till, ana):
    events = till.paid(ana, "small") + till.paid(ana, "starter")
    works = [lambda one=one: till.take(one) for one in events for _ in range(6)]

    taken = at_once(*works)

    assert sum(is_new for (is_new,) in taken) == 4
    assert till.balance(ana).available == 700


@pytest.mark.parametrize("kind", ["pack", "plan"])
def test_tabs_that_buy_at_once_have_one_page(till, ana, kind):
    slug = "small" if kind == "pack" else "pro"

    pages = at_once(*[lambda: till.selling.checkout(ana, kind, slug)] * THREADS)

    assert len({page.order_id for page in pages}) == 1
    assert len(till.orders(ana)) == 1


def test_two_plans_bought_at_once_leave_one_page_open(till, ana):
    at_once(
        *(lambda slug=slug: till.selling.checkout(ana, "plan", slug) for slug in ("pro", "starter"))
    )

    assert sorted(one.status for one in till.orders(ana)) == ["expired", "open"]


def test_a_refund_that_comes_with_its_payment_finds_it(till, ana):
    for _ in range(6):
        paid, invoice = till.paid(ana, "small")
        back = till.payments.refunded(paid.fact.payment_id, 499, now=START)

        at_once(*(lambda one=one: till.take(one) for one in (paid, back, invoice, back)))

        assert till.balance(ana).available == 0


def test_a_page_that_is_paid_by_two_who_click_is_paid_once(till, ana):
    page = till.selling.checkout(ana, "plan", "starter")

    def pay():
        try:
            return till.stage.do(ana, page.order_id, "pay")
        except Conflict:
            return None

    at_once(pay, pay, pay)

    assert till.balance(ana).available == 500


def test_two_who_change_the_plan_at_once_pay_once(till, ana):
    till.buy(ana, "starter")

    def upgrade():
        try:
            till.plans.change(ana, "pro")
        except Conflict as error:
            assert error.params["problem"] == "plan_yours"  # noqa: PT017  # either answer is right

    at_once(upgrade, upgrade, upgrade)

    assert till.balance(ana).available == 2500
    assert till.plan(ana) == "pro"


def test_a_month_that_many_see_begin_is_renewed_once(till, ana):
    till.buy(ana, "starter")
    till.move(days=40)

    at_once(*[lambda: till.credits.balance(till.again(ana))] * 4, *[till.renewals.renew] * 2)

    assert till.balance(ana).available == 500
