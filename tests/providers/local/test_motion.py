"""A scene becomes frames: real parallax, never at rest, the same every time."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.providers.local.small_scenes import SIZE, small_scene
from vidgenie.providers.local.camera import MOTIONS, Camera
from vidgenie.providers.local.frame import to_yuv
from vidgenie.providers.local.grade import grade
from vidgenie.providers.local.layers import Scene, flattened
from vidgenie.providers.local.motion import FPS, picture_frames, scene_frames

Frames = npt.NDArray[np.uint8]
WIDTH, HEIGHT = SIZE


def _frames(scene: Scene, *, seconds: float = 1.0, motion: str = "medium") -> Frames:
    made = scene_frames(scene, list(scene.layers), seconds=seconds, motion=motion)
    return np.stack([frame.copy() for frame in made])


def _column(frame: Frames, *, row: int, chroma: int) -> float:
    """Where the strongest colour is on a line of the frame, in luma columns.

    chroma: 0 blue, 1 red.
    """
    line = frame[HEIGHT + row // 2].reshape(-1, 2)[:, chroma].astype(float) - 128
    line = np.clip(line - 40, 0, None)
    return 2 * float((line * np.arange(len(line))).sum() / line.sum())


def test_there_are_exactly_thirty_frames_a_second() -> None:
    frames = _frames(small_scene(), seconds=2)

    assert frames.shape == (2 * FPS, HEIGHT * 3 // 2, WIDTH)


def test_the_first_frame_is_the_still_picture() -> None:
    scene = small_scene()
    still = grade(scene, flattened(scene.layers))[:, 8:-8]

    luma = _frames(scene)[0, :HEIGHT].astype(float)

    assert np.abs(luma - to_yuv(still)[0]).mean() < 1.5


def test_what_is_near_moves_much_more_than_what_is_far() -> None:
    frames = _frames(small_scene(), seconds=5, motion="high")

    far = _column(frames[-1], row=66, chroma=1) - _column(frames[0], row=66, chroma=1)
    near = _column(frames[-1], row=140, chroma=0) - _column(frames[0], row=140, chroma=0)

    assert abs(near) > 3 * abs(far) > 0


def test_more_motion_moves_more() -> None:
    moved = []
    for motion in MOTIONS:
        frames = _frames(small_scene(), seconds=5, motion=motion)
        moved.append(
            abs(_column(frames[-1], row=140, chroma=0) - _column(frames[0], row=140, chroma=0))
        )

    assert moved == sorted(moved)


def test_motion_goes_in_steps_smaller_than_a_pixel() -> None:
    frames = _frames(small_scene(), seconds=5, motion="high")
    at = [_column(frame, row=140, chroma=0) for frame in frames]

    largest = max(abs(b - a) for a, b in pairwise(at))

    assert largest < 1.0


@pytest.mark.parametrize("particles", ["", "snow", "rain", "fireflies", "dust"])
def test_equal_scenes_give_equal_frames(particles: str) -> None:
    first = _frames(small_scene(particles), seconds=0.5)

    assert np.array_equal(first, _frames(small_scene(particles), seconds=0.5))


@pytest.mark.parametrize("particles", ["snow", "rain", "fireflies", "dust"])
def test_the_air_is_alive(particles: str) -> None:
    plain = _frames(small_scene(), seconds=1).astype(int)
    alive = _frames(small_scene(particles), seconds=1).astype(int)

    changed = [(np.abs(a - p) > 12).mean() for a, p in zip(alive, plain, strict=True)]

    assert 0.0002 < np.mean(changed) < 0.25


def test_another_seed_gives_another_clip() -> None:
    first = _frames(small_scene("snow", seed=3), seconds=0.5)

    assert not np.array_equal(first, _frames(small_scene("snow", seed=4), seconds=0.5))


@pytest.mark.parametrize("shape", [(90, 160), (160, 90), (300, 300), (1, 9000), (9000, 1)])
def test_any_picture_fills_every_frame(shape: tuple[int, int]) -> None:
    picture = np.full((shape[1], shape[0], 3), 0.8, np.float32)
    made = picture_frames(picture, size=SIZE, seconds=1, motion="high", seed=1)

    darkest = min(int(frame[:HEIGHT].min()) for frame in made)

    assert darkest > 120


def test_a_picture_moves() -> None:
    rng = np.random.default_rng(5)
    picture = np.kron(rng.random((24, 14, 3)), np.ones((10, 10, 1))).astype(np.float32)
    made = picture_frames(picture, size=SIZE, seconds=2, motion="medium", seed=1)

    frames = [frame[:HEIGHT].astype(int) for frame in (f.copy() for f in made)]

    assert np.abs(frames[-1] - frames[0]).mean() > 4


@given(
    seconds=st.sampled_from([5, 8, 15, 30, 60]),
    motion=st.sampled_from(MOTIONS),
    side=st.sampled_from([-1, 1]),
)
def test_the_camera_never_stands_still(seconds: int, motion: str, side: int) -> None:
    camera = Camera(seconds, motion, room=130, side=side)
    near = [camera.pose(t / 2, depth=1.0) for t in range(seconds * 2 + 1)]

    slowest = min(abs(b.dx - a.dx) + 540 * abs(b.zoom - a.zoom) for a, b in pairwise(near))

    assert slowest > 0.4  # pixels in half a second, at the edge of a 1080 pixel view


@given(
    t=st.floats(0, 60),
    depth=st.floats(0, 1),
    motion=st.sampled_from(MOTIONS),
    room=st.floats(0, 300),
)
def test_the_view_never_leaves_the_canvas(t: float, depth: float, motion: str, room: float) -> None:
    pose = Camera(60, motion, room=room, side=1).pose(t, depth=depth)

    assert (abs(pose.dx) <= room / 2 + 1e-9, pose.zoom >= 1) == (True, True)
