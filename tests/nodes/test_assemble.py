"""The segment and assemble nodes: what comes in becomes one Timeline."""

import pytest

from vidgenie.domain.brand import Brand
from vidgenie.domain.captions import CaptionLook, Captions, TimedWord
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.timeline import (
    Aspect,
    Fit,
    Logo,
    Music,
    Profile,
    Shot,
    Transition,
    TransitionKind,
)
from vidgenie.domain.value import CaptionsValue, MusicValue, SegmentValue
from vidgenie.errors import InvalidInput, InvalidMedia
from vidgenie.nodes.assemble import Assemble
from vidgenie.nodes.segment import Segment

CLIP = FileValue("clip", PortType.VIDEO, "mp4", 1080, 1920, 9, seconds=4.0)
PICTURE = FileValue("picture", PortType.IMAGE, "png", 1080, 1920, 9)
SPEECH = FileValue("speech", PortType.AUDIO, "wav", 0, 0, 9, seconds=2.0)
SONG = FileValue("song", PortType.AUDIO, "mp3", 0, 0, 9, seconds=60.0)
WORDS = Captions((TimedWord("Bonjour", 0.1, 0.5),), CaptionLook("impact", active="#FF0000"))
BRAND = Brand(
    "Ours", Logo(PICTURE), intro=PICTURE, outro=CLIP, font="Anton", active="#00FF00", box="#0000FF"
)


class Table:
    """Has values on it, and keeps the Timeline it was asked to cut."""

    def __init__(self, **inputs):
        self.inputs = inputs

    def values(self, name):
        return tuple(self.inputs.get(name, ()))

    def value(self, name):
        return next(iter(self.values(name)), None)

    def file(self, name):
        found = self.value(name)
        return found if isinstance(found, FileValue) else None

    async def brand(self, kit_id):
        assert kit_id == "kit"
        return BRAND

    async def craft(self, work):
        self.work = work
        return CLIP


async def cut(table, **raw):
    await Assemble().run(Assemble().parse(raw, node="assemble"), table)
    return table.work


async def test_a_segment_is_what_it_was_set_to():
    table = Table(picture=[CLIP], speech=[SPEECH], captions=[CaptionsValue(WORDS)])
    chosen = Segment().parse(
        {
            "seconds": 6,
            "fit": "crop",
            "focus_x": 0.2,
            "transition": "zoom",
            "transition_seconds": 0.5,
            "keep_sound": True,
            "moves": False,
        },
        node="s",
    )

    made = await Segment().run(chosen, table)

    assert made["segment"].shot == Shot(
        CLIP,
        seconds=6,
        speech=SPEECH,
        captions=WORDS,
        fit=Fit.CROP,
        focus=(0.2, 0.5),
        transition=Transition(TransitionKind.ZOOM, 0.5),
        keep_sound=True,
        moves=False,
    )


@pytest.mark.parametrize(
    "raw",
    [
        {"seconds": 0.1},
        {"seconds": 601},
        {"focus_x": 1.1},
        {"transition": "explode"},
        {"transition_seconds": 2},
        {"fit": "squash"},
    ],
)
def test_values_that_make_no_sense_are_refused(raw):
    with pytest.raises(InvalidInput):
        Segment().parse(raw, node="s")


async def test_segments_clips_and_pictures_become_shots_in_their_order():
    segment = SegmentValue(Shot(PICTURE, seconds=3))

    work = await cut(Table(segments=[CLIP, segment, PICTURE]), aspect="1:1", profile="small")

    assert work.shots == (Shot(CLIP), Shot(PICTURE, seconds=3), Shot(PICTURE))
    assert (work.aspect, work.profile) == (Aspect.SQUARE, Profile.SMALL)


async def test_voice_and_captions_may_lie_over_all_of_it():
    work = await cut(
        Table(segments=[CLIP], voice=[SPEECH], captions=[CaptionsValue(WORDS)]), title="Ours"
    )

    assert (work.voice, work.captions, work.title) == (SPEECH, WORDS, "Ours")


@pytest.mark.parametrize(
    ("given", "music"),
    [(SONG, Music(SONG)), (MusicValue(Music(SONG, volume=0.1)), Music(SONG, volume=0.1))],
)
async def test_music_comes_with_its_volume_or_as_a_file(given, music):
    assert (await cut(Table(segments=[CLIP], music=[given]))).music == music


async def test_a_brand_frames_the_video_and_fills_what_the_look_leaves_open():
    segment = SegmentValue(Shot(CLIP, captions=WORDS))

    work = await cut(Table(segments=[segment]), brand="kit")

    intro, shot, outro = work.shots
    assert (intro.picture, intro.seconds, outro.picture) == (PICTURE, 2.0, CLIP)
    assert work.logo == BRAND.logo
    assert shot.captions.look == CaptionLook(
        "impact", font="Anton", active="#FF0000", box="#0000FF"
    )


def test_the_brand_is_asked_for_before_anything_starts():
    node = Assemble()

    assert node.brands(node.parse({"brand": "kit"}, node="a")) == ("kit",)
    assert node.brands(node.parse({}, node="a")) == ()


@pytest.mark.parametrize(
    ("shots", "problem"),
    [
        ([Shot(PICTURE, seconds=301)] * 2, "too_long"),
        ([Shot(PICTURE, seconds=1)] * 201, "too_large"),
    ],
)
async def test_what_is_longer_than_a_short_video_is_refused(shots, problem):
    with pytest.raises(InvalidInput) as caught:
        await cut(Table(segments=[SegmentValue(shot) for shot in shots]))

    assert caught.value.params["problem"] == problem


@pytest.mark.parametrize(("brand", "shot"), [("", 2), ("kit", 1)])
async def test_a_damaged_clip_is_counted_without_the_intro(brand, shot):
    class Torn(Table):
        async def craft(self, work):
            raise InvalidMedia("Torn.", problem="unreadable", shot=2)

    with pytest.raises(InvalidMedia) as caught:
        await cut(Torn(segments=[CLIP, CLIP]), brand=brand)

    assert caught.value.params["shot"] == shot
