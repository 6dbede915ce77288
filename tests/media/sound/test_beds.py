"""Our own music: what is written, and how it sounds."""

import asyncio

import numpy as np
import pytest

from tests.media.sound.conftest import RATE, decode
from vidgenie.domain.craft import Bed
from vidgenie.errors import InvalidInput
from vidgenie.media.cache import Cache
from vidgenie.media.sound import beds
from vidgenie.media.sound.band.instruments import DRUMS, INSTRUMENTS
from vidgenie.media.sound.band.performance import perform
from vidgenie.media.sound.band.score import Note, Part, Score
from vidgenie.media.sound.band.writing import bass, broken, chord, held, pitch, root, steps, tune
from vidgenie.media.sound.beds import BEDS
from vidgenie.media.sound.loudness import measure

# The seven tones of the key each is written in, from C; some chords borrow one more.
KEYS = {
    "acoustic": "G A B C D E F#",
    "calm": "Eb F G Ab Bb C D",
    "cinematic": "D E F G A Bb C C#",
    "lofi": "C D E F G A B",
    "night": "Ab Bb C Db Eb F G E",
    "playful": "C D E F G A B",
    "pulse": "A B C D E F G G#",
    "uplift": "D E F# G A B C#",
}


def test_there_are_enough_to_choose_from():
    assert len(BEDS) >= 6
    assert BEDS.keys() == KEYS.keys()


@pytest.mark.parametrize("score", BEDS.values(), ids=BEDS.keys())
def test_what_is_written_can_be_played(score):
    assert 28 <= score.seconds <= 36
    assert len(score.parts) >= 6
    for part in score.parts:
        assert part.instrument in INSTRUMENTS
        assert part.notes
        for note in part.notes:
            assert 0 <= note.beat < score.beats
            assert 0 < note.velocity <= 1


@pytest.mark.parametrize("score", BEDS.values(), ids=BEDS.keys())
def test_it_stays_in_its_key(score):
    key = {pitch(f"{name.lower()}4") % 12 for name in KEYS[score.slug].split()}

    played = {
        note.pitch % 12
        for part in score.parts
        if part.instrument not in DRUMS
        for note in part.notes
    }

    assert played <= key


@pytest.fixture(scope="module")
def acoustic(tmp_path_factory):
    """One of them, played for real, its cache, and what a second listener got."""
    folder = tmp_path_factory.mktemp("beds")
    cache = Cache(folder / "cache")
    asyncio.run(beds.play(Bed("acoustic"), folder / "bed.wav", cache=cache))
    return folder / "bed.wav", cache


async def test_it_is_as_loud_as_the_others_and_never_full(acoustic):
    found = await measure(acoustic[0], suffix="wav")

    assert found.lufs == pytest.approx(-20, abs=1)
    assert found.true_peak <= -2.5
    assert found.seconds == pytest.approx(BEDS["acoustic"].seconds, rel=0.01)


def test_its_end_leads_into_its_beginning(acoustic):
    sound = decode(acoustic[0])

    jump = np.abs(sound[0] - sound[-1]).max()
    assert jump < np.quantile(np.abs(np.diff(sound, axis=0)), 0.999)
    ends = np.concatenate([sound[-RATE // 5 :], sound[: RATE // 5]])
    assert np.sqrt(np.mean(ends**2)) > 0.2 * np.sqrt(np.mean(sound**2))


def test_it_is_music_and_no_test_tone(acoustic):
    """Energy in every octave, two channels that differ, hits on the beat, other bars."""
    sound = decode(acoustic[0])
    power = (np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2)[:]
    hz = np.fft.rfftfreq(len(sound), 1 / RATE)
    octaves = [power[(hz >= low) & (hz < 2 * low)].sum() for low in (62, 125, 250, 500, 1000, 4000)]
    assert min(octaves) > max(octaves) / 1000
    middle, side = sound.mean(axis=1), (sound[:, 0] - sound[:, 1]) / 2
    assert 0.02 < np.mean(side**2) / np.mean(middle**2) < 1
    energy = np.sqrt((middle[: len(middle) // 480 * 480].reshape(-1, 480) ** 2).mean(axis=1))
    onsets = np.maximum(np.diff(energy), 0)
    onsets -= onsets.mean()
    beat = round(100 * 60 / BEDS["acoustic"].tempo)
    alike = np.correlate(onsets, onsets[: len(onsets) - 8 * beat], "valid")
    assert alike[beat - 1 : beat + 2].max() > 2 * alike[beat // 3]
    peak = np.abs(sound).max() / np.sqrt(np.mean(sound**2))
    assert 8 < 20 * np.log10(peak) < 20


async def test_it_is_played_once(acoustic, tmp_path):
    path, cache = acoustic
    kept = list(cache.root.rglob("*.wav"))

    await beds.play(Bed("acoustic", seconds=20), tmp_path / "again.wav", cache=cache)

    assert (tmp_path / "again.wav").read_bytes() == path.read_bytes()
    assert list(cache.root.rglob("*.wav")) == kept


async def test_a_bed_we_do_not_have_is_refused(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        await beds.play(Bed("muzak"), tmp_path / "x.wav", cache=Cache(tmp_path))

    assert caught.value.params["problem"] == "unknown"


SMALL = Score(
    slug="small",
    tempo=120,
    bars=1,
    loose=0.0,
    hall=0.5,
    crackle=0.3,
    parts=(
        Part("piano", (Note(3.9, 0.5, 60),), echo=0.5),
        Part("kick", (Note(0, 1, 60), Note(2, 1, 60))),
        Part("pad", tuple(held(("C",), around="c4")), pumps=0.5, high_cut=2000),
    ),
)


def test_equal_scores_sound_the_same():
    assert np.array_equal(perform(SMALL), perform(SMALL))


def test_what_rings_at_the_end_is_heard_at_the_beginning():
    tail = Score("tail", 120, 1, (Part("piano", (Note(3.9, 2, 60),), room=0),), warmth=0, loose=0)

    sound = perform(tail)

    assert np.abs(sound[: RATE // 4]).max() > 0.05
    assert np.abs(sound[RATE * 3 // 2 : RATE * 19 // 10]).max() < 0.01


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_begins_and_ends_without_a_click(name):
    tone = INSTRUMENTS[name](57, 0.4, 0.8)

    assert np.isfinite(tone).all()
    assert 0.02 < np.abs(tone).max() < 2.5
    assert np.abs(tone[-1]).max() < 0.02
    assert np.array_equal(tone, INSTRUMENTS[name](57, 0.4, 0.8))


def test_chords_lie_near_each_other():
    assert chord("C", around="c4") == (55, 60, 64)
    assert chord("Am7", around="c4") == (55, 57, 60, 64)
    assert {tone % 12 for tone in chord("Dm9", around="a4")} == {5, 9, 0, 4}
    assert root("G/B", above="e1") == pitch("b1")
    with pytest.raises(ValueError, match="H7 is no chord"):
        chord("H7", around="c4")


def test_rows_tunes_and_patterns_are_read():
    assert [note.beat for note in steps("X...x...", bars=(0, 2), per_bar=8)] == [0, 2, 8, 10]
    assert [(n.beat, n.length, n.pitch) for n in tune("c4 1, - .5, e4 .5 .9")] == [
        (0, 1, 60),
        (1.5, 0.5, 64),
    ]
    assert [note.pitch for note in broken(("C",), "0.3b", around="c4", beats=2)] == [55, 67, 36]
    assert [(n.beat, n.length, n.pitch) for n in bass(("C",), "r__.5.8_", above="c2")] == [
        (0, 1.5, 36),
        (2, 0.5, 43),
        (3, 1, 48),
    ]
