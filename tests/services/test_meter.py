"""A limit in memory counts like the one in the database."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from vidgenie.accounts.throttle import Limit
from vidgenie.services import meter as module
from vidgenie.services.meter import Meter

LIMIT = Limit("test", burst=3, interval=0.05)


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def meter(clock):
    return Meter(LIMIT, clock)


def test_a_burst_passes_then_one_per_interval(meter, clock):
    assert [meter.wait("ana") for _ in range(4)] == [0, 0, 0, pytest.approx(0.05)]

    clock.now += 0.05

    assert [bool(meter.wait("ana")) for _ in range(2)] == [False, True]


def test_the_wait_that_is_told_is_enough(meter, clock):
    for _ in range(500):
        while not (wait := meter.wait("ana")):
            pass
        clock.now += wait
        assert meter.wait("ana") == 0.0


def test_a_rest_gives_the_whole_burst_back(meter, clock):
    for _ in range(10):
        meter.wait("ana")
    clock.now += 1.0

    assert [bool(meter.wait("ana")) for _ in range(4)] == [False] * 3 + [True]


def test_people_are_counted_apart(meter):
    for _ in range(5):
        meter.wait("ana")

    assert meter.wait("bob") == 0.0


def test_many_threads_share_one_burst(meter):
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: meter.wait("ana"), range(800)))

    assert waits.count(0.0) == LIMIT.burst


def test_who_is_at_rest_takes_no_memory(meter, clock, monkeypatch):
    monkeypatch.setattr(module, "_MANY", 100)
    for number in range(1000):
        meter.wait(str(number))
        clock.now += 0.05

    assert len(meter._paid_at) <= 101
