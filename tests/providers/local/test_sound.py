"""Ambience: soft, whole, and what the place sounds like."""

import numpy as np
import pytest

from vidgenie.providers.local.lexicon import Reading, read
from vidgenie.providers.local.sound import ambience, silence
from vidgenie.providers.local.voices import RATE

PROMPTS = [
    "une plage au coucher du soleil",
    "forest at night",
    "storm over the city",
    "un astronaute dans l'espace",
    "coral reef",
    "snowy mountain",
    "a cup of coffee",
    "",
]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_place_is_audible_and_soft(prompt: str) -> None:
    sound = ambience(read(prompt), "", seconds=3, seed=1)

    peak, loudness = 20 * np.log10(np.abs(sound).max()), 20 * np.log10(sound.std())

    assert (sound.shape, -24 < peak < -6, -36 < loudness < -18) == ((3 * RATE, 2), True, True)


@pytest.mark.parametrize("seconds", [1, 5])
def test_it_begins_and_ends_in_silence(seconds: int) -> None:
    sound = ambience(read("sea"), "", seconds=seconds, seed=1)

    assert max(np.abs(sound[0]).max(), np.abs(sound[-1]).max()) < 0.001


def test_equal_requests_sound_equal() -> None:
    first = ambience(read("rain"), "rain", seconds=2, seed=7)

    assert np.array_equal(first, ambience(read("rain"), "rain", seconds=2, seed=7))


def test_rain_hisses_more_than_space() -> None:
    def treble(prompt: str, particles: str) -> float:
        sound = ambience(read(prompt), particles, seconds=2, seed=1)
        power = np.abs(np.fft.rfft(sound[:, 0])) ** 2
        return float(power[4000:].sum() / power.sum())

    assert treble("city", "rain") > 20 * treble("space", "")


def test_silence_is_silent_and_has_the_length_asked_for() -> None:
    samples = silence(2)

    assert (samples.shape, np.abs(samples).max()) == ((2 * RATE, 2), 0)


def test_a_place_nobody_knows_has_a_sound_too() -> None:
    assert np.abs(ambience(Reading(place="nowhere"), "", seconds=1, seed=1)).max() > 0.05
