"""How loud a file is."""

import numpy as np
import pytest

from tests.media.sound.conftest import RATE, tone, write_wav
from vidgenie.errors import InvalidMedia
from vidgenie.media.sound.loudness import SILENCE, measure


async def test_a_tone_is_as_loud_as_its_definition_says(tmp_path):
    """EBU Tech 3341: 1 kHz in both channels, peaks of -23 dBFS, is -23 LUFS."""
    one = tone(1000, 4.0, 10 ** (-23 / 20))
    write_wav(tmp_path / "tone.wav", np.stack([one, one], axis=1))

    found = await measure(tmp_path / "tone.wav", suffix="wav")

    assert found.lufs == pytest.approx(-23, abs=0.1)
    assert found.true_peak == pytest.approx(-23, abs=0.2)
    assert found.seconds == pytest.approx(4.0, abs=0.1)


async def test_peaks_between_samples_are_seen(tmp_path):
    """A quarter of the rate, between its zeros: the samples are 3 dB below the wave."""
    n = np.arange(RATE)
    write_wav(tmp_path / "tone.wav", 0.7 * np.sin(np.pi / 2 * n + np.pi / 4))

    found = await measure(tmp_path / "tone.wav", suffix="wav")

    assert found.true_peak == pytest.approx(20 * np.log10(0.7), abs=0.8)


async def test_silence_and_a_clip_without_sound_are_silent(tmp_path, make_clip):
    write_wav(tmp_path / "nothing.wav", np.zeros(RATE))

    for path in (tmp_path / "nothing.wav", make_clip(1.0, sound=False)):
        found = await measure(path, suffix=path.suffix[1:])

        assert (found.lufs, found.is_silent) == (SILENCE, True)


async def test_a_damaged_file_is_told(tmp_path):
    (tmp_path / "bad.wav").write_bytes(b"nothing of the kind")

    with pytest.raises(InvalidMedia):
        await measure(tmp_path / "bad.wav", suffix="wav")
