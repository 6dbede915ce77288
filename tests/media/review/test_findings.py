"""Findings of parts, put together."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.media.review.findings import (
    Finding,
    Problem,
    Span,
    merged,
    shifted,
    to_json,
    unexpected,
)

BLACK, FROZEN, SILENT = Problem.BLACK, Problem.FROZEN, Problem.SILENT


def test_what_goes_on_over_a_border_is_one() -> None:
    parts = [Finding(BLACK, 4.4, 5.0), Finding(BLACK, 5.0, 5.7)]

    assert merged(parts) == [Finding(BLACK, 4.4, 5.7)]


def test_what_is_frozen_on_both_sides_of_a_cut_has_changed() -> None:
    parts = [Finding(FROZEN, 3.0, 5.0), Finding(FROZEN, 5.0, 7.0)]

    assert merged(parts) == []


@pytest.mark.parametrize(
    ("problem", "seconds"), [(BLACK, 0.9), (FROZEN, 2.9), (SILENT, 1.9), (BLACK, 0.0)]
)
def test_what_is_short_is_not_said(problem: Problem, seconds: float) -> None:
    assert merged([Finding(problem, 1.0, 1.0 + seconds)]) == []


@pytest.mark.parametrize(("problem", "seconds"), [(BLACK, 1.0), (FROZEN, 3.0), (SILENT, 2.0)])
def test_what_is_long_enough_is_said(problem: Problem, seconds: float) -> None:
    assert merged([Finding(problem, 0.1, 0.1 + seconds)])


def test_different_problems_stay_apart_in_order_of_time() -> None:
    found = [Finding(SILENT, 2.0, 9.0), Finding(BLACK, 3.0, 5.0), Finding(BLACK, 0.0, 1.5)]

    assert [(each.problem, each.start) for each in merged(found)] == [
        *((BLACK, 0.0), (SILENT, 2.0), (BLACK, 3.0)),
    ]


@pytest.mark.parametrize(
    ("still", "left"),
    [
        ([], [(1.0, 9.0)]),
        ([(0.0, 10.0)], []),
        ([(1.0, 9.0)], []),
        ([(0.0, 4.0)], [(4.0, 9.0)]),
        ([(6.0, 12.0)], [(1.0, 6.0)]),
        ([(5.0, 6.0), (2.0, 3.0)], [(1.0, 2.0), (3.0, 5.0), (6.0, 9.0)]),
        ([(20.0, 30.0)], [(1.0, 9.0)]),
    ],
)
def test_what_is_meant_to_stand_still_is_no_finding(still: list[Span], left: list[Span]) -> None:
    found = list(unexpected([Finding(FROZEN, 1.0, 9.0)], still))

    assert [(each.start, each.end) for each in found] == left


def test_a_black_part_is_never_meant() -> None:
    black = Finding(BLACK, 1.0, 9.0)

    assert list(unexpected([black], [(0.0, 10.0)])) == [black]


def test_a_part_is_put_in_its_place() -> None:
    assert list(shifted([Finding(BLACK, 0.5, 2.0)], 10.0)) == [Finding(BLACK, 10.5, 12.0)]


def test_findings_are_kept_as_plain_json() -> None:
    assert json.loads(to_json([Finding(SILENT, 1.23456, 4.0)])) == [
        {"problem": "silent", "start": 1.23, "end": 4.0}
    ]


SPANS = st.lists(st.tuples(st.floats(0, 60), st.floats(0, 20)), max_size=8)


@given(spans=SPANS, border=st.floats(0, 80))
def test_where_a_video_was_cut_into_pieces_makes_no_difference(
    spans: list[Span], border: float
) -> None:
    whole = [Finding(BLACK, start, start + seconds) for start, seconds in spans]
    pieces = [
        part
        for each in whole
        for part in (
            Finding(BLACK, each.start, min(each.end, border)),
            Finding(BLACK, max(each.start, border), each.end),
        )
        if part.seconds >= 0
    ]

    assert merged(pieces) == merged(whole)


@given(spans=SPANS)
def test_merged_findings_stay_as_they_are(spans: list[Span]) -> None:
    once = merged(Finding(BLACK, start, start + seconds) for start, seconds in spans)

    assert merged(once) == once
