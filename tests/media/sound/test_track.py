"""The sound of a video, as it is heard once it is AAC."""

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from tests.media.sound.conftest import (
    PICTURE,
    RATE,
    decode,
    level_of,
    playing,
    shots,
    talk,
    timeline,
    tone,
)
from vidgenie.domain.files import PortType
from vidgenie.domain.timeline import LEAD, Shot, Timeline
from vidgenie.media.sound.loudness import measure

MUSIC, VOICE = 1500, 220  # Hz


def noise(seconds, level, seed=3):
    return np.random.default_rng(seed).normal(0, level, (round(seconds * RATE), 2))


def clicks(seconds):
    """Full scale now and then, nearly nothing between: hardly any loudness for its peaks."""
    sound = noise(seconds, 0.003)
    sound[:: RATE // 3] = 0.99
    return sound


CASES = {
    "a voice": lambda s: timeline(s.sound(talk(1.8)), s.sound(talk(1.4))),
    "music": lambda s: timeline(None, None, music=playing(s.sound(noise(6, 0.1)))),
    "both": lambda s: timeline(s.sound(talk(1.4)), music=playing(s.sound(noise(6, 0.1)))),
    "soft": lambda s: timeline(s.sound(talk(1.8, level=0.01)), None),
    "very loud": lambda s: timeline(s.sound(np.sign(tone(300, 1.8, 1.0))), None),
    "peaks": lambda s: timeline(None, None, music=playing(s.sound(clicks(4.0)), volume=1.0)),
}


@pytest.mark.parametrize("make", CASES.values(), ids=CASES.keys())
async def test_it_is_as_loud_as_it_should_and_its_peaks_stay_below(studio, make):
    path = await studio.path(make(studio))

    found = await measure(path, suffix="m4a")

    assert found.lufs == pytest.approx(-14, abs=1)
    assert found.true_peak <= -1.0


async def test_it_is_exactly_as_long_as_the_video(studio):
    """Seventy-three frames: no round number of anything."""
    cut = timeline(studio.sound(talk(1.0)), seconds=73 / 30)

    sound = await studio.made(cut)

    assert cut.frames == 73
    assert len(sound) == 73 * 1600


async def test_silence_is_digital(studio):
    for cut in (
        timeline(None, None),
        timeline(studio.sound(np.zeros(RATE))),
        timeline(None, music=playing(studio.sound(noise(3, 0.1)), volume=0.0)),
    ):
        sound = await studio.made(cut)

        assert len(sound) == cut.frames * 1600
        assert not sound.any()


async def test_noise_below_hearing_is_not_made_loud(studio):
    """-14 LUFS of it would take 60 dB."""
    path = await studio.path(timeline(None, music=playing(studio.sound(noise(3, 0.0002)))))

    assert (await measure(path, suffix="m4a")).lufs < -30


async def test_a_voice_stands_where_it_should_to_the_sample(studio):
    given = noise(1, 0.1)[:, 0]
    spoken = studio.sound(given)
    cut = timeline(None, spoken, spoken)

    sound = (await studio.made(cut)).mean(axis=1)

    for at, _ in cut.spoken():
        near = round(at * RATE) - 100
        alike = np.correlate(sound[near : near + RATE + 200], given, "valid")
        assert abs(int(np.argmax(alike)) - 100) <= 1


async def test_no_word_is_cut_at_a_border(studio):
    """The first and last 50 ms of each speech are as loud in the mix as its middle is."""
    spoken = [studio.sound(talk(length, seed=n)) for n, length in enumerate((1.9, 0.7, 2.6))]
    cut = timeline(*spoken, seconds=1.0)

    sound = (await studio.made(cut)).mean(axis=1)

    for at, speech in cut.spoken():
        given = decode(studio.files[speech.asset_id].path).mean(axis=1)
        first = round(at * RATE)
        got = sound[first : first + len(given)]
        whole = rms(got) / rms(given)
        for part in (slice(0, 2400), slice(-2400, None)):
            assert 20 * np.log10(rms(got[part]) / rms(given[part]) / whole) > -2


def rms(part):
    return np.sqrt(np.mean(part**2))


async def test_a_voice_over_all_is_heard_too(studio):
    cut = timeline(None, None, voice=studio.sound(talk(3.0)))

    sound = await studio.made(cut)

    assert level_of(sound, VOICE, LEAD + 0.1, LEAD + 2.9) > level_of(sound, VOICE, 0, LEAD) + 30


async def test_a_soft_voice_beside_a_loud_one_is_as_loud(studio):
    cut = timeline(studio.sound(talk(1.4, level=0.3)), studio.sound(talk(1.4, level=0.04, seed=2)))

    sound = await studio.made(cut)

    loud, soft = (level_of(sound, VOICE, at + 0.1, at + 1.3) for at, _ in cut.spoken())
    assert loud == pytest.approx(soft, abs=1)


async def test_music_makes_room_for_speech(studio):
    speech, below = studio.sound(talk(2.0)), studio.sound(tone(MUSIC, 8))
    ducked = timeline(speech, None, seconds=3.0, music=playing(below))
    steady = replace(ducked, music=playing(below, is_ducked=False))

    found = {}
    for name, cut in (("ducked", ducked), ("steady", steady)):
        sound = await studio.made(cut)
        under, gap = level_of(sound, MUSIC, 1.0, 2.2), level_of(sound, MUSIC, 4.2, 5.8)
        found[name] = gap - under

    assert found["ducked"] >= 6
    # The loudest syllables push a limiter, which takes a little of everything.
    assert found["steady"] < 2


async def test_music_comes_and_goes(studio):
    music = playing(studio.sound(tone(MUSIC, 6)), fade_in=1.0, fade_out=1.5)

    sound = await studio.made(timeline(None, None, music=music))

    full = level_of(sound, MUSIC, 1.5, 2.3)
    assert level_of(sound, MUSIC, 0.0, 0.1) < full - 20
    assert level_of(sound, MUSIC, 0.45, 0.55) == pytest.approx(full - 6, abs=1.5)
    assert level_of(sound, MUSIC, 3.9, 4.0) < full - 20


@pytest.mark.parametrize("origin", [{"bed": "calm"}, {}], ids=["a bed", "a song"])
async def test_music_that_is_too_short_goes_on_without_a_click(studio, origin):
    """A second of a tone that fits into it: joined end to end it would be one long tone."""
    music = playing(studio.sound(tone(MUSIC, 1.0), **origin))

    sound = (await studio.made(timeline(None, None, music=music))).mean(axis=1)

    inner = sound[2400:-2400]
    steps = np.abs(np.diff(inner))
    assert steps.max() < 1.25 * np.quantile(steps, 0.99)
    assert min(rms(inner[n : n + 4800]) for n in range(0, len(inner) - 4800, 4800)) > 0.05


async def test_a_bed_keeps_its_beat_where_it_begins_again(studio):
    beat = np.zeros(RATE // 2)
    beat[:2000] = tone(1000, 2000 / RATE, 0.5) * np.hanning(2000)
    music = playing(studio.sound(beat, bed="lofi"))

    sound = (await studio.made(timeline(None, None, music=music))).mean(axis=1)

    power = sound.reshape(-1, 24_000) ** 2
    middles = power @ np.arange(24_000) / power.sum(axis=1)
    assert max(middles) - min(middles) < 20


async def test_clips_are_heard_softly_and_only_while_they_are_shown(studio, make_clip):
    """The tone of a clip is 440 Hz; its second is longer than the shot before the cut."""
    clip = studio.add(make_clip(2.0), seconds=2.0, type=PortType.VIDEO)
    speech = studio.sound(talk(1.4, hz=300))
    heard = Shot(clip, seconds=1.0, keep_sound=True)
    cut = Timeline((heard, *shots(None, speech), Shot(clip, seconds=1.0)))

    sound = await studio.made(cut)

    at, said = next(cut.spoken())
    voice = level_of(sound, 300, at, at + (said.seconds or 0))
    own = level_of(sound, 440, 0.1, 0.9)
    assert own < voice - 3
    assert own > level_of(sound, 440, 1.1, 2.9) + 40
    assert own > level_of(sound, 440, cut.seconds - 0.9, cut.seconds) + 40


async def test_a_clip_without_sound_may_be_listened_to(studio, make_clip):
    clip = studio.add(make_clip(1.0, sound=False), seconds=1.0, type=PortType.VIDEO)

    sound = await studio.made(Timeline((Shot(clip, keep_sound=True),)))

    assert not sound.any()


async def test_many_speeches_are_all_heard(studio):
    """More than one ffmpeg takes at once."""
    spoken = [studio.sound(tone(400 + 20 * n, 0.3)) for n in range(20)]
    cut = timeline(*spoken, seconds=0.5)

    sound = await studio.made(cut)

    for n, (at, _) in enumerate(cut.spoken()):
        assert level_of(sound, 400 + 20 * n, at + 0.05, at + 0.25) > -20


async def test_equal_sounds_are_mixed_once(studio):
    below = studio.sound(noise(3, 0.1))
    cut = timeline(studio.sound(talk(1.0)), music=playing(below))
    first = await studio.path(cut)
    written, content = first.stat().st_mtime_ns, first.read_bytes()

    again = await studio.path(replace(cut, title="Another"))

    assert (again, again.read_bytes()) == (first, content)
    assert again.stat().st_mtime_ns >= written
    louder = replace(cut, music=playing(below, volume=0.5))
    assert (await studio.path(louder)).read_bytes() != content


async def test_the_same_work_gives_the_same_bytes(studio):
    cut = timeline(studio.sound(talk(1.0)), music=playing(studio.sound(noise(3, 0.1))))
    first = await studio.path(cut)
    content = first.read_bytes()
    first.unlink()

    assert (await studio.path(cut)).read_bytes() == content


async def test_a_mix_that_is_cancelled_leaves_nothing_behind(studio):
    task = asyncio.create_task(studio.path(timeline(*[studio.sound(talk(1.5))] * 3)))
    async with asyncio.timeout(20):
        while not list(studio.cache.root.rglob(".*.txt")):
            await asyncio.sleep(0.005)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(asyncio.shield(task), 1)
    assert [path.name for path in studio.cache.root.rglob("*.*") if path.suffix != ".json"] == []


async def test_the_same_file_may_be_said_twice(studio):
    speech = studio.sound(talk(0.8))
    cut = timeline(speech, speech)

    sound = await studio.made(cut)

    one, two = (level_of(sound, VOICE, at, at + 0.8) for at, _ in cut.spoken())
    assert one == pytest.approx(two, abs=0.7)


def test_the_picture_of_these_tests_is_never_opened(studio):
    """There is no such file."""
    assert PICTURE.asset_id not in studio.files
