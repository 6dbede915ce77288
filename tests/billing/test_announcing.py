"""A payment that comes by itself is announced three days ahead, once."""

import pytest

from vidgenie.billing import subscriptions

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def told(till):
    """What was announced: (day, plan, cents)."""
    said = []

    def tell(session, account_id, kind, *, key, params, href=""):
        assert kind == "renewal_soon"
        if key not in [known for known, *_ in said]:
            said.append((key, params["until"], params["plan"], params["cents"]))
        return True

    object.__setattr__(till.announcing, "tell", tell)
    return lambda: [rest for _, *rest in said]


def test_it_is_told_three_days_ahead_and_not_before(till, ana, told):
    till.buy(ana, "starter")  # on March 10, until April 10
    till.move(days=27)
    assert till.announcing.work() == 0

    till.move(days=2)
    assert till.announcing.work() == 1
    assert till.announcing.work() == 0
    assert told() == [["2026-04-10", "starter", 999]]


def test_each_month_is_announced(till, ana, told):
    till.buy(ana, "pro")
    for _ in range(60 * 2):
        till.move(hours=12)
        till.renewals.renew()
        till.announcing.work()

    assert [day for day, *_ in told()] == ["2026-04-10", "2026-05-10"]


def test_the_plan_that_was_agreed_on_for_then_is_told(till, ana, told):
    till.buy(ana, "pro")
    till.plans.change(ana, "starter")
    till.move(days=30)
    till.announcing.work()

    assert told() == [["2026-04-10", "starter", 999]]


@pytest.mark.parametrize("state", ["cancelled", "past_due"])
def test_what_will_not_be_charged_is_not_announced(till, ana, told, state):
    till.buy(ana, "starter")
    if state == "cancelled":
        till.plans.cancel(ana)
    else:
        with till.transaction() as session:
            row = subscriptions.of(session, ana.id)
            row.status, row.grace_until = "past_due", row.period_end
    till.move(days=30)

    assert till.announcing.work() == 0
    assert told() == []
