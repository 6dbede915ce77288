"""People are told one date of the credits of a plan: that of the plan, and what happens then."""

from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.postgres_in_soak
APRIL, MAY = (datetime(2026, month, 10, 12, tzinfo=UTC) for month in (4, 5))


@pytest.fixture
def seen(till, ana):
    """(source, credits, date, whether they are renewed then) of each lot, and the plan's date.

    Whether the plan is renewed is the same as for its credits.
    """

    def look():
        found = till.credits.balance(till.again(ana))
        lots = [(one.source, one.available, one.expires_at, one.renews) for one in found.lots]
        assert found.renews == any(renews for *_, renews in lots)
        return lots, found.renews_at

    return look


def test_a_plan_that_runs_renews_on_its_own_date(till, ana, seen):
    till.buy(ana, "starter")

    assert seen() == ([("plan", 500, APRIL, True)], APRIL)


def test_one_that_was_cancelled_ends_on_it(till, ana, seen):
    till.buy(ana, "starter")
    till.plans.cancel(ana)

    assert seen() == ([("plan", 500, APRIL, False)], APRIL)


def test_what_a_dearer_plan_left_ends_with_its_own_month(till, ana, seen):
    till.buy(ana, "starter")
    till.move(days=10)
    till.plans.change(ana, "pro")

    lots, renews_at = seen()
    assert lots == [("plan", 500, APRIL, False), ("plan", 2000, renews_at, True)]
    assert renews_at == datetime(2026, 4, 20, 12, tzinfo=UTC)


def test_packs_never_end(till, ana, seen):
    till.buy(ana, "small")

    assert ("pack", 200, None, False) in seen()[0]


def test_the_free_plan_renews_with_the_month(seen):
    first = datetime(2026, 4, 1, tzinfo=UTC)

    assert seen() == ([("plan", 100, first, True)], first)


def test_on_the_day_between_the_credits_of_before_have_their_last_day(till, ana, seen):
    till.buy(ana, "starter")
    till.now = APRIL + timedelta(hours=2)

    lots, renews_at = seen()
    assert renews_at == MAY
    assert lots == [("plan", 500, APRIL + timedelta(days=1), False), ("plan", 500, MAY, True)]
