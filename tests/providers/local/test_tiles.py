"""A cutout is drawn in pieces, and no one can tell."""

import numpy as np
import pytest

from vidgenie.providers.local.cutout import Cutout
from vidgenie.providers.local.frame import Frame, fine, fine_part
from vidgenie.providers.local.pose import Pose
from vidgenie.providers.local.tiles import parts

SIZE = (320, 200)
BOX = (0, 0, *SIZE)


def _disc() -> np.ndarray:
    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    return np.clip(2 - np.hypot(x - 160, (y - 130) * 1.4) / 60, 0, 1).astype(np.float32)


def _cutout(alpha: np.ndarray) -> Cutout:
    colour = np.repeat(alpha[..., None] * np.float32(0.6), 3, axis=2)
    return Cutout(colour, alpha, SIZE, BOX, np.random.default_rng(1))


def test_parts_leave_out_what_is_empty_and_know_what_is_solid() -> None:
    opaque = np.zeros((256, 320), bool)
    opaque[128:] = True

    found = [(p.left, p.top, p.right, p.bottom, p.is_solid) for p in parts(opaque, opaque)]

    # Enlarging mixes the pixels on both sides of the edge.
    assert found == [
        (0, 64, 320, 128, False),
        (0, 128, 320, 192, False),
        (0, 192, 320, 256, True),
    ]


def test_a_part_of_a_plane_is_enlarged_as_the_whole_is() -> None:
    plane = np.random.default_rng(2).integers(0, 256, (60, 50), dtype=np.uint8)

    part = fine_part(plane, np.s_[10:30, 8:50])

    assert np.array_equal(part, fine(plane)[40:120, 32:200])


@pytest.mark.parametrize("pose", [Pose(), Pose(dx=7.3, zoom=1.11), Pose(dx=-11.8, zoom=1.04)])
def test_nothing_is_drawn_where_the_cutout_is_empty_and_all_of_it_where_it_is_not(
    pose: Pose,
) -> None:
    frame = Frame(SIZE)
    frame.luma[:], frame.chroma_bytes[:] = 200, 128

    _cutout(_disc()).draw(frame, pose, rows=SIZE[1])

    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    across = (x - 160) / pose.zoom + pose.dx
    down = (y - 100) / pose.zoom - 30
    away = np.hypot(across, down * 1.4)
    assert set(np.unique(frame.luma[away > 125])) == {200}
    inside = frame.luma[away < 55].astype(float)
    assert abs(inside.mean() - (16 + 219 * 0.6)) < 1
    assert np.ptp(inside) <= 4


def test_rows_from_which_all_is_hidden_hide_everything() -> None:
    alpha = np.zeros((SIZE[1], SIZE[0]), np.float32)
    alpha[90:] = 1
    ground = _cutout(alpha)
    pose = Pose(zoom=1.1)
    dark, bright = Frame(SIZE), Frame(SIZE)
    bright.luma[:] = 235

    row = ground.hides_from(pose)
    for frame in (dark, bright):
        ground.draw(frame, pose, rows=SIZE[1])

    assert np.array_equal(dark.luma[row:], bright.luma[row:])
    assert 88 < row < 102


def test_what_ends_before_the_border_hides_no_whole_rows() -> None:
    assert _cutout(_disc()).hides_from(Pose()) == SIZE[1]
