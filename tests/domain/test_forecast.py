"""How long credits last."""

from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from vidgenie.domain.forecast import FARTHEST, Outlook, Part, outlook, pace

days = st.lists(st.integers(0, 5000), max_size=60)
paces = st.fractions(min_value=Fraction(1, 50), max_value=5000)
parts = st.lists(
    st.builds(
        Part,
        available=st.integers(0, 10_000),
        expires_in=st.none() | st.fractions(min_value=0, max_value=400),
    ),
    max_size=6,
)


@pytest.mark.parametrize("used", [[], [9], [9, 9], [0] * 28, [0] * 20 + [5, 5]])
def test_two_days_of_use_foretell_nothing(used):
    assert pace(used) is None


def test_days_before_the_account_existed_do_not_count():
    assert pace([10, 20, 30]) == 20


def test_what_was_used_lately_weighs_more():
    assert pace([0] * 14 + [30] * 14) == 20
    assert pace([30] * 14 + [0] * 14) == 10


def test_what_is_older_than_four_weeks_is_forgotten():
    assert pace([10_000] * 30 + [10] * 28) == 10


@given(days)
def test_a_pace_is_between_the_least_and_the_most(used):
    found = pace(used)

    assume(found is not None)
    assert 0 < found <= max(used[-28:])


@given(days, st.integers(0, 5000))
def test_using_more_today_never_slows_the_pace(used, more):
    before = pace(used)

    assume(before is not None)
    assert pace([*used[:-1], used[-1] + more]) >= before


def test_credits_are_used_up_one_part_after_the_other():
    assert outlook(Fraction(10), [Part(30), Part(70)]) == Outlook(Fraction(10), 0)


def test_what_expires_first_does_not_carry_on():
    plan, pack = Part(1000, expires_in=Fraction(10)), Part(200)

    assert outlook(Fraction(10), [plan, pack]) == Outlook(Fraction(30), 900)


def test_what_expires_while_another_part_is_spent_is_lost():
    assert outlook(Fraction(1), [Part(20), Part(5, expires_in=Fraction(8))]) == Outlook(
        Fraction(20), 5
    )


def test_what_lasts_for_ages_has_no_end():
    assert outlook(Fraction(1), [Part(FARTHEST + 1)]).days is None


def test_nothing_lasts_no_time():
    assert outlook(Fraction(3), []) == Outlook(Fraction(0), 0)


def test_a_pace_of_nothing_is_a_mistake():
    with pytest.raises(ValueError, match="positive"):
        outlook(Fraction(0), [])


@given(paces, parts)
@example(Fraction(1), [Part(5, Fraction(5))])
def test_what_is_spent_and_what_is_lost_is_all_there_was(per_day, held):
    found = outlook(per_day, held)

    assume(found.days is not None)
    total = sum(part.available for part in held)
    assert 0 <= found.expiring <= total
    if all(part.expires_in is None for part in held):
        assert found == Outlook(Fraction(total) / per_day, 0)
    # Nobody is promised more than there is.
    spent = total - found.expiring
    idle = max((part.expires_in or 0 for part in held), default=0)
    assert found.days <= max(Fraction(spent) / per_day, idle) + idle


@given(paces, parts)
def test_a_quicker_pace_never_lasts_longer(per_day, held):
    slow, quick = outlook(per_day, held), outlook(2 * per_day, held)

    assume(slow.days is not None)
    assert quick.days <= slow.days
    assert quick.expiring <= slow.expiring
