"""What nobody told us about is asked for; who leaves pays nothing more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.billing.tills import START
from vidgenie.accounts import store as accounts
from vidgenie.accounts.identity import DELETING

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def looks(till):
    return [call for call in till.payments.calls if call[0] == "look"]


def begin(till, account, slug="small"):
    kind = "pack" if slug == "small" else "plan"
    till.selling.checkout(account, kind, slug)
    return till.orders(account)[-1]


def test_an_open_order_is_asked_about_after_ten_minutes(till, ana):
    order = begin(till, ana)
    till.move(minutes=9)
    assert (till.renewals.look(), looks(till)) == (0, [])

    till.move(minutes=2)
    checkout = replace(till.order(ana, "small"), order_id=order.id)
    till.payments.news[order.session_id] = till.payments.paid(checkout, now=START)[0]
    assert till.renewals.look() == 1

    assert till.balance(ana).available == 200


def test_the_older_it_is_the_less_often(till, ana):
    begin(till, ana)
    for _ in range(24 * 12):
        till.move(minutes=5)
        till.renewals.look()

    assert 5 < len(looks(till)) < 20


def test_a_service_that_is_away_is_asked_another_time(till, ana):
    order = begin(till, ana)
    till.payments.is_away = True
    till.move(minutes=11)
    assert till.renewals.look() == 0

    assert till.orders(ana)[0].status == order.status == "open"


def test_a_page_nobody_can_pay_at_any_more_is_given_up(till, ana):
    begin(till, ana)
    till.move(days=4)

    assert till.renewals.look() == 1
    assert till.orders(ana)[0].status == "expired"


@pytest.fixture
def leave(till):
    """Somebody asks to be deleted."""

    def mark(account):
        with till.transaction() as session:
            accounts.update_account(session, account.id, role=DELETING)
        till.departures.leave(account.id)

    return mark


class TestLeaving:
    def test_what_was_subscribed_to_ends_at_the_service(self, till, ana, leave):
        till.buy(ana, "pro")
        begin(till, ana)
        leave(ana)

        assert ("cancel", till.subscription(ana).subscription_id, True) in till.payments.calls
        assert till.subscription(ana).status == "ended"
        assert {one.status for one in till.orders(ana)} == {"paid", "expired"}
        assert {one.url for one in till.orders(ana)} == {""}

    def test_while_the_service_is_away_it_stays_to_be_done(self, till, ana, leave):
        till.buy(ana, "pro")
        till.payments.is_away = True
        leave(ana)
        assert till.subscription(ana).status == "active"

        till.payments.is_away = False
        till.departures.leave(ana.id)
        assert till.subscription(ana).status == "ended"

    def test_what_nobody_can_end_any_more_is_ended_here(self, till, ana):
        till.buy(ana, "pro")
        replace(till.departures, payments=None).leave(ana.id)

        assert till.subscription(ana).status == "ended"

    def test_what_is_told_afterwards_does_nothing(self, till, ana, leave, caplog):
        events = till.paid(ana, "small")
        leave(ana)
        till.take(*events)

        assert till.balance(ana).available == 0
        assert "nobody" in caplog.text


def test_a_subscription_nothing_is_heard_of_ends_after_a_week(till, ana):
    till.buy(ana, "pro")
    elsewhere = replace(till.renewals, payments=None)
    till.move(days=31 + 6)
    elsewhere.work()
    assert till.plan(ana) == "pro"

    till.move(days=2)
    elsewhere.work()
    assert till.plan(ana) == "free"
    assert till.now - START > timedelta(days=31 + 7)
