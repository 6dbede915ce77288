"""Whether somebody uses far more than usual."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.consumption import LEAST_CREDITS, Period, Unusual, habit, judge, rare

TODAY = date(2026, 11, 22)


def past(*used, hour=10):
    """Hours of use: so many credits on each of the days before today, yesterday last."""
    midnight = datetime(2026, 11, 22, hour, tzinfo=UTC)
    days = range(len(used), 0, -1)
    return {midnight - timedelta(days=back): each for back, each in zip(days, used, strict=True)}


def test_a_week_of_use_is_needed():
    assert habit(past(*[10] * 6), TODAY) is None
    assert habit(past(*[10] * 7), TODAY) is not None
    assert habit(past(10, *[0] * 14, *[10] * 5), TODAY) is None
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
    weekly = past(*[200, 0, 0, 0, 0, 0, 0] * 4)

    assert habit(weekly, TODAY) is None
    assert judge(rare(weekly, TODAY), today=600, last_hour=600) is None
    assert judge(rare(weekly, TODAY), today=601, last_hour=0) == Unusual(Period.RARE, 601, 200)


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


class TestRare:
    """Who has no usual day is compared with the largest one there was."""

    def test_three_times_the_largest_day_is_unusual(self):
        found = rare(past(30, 0, 0, *[0] * 200, 20), TODAY)

        assert judge(found, today=90, last_hour=90) is None
        assert judge(found, today=91, last_hour=0) == Unusual(Period.RARE, 91, 30)

    def test_an_account_that_slept_for_a_year_is_not_forgotten(self):
        assert rare(past(30, *[0] * 400), TODAY).usual == 30

    def test_who_has_just_come_tries_things_out(self):
        assert rare(past(30, *[0] * 5), TODAY) is None
        assert rare({}, TODAY) is None

    def test_up_to_half_a_month_of_the_plan_is_no_loss_to_warn_of(self):
        found = rare(past(30, *[0] * 9), TODAY)

        assert judge(found, today=1000, last_hour=0, planned=2000) is None
        assert judge(found, today=1001, last_hour=0, planned=2000)
        assert judge(found, today=91, last_hour=0, planned=0)

    def test_a_little_is_never_unusual(self):
        found = rare(past(1, *[0] * 9), TODAY)

        assert judge(found, today=LEAST_CREDITS - 1, last_hour=0) is None
        assert judge(found, today=LEAST_CREDITS, last_hour=0)

    @given(
        st.lists(st.integers(0, 1000), min_size=7, max_size=60),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
        st.integers(0, 5000),
    )
    def test_more_is_never_less_unusual(self, used, today, more, planned):
        found = rare(past(*used), TODAY)

        if judge(found, today=today, last_hour=0, planned=planned):
            assert judge(found, today=today + more, last_hour=0, planned=planned)

    @given(
        st.lists(st.integers(0, 1000), min_size=7, max_size=60),
        st.integers(1, 1000),
        st.integers(0, 10**4),
        st.integers(0, 5000),
        st.integers(0, 5000),
    )
    def test_a_larger_past_or_plan_never_makes_a_day_unusual(
        self, used, larger, today, planned, more
    ):
        one, other = rare(past(*used), TODAY), rare(past(larger + max(used), *used), TODAY)

        if one and judge(other, today=today, last_hour=0, planned=planned + more):
            assert judge(one, today=today, last_hour=0, planned=planned)


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
