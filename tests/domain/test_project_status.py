"""Where Projects and Segments stand, row by row."""

import pytest

from vidgenie.domain.project import Purpose
from vidgenie.domain.project_status import (
    GROUPS,
    ProjectStatus,
    RunMark,
    SegmentStatus,
    project_status,
    segment_status,
    take_status,
)
from vidgenie.domain.run import NodeStatus, RunStatus

DONE, FAILED, GONE = RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED
RUNNING, QUEUED, UNKNOWN = RunStatus.RUNNING, RunStatus.QUEUED, RunStatus.UNKNOWN


def run(purpose, status, *, is_writing=False):
    return RunMark(Purpose(purpose), status, is_writing)


@pytest.mark.parametrize(
    ("runs", "is_stale", "has_all", "expected"),
    [
        ([], None, False, "draft"),
        ([], None, True, "ready"),
        ([run("script", QUEUED)], None, False, "scripting"),
        ([run("quick", RUNNING, is_writing=True)], None, False, "scripting"),
        ([run("quick", RUNNING)], None, False, "generating"),
        ([run("takes", RUNNING)], None, True, "generating"),
        ([run("script", RUNNING), run("takes", RUNNING)], None, True, "generating"),
        ([run("film", DONE), run("takes", RunStatus.CANCELLING)], False, True, "generating"),
        ([run("animatic", RUNNING)], None, False, "draft"),
        ([run("film", DONE), run("animatic", FAILED)], False, True, "completed"),
        ([run("film", DONE)], False, True, "completed"),
        ([run("film", DONE)], True, True, "outdated"),
        ([run("film", DONE), run("takes", DONE)], True, True, "outdated"),
        ([run("film", FAILED)], None, True, "failed"),
        ([run("film", UNKNOWN)], None, True, "failed"),
        ([run("film", DONE), run("takes", FAILED)], False, True, "failed"),
        ([run("film", FAILED), run("film", DONE)], False, True, "completed"),
        ([run("takes", GONE)], None, False, "draft"),
        ([run("film", DONE), run("film", GONE)], False, True, "completed"),
        ([run("film", FAILED), run("film", GONE)], None, False, "failed"),
    ],
)
def test_a_project_stands_where_its_runs_have_left_it(runs, is_stale, has_all, expected):
    assert project_status(runs, is_stale=is_stale, has_all_clips=has_all) == expected


@pytest.mark.parametrize(
    ("takes", "has_clip", "is_pinned", "expected"),
    [
        ("", False, False, "draft"),
        ("", True, True, "completed"),
        ("pending", False, False, "pending"),
        ("running", False, False, "processing"),
        ("succeeded running", True, True, "processing"),
        ("succeeded", True, False, "completed"),
        ("succeeded failed", True, False, "failed"),
        ("succeeded failed", True, True, "completed"),
        ("failed succeeded", True, False, "completed"),
        ("unknown", False, False, "unknown"),
        ("cancelled", False, False, "draft"),
        ("succeeded cancelled", True, False, "completed"),
        ("failed skipped", False, False, "failed"),
    ],
)
def test_a_segment_stands_where_its_newest_take_has_left_it(takes, has_clip, is_pinned, expected):
    statuses = [NodeStatus(status) for status in takes.split()]

    assert segment_status(statuses, has_clip=has_clip, is_pinned=is_pinned) == expected


def test_every_status_is_counted_as_one_of_four():
    assert GROUPS.keys() == set(ProjectStatus)
    assert {str(group) for group in GROUPS.values()} == {
        "draft",
        "generating",
        "completed",
        "failed",
    }


def test_every_node_says_something_about_its_take():
    assert {take_status(status) for status in NodeStatus} == {
        *map(str, set(SegmentStatus) - {SegmentStatus.DRAFT}),
        "cancelled",
    }
