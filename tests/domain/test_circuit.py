"""When a Provider is left alone, and when it is tried again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.circuit import LONGEST_REST, TRIPS_AFTER, Circuit

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def tripped(times: int = 1) -> tuple[Circuit, datetime]:
    """A circuit that has just opened for the `times`-th time in a row."""
    circuit, now = Circuit(), NOW
    for _ in range(TRIPS_AFTER):
        circuit = circuit.failed(now)
    for _ in range(times - 1):
        now += timedelta(seconds=circuit.wait(now))
        circuit = circuit.entered(now).failed(now)
    return circuit, now


def test_a_few_failures_change_nothing():
    circuit = Circuit()
    for _ in range(TRIPS_AFTER - 1):
        circuit = circuit.failed(NOW)

    assert circuit.wait(NOW) == 0


def test_failures_in_a_row_open_it_for_half_a_minute():
    circuit, now = tripped()

    assert circuit.wait(now) == 30
    assert circuit.wait(now + timedelta(seconds=30)) == 0


def test_a_success_in_between_starts_the_count_anew():
    circuit = Circuit()
    for _ in range(TRIPS_AFTER - 1):
        circuit = circuit.failed(NOW)

    assert circuit.succeeded().failed(NOW).wait(NOW) == 0


def test_after_the_rest_one_trial_is_made_at_a_time():
    circuit, now = tripped()
    later = now + timedelta(seconds=30)

    assert circuit.entered(later).wait(later) > 0


def test_a_trial_that_nobody_finished_does_not_close_the_door_for_ever():
    circuit, now = tripped()
    later = now + timedelta(seconds=30)

    assert circuit.entered(later).wait(later + timedelta(minutes=2)) == 0


def test_each_failed_trial_doubles_the_rest():
    rests = [circuit.wait(now) for circuit, now in map(tripped, range(1, 8))]

    assert rests == [30, 60, 120, 240, 480, 600, 600]


def test_a_successful_trial_closes_it():
    circuit, now = tripped(3)

    assert circuit.succeeded() == Circuit()
    assert circuit.succeeded().wait(now) == 0


def test_a_failure_of_a_call_that_began_earlier_adds_no_rest():
    circuit, now = tripped()

    assert circuit.failed(now).wait(now) == circuit.wait(now)


@given(st.integers(1, 30), st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_whatever_the_clock_does_nobody_is_shut_out_for_longer_than_the_longest_rest(times, shift):
    circuit, now = tripped(times)

    assert 0 <= circuit.wait(now + shift) <= LONGEST_REST.total_seconds()
