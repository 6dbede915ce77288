"""Which part of a picture is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.timeline import Fit
from vidgenie.media.assembly.drift import box, margin_size
from vidgenie.media.assembly.geometry import contained, covering, is_filled

TALL = (1080, 1920)
SIDE = st.integers(min_value=2, max_value=4096)
PART = st.floats(min_value=0, max_value=1)


@pytest.mark.parametrize(
    ("shown", "is_full"),
    [((1080, 1920), True), ((3, 4), True), ((4, 5), False), ((1, 1), False), ((1, 3), False)],
)
def test_auto_fills_the_frame_when_a_quarter_at_most_is_cut_off(
    shown: tuple[int, int], is_full: bool
) -> None:
    assert is_filled(Fit.AUTO, shown, TALL) is is_full


def test_the_focus_stays_in_sight() -> None:
    left = covering((1920, 1080), 1.0, TALL, (0.0, 0.5))
    right = covering((1920, 1080), 1.0, TALL, (0.9, 0.5))

    assert (left.x, left.height) == (0, 1080)
    assert right.x <= 0.9 * 1920 <= right.x + right.width


def test_pixels_that_are_not_square_are_counted_as_they_look() -> None:
    # 720x576 of PAL that is shown as 16:9.
    part = covering((720, 576), 64 / 45, (1920, 1080), (0.5, 0.5))

    assert (part.width, part.height) == (720, 576)


@given(SIDE, SIDE, PART, PART, st.sampled_from([TALL, (1920, 1080), (540, 540)]))
def test_the_part_that_fills_lies_in_the_picture(
    width: int, height: int, x: float, y: float, size: tuple[int, int]
) -> None:
    part = covering((width, height), 1.0, size, (x, y))

    assert part.x >= 0 <= part.y
    assert part.x + part.width <= width
    assert part.y + part.height <= height
    assert all(number % 2 == 0 for number in (part.x, part.y, part.width, part.height))


@given(SIDE, SIDE, st.sampled_from([TALL, (1920, 1080), (540, 540)]))
def test_all_of_a_picture_that_is_contained_lies_in_the_frame(
    width: int, height: int, size: tuple[int, int]
) -> None:
    part = contained((width, height), size)

    assert (part.x + part.width <= size[0], part.y + part.height <= size[1]) == (True, True)
    assert all(number % 2 == 0 for number in (part.x, part.y, part.width, part.height))


@given(
    frames=st.integers(min_value=1, max_value=9000),
    at=PART,
    way=st.integers(min_value=0, max_value=7),
)
def test_a_picture_drifts_inside_itself_and_slowly(frames: int, at: float, way: int) -> None:
    drawn = margin_size(TALL)
    frame = round(-15 + at * (frames + 29))

    one = box(frame, frames, way=way, size=TALL, drawn=drawn)
    other = box(frame + 1, frames, way=way, size=TALL, drawn=drawn)

    assert one[0] >= 0 <= one[1]
    assert (one[2] <= drawn[0] + 1e-6, one[3] <= drawn[1] + 1e-6) == (True, True)
    assert max(abs(a - b) for a, b in zip(one, other, strict=True)) < 4
