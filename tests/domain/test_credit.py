"""The rules of credits: none appears, none is lost, whatever happens in whatever order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.credit import Balance, capture, close, refund, reserve
from vidgenie.errors import InsufficientCredits

balances = st.builds(
    Balance,
    available=st.integers(0, 1000),
    held=st.integers(0, 1000),
    used=st.integers(0, 1000),
    unlimited=st.booleans(),
)
limited = balances.filter(lambda balance: not balance.unlimited and balance.available)


@st.composite
def runs(draw: st.DrawFn, of: st.SearchStrategy[Balance] = balances):
    """A balance, the amount a Run sets aside, and what its Nodes capture."""
    balance = draw(of)
    most = 1000 if balance.unlimited else balance.available
    amount = draw(st.integers(1, max(1, most)))
    captures: list[int] = []
    for part in draw(st.lists(st.integers(0, amount), max_size=5)):
        captures.append(min(part, amount - sum(captures)))
    return balance, amount, captures


def total(balance: Balance) -> int:
    return balance.available + balance.held + balance.used


@given(runs(of=limited))
def test_a_run_neither_makes_nor_loses_credits(case):
    before, amount, captures = case

    balance, hold = reserve(before, run_id="r", amount=amount)
    for part in captures:
        balance, hold = capture(balance, hold, amount=part)
    balance, hold = close(balance, hold)

    assert total(balance) == total(before)


@given(runs(of=limited))
def test_a_run_costs_what_was_captured(case):
    before, amount, captures = case

    balance, hold = reserve(before, run_id="r", amount=amount)
    for part in captures:
        balance, hold = capture(balance, hold, amount=part)
    balance, hold = close(balance, hold)

    assert before.available - balance.available == sum(captures)


@given(runs(of=limited))
def test_a_closed_hold_is_captured_or_released_to_the_last_credit(case):
    before, amount, captures = case

    balance, hold = reserve(before, run_id="r", amount=amount)
    for part in captures:
        balance, hold = capture(balance, hold, amount=part)
    _, hold = close(balance, hold)

    assert hold.captured + hold.released == hold.amount


@given(limited, st.integers(1, 5000))
def test_more_than_there_is_cannot_be_set_aside(balance, extra):
    required = balance.available + extra

    with pytest.raises(InsufficientCredits) as raised:
        reserve(balance, run_id="r", amount=required)

    assert (raised.value.required, raised.value.available) == (required, balance.available)


@given(runs(of=balances.filter(lambda balance: balance.unlimited)))
def test_an_unlimited_balance_is_never_drawn_on(case):
    before, amount, captures = case

    balance, hold = reserve(before, run_id="r", amount=amount)
    for part in captures:
        balance, hold = capture(balance, hold, amount=part)
    balance, hold = close(balance, hold)

    assert (balance.available, balance.held) == (before.available, before.held)


@given(runs(of=balances.filter(lambda balance: balance.unlimited)))
def test_an_unlimited_balance_still_counts_what_is_used(case):
    before, amount, captures = case

    balance, hold = reserve(before, run_id="r", amount=amount)
    for part in captures:
        balance, hold = capture(balance, hold, amount=part)

    assert balance.used - before.used == sum(captures)


@given(runs(of=limited))
def test_closing_twice_changes_nothing(case):
    before, amount, _ = case
    closed = close(*reserve(before, run_id="r", amount=amount))

    again = close(*closed)

    assert again == closed


@given(runs(of=limited))
def test_a_closed_hold_gives_nothing_more(case):
    before, amount, _ = case
    closed = close(*reserve(before, run_id="r", amount=amount))

    with pytest.raises(ValueError, match="closed"):
        capture(*closed, amount=1)


@given(runs(of=limited), st.integers(1, 100))
def test_no_more_is_captured_than_was_held(case, extra):
    before, amount, _ = case
    reserved = reserve(before, run_id="r", amount=amount)

    with pytest.raises(ValueError, match="cannot capture"):
        capture(*reserved, amount=amount + extra)


@given(runs(of=limited))
def test_a_run_that_is_refunded_costs_nothing(case):
    before, amount, captures = case
    after, hold = reserve(before, run_id="r", amount=amount)
    for part in captures:
        after, hold = capture(after, hold, amount=part)
    after, hold = close(after, hold)

    if hold.captured:
        after, hold = refund(after, hold, amount=hold.captured)

    assert after == before


@given(runs(of=balances.filter(lambda balance: balance.unlimited)))
def test_a_refund_makes_no_credits_where_there_is_no_limit(case):
    before, amount, _ = case
    after, hold = close(*capture(*reserve(before, run_id="r", amount=amount), amount=amount))

    after, hold = refund(after, hold, amount=amount)

    assert (after.available, after.used) == (before.available, before.used)


@given(runs(of=limited), st.integers(1, 100))
def test_no_more_is_refunded_than_was_captured(case, extra):
    before, amount, _ = case
    half = refund(*capture(*reserve(before, run_id="r", amount=amount), amount=amount), amount=1)

    with pytest.raises(ValueError, match="cannot refund"):
        refund(*half, amount=amount - 1 + extra)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_refund_of_nothing_is_a_mistake(amount):
    charged = capture(*reserve(Balance(available=10), run_id="r", amount=5), amount=5)

    with pytest.raises(ValueError, match="cannot refund"):
        refund(*charged, amount=amount)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_hold_of_nothing_is_a_mistake(amount):
    with pytest.raises(ValueError, match="positive"):
        reserve(Balance(available=10), run_id="r", amount=amount)
