"""How long an Account's credits last, as it is told."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.services.spender import START, Clock, spender
from vidgenie.domain.consumption import Period, Unusual
from vidgenie.ledger import store as ledger
from vidgenie.services.forecasts import ForecastService

pytestmark = pytest.mark.postgres_in_soak

# A month in which what the plan granted does not expire before START.
BEGIN = START - timedelta(days=10)


@pytest.fixture
def clock():
    return Clock(BEGIN)


@pytest.fixture
def welcome(transaction, reading, clock):
    def welcome(plan="pro"):
        return spender(transaction, reading, clock, plan=plan)

    return welcome


@pytest.fixture
def foretold(reading, clock):
    def foretold(who, unusual=None):
        service = ForecastService(reading, clock, who.service.settle, lambda _: unusual)
        return service.forecast(who.account)

    return foretold


def live(who, clock, *used):
    """So many credits on each day from BEGIN on; today nothing."""
    for amount in used:
        if amount:
            who.deduct(amount)
        clock.now += timedelta(days=1)


def test_nothing_is_foretold_of_two_days(welcome, foretold, clock):
    ana = welcome()
    live(ana, clock, 10, 10, 0, 0, 0)

    found = foretold(ana)

    assert (found.per_day, found.days_left, found.until) == (None, None, None)
    assert (found.renews_first, found.renews_at) == (False, datetime(2026, 4, 1, tzinfo=UTC))


def test_today_and_the_days_before_the_account_do_not_count(welcome, foretold, clock):
    ana = welcome()
    live(ana, clock, 10, 20, 30)
    ana.deduct(40)

    assert foretold(ana).per_day == 20.0


def test_credits_end_before_the_plan_renews(welcome, foretold, clock):
    ana = welcome()
    live(ana, clock, 200, 200, 200)

    found = foretold(ana)

    assert (found.per_day, found.days_left, found.renews_first) == (200.0, 7, False)
    assert found.until == clock.now + timedelta(days=7)


def test_what_the_plan_granted_ends_with_its_period_and_a_pack_goes_on(
    welcome, foretold, clock, transaction
):
    ana = welcome()
    with transaction() as session:
        ledger.grant(session, ana.id, amount=100, source="pack", key="p", priority=1, now=clock.now)
    live(ana, clock, 10, 10, 10)

    found = foretold(ana)

    # On 4 March at noon 1970 of the plan are left; on 1 April, 27.5 days later, 1695 expire.
    assert (found.renews_first, found.expiring, found.days_left) == (True, 1695, 37)


def test_nothing_left_is_left_for_no_time(welcome, foretold, clock):
    ana = welcome("free")
    live(ana, clock, 30, 30, 40)

    found = foretold(ana)

    assert (found.days_left, found.until, found.renews_first) == (0, clock.now, False)


def test_a_plan_without_a_limit_has_a_pace_and_no_end(welcome, foretold, clock):
    boss = welcome("enterprise")
    live(boss, clock, 30, 30, 30)

    found = foretold(boss)

    assert (found.per_day, found.until, found.renews_first) == (30.0, None, False)


def test_the_grant_of_a_new_month_is_there_when_it_is_foretold(welcome, foretold, clock):
    clock.now = datetime(2026, 3, 29, 1, tzinfo=UTC)
    ana = welcome("free")
    live(ana, clock, 30, 30, 40)

    found = foretold(ana)

    assert clock.now.month == 4
    assert (found.days_left, found.renews_at.month) == (3, 5)


def test_what_is_unusual_comes_along(welcome, foretold):
    unusual = Unusual(Period.DAY, 300, 20)

    assert foretold(welcome(), unusual).unusual == unusual


def test_what_was_given_back_was_not_used(welcome, foretold, clock, transaction):
    ana = welcome()
    live(ana, clock, 10, 10)
    run_id = ana.run(price=500)
    with transaction() as session:
        ledger.refund(session, run_id=run_id, amount=490, key="k", reason="x", now=clock.now)
    clock.now += timedelta(days=1)

    assert foretold(ana).per_day == 10.0
