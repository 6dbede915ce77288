"""Budgets over REST."""

import pytest

from vidgenie.ledger import store as ledger
from vidgenie.ui.i18n import catalogue

NOTHING = {
    "run": None,
    "day": None,
    "month": None,
    "runUsd": None,
    "dayUsd": None,
    "monthUsd": None,
    "spentToday": 0,
    "spentThisMonth": 0,
    "spentTodayUsd": 0.0,
    "spentThisMonthUsd": 0.0,
}


async def test_nobody_has_a_budget_to_begin_with(alice):
    assert (await alice.get("/api/budget")).json() == NOTHING


async def test_limits_are_kept_and_what_is_left_out_stays(alice, bob):
    await alice.put("/api/budget", json={"day": 50, "monthUsd": 9.99})
    answer = await alice.put("/api/budget", json={"run": 0, "day": None})

    assert answer.json() == NOTHING | {"run": 0, "monthUsd": 9.99}
    assert (await alice.get("/api/budget")).json() == answer.json()
    assert (await bob.get("/api/budget")).json() == NOTHING


@pytest.mark.parametrize(
    "body",
    [{"day": -1}, {"day": 1.5}, {"day": "10"}, {"runUsd": 10**7}, {"week": 1}, {"day": True}],
)
async def test_what_is_no_limit_is_refused(alice, body):
    answer = await alice.put("/api/budget", json=body)

    assert answer.status_code == 422
    assert answer.json()["field"].endswith(next(iter(body)))


async def test_what_is_deducted_counts(alice):
    await alice.post("/api/credits/deduct", json={"amount": 30, "reason": "manual"})

    answer = (await alice.get("/api/budget")).json()

    assert (answer["spentToday"], answer["spentThisMonth"]) == (30, 30)


async def test_a_run_past_the_budget_is_refused_in_words(alice, services):
    with services.engine.transaction() as session:
        ledger.set_price(session, provider="local", action="enhance", price=3)
    await alice.put("/api/budget", json={"run": 2})

    answer = await alice.post("/api/generate", json={"prompt": "a fox"})

    assert answer.status_code == 402
    assert answer.json() == {
        "error": "This would go past the budget you have set.",
        "code": "budget_exceeded",
        "problem": "run_credits",
        "period": "run",
        "unit": "credits",
        "limit": 2,
        "spent": 0,
        "required": 3,
    }
    assert (await alice.get("/api/credits/balance")).json()["held"] == 0


@pytest.mark.parametrize("unit", ["credits", "usd"])
@pytest.mark.parametrize("period", ["run", "day", "month"])
def test_every_refusal_has_words_of_its_own(period, unit):
    for language in catalogue.LANGUAGES:
        assert f"error.budget_exceeded.{period}_{unit}" in catalogue.texts(language)
