"""How often things may be tried: counted in the database, or in Redis when there is one.

The limits of the product stand here; `Limiter.take` counts attempts against them.
"""

import logging
import math
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from vidgenie.accounts import throttle
from vidgenie.accounts.throttle import Limit
from vidgenie.db import Transaction
from vidgenie.errors import TooManyAttempts
from vidgenie.settings import Settings

_log = logging.getLogger(__name__)

LOGIN_IP = Limit("login-ip", burst=100, interval=6.0)  # 100 in 10 minutes
RESET = Limit("reset", burst=5, interval=720.0)  # 5 an hour, per address and per e-mail
KEY_TEST = Limit("key-test", burst=10, interval=60.0)  # 10 in 10 minutes
CHECKOUT = Limit("checkout", burst=20, interval=30.0)  # 2 a minute
PLAN_CHANGE = Limit("plan-change", burst=20, interval=30.0)  # 2 a minute
ORDER_LOOK = Limit("order-look", burst=5, interval=3.0)  # questions to the payment service
EVENTS = Limit("events", burst=60, interval=0.05)  # 20 a second, by one session
EVENTS_IP = Limit("events-ip", burst=600, interval=0.005)  # 200 a second, by one address
FRAMES = Limit("frames", burst=200, interval=0.01)  # 100 a second, by one connection
API_TOKEN = Limit("api-token", burst=30, interval=0.5)  # 120 changes a minute
API_READS = Limit("api-reads", burst=120, interval=0.1)  # 10 a second


def login_limit(settings: Settings) -> Limit:
    """Log-ins to one e-mail address: so many at once, then one every 6 seconds."""
    return Limit("login", burst=settings.login_burst, interval=6.0)


def register_limit(settings: Settings) -> Limit:
    """New Accounts from one address."""
    burst = settings.registrations_per_hour
    return Limit("register", burst=burst, interval=3600 / burst)


def run_limit(settings: Settings) -> Limit:
    """Runs of one Account: an hour's at once, then one when there is room again."""
    burst = settings.runs_per_hour
    return Limit("run-start", burst=burst, interval=3600 / burst)


Attempt = tuple[Limit, str]
"""Against which limit, and by whom: an Account, a token, an address; "" is not counted."""


class Limiter:
    """Counts attempts, exactly, however many processes there are.

    transaction, clock: where and when attempts are counted.
    redis_url: count there instead; while it does not answer, in the database.
    """

    def __init__(
        self, transaction: Transaction, clock: Callable[[], datetime], redis_url: str = ""
    ) -> None:
        self._transaction = transaction
        self._clock = clock
        self._redis = _Redis(redis_url) if redis_url else None

    def take(self, *attempts: Attempt) -> None:
        """Count the attempts, for good, each of them even if another is refused.

        Raises TooManyAttempts when one of them is too many.
        """
        counted = [(limit, who) for limit, who in attempts if who]
        if not counted:
            return
        waits = self._redis.hit(counted) if self._redis else None
        if waits is None:
            waits = self._in_database(counted)
        if wait := max(waits):
            raise TooManyAttempts(retry_after=wait)

    def _in_database(self, attempts: Sequence[Attempt]) -> list[int]:
        now = self._clock()
        with self._transaction() as session:
            return [throttle.hit(session, limit, who, now=now) for limit, who in attempts]


class _Redis:
    """Attempts in a moving window, in Redis."""

    # Seconds without asking again, once it did not answer.
    _PAUSE = 5.0
    _PATIENCE = 0.5  # seconds

    def __init__(self, url: str) -> None:
        storage = RedisStorage(
            url,
            key_prefix="vidgenie",
            socket_timeout=self._PATIENCE,
            socket_connect_timeout=self._PATIENCE,
            # Once more at once: a connection that was idle may have been closed since.
            retry=Retry(NoBackoff(), 1),  # pyright: ignore[reportArgumentType]  # an option of redis.from_url
        )
        self._window = MovingWindowRateLimiter(storage)
        self._asked_again_at = 0.0

    def hit(self, attempts: Sequence[Attempt]) -> list[int] | None:
        """Seconds to wait for each, 0 for those that may go on; None when Redis is lost."""
        if time.monotonic() < self._asked_again_at:
            return None
        try:
            return [self._wait(limit, who) for limit, who in attempts]
        except (RedisError, OSError) as error:
            self._asked_again_at = time.monotonic() + self._PAUSE
            # The message may hold the address, and that a password.
            name = type(error).__name__
            _log.warning("Redis does not answer (%s): attempts are counted in the database", name)
            return None

    def _wait(self, limit: Limit, who: str) -> int:
        item = RateLimitItemPerSecond(limit.burst, limit.window)
        key = throttle.key_of(limit, who)
        if self._window.hit(item, key):
            return 0
        return max(1, math.ceil(self._window.get_window_stats(item, key).reset_time - time.time()))
