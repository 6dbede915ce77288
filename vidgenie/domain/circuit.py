"""When a Provider that keeps failing is left alone, and when it is tried again.

The circuit breaker of M. Nygard's "Release It!": closed, open after failures in a row,
half-open for one trial.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

TRIPS_AFTER = 5  # failures in a row
FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=10)
TRIAL = timedelta(minutes=2)  # that others wait for who makes the trial


@dataclass(frozen=True, slots=True)
class Circuit:
    """How a Provider has answered lately.

    failures: in a row. trips: how often in a row it was left alone.
    open_until: left alone until then. trial_until: somebody tries it, at most until then.
    """

    failures: int = 0
    trips: int = 0
    open_until: datetime | None = None
    trial_until: datetime | None = None

    def wait(self, now: datetime) -> float:
        """Seconds until the next call may be made; 0.0 = now."""
        if self.open_until is None:
            return 0.0
        # A clock that was set back must not make a rest longer.
        rest = min(self.open_until - now, LONGEST_REST)
        trial = min(self.trial_until - now, TRIAL) if self.trial_until else timedelta()
        return max(0.0, rest.total_seconds(), trial.total_seconds())

    def entered(self, now: datetime) -> "Circuit":
        """After a call was let through: while it rests, that call is the one trial."""
        return self if self.open_until is None else replace(self, trial_until=now + TRIAL)

    def succeeded(self) -> "Circuit":
        """After an answer, whatever it said."""
        return Circuit()

    def failed(self, now: datetime) -> "Circuit":
        """After no answer, or one that says the service is ill."""
        failures = self.failures + 1
        if failures < TRIPS_AFTER and self.open_until is None:
            return replace(self, failures=failures)
        if self.open_until is not None and now < self.open_until:
            # A call from before the rest began adds nothing.
            return replace(self, failures=failures)
        rest = min(FIRST_REST * 2 ** min(self.trips, 10), LONGEST_REST)
        return Circuit(failures, self.trips + 1, now + rest)
