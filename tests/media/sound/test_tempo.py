"""Speech made faster."""

import json
import wave

import numpy as np
import pytest

from tests.media.sound.conftest import RATE, decode, level_of, talk, tone, write_wav
from vidgenie.domain.craft import Source
from vidgenie.errors import InvalidMedia, RenderFailed
from vidgenie.media import ff
from vidgenie.media.sound import tempo


async def stretched(folder, samples, factor, rate=RATE):
    write_wav(folder / "given.wav", samples, rate)
    target = folder / "made.wav"
    await tempo.stretch(Source(folder / "given.wav", ""), target, suffix="wav", tempo=factor)
    return target


@pytest.mark.parametrize("factor", [1.0, 1.07, 1.15])
@pytest.mark.parametrize("length", [2.0, 2.786394])
async def test_it_is_as_much_shorter_as_it_should(tmp_path, factor, length):
    """Some lengths made the stretcher keep the last tenth of a second to itself."""
    target = await stretched(tmp_path, talk(length)[: round(length * 22_050)], factor, 22_050)

    with wave.open(str(target)) as file:
        assert (file.getframerate(), file.getnchannels()) == (22_050, 1)
        seconds = file.getnframes() / 22_050
    assert seconds == pytest.approx(length / factor, rel=0.001)


async def test_its_pitch_stays(tmp_path):
    target = await stretched(tmp_path, tone(440, 2.0), 1.15)

    sound = decode(target).mean(axis=1)

    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    assert np.argmax(power) * RATE / len(sound) == pytest.approx(440, abs=2)


async def test_its_last_word_is_whole(tmp_path):
    given = np.concatenate([tone(440, 1.5, 0.05), tone(900, 0.3, 0.4)])

    sound = decode(await stretched(tmp_path, given, 1.15))

    end = len(sound) / RATE
    assert level_of(sound, 900, end - 0.12, end) > -17


async def test_any_ffmpeg_will_do(tmp_path, monkeypatch):
    """Not all of them have the better stretcher."""
    asked = []

    async def run(arguments, **limits):
        asked.append(" ".join(arguments))
        if "rubberband" in asked[-1]:
            raise RenderFailed("No such filter", reason="child_failed", exit=8)
        await real(arguments, **limits)

    real = ff.run
    monkeypatch.setattr(ff, "run", run)

    sound = decode(await stretched(tmp_path, tone(440, 2.0), 1.1))

    assert "atempo" in asked[-1]
    assert len(sound) / RATE == pytest.approx(2 / 1.1, rel=0.01)
    assert level_of(sound, 440, 0.2, 1.6) == pytest.approx(-17, abs=1)


@pytest.mark.parametrize("factor", [0.9, 1.2])
async def test_nothing_is_made_slower_or_hurried(tmp_path, factor):
    with pytest.raises(ValueError, match=r"1\.15"):
        await stretched(tmp_path, tone(440, 0.5), factor)


@pytest.mark.parametrize("content", [b"", b"RIFF\0\0\0\0WAVE", bytes(range(256)) * 9])
async def test_a_damaged_file_is_told(tmp_path, content):
    path = tmp_path / "bad.wav"
    path.write_bytes(content)

    with pytest.raises(InvalidMedia):
        await tempo.stretch(Source(path, ""), tmp_path / "made.wav", suffix="wav", tempo=1.1)

    assert sorted(each.name for each in tmp_path.iterdir()) == ["bad.wav"]


def test_words_are_said_as_much_earlier():
    words = json.dumps([["Où", 0.115, 0.46], ["est-il ?", 0.46, 1.15]], ensure_ascii=False)

    assert json.loads(tempo.scaled(words, 1.15)) == [["Où", 0.1, 0.4], ["est-il ?", 0.4, 1.0]]
