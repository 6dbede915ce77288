"""Throttles are exact, also when everybody tries at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from vidgenie.accounts import throttle
from vidgenie.accounts.tables import RateRow
from vidgenie.accounts.throttle import Limit

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
LIMIT = Limit("test", burst=10, interval=6.0)


def hit(transaction, seconds=0.0, who="ana", limit=LIMIT):
    with transaction() as session:
        return throttle.hit(session, limit, who, now=NOW + timedelta(seconds=seconds))


def test_a_burst_passes_and_not_one_more(transaction):
    waits = [hit(transaction) for _ in range(12)]

    assert waits == [0] * 10 + [6, 6]


def test_after_a_burst_one_passes_per_interval(transaction):
    for _ in range(10):
        hit(transaction)

    waits = [hit(transaction, seconds) for seconds in (5.9, 6, 6, 11.5, 12, 12)]

    assert waits == [1, 0, 6, 1, 0, 6]


def test_a_rest_gives_the_whole_burst_back(transaction):
    for _ in range(10):
        hit(transaction)

    waits = [hit(transaction, seconds=60) for _ in range(11)]

    assert waits == [0] * 10 + [6]


def test_refused_attempts_do_not_make_the_wait_longer(transaction):
    waits = [hit(transaction) for _ in range(50)]

    assert waits[-1] == 6


def test_the_wait_that_is_told_is_enough(transaction):
    limit = Limit("odd", burst=3, interval=7.3)
    while not (wait := hit(transaction, limit=limit)):
        pass

    assert hit(transaction, seconds=wait, limit=limit) == 0


def test_a_clock_that_goes_back_shuts_nobody_out(transaction):
    for _ in range(10):
        hit(transaction)
    year = 365 * 86_400

    waits = [hit(transaction, seconds - year) for seconds in (0, 0, 6, 6)]

    assert waits == [0, 6, 0, 6]


def test_clocks_that_differ_by_a_minute_let_nobody_more_through(transaction):
    for _ in range(10):
        hit(transaction)

    assert hit(transaction, -60) > 0


def test_people_are_throttled_apart(transaction):
    for _ in range(10):
        hit(transaction)

    assert hit(transaction, who="bob") == 0


def test_things_are_throttled_apart(transaction):
    for _ in range(10):
        hit(transaction)

    assert hit(transaction, limit=Limit("other", burst=10, interval=6.0)) == 0


def test_strange_names_are_throttled_too(transaction):
    waits = [hit(transaction, who="\x00\ud800" * 1000) for _ in range(11)]

    assert waits[-1] == 6


def test_from_16_threads_exactly_the_burst_passes(transaction):
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: hit(transaction), range(160)))

    assert waits.count(0) == LIMIT.burst


def test_throttles_long_empty_are_forgotten_and_the_others_kept(transaction):
    hit(transaction, who="old")
    hit(transaction, seconds=3600, who="new")

    with transaction() as session:
        throttle.forget(session, now=NOW + timedelta(seconds=3700))
        kept = session.connection().execute(select(func.count(col(RateRow.key)))).scalar_one()

    assert kept == 1


@pytest.mark.parametrize("interval", [0.001, 720.0])
def test_any_interval_is_exact(transaction, interval):
    limit = Limit("any", burst=5, interval=interval)

    waits = [hit(transaction, limit=limit) for _ in range(7)]

    assert waits.count(0) == 5
