"""What the workbench keeps about what it has made."""

import json
import math
import wave
from pathlib import Path

import pytest
from PIL import Image

from vidgenie.domain.craft import Bed, Source, Stretch
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.timeline import Aspect, Profile, Shot, Timeline
from vidgenie.errors import InvalidInput
from vidgenie.media.cache import Cache
from vidgenie.media.workbench import Workbench

RATE = 8000


def sound(path: Path, *parts: tuple[float, float]) -> FileValue:
    """A WAV of (seconds, level) parts."""
    samples = bytearray()
    for seconds, level in parts:
        for n in range(int(seconds * RATE)):
            value = int(level * 20_000 * math.sin(2 * math.pi * 220 * n / RATE))
            samples += value.to_bytes(2, "little", signed=True)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(bytes(samples))
    seconds = sum(one for one, _ in parts)
    words = json.dumps([["Un", 0.1, 0.4], ["deux", 0.5, 1.0]])
    return FileValue(path.stem, PortType.AUDIO, "wav", 0, 0, 1, seconds, origin={"words": words})


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(Cache(tmp_path / "cache"))


async def findings(bench: Workbench, folder: Path, *parts: tuple[float, float]) -> list[str]:
    """What is noticed of a draft of five seconds in which this is said."""
    Image.new("RGB", (64, 64), "teal").save(folder / "p.png")
    picture = FileValue("p", PortType.IMAGE, "png", 64, 64, 1)
    speech = sound(folder / "s.wav", *parts)
    shot = Shot(picture, seconds=5.0, speech=speech, moves=False)
    work = Timeline((shot,), aspect=Aspect.SQUARE, profile=Profile.DRAFT)
    files = {"p": Source(folder / "p.png", "p"), "s": Source(folder / "s.wav", "s")}
    made = await bench.make(work, files, target=folder / "v.mp4", progress=lambda _done: None)
    return [one["problem"] for one in json.loads(made["findings"])]


async def test_silence_after_what_was_said_surprises_nobody(bench, tmp_path):
    assert await findings(bench, tmp_path, (1.0, 1.0)) == []


async def test_a_voice_that_says_nothing_for_seconds_is_told(bench, tmp_path):
    assert await findings(bench, tmp_path, (0.5, 1.0), (3.0, 0.0), (0.5, 1.0)) == ["silent"]


async def test_words_follow_speech_that_is_made_faster(bench, tmp_path):
    speech = sound(tmp_path / "s.wav", (1.2, 1.0))
    files = {"s": Source(tmp_path / "s.wav", "s")}

    made = await bench.make(
        Stretch(speech, 1.1), files, target=tmp_path / "t.wav", progress=lambda _done: None
    )

    assert json.loads(made["words"])[1] == ["deux", pytest.approx(0.4545, abs=0.001), 0.909]
    with wave.open(str(tmp_path / "t.wav")) as file:
        seconds = file.getnframes() / file.getframerate()
    assert seconds == pytest.approx(1.2 / 1.1, abs=0.002)


async def test_a_bed_nobody_plays_is_refused(bench, tmp_path):
    with pytest.raises(InvalidInput):
        await bench.make(Bed("kazoo"), {}, target=tmp_path / "t.wav", progress=lambda _done: None)
