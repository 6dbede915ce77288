"""A budget holds for every Run, whoever starts it and how many start at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.engine.studio import Studio, chain
from vidgenie.errors import BudgetExceeded
from vidgenie.ledger import store as ledger

PRICE = 10


@pytest.fixture
def priced(idle_studio: Studio) -> Studio:
    """A Run of the chain costs ten credits."""
    with idle_studio.services.engine.transaction() as session:
        ledger.set_price(session, provider="pen", action="enhance", price=PRICE)
    return idle_studio


def is_started(studio: Studio, prompt: str = "hello") -> bool:
    try:
        studio.services.runs.start(studio.account, chain(prompt))
    except BudgetExceeded:
        return False
    return True


def test_of_20_parallel_runs_under_a_cap_that_fits_7_exactly_7_start(priced: Studio):
    priced.services.budgets.save(priced.account, day=7 * PRICE + 5)

    with ThreadPoolExecutor(20) as pool:
        accepted = list(pool.map(lambda n: is_started(priced, f"fox {n}"), range(20)))

    view = priced.services.budgets.view(priced.account)
    balance = priced.services.credits.balance(priced.account)
    assert accepted.count(True) == 7
    assert (view.spent_today, balance.held) == (7 * PRICE, 7 * PRICE)
    assert priced.open_holds() == 7
    assert priced.services.library.page(priced.account).total == 7
    assert priced.violations() == {}


@pytest.mark.postgres_in_soak
def test_a_cap_of_0_lets_nothing_begin_that_costs_and_all_that_is_free(priced: Studio):
    priced.services.budgets.save(priced.account, run=0, month_usd=0)

    assert not is_started(priced)
    with priced.services.engine.transaction() as session:
        ledger.set_price(session, provider="pen", action="enhance", price=0)
    assert is_started(priced)


@pytest.mark.postgres_in_soak
def test_a_run_that_is_refused_leaves_nothing_behind(priced: Studio):
    priced.services.budgets.save(priced.account, run=PRICE - 1)

    with pytest.raises(BudgetExceeded) as caught:
        priced.services.runs.start(priced.account, chain("hello"))

    assert caught.value.params == {
        "problem": "run_credits",
        "period": "run",
        "unit": "credits",
        "limit": PRICE - 1,
        "spent": 0,
        "required": PRICE,
    }
    assert priced.open_holds() == 0
    assert priced.services.library.page(priced.account).total == 0
