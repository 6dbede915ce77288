"""What an Account wants to spend at most is kept, whoever starts Runs, and how many at once."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from vidgenie.domain.account import Account
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.errors import BudgetExceeded, InvalidInput
from vidgenie.ledger import store as ledger
from vidgenie.services.budgets import Budgets, BudgetView

# The engine's tests start Runs under a budget on PostgreSQL too.
pytestmark = pytest.mark.postgres_in_soak

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
NOTHING = BudgetView(None, None, None, None, None, None, 0, 0, 0.0, 0.0)


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def budgets(transaction, reading, clock):
    return Budgets(transaction, reading, clock)


@pytest.fixture
def ana(transaction):
    """An Account with 1000 credits."""
    account = Account(id=secrets.token_hex(16), email="ana@x.org", name="Ana", plan="free")
    with transaction() as session:
        ledger.open_wallet(session, account.id, unlimited=False)
        ledger.grant(session, account.id, amount=1000, source="promo", key=account.id)
    return account


@pytest.fixture
def start(budgets, transaction, clock, ana):
    """`start(10)`: a Run begins that costs so many credits; its id."""

    def begin(price, run_id=""):
        run_id = run_id or secrets.token_hex(16)
        with transaction() as session:
            budgets.check(session, ana.id, credits=price, micro_usd=0)
            ledger.reserve(session, ana.id, run_id=run_id, amount=price, now=clock.now)
        return run_id

    return begin


@pytest.fixture
def bill(transaction, clock, ana):
    """`bill(status, ...)`: a Run with one Node that a Provider charges for."""

    def add(status, node, estimate, cost=None, *, doubt=False, reused="", heir=None):
        with transaction() as session:
            run_id = secrets.token_hex(16)
            doubt_until = clock.now + timedelta(days=1) if doubt else None
            session.add(
                RunRow(
                    id=run_id,
                    account_id=ana.id,
                    status=status,
                    graph={},
                    created_at=clock.now,
                    doubt_until=doubt_until,
                )
            )
            session.flush()
            session.add(
                NodeRow(
                    run_id=run_id,
                    node_id="clip",
                    type="video",
                    position=0,
                    status=node,
                    estimate_micro_usd=estimate,
                    cost_micro_usd=cost,
                    reused_from=reused,
                    alternatives=[{"provider": "heir", "price": 0, "estimate": heir}],
                )
            )

    return add


def refused(call):
    """(period, unit, limit, spent, required) of the refusal, None when there is none."""
    try:
        call()
    except BudgetExceeded as error:
        told = error.params
        return tuple(told[name] for name in ("period", "unit", "limit", "spent", "required"))
    return None


def test_nothing_is_limited_to_begin_with(budgets, ana, start):
    start(400)

    assert budgets.view(ana) == replace(NOTHING, spent_today=400, spent_this_month=400)


def test_limits_are_kept_and_lifted_one_by_one(budgets, ana):
    budgets.save(ana, run=5, day=20, month_usd=12.5)
    kept = budgets.save(ana, day=None)

    assert kept == budgets.view(ana) == replace(NOTHING, run=5, month_usd=12.5)


@pytest.mark.parametrize("limit", [{"run": -1}, {"day": 10**10}, {"month_usd": float("inf")}])
def test_a_limit_is_a_sum_of_money(budgets, ana, limit):
    with pytest.raises(InvalidInput) as caught:
        budgets.save(ana, **limit)

    assert caught.value.params["field"] == next(iter(limit))


@pytest.mark.parametrize(("period", "spent"), [("run", 0), ("day", 30), ("month", 30)])
def test_what_would_pass_a_limit_is_refused_and_told(budgets, ana, start, period, spent):
    start(30)
    budgets.save(ana, **{period: 39 if spent else 9})

    assert refused(lambda: start(9)) is None or spent == 0
    told = refused(lambda: start(10))
    assert told is not None
    assert (told[0], told[1], told[4]) == (period, "credits", 10)


def test_exactly_the_limit_is_not_past_it(budgets, ana, start):
    budgets.save(ana, day=20)
    start(15)

    assert refused(lambda: start(5)) is None
    assert refused(lambda: start(1)) == ("day", "credits", 20, 20, 1)


def test_a_cap_of_0_lets_only_what_is_free_begin(budgets, ana, start, transaction):
    budgets.save(ana, day=0, run_usd=0)

    assert refused(lambda: start(1)) == ("day", "credits", 0, 0, 1)
    with transaction() as session:
        budgets.check(session, ana.id, credits=0, micro_usd=0)
        with pytest.raises(BudgetExceeded):
            budgets.check(session, ana.id, credits=0, micro_usd=1)


def test_a_run_counts_with_what_it_holds_then_with_what_it_was_charged(
    budgets, ana, start, transaction
):
    run_id = start(50)
    with transaction() as session:
        ledger.capture(session, run_id=run_id, node_id="a", amount=20)
    held = budgets.view(ana).spent_today
    with transaction() as session:
        ledger.close(session, run_id=run_id)

    assert (held, budgets.view(ana).spent_today) == (50, 20)


def test_what_is_deducted_without_a_run_counts_too(budgets, ana, start, transaction, clock):
    budgets.save(ana, month=100)
    with transaction() as session:
        ledger.deduct(session, ana.id, amount=95, reason="x", key="k", now=clock.now)

    assert refused(lambda: start(6)) == ("month", "credits", 100, 95, 6)


def test_a_new_day_and_a_new_month_begin_at_midnight_utc(budgets, ana, start, clock):
    budgets.save(ana, day=10, month=25)
    start(10)
    clock.now = NOON + timedelta(days=1)
    start(10)
    assert refused(lambda: start(1)) == ("day", "credits", 10, 10, 1)

    clock.now = NOON + timedelta(days=2)
    assert refused(lambda: start(6)) == ("month", "credits", 25, 20, 6)

    clock.now = datetime(2026, 4, 1, tzinfo=UTC)
    assert refused(lambda: start(6)) is None


def test_dollars_are_the_providers_figure_where_there_is_one(budgets, ana, bill):
    bill(RunStatus.RUNNING, NodeStatus.PENDING, 1_000_000)
    bill(RunStatus.SUCCEEDED, NodeStatus.SUCCEEDED, 1_000_000, 250_000)
    bill(RunStatus.SUCCEEDED, NodeStatus.SUCCEEDED, 40_000)
    bill(RunStatus.FAILED, NodeStatus.FAILED, 7_000_000)
    bill(RunStatus.FAILED, NodeStatus.FAILED, 7_000_000, 3_000)
    bill(RunStatus.UNKNOWN, NodeStatus.FAILED, 500, doubt=True)
    bill(RunStatus.RUNNING, NodeStatus.SUCCEEDED, 9_000_000, reused="r")

    seen = budgets.view(ana)

    assert seen.spent_today_usd == seen.spent_this_month_usd == 1.2935


def test_while_a_run_goes_on_the_dearest_who_may_take_over_counts(budgets, ana, bill):
    bill(RunStatus.RUNNING, NodeStatus.PENDING, 100_000, heir=700_000)
    bill(RunStatus.RUNNING, NodeStatus.SUCCEEDED, 100_000, heir=700_000)

    assert budgets.view(ana).spent_today_usd == 0.8


def test_dollars_have_limits_of_their_own(budgets, ana, bill, reading):
    bill(RunStatus.SUCCEEDED, NodeStatus.SUCCEEDED, 900_000)
    budgets.save(ana, day_usd=1.0)

    with reading() as session:
        fits = budgets.problem(session, ana.id, credits=10, micro_usd=100_000)
        told = budgets.problem(session, ana.id, credits=10, micro_usd=100_001)

    assert fits is None
    assert told is not None
    assert told.params["problem"] == "day_usd"
    assert (told.params["limit"], told.params["spent"]) == (1.0, 0.9)


def test_one_accounts_limits_are_not_anothers(budgets, ana, transaction, start):
    bob = replace(ana, id=secrets.token_hex(16))
    with transaction() as session:
        ledger.open_wallet(session, bob.id, unlimited=False)
    budgets.save(bob, day=0)

    assert refused(lambda: start(10)) is None


def test_of_20_at_once_as_many_begin_as_the_day_has_room_for(budgets, ana, start):
    budgets.save(ana, day=75)

    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(lambda _: refused(lambda: start(10)), range(20)))

    assert said.count(None) == 7
    assert budgets.view(ana).spent_today == 70
