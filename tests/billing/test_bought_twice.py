"""Whoever has paid for two plans keeps one, and gets the money for the other back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from vidgenie.accounts import store as accounts
from vidgenie.accounts.identity import DELETING
from vidgenie.domain.ports.payments import SubscriptionChanged

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def both(till, ana):
    """What is told of two plans, paid at within a minute: starter, then pro."""
    first = till.paid(ana, "starter")
    till.now += MINUTE
    return first, till.paid(ana, "pro")


def asked(till):
    return [name for name, *_ in till.payments.calls if name == "undo"]


def kinds(till):
    return [kind for kind, _ in till.told]


@pytest.mark.parametrize("is_turned", [False, True])
def test_the_later_one_counts_and_the_other_one_is_given_back(till, ana, both, is_turned):
    for events in reversed(both) if is_turned else both:
        till.take(*events)
    assert till.balance(ana).available == 2500

    assert till.undoing.work() == 1

    assert till.plan(ana) == "pro"
    assert till.balance(ana).available == 2000
    assert till.payments.calls == [("undo", both[0][0].fact.subscription_id)]
    assert kinds(till).count("bought_twice") == 1


def test_nothing_is_undone_twice(till, ana, both):
    till.take(*both[0], *both[1])
    till.undoing.work()
    till.take(*both[0], *both[1], *(replace(one, id=f"{one.id}_") for one in both[0]))

    assert till.undoing.work() == 0
    assert asked(till) == ["undo"]
    assert till.balance(ana).available == 2000


def test_what_was_spent_of_it_is_nobodys_debt(till, ana, both):
    till.take(*both[0])
    till.spend(ana, 300)
    till.take(*both[1])

    till.undoing.work()

    assert till.balance(ana).available == 2000


def test_one_that_had_ended_already_is_left_alone(till, ana, both):
    """As when its end was told late: what was used of it was paid rightly."""
    till.take(*both[0], *both[1])
    till.payments.over.add(both[0][0].fact.subscription_id)

    assert till.undoing.work() == 1
    assert till.balance(ana).available == 2500
    assert "bought_twice" not in kinds(till)
    assert till.undoing.work() == 0


def test_the_one_that_counts_is_never_given_back(till, ana, both):
    """Nobody was there for a month, in which the one that did not count was renewed."""
    till.take(*both[0], *both[1])
    invoiced = both[0][1]
    one = invoiced.fact.subscription
    later = {"period_start": one.period_end, "period_end": one.period_end + timedelta(days=30)}
    renewed = replace(one, **later, seen_at=one.period_end)
    till.take(replace(invoiced, id="renewed", fact=SubscriptionChanged(renewed)))

    till.undoing.work()

    assert till.subscription(ana).subscription_id == one.id
    assert till.payments.calls == [("undo", both[1][0].fact.subscription_id)]


def test_the_service_is_not_asked_about_one_whose_end_was_told(till, ana, both):
    till.take(*both[0], *both[1])
    told = both[0][1].fact.subscription
    ended = replace(told, status="ended", seen_at=till.now + MINUTE)
    till.take(replace(both[0][1], id="end", fact=SubscriptionChanged(ended)))

    assert till.undoing.work() == 0
    assert asked(till) == []


def test_a_service_that_does_not_answer_is_asked_again_and_less_often(till, both):
    till.take(*both[0], *both[1])
    till.payments.is_away = True
    for _ in range(24 * 60):
        till.undoing.work()
        till.now += MINUTE
    assert 5 < len(asked(till)) < 30

    till.payments.is_away = False
    till.now += timedelta(hours=6)
    assert till.undoing.work() == 1


def test_who_has_left_gets_the_money_all_the_same(till, ana, both):
    till.take(*both[0], *both[1])
    with till.transaction() as session:
        accounts.update_account(session, ana.id, role=DELETING)

    assert till.undoing.work() == 1
    assert till.undoing.work() == 0


def test_one_plan_after_another_is_no_plan_too_many(till, ana):
    till.buy(ana, "starter")
    till.plans.change(ana, "pro")
    till.plans.cancel(ana)
    till.move(days=40)
    till.renewals.renew()
    till.buy(ana, "starter")

    assert till.undoing.work() == 0
