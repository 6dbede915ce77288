"""Who spends is warned: once when credits are low, once a day when far more goes than usual."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.services.spender import START, Clock, spender
from vidgenie.errors import InvalidInput
from vidgenie.ledger import store as ledger
from vidgenie.services.credit_watch import CreditWatch, Habits

pytestmark = pytest.mark.postgres_in_soak


@dataclass
class Teller:
    """Keeps what is told, once per key."""

    told: dict = field(default_factory=dict)

    def __call__(self, session, account_id, kind, *, key, params, href=""):
        is_new = (account_id, key) not in self.told
        self.told.setdefault((account_id, key), (kind, dict(params), href))
        return is_new

    @property
    def kinds(self):
        return [kind for kind, _, _ in self.told.values()]

    def params(self, kind):
        return next(params for name, params, _ in self.told.values() if name == kind)


@pytest.fixture
def teller():
    return Teller()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(transaction, reading, clock, teller):
    return CreditWatch(transaction, reading, clock, teller)


@pytest.fixture
def welcome(transaction, reading, clock, watch):
    def welcome(plan="free"):
        return spender(transaction, reading, clock, plan=plan, after_spend=watch.after_spend)

    return welcome


@pytest.fixture
def habit(clock):
    """`habit(ana, 20)`: so many credits on each of the ten days before; today is new."""

    def live(who, amount, days=10):
        with who.transaction() as session:
            for back in range(days, 0, -1):
                at = START - timedelta(days=back)
                ledger.deduct(session, who.id, amount=amount, reason="x", key=f"day{back}", now=at)

    return live


class TestLow:
    def test_below_a_fifth_of_what_the_plan_grants(self, welcome, teller):
        ana = welcome()
        ana.deduct(80)
        assert teller.kinds == []

        ana.deduct(1)

        assert list(teller.told.values()) == [
            ("credits_low", {"credits": 19, "lowAt": 20}, "/credits")
        ]

    def test_it_is_told_once_for_each_top_up(self, welcome, teller, clock):
        ana = welcome()
        for _ in range(3):
            ana.deduct(30)
        ana.deduct(5)
        assert teller.kinds == ["credits_low"]

        clock.now = START + timedelta(days=30)
        ana.deduct(90)

        assert teller.kinds == ["credits_low"] * 2

    def test_credits_that_come_back_are_no_top_up(self, welcome, teller, transaction):
        ana = welcome()
        ana.run(price=90)
        ana.deduct(1)
        with transaction() as session:
            lot = {"amount": 40, "source": "refund", "key": "back", "now": START}
            ledger.grant(session, ana.id, **lot)
        ana.deduct(45)

        assert teller.kinds == ["credits_low"]

    def test_what_a_run_has_set_aside_is_not_there_any_more(self, welcome, teller, watch):
        ana = welcome()
        with ana.transaction() as session:
            ledger.reserve(session, ana.id, run_id="r", amount=90, now=START)
            watch.after_spend(session, ana.account)

        assert teller.params("credits_low")["credits"] == 10

    @pytest.mark.parametrize(("low_at", "kinds"), [(50, ["credits_low"]), (49, []), (0, [])])
    def test_an_account_says_when_it_wants_to_know(self, welcome, teller, watch, low_at, kinds):
        ana = welcome()
        watch.choose(ana.account, low_at=low_at)

        ana.deduct(51)

        assert teller.kinds == kinds

    def test_nought_is_never(self, welcome, teller, watch):
        ana = welcome()
        watch.choose(ana.account, low_at=0)

        ana.deduct(100)

        assert teller.kinds == []

    def test_credits_that_never_run_out_are_never_low(self, welcome, teller, watch):
        boss = welcome("enterprise")
        watch.choose(boss.account, low_at=1000)

        boss.deduct(5000)

        assert teller.kinds == []

    def test_who_is_refused_is_not_warned(self, welcome, teller):
        ana = welcome()
        with pytest.raises(Exception, match="credits"):
            ana.deduct(101)

        assert teller.told == {}


class TestUnusual:
    def test_far_more_than_on_other_days_is_told_with_what_is_usual(self, welcome, habit, teller):
        ana = welcome("pro")
        habit(ana, 30)
        ana.deduct(60)
        assert teller.kinds == []

        ana.deduct(1)

        assert teller.told == {
            (ana.id, "unusual_use:2026-03-11"): (
                "unusual_use", {"credits": 61, "usual": 30, "period": "day"}, "/credits",
            )
        }  # fmt: skip

    def test_it_is_told_once_a_day(self, welcome, habit, teller, clock):
        ana = welcome("pro")
        habit(ana, 20)
        for day in range(2):
            clock.now = START + timedelta(days=day)
            for _ in range(3):
                ana.deduct(100)

        assert teller.kinds == ["unusual_use"] * 2

    def test_what_runs_hold_counts_as_used(self, welcome, habit, teller, watch):
        ana = welcome("pro")
        habit(ana, 20)
        with ana.transaction() as session:
            ledger.reserve(session, ana.id, run_id="r", amount=300, now=START)
            watch.after_spend(session, ana.account)

        assert teller.params("unusual_use")["credits"] == 300

    def test_a_run_of_yesterday_that_still_holds_credits_does_not_count(
        self, welcome, habit, teller, watch
    ):
        ana = welcome("pro")
        habit(ana, 20)
        with ana.transaction() as session:
            before = START - timedelta(days=1)
            ledger.reserve(session, ana.id, run_id="r", amount=300, now=before)
            watch.after_spend(session, ana.account)

        assert teller.kinds == []

    def test_a_new_account_has_no_habits(self, welcome, habit, teller):
        ana = welcome("pro")
        habit(ana, 20, days=6)

        ana.deduct(1000)

        assert teller.kinds == []

    def test_who_rarely_uses_anything_is_compared_with_the_largest_day(
        self, welcome, transaction, teller
    ):
        ana = welcome("enterprise")
        with transaction() as session:
            at = START - timedelta(days=90)
            ledger.deduct(session, ana.id, amount=40, reason="x", key="once", now=at)
        ana.deduct(120)
        assert teller.kinds == []

        ana.deduct(1)

        assert teller.params("unusual_use") == {"credits": 121, "usual": 40, "period": "rare"}

    def test_half_a_month_of_the_plan_is_left_alone(self, welcome, transaction, teller):
        ana = welcome("pro")
        with transaction() as session:
            at = START - timedelta(days=9)
            ledger.deduct(session, ana.id, amount=40, reason="x", key="once", now=at)
        ana.deduct(1000)
        assert teller.kinds == []

        ana.deduct(1)

        assert teller.kinds == ["unusual_use"]

    def test_a_plan_without_a_limit_is_watched_too(self, welcome, habit, teller):
        boss = welcome("enterprise")
        habit(boss, 100)

        boss.deduct(900)

        assert teller.kinds == ["unusual_use"]

    def test_who_does_not_want_to_know_is_not_told_but_sees_it(self, welcome, habit, teller, watch):
        ana = welcome("pro")
        habit(ana, 20)
        watch.choose(ana.account, unusual=False)

        ana.deduct(500)

        assert teller.kinds == []
        assert watch.unusual(ana.account).used == 500

    def test_use_is_compared_with_the_account_s_own_past(self, welcome, habit, teller):
        ana, bob = welcome("pro"), welcome("pro")
        habit(ana, 10)
        with bob.transaction() as session:
            ledger.grant(session, bob.id, amount=9000, source="pack", key="pack", now=START)
        habit(bob, 400)

        bob.deduct(700)

        assert teller.kinds == []


class TestCost:
    @pytest.fixture
    def queries(self, database):
        """How many statements some work takes."""

        def counted(work):
            seen = []

            def count(*call):
                seen.append(call[2])

            event.listen(database, "before_cursor_execute", count)
            work()
            event.remove(database, "before_cursor_execute", count)
            return len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))])

        return counted

    def looked(self, watch, who):
        def look():
            with who.transaction() as session:
                watch.after_spend(session, who.account)

        return look

    def test_a_little_use_takes_one_query(self, welcome, habit, watch, queries):
        ana = welcome("pro")
        habit(ana, 20)
        ana.deduct(40)

        assert queries(self.looked(watch, ana)) == 1

    def test_the_past_is_read_once_a_day(self, welcome, habit, watch, queries, clock):
        ana = welcome("pro")
        habit(ana, 50)
        ana.deduct(60)

        assert queries(self.looked(watch, ana)) == 1
        clock.now = START + timedelta(days=1)
        ana.deduct(60)
        assert queries(self.looked(watch, ana)) == 1


def test_habits_of_thousands_are_not_kept_for_ever(transaction):
    habits = Habits(most=3)
    with transaction() as session:
        for number in range(9):
            habits.of(session, f"{number}", START.date())

    assert len(habits) == 3


class TestChoice:
    def test_what_is_not_named_stays(self, welcome, watch):
        ana = welcome()
        watch.choose(ana.account, low_at=7)
        watch.choose(ana.account, unusual=False)

        kept = watch.alerts(ana.account)
        assert (kept.low_at, kept.unusual) == (7, False)

        watch.choose(ana.account, low_at=None)
        assert watch.alerts(ana.account).low_at is None

    def test_somebody_elses_choice_is_their_own(self, welcome, watch):
        watch.choose(welcome().account, low_at=7)

        assert watch.alerts(welcome().account).low_at is None

    @pytest.mark.parametrize("low_at", [-1, 10**9 + 1, 10**18])
    def test_what_is_no_number_of_credits_is_refused(self, welcome, watch, low_at):
        with pytest.raises(InvalidInput) as raised:
            watch.choose(welcome().account, low_at=low_at)

        assert raised.value.params["field"] == "lowAt"
