"""Sound from anywhere: other rates, other codecs, damaged, hostile."""

import struct

import numpy as np
import pytest

from tests.media.sound.conftest import (
    RATE,
    level_of,
    playing,
    shots,
    talk,
    timeline,
    tone,
    write_wav,
)
from vidgenie.domain.files import PortType
from vidgenie.domain.timeline import Shot, Timeline
from vidgenie.errors import InvalidMedia
from vidgenie.media import ff

CODECS = {
    "8 kHz, mono": ("wav", ("-ar", "8000", "-ac", "1")),
    "96 kHz, 24 bit": ("wav", ("-ar", "96000", "-ac", "2", "-c:a", "pcm_s24le")),
    "six channels": ("wav", ("-ac", "6")),
    "MP3": ("mp3", ("-ar", "22050", "-b:a", "64k")),
    "M4A": ("m4a", ("-c:a", "aac")),
}


@pytest.mark.parametrize(("suffix", "how"), CODECS.values(), ids=CODECS.keys())
async def test_a_voice_may_be_recorded_in_any_way(studio, tmp_path, suffix, how):
    write_wav(tmp_path / "plain.wav", talk(1.2))
    path = tmp_path / f"voice.{suffix}"
    await ff.run(["-i", str(tmp_path / "plain.wav"), *how, str(path)], timeout=20)
    cut = timeline(studio.add(path, seconds=1.2))

    sound = await studio.made(cut)

    at, _ = next(cut.spoken())
    assert level_of(sound, 220, at, at + 1.2) > level_of(sound, 220, at + 1.3, cut.seconds) + 20


async def test_what_is_no_number_is_not_heard_of_again(studio, tmp_path):
    """A WAV of floating point may hold anything."""
    samples = tone(300, 1.0).astype("<f4")
    samples[1000], samples[2000], samples[3000] = np.nan, np.inf, 1e30
    data = samples.tobytes()
    head = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt "
    head += struct.pack("<IHHIIHH", 16, 3, 1, RATE, RATE * 4, 4, 32)
    (tmp_path / "odd.wav").write_bytes(head + b"data" + struct.pack("<I", len(data)) + data)
    cut = timeline(studio.add(tmp_path / "odd.wav", seconds=1.0))

    sound = await studio.made(cut)

    assert np.isfinite(sound).all()
    at, _ = next(cut.spoken())
    assert level_of(sound, 300, at + 0.2, at + 0.9) > -30


def truncated():
    """Half of a second, with the head of a whole one."""
    data = (tone(300, 1.0) * 32767).astype("<i2").tobytes()
    head = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt "
    head += struct.pack("<IHHIIHH", 16, 1, 1, RATE, RATE * 2, 2, 16)
    return head + b"data" + struct.pack("<I", len(data)) + data[: len(data) // 2]


BROKEN = {
    "empty": ("wav", b""),
    "rubbish": ("wav", bytes(range(256)) * 40),
    "rubbish called MP3": ("mp3", bytes(range(200)) * 50),
    "no box inside": ("m4a", b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom" + bytes(400)),
    "cut off": ("wav", truncated()),
    "a playlist": ("wav", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
    "a list of files": ("mp3", b"ffconcat version 1.0\nfile victim.wav\n"),
}


@pytest.mark.parametrize(("suffix", "content"), BROKEN.values(), ids=BROKEN.keys())
async def test_a_damaged_file_is_named_by_its_shot(studio, suffix, content):
    good = studio.sound(talk(0.8))

    with pytest.raises(InvalidMedia) as caught:
        await studio.path(timeline(good, None, studio.broken(content, suffix), good))

    assert (caught.value.params["shot"], caught.value.params["problem"]) == (3, "unreadable")
    assert list(studio.cache.root.rglob("*.m4a")) == []


async def test_damaged_music_and_a_damaged_voice_over_all_are_named(studio):
    bad = studio.broken(b"RIFF\0\0\0\0WAVE")
    for part, cut in (
        ("music", timeline(None, music=playing(bad))),
        ("voice", timeline(None, voice=bad)),
    ):
        with pytest.raises(InvalidMedia) as caught:
            await studio.path(cut)

        assert caught.value.params["part"] == part


async def test_a_damaged_clip_is_named_when_it_should_be_heard(studio):
    path = studio.folder / "clip.mp4"
    path.write_bytes(bytes(range(256)) * 40)
    bad = studio.add(path, seconds=1.0, type=PortType.VIDEO)

    with pytest.raises(InvalidMedia) as caught:
        await studio.path(Timeline((*shots(None), Shot(bad, keep_sound=True))))

    assert caught.value.params["shot"] == 2


async def test_a_folder_may_have_any_name(studio):
    """What ffmpeg would take for the end of a value, a filter or a string."""
    odd = studio.folder / "it's, [a] b:c;d\\e %d"
    odd.mkdir()
    studio.cache.root = odd / "cache"
    studio.folder = odd

    sound = await studio.made(
        timeline(studio.sound(talk(0.8)), music=playing(studio.sound(tone(900, 1))))
    )

    assert level_of(sound, 220, 0.7, 1.3) > -40
