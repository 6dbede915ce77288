"""Timelines: every Shot has its whole frames, nothing overlaps, nobody is cut short."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.captions import Captions, TimedWord
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.timeline import (
    FPS,
    LEAD,
    LONGEST_LEAD,
    STILL,
    TAIL,
    Aspect,
    Profile,
    Shot,
    Timeline,
    Transition,
    TransitionKind,
    frame_size,
)

PICTURE = FileValue("1" * 32, PortType.IMAGE, "png", 1080, 1920, 9)
HAIR = 1e-6
FRAME = 1 / FPS


def clip(seconds: float) -> FileValue:
    return FileValue("2" * 32, PortType.VIDEO, "mp4", 1080, 1920, 9, seconds=seconds)


def speech(seconds: float) -> FileValue:
    return FileValue("3" * 32, PortType.AUDIO, "wav", 0, 0, 9, seconds=seconds)


def said(*words: TimedWord) -> Captions:
    return Captions(words)


@st.composite
def captions(draw: st.DrawFn, seconds: float) -> Captions:
    """Words in order, within so many seconds."""
    moments = sorted(draw(st.lists(st.floats(0, seconds), min_size=2, max_size=5)))
    return said(
        *(TimedWord(f"word{n}", start, end) for n, (start, end) in enumerate(pairwise(moments)))
    )


@st.composite
def shots(draw: st.DrawFn) -> Shot:
    """Any Shot."""
    length = draw(st.floats(0.05, 20))
    spoken = draw(st.none() | st.floats(0.05, 20))
    return Shot(
        picture=draw(st.sampled_from([PICTURE, clip(length)])),
        seconds=draw(st.none() | st.floats(0.01, 20)),
        speech=None if spoken is None else speech(spoken),
        captions=None if spoken is None else draw(captions(spoken)),
        transition=Transition(
            draw(st.sampled_from(TransitionKind)), seconds=draw(st.floats(0.2, 1.0))
        ),
    )


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Any Timeline."""
    voice = draw(st.none() | st.floats(0.05, 60))
    return Timeline(
        tuple(draw(st.lists(shots(), min_size=1, max_size=5))),
        voice=None if voice is None else speech(voice),
        captions=draw(st.none() | captions(voice or 5.0)),
    )


@given(timelines())
def test_shots_lie_side_by_side_from_the_first_frame_to_the_last(timeline: Timeline) -> None:
    at = 0
    for placed in timeline.placed():
        assert (placed.first, placed.frames >= 1) == (at, True)
        at += placed.frames

    assert (at, timeline.seconds * FPS) == (timeline.frames, pytest.approx(timeline.frames))
    assert [placed.shot for placed in timeline.placed()] == list(timeline.shots)


@given(timelines())
def test_a_shot_is_as_long_as_it_wants_within_half_a_frame(timeline: Timeline) -> None:
    for placed in timeline.placed():
        shorter_by = placed.shot.own_seconds - placed.seconds

        assert shorter_by <= FRAME / 2 + HAIR


@given(timelines())
def test_a_shot_is_no_longer_than_somebody_needs(timeline: Timeline) -> None:
    for placed in timeline.placed()[:-1]:
        spoken = placed.shot.speech.seconds if placed.shot.speech else None
        needed = 0.0 if spoken is None else LEAD + spoken + TAIL

        assert placed.seconds <= max(FRAME, placed.shot.own_seconds, needed) + FRAME + HAIR


@given(timelines())
def test_speech_lies_within_its_shot_with_room_on_both_sides(timeline: Timeline) -> None:
    for placed in timeline.placed():
        if placed.shot.speech is None:
            assert placed.speech_at == placed.start
            continue
        before = placed.speech_at - placed.start
        after = placed.seconds - before - (placed.shot.speech.seconds or 0.0)

        assert LEAD - HAIR <= before <= LONGEST_LEAD + HAIR
        assert after >= TAIL - HAIR


@given(timelines())
def test_a_voice_over_all_ends_before_the_video_does(timeline: Timeline) -> None:
    if timeline.voice:
        end = LEAD + (timeline.voice.seconds or 0.0)

        assert end + TAIL <= timeline.seconds + HAIR


@given(timelines())
def test_a_transition_takes_at_most_half_of_both_its_shots(timeline: Timeline) -> None:
    placed = timeline.placed()
    joints = timeline.joints()

    assert len(joints) == len(placed) - 1
    for half, one, other in zip(joints, placed, placed[1:], strict=False):
        assert 0 <= half <= min(one.frames, other.frames) // 2
        assert half * 2 <= one.shot.transition.seconds * FPS + 1
    for at, one in enumerate(placed):
        taken = (joints[at - 1] if at else 0) + (joints[at] if at < len(joints) else 0)
        assert taken <= one.frames


@given(timelines())
def test_a_cut_takes_nothing(timeline: Timeline) -> None:
    halves = zip(timeline.joints(), timeline.shots, strict=False)

    assert all(not half for half, shot in halves if shot.transition.kind is TransitionKind.CUT)


@given(timelines())
def test_a_transition_moves_nothing(timeline: Timeline) -> None:
    cut = replace(
        timeline, shots=tuple(replace(shot, transition=Transition()) for shot in timeline.shots)
    )

    assert [p.first for p in cut.placed()] == [p.first for p in timeline.placed()]
    assert cut.frames == timeline.frames


@given(timelines())
def test_words_are_in_order_and_within_the_video(timeline: Timeline) -> None:
    shown = replace(timeline, captions=None)
    words = shown.words()

    assert all(0 <= word.start <= word.end <= shown.seconds + 0.001 for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)


@given(timelines())
def test_words_are_said_when_their_speech_plays(timeline: Timeline) -> None:
    for (at, captions), (heard_at, spoken) in zip(
        replace(timeline, voice=None, captions=None).captioned(),
        replace(timeline, voice=None).spoken(),
        strict=True,
    ):
        assert at == heard_at
        assert all(word.end <= (spoken.seconds or 0.0) for word in captions.words)


@given(timelines(), st.floats(0.05, 10))
def test_a_shot_does_not_move_those_before_it(timeline: Timeline, seconds: float) -> None:
    longer = replace(timeline, shots=(*timeline.shots, Shot(clip(seconds))), voice=None)
    before = replace(timeline, voice=None).placed()

    assert longer.placed()[: len(before)] == before


def test_words_count_from_the_beginning_of_the_video() -> None:
    first = Shot(PICTURE, seconds=2.0)
    second = Shot(PICTURE, speech=speech(4.0), captions=said(TimedWord("nuit ?", 0.5, 1.0)))

    (word,) = Timeline((first, second)).words()

    # The picture is shown for 5 s, so 0.5 s are free before the speech and after it.
    assert word == TimedWord("nuit ?", 3.0, 3.5)


def test_words_without_speech_count_from_their_shot() -> None:
    shot = Shot(PICTURE, captions=said(TimedWord("calm", 1.0, 2.0)))

    assert Timeline((shot, shot)).words() == [
        TimedWord("calm", 1.0, 2.0),
        TimedWord("calm", 6.0, 7.0),
    ]


def test_words_of_a_voice_over_all_begin_with_it() -> None:
    words = said(TimedWord("hello", 0.0, 0.4))

    spoken = Timeline((Shot(PICTURE),), voice=speech(3.0), captions=words)

    assert spoken.words() == [TimedWord("hello", LEAD, round(LEAD + 0.4, 3))]
    assert replace(spoken, voice=None).words() == [TimedWord("hello", 0.0, 0.4)]


@pytest.mark.parametrize(
    ("shot", "seconds"),
    [
        (Shot(PICTURE), STILL),
        (Shot(PICTURE, seconds=2.5), 2.5),
        (Shot(clip(4.0)), 4.0),
        (Shot(clip(4.0), seconds=2.0), 2.0),
        (Shot(clip(4.0), seconds=6.0), 6.0),
        (Shot(clip(2.0), speech=speech(5.5)), 6.0),
        (Shot(clip(8.0), speech=speech(5.5)), 8.0),
        (Shot(clip(0.001)), FRAME),
    ],
)
def test_how_long_a_shot_is_shown(shot: Shot, seconds: float) -> None:
    assert Timeline((shot,)).seconds == pytest.approx(seconds)


def test_a_long_voice_makes_the_last_shot_longer() -> None:
    timeline = Timeline((Shot(clip(2.0)), Shot(clip(2.0))), voice=speech(9.5))

    assert [placed.frames for placed in timeline.placed()] == [60, 240]


def test_a_timeline_without_shots_has_no_frames() -> None:
    empty = Timeline((), voice=speech(3.0))

    assert (empty.frames, empty.placed(), empty.joints(), empty.words()) == (0, (), (), [])


@pytest.mark.parametrize(
    ("aspect", "size"),
    [
        (Aspect.PORTRAIT, (1080, 1920)),
        (Aspect.LANDSCAPE, (1920, 1080)),
        (Aspect.SQUARE, (1080, 1080)),
    ],
)
@pytest.mark.parametrize("profile", Profile)
def test_a_draft_has_half_the_width_and_height(
    aspect: Aspect, size: tuple[int, int], profile: Profile
) -> None:
    part = 2 if profile is Profile.DRAFT else 1

    assert frame_size(aspect, profile) == (size[0] // part, size[1] // part)
    assert Timeline((), aspect, profile).size == frame_size(aspect, profile)
