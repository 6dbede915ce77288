"""The life of a Run."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.run import NodeStatus, RunStatus, can_move, outcome, percent, remaining

over = [status for status in NodeStatus if status.is_over]


@given(st.sampled_from(RunStatus), st.sampled_from(RunStatus))
def test_an_ended_run_never_moves_but_out_of_doubt(old: RunStatus, new: RunStatus):
    may = old is RunStatus.UNKNOWN and new in (RunStatus.QUEUED, RunStatus.FAILED)

    assert may or not (old.is_over and can_move(old, new))


@given(st.sampled_from(RunStatus))
def test_every_run_that_is_under_way_can_end(status: RunStatus):
    reachable, seen = {status}, set[RunStatus]()
    while reachable - seen:
        seen |= reachable
        reachable = {new for old in seen for new in RunStatus if can_move(old, new)}

    assert status.is_over or any(s.is_over for s in seen)


@given(st.lists(st.sampled_from(over), min_size=1), st.booleans())
def test_a_run_succeeds_only_when_every_node_did(nodes: list[NodeStatus], cancelling: bool):
    succeeded = outcome(nodes, cancelling=cancelling) is RunStatus.SUCCEEDED

    assert succeeded == all(node is NodeStatus.SUCCEEDED for node in nodes)


@given(st.lists(st.sampled_from(over)), st.booleans())
def test_a_submission_in_doubt_is_never_hidden(nodes: list[NodeStatus], cancelling: bool):
    assert outcome([*nodes, NodeStatus.UNKNOWN], cancelling=cancelling) is RunStatus.UNKNOWN


def test_a_cancelled_run_that_had_finished_keeps_what_it_made():
    assert outcome([NodeStatus.SUCCEEDED] * 5, cancelling=True) is RunStatus.SUCCEEDED


def test_people_see_four_states():
    assert {status.shown for status in NodeStatus} == {"idle", "loading", "success", "error"}


@given(st.lists(st.tuples(st.floats(0.01, 1e4), st.floats(0.0, 1.0)), min_size=1))
def test_progress_is_a_percentage(parts: list[tuple[float, float]]):
    assert 0 <= percent(parts) <= 100


def test_progress_weighs_by_expected_time():
    assert percent([(1.0, 1.0), (3.0, 0.0)]) == 25


def test_what_remains_is_what_was_expected_until_a_node_shows_its_own_pace():
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    begun = now - timedelta(seconds=30)

    assert remaining([(60, 0.0, None), (10, 0.5, None)], now=now) == 65
    assert remaining([(60, 0.05, begun)], now=now) == 57
    assert remaining([(60, 0.25, begun)], now=now) == 90
    assert remaining([], now=now) == 0
