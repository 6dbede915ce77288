"""Whether somebody uses far more than usual."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.consumption import LEAST_CREDITS, Period, Unusual, habit, judge

TODAY = date(2026, 11, 22)


def past(*used, hour=10):
    """Hours of use: so many credits on each of the days before today, yesterday last."""
    midnight = datetime(2026, 11, 22, hour, tzinfo=UTC)
    days = range(len(used), 0, -1)
    return {midnight - timedelta(days=back): each for back, each in zip(days, used, strict=True)}


def test_a_week_of_use_is_needed():
    assert habit(past(*[10] * 6), TODAY) is None
    assert habit(past(*[10] * 7), TODAY) is not None
    assert habit({}, TODAY) is None


def test_today_does_not_count_as_the_past():
    hours = past(*[10] * 10) | {datetime(2026, 11, 22, 9, tzinfo=UTC): 9000}

    assert habit(hours, TODAY) == habit(past(*[10] * 10), TODAY)


def test_what_is_older_than_four_weeks_is_forgotten():
    assert habit(past(*[9000] * 10, *[10] * 28), TODAY) == habit(past(*[10] * 28), TODAY)


def test_five_deviations_above_the_median_are_unusual():
    found = habit(past(100, 110, 90, 120, 80, 100, 100, 130), TODAY)

    # The deviations are 0 0 0 10 10 20 20 30, their median 10; twice the usual is not much.
    assert (found.usual, found.day_limit) == (100, 200)


def test_a_wide_spread_allows_more():
    found = habit(past(10, 100, 190, 10, 100, 190, 100), TODAY)

    assert (found.usual, found.day_limit) == (100, 550)


def test_one_day_of_excess_does_not_raise_the_limit():
    usual = [100] * 14

    assert habit(past(*usual, 5000), TODAY).day_limit == habit(past(*usual), TODAY).day_limit


def test_who_makes_one_film_a_week_does_so_every_week():
    weekly = [200, 0, 0, 0, 0, 0, 0] * 4

    assert judge(habit(past(*weekly), TODAY), today=210, last_hour=210) is None


def test_the_words_say_what_is_usual():
    found = habit(past(*[100] * 10), TODAY)

    assert judge(found, today=201, last_hour=0) == Unusual(Period.DAY, 201, 100)
    assert judge(found, today=200, last_hour=200) is None


def test_a_burst_is_unusual_before_the_day_is():
    spread = past(*[100] * 10) | past(*[100] * 10, hour=11) | past(*[100] * 10, hour=12)
    found = habit(spread, TODAY)

    assert found.day_limit == 600
    assert judge(found, today=301, last_hour=301) == Unusual(Period.HOUR, 301, 100)
    assert judge(found, today=301, last_hour=300) is None


@pytest.mark.parametrize("used", [LEAST_CREDITS - 1, 1, 0])
def test_a_little_is_never_unusual(used):
    assert judge(habit(past(*[1] * 10), TODAY), today=used, last_hour=used) is None


def test_nobody_is_judged_without_a_past():
    assert judge(None, today=10**9, last_hour=10**9) is None


@given(st.lists(st.integers(0, 1000), min_size=7, max_size=28))
def test_a_day_like_the_usual_one_is_never_unusual(used):
    found = habit(past(*used), TODAY)

    if found is not None:
        assert judge(found, today=found.usual, last_hour=found.busiest_hour) is None


@given(
    st.lists(st.integers(0, 1000), min_size=7, max_size=28),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)
def test_more_is_never_less_unusual(used, today, more):
    found = habit(past(*used), TODAY)

    if judge(found, today=today, last_hour=0):
        assert judge(found, today=today + more, last_hour=0)
