"""Sound whose every sample is known, files made of it, and what comes out of the mix."""

import hashlib
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

from vidgenie.domain.craft import Source
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.timeline import Music, Shot, Timeline
from vidgenie.media import ff
from vidgenie.media.cache import Cache
from vidgenie.media.sound.track import sound_track

RATE = 48_000


def tone(hz, seconds, level=0.2, rate=RATE):
    """A sine."""
    return level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)


def talk(seconds, hz=220, level=0.25, seed=1):
    """As uneven as speech: syllables of a tone with overtones; it begins and ends loud."""
    t = np.arange(round(seconds * RATE)) / RATE
    syllables = 0.15 + 0.85 * np.abs(np.cos(np.pi * t * round(3 * seconds) / seconds)) ** 2
    voice = sum(np.sin(2 * np.pi * hz * k * t) / k for k in (1, 2, 3, 4))
    breath = np.random.default_rng(seed).normal(0, 0.02, len(t))
    return level * syllables * (voice / 1.6 + breath)


def write_wav(path, samples, rate=RATE):
    """Whole numbers of 16 bit; (n,) is mono, (n, 2) stereo."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).round().astype("<i2").tobytes())


def decode(path):
    """Samples x two channels, as a player has them."""
    command = [ff.ffmpeg(), "-v", "error", "-i", path, "-f", "f32le", "-ac", "2", "-ar", str(RATE)]
    done = subprocess.run([*command, "-"], check=True, capture_output=True)
    return np.frombuffer(done.stdout, "<f4").reshape(-1, 2)


def level_of(sound, hz, start, end):
    """dB of a tone between two seconds."""
    part = sound[round(start * RATE) : round(end * RATE)]
    part = part.mean(axis=1) if part.ndim == 2 else part
    turn = np.exp(-2j * np.pi * hz * np.arange(len(part)) / RATE) * np.hanning(len(part))
    return 20 * np.log10(2 * abs(np.dot(part, turn)) / np.hanning(len(part)).sum() + 1e-9)


class Studio:
    """Files of a Timeline, and the sound made of them."""

    def __init__(self, folder):
        self.folder = folder
        self.files = {}
        self.cache = Cache(folder / "cache")

    def add(self, path, *, seconds, type=PortType.AUDIO, **origin):
        name = f"asset{len(self.files)}"
        content = Path(path).read_bytes()
        self.files[name] = Source(Path(path), hashlib.sha256(content).hexdigest())
        suffix = Path(path).suffix[1:]
        return FileValue(name, type, suffix, 0, 0, len(content), seconds=seconds, origin=origin)

    def sound(self, samples, *, rate=RATE, **origin):
        path = self.folder / f"sound{len(self.files)}.wav"
        write_wav(path, samples, rate)
        return self.add(path, seconds=len(samples) / rate, **origin)

    def broken(self, content, suffix="wav", seconds=1.0):
        path = self.folder / f"broken{len(self.files)}.{suffix}"
        path.write_bytes(content)
        return self.add(path, seconds=seconds)

    async def path(self, timeline):
        return await sound_track(timeline, self.files, cache=self.cache)

    async def made(self, timeline):
        return decode(await self.path(timeline))


PICTURE = FileValue("picture", PortType.IMAGE, "png", 1080, 1920, 9)


def shots(*speeches, seconds=2.0):
    """One picture for each, at least so long; None is silent."""
    return tuple(Shot(PICTURE, seconds=seconds, speech=speech) for speech in speeches)


def playing(file, **how):
    return Music(file, **{"volume": 0.35, "fade_out": 0.0, **how})


def timeline(*speeches, music=None, seconds=2.0, **more):
    return Timeline(shots(*speeches, seconds=seconds), music=music, **more)


class Tools:
    """The functions above, for tests that are found by their path and import no conftest."""

    tone = staticmethod(tone)
    talk = staticmethod(talk)
    decode = staticmethod(decode)
    level = staticmethod(level_of)
    write = staticmethod(write_wav)
    playing = staticmethod(playing)
    timeline = staticmethod(timeline)
    picture = PICTURE
    rate = RATE


@pytest.fixture(scope="session")
def lab():
    return Tools


@pytest.fixture
def studio(tmp_path):
    return Studio(tmp_path)
