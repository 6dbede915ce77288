"""The plan: pieces are all frames of the video, each once."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.timeline import Shot, Timeline, Transition, TransitionKind
from vidgenie.media.assembly.plan import LONGEST_PIECE, pieces

PICTURE = FileValue("a", PortType.IMAGE, "png", 0, 0, 0)
TRANSITIONS = st.builds(
    Transition, st.sampled_from(list(TransitionKind)), st.floats(min_value=0.2, max_value=1.0)
)
SHOTS = st.builds(
    Shot,
    picture=st.just(PICTURE),
    seconds=st.floats(min_value=0.01, max_value=40),
    transition=TRANSITIONS,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(SHOTS, min_size=1, max_size=12))
def test_pieces_tile_the_video_and_every_shot_shows_its_own_frames(shots: list[Shot]) -> None:
    timeline = Timeline(tuple(shots))
    placed = timeline.placed()

    found = list(pieces(timeline))

    assert found[0].first == 0
    assert all(one.first + one.frames == other.first for one, other in pairwise(found))
    assert found[-1].first + found[-1].frames == timeline.frames
    for piece in found:
        assert 0 < piece.frames <= LONGEST_PIECE
        for layer in piece.layers:
            assert placed[layer.shot].first + layer.first == piece.first


@settings(max_examples=100, deadline=None)
@given(st.lists(SHOTS, min_size=2, max_size=6))
def test_a_joint_lies_half_on_each_side_of_its_border(shots: list[Shot]) -> None:
    timeline = Timeline(tuple(shots))
    borders = {placed.first: placed for placed in timeline.placed()[1:]}

    joints = [piece for piece in pieces(timeline) if len(piece.layers) > 1]

    assert len(joints) == sum(1 for half in timeline.joints() if half)
    assert all(joint.first + joint.frames // 2 in borders for joint in joints)


def test_a_cut_makes_no_joint() -> None:
    shot = Shot(PICTURE, seconds=1.0)

    found = list(pieces(Timeline((shot, shot))))

    assert [(piece.first, piece.frames, len(piece.layers)) for piece in found] == [
        (0, 30, 1),
        (30, 30, 1),
    ]


def test_a_transition_takes_its_frames_from_both_shots() -> None:
    fade = Transition(TransitionKind.FADE, 0.4)
    shots = (Shot(PICTURE, seconds=1.0, transition=fade), Shot(PICTURE, seconds=1.0))

    found = list(pieces(Timeline(shots)))

    assert [(piece.first, piece.frames) for piece in found] == [(0, 24), (24, 12), (36, 24)]
    assert [(layer.shot, layer.first) for layer in found[1].layers] == [(0, 24), (1, -6)]


def test_a_long_shot_is_made_in_equal_parts() -> None:
    found = list(pieces(Timeline((Shot(PICTURE, seconds=25.0),))))

    assert [piece.frames for piece in found] == [250, 250, 250]
