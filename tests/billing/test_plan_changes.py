"""Another plan, an end, a change of mind; and what time does by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.billing.tills import PRODUCTS, START
from vidgenie.billing.products import add_product
from vidgenie.domain.ports.payments import SubscriptionChanged
from vidgenie.errors import Conflict, NotFound, PaymentsUnavailable
from vidgenie.ledger import store as ledger

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
MONTH = datetime(2026, 4, 10, 12, tzinfo=UTC)


@pytest.fixture
def subscribed(till, ana):
    """Ana, who has bought a plan."""

    def buy(slug="starter"):
        till.buy(ana, slug)
        return till.again(ana)

    return buy


def hold(till, account, amount):
    with till.transaction() as session:
        ledger.reserve(session, account.id, run_id="r", amount=amount, now=till.now)


class TestUpgrade:
    def test_it_begins_at_once_with_a_month_of_its_own(self, till, subscribed):
        ana = subscribed()
        till.spend(ana, 100)
        till.move(days=10)

        seen = till.plans.change(ana, "pro")

        assert (seen.plan, seen.cents, seen.period_start) == ("pro", 2999, till.now)
        assert till.credits.balance(till.again(ana)).credits == 2400
        assert [kind for kind, _ in till.told][-2:] == ["plan_changed", "renewal"]

    def test_it_may_have_no_limit(self, till, subscribed):
        ana = subscribed()
        till.plans.change(ana, "enterprise")

        seen = till.credits.balance(till.again(ana))
        assert (seen.plan, seen.unlimited, seen.granted) == ("enterprise", True, 0)

    def test_a_service_that_is_away_leaves_everything_as_it_was(self, till, subscribed):
        ana = subscribed()
        before = till.subscription(ana)
        till.payments.is_away = True
        for slug in ("pro", "free"):
            with pytest.raises(PaymentsUnavailable):
                till.plans.change(ana, slug)

        assert till.subscription(ana) == before


class TestDowngrade:
    def test_it_begins_with_the_next_month(self, till, subscribed):
        ana = subscribed("pro")

        seen = till.plans.change(ana, "starter")
        assert (seen.plan, seen.next_plan, till.plan(ana)) == ("pro", "starter", "pro")

        till.move(days=31)
        seen = till.plans.subscription(till.again(ana))
        assert (seen.plan, seen.next_plan, seen.cents) == ("starter", None, 999)
        assert till.credits.balance(till.again(ana)).granted == 500

    def test_the_price_that_was_agreed_on_counts(self, till, subscribed):
        ana = subscribed("pro")
        till.plans.change(ana, "starter")
        till.move(days=1)
        with till.transaction() as session:
            dearer = replace(PRODUCTS["starter"], cents=1999, credits=10)
            add_product(session, dearer, starts_at=till.now, author="", note="")
        till.move(days=31)

        seen = till.plans.subscription(ana)
        assert (seen.plan, seen.cents, seen.credits) == ("starter", 999, 500)

    def test_it_can_be_taken_back(self, till, subscribed):
        ana = subscribed("pro")
        till.plans.change(ana, "starter")

        assert till.plans.change(ana, "pro").next_plan is None
        till.move(days=31)
        assert till.plans.subscription(ana).plan == "pro"

    @pytest.mark.parametrize(("slug", "most"), [("starter", 500), ("free", 100)])
    def test_it_waits_for_what_runs_hold(self, till, subscribed, slug, most):
        ana = subscribed("pro")
        hold(till, ana, most + 1)
        before = (till.subscription(ana), till.balance(ana))

        with pytest.raises(Conflict) as raised:
            till.plans.change(ana, slug)

        wanted = {"problem": "credits_held", "held": most + 1, "credits": most}
        assert raised.value.params == wanted
        assert (till.subscription(ana), till.balance(ana)) == before

    def test_a_service_that_is_away_leaves_what_was_agreed_on(self, till, subscribed):
        ana = subscribed("pro")
        till.payments.is_away = True
        with pytest.raises(PaymentsUnavailable):
            till.plans.change(ana, "starter")

        assert till.subscription(ana).next_plan == ""

    def test_what_the_service_calls_it_meanwhile_does_not_count_yet(self, till, subscribed):
        ana = subscribed("pro")
        till.plans.change(ana, "starter")
        one = till.known(till.subscription(ana).subscription_id)
        early = replace(
            one, plan="starter", credits=500, cents=999, seen_at=one.seen_at + timedelta(days=1)
        )
        event = till.payments.refunded("p", 1, now=START)
        till.take(replace(event, id="early", fact=SubscriptionChanged(early)))

        assert till.plans.subscription(ana).plan == "pro"


class TestEnd:
    def test_it_comes_with_the_period(self, till, subscribed):
        ana = subscribed("enterprise")
        seen = till.plans.cancel(ana)
        assert (seen.plan, seen.ends_at_period_end) == ("enterprise", True)

        till.move(days=31)
        balance = till.credits.balance(till.again(ana))
        assert (balance.plan, balance.unlimited, balance.credits) == ("free", False, 100)
        assert till.plans.subscription(till.again(ana)).status == "ended"
        assert till.plan(ana) == "free"

    def test_nobody_has_to_look_for_it_to_end(self, till, subscribed):
        ana = subscribed("pro")
        till.plans.cancel(ana)
        till.move(days=31)
        till.renewals.work()

        assert till.plan(ana) == "free"
        assert till.told[-1][0] == "plan_ended"

    def test_a_change_of_mind_goes_on(self, till, subscribed):
        ana = subscribed("pro")
        till.plans.cancel(ana)

        assert not till.plans.resume(ana).ends_at_period_end
        till.move(days=31)
        assert till.plans.subscription(ana).status == "active"

    def test_who_has_left_may_come_back(self, till, subscribed):
        ana = subscribed("pro")
        till.plans.cancel(ana)
        till.move(days=31)
        till.renewals.work()

        till.buy(till.again(ana), "starter")

        assert till.plan(ana) == "starter"

    def test_it_can_be_ended_again_and_again(self, till, subscribed):
        ana = subscribed("pro")
        for _ in range(2):
            assert till.plans.cancel(ana).ends_at_period_end

        assert [call[0] for call in till.payments.calls].count("cancel") == 1


class TestBalance:
    def test_the_plan_and_the_next_grant_are_those_of_the_subscription(self, till, subscribed):
        seen = till.credits.balance(subscribed())

        assert (seen.plan, seen.granted, seen.renews_at) == ("starter", 500, MONTH)

    def test_months_that_pass_are_granted_when_somebody_looks(self, till, subscribed):
        ana = subscribed()
        till.move(days=100)

        seen = till.credits.balance(till.again(ana))
        assert seen.credits == 500
        assert seen.renews_at > till.now

    def test_a_run_that_starts_need_not_wait_for_somebody_to_look(self, till, subscribed):
        ana = subscribed()
        till.move(days=35)

        assert till.credits.deduct(ana, 450, "test") == 50

    def test_who_pays_gets_nothing_by_the_calendar(self, till, subscribed):
        ana = subscribed()
        till.now = datetime(2026, 4, 1, tzinfo=UTC)

        assert till.credits.balance(ana).credits == 500


class TestGrace:
    @pytest.fixture
    def owing(self, till, subscribed):
        """Ana, whose payment of the second month has failed."""
        ana = subscribed("enterprise")
        one = till.known(till.subscription(ana).subscription_id)
        due = replace(
            one, status="past_due", seen_at=one.seen_at + timedelta(seconds=1),
            period_start=MONTH, period_end=MONTH + timedelta(days=30),
        )  # fmt: skip
        event = till.payments.refunded("p", 1, now=START)
        till.now = MONTH
        till.take(replace(event, id="due", fact=SubscriptionChanged(due)))
        return till.again(ana)

    def test_the_plan_stays_for_a_week(self, till, owing):
        till.move(days=6)
        till.renewals.work()

        seen = till.plans.subscription(owing)
        assert (seen.plan, seen.status) == ("enterprise", "past_due")
        assert seen.grace_until == MONTH + timedelta(days=7)

    def test_then_it_is_over_and_the_service_is_told(self, till, owing):
        till.move(days=8)
        till.renewals.work()

        assert ("cancel", till.subscription(owing).subscription_id, True) in till.payments.calls
        seen = till.credits.balance(till.again(owing))
        assert (seen.plan, seen.unlimited, till.plan(owing)) == ("free", False, "free")
        assert till.subscription(owing).status == "ended"

    def test_it_is_over_too_when_the_service_cannot_be_told(self, till, owing):
        till.payments.is_away = True
        till.move(days=8)

        seen = till.credits.balance(owing)
        assert (seen.plan, seen.unlimited) == ("free", False)
        till.renewals.work()
        assert till.plan(owing) == "free"

    def test_who_pays_at_last_has_it_again(self, till, owing):
        till.payments.is_away = True
        till.move(days=8)
        till.renewals.work()
        one = till.known(till.subscription(owing).subscription_id)
        paid = replace(one, status="active", seen_at=one.seen_at + timedelta(days=8))
        till.take(till.payments.invoiced(paid))

        seen = till.credits.balance(till.again(owing))
        assert (seen.plan, seen.unlimited) == ("enterprise", True)


def test_who_has_no_subscription_changes_none(till, ana):
    for change in (lambda: till.plans.change(ana, "pro"), lambda: till.plans.cancel(ana)):
        with pytest.raises(Conflict) as raised:
            change()
        assert raised.value.params == {"problem": "no_subscription"}


@pytest.mark.parametrize("slug", ["platinum", "small", "", "x" * 1000])
def test_a_plan_that_is_not_sold_is_not_found(till, subscribed, slug):
    with pytest.raises(NotFound):
        till.plans.change(subscribed(), slug)
