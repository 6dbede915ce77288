"""Sound is a file like any other: whole, of a kind we know, or refused."""

import struct
from pathlib import Path

import pytest

from tests.support.fake_media import clip, picture, speech
from vidgenie.domain.asset import MEDIA_TYPES
from vidgenie.errors import InvalidMedia, OutputRejected
from vidgenie.media import ff
from vidgenie.media.fit import fit_clip, fit_picture
from vidgenie.media.magic import suffix_of
from vidgenie.media.probe import probe
from vidgenie.media.verify import verify_clip, verify_image, verify_speech

KINDS = pytest.mark.parametrize("kind", ["mp3", "wav", "m4a"])


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


async def _problem(path: Path) -> object:
    with pytest.raises(OutputRejected) as caught:
        await verify_speech(path)
    return caught.value.params["problem"]


@KINDS
async def test_whole_sound_passes_whatever_its_name(kind, tmp_path):
    content = speech(2.0, kind)

    facts = await verify_speech(_file(tmp_path / "speech.bin", content))

    assert (facts.suffix, facts.width, facts.height, facts.frames) == (kind, 0, 0, None)
    assert facts.seconds == pytest.approx(2.0, abs=0.05)
    assert facts.bytes == len(content)
    assert (facts.is_sound, facts.is_video, facts.has_audio) == (True, False, True)
    assert MEDIA_TYPES[facts.suffix].startswith("audio/")


@KINDS
@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.9])
async def test_sound_cut_short_is_refused(kind, share, tmp_path):
    whole = speech(2.0, kind)
    path = _file(tmp_path / "speech", whole[: int(len(whole) * share)])

    assert await _problem(path) == "unreadable"


async def test_m4a_whose_header_comes_first_is_refused_when_it_is_cut_short(tmp_path):
    whole = tmp_path / "whole.m4a"
    tone = ["-f", "lavfi", "-i", "sine=d=2"]
    await ff.run([*tone, "-movflags", "+faststart", str(whole)], timeout=60)
    content = whole.read_bytes()

    assert (await verify_speech(whole)).suffix == "m4a"
    assert await _problem(_file(tmp_path / "cut", content[: len(content) // 2])) == "unreadable"


async def test_an_empty_file_is_refused(tmp_path):
    assert await _problem(_file(tmp_path / "speech.mp3", b"")) == "empty"


@pytest.mark.parametrize(
    "content",
    [
        b"not sound",
        b"ID3" + b"\0" * 200,
        b"RIFF\xff\xff\xff\xffWAVE",
        b"\xff\xfb\x90\xc4" + b"\0" * 500,
        b"\0\0\0\x1cftypM4A " + b"\0" * 500,
        b"#EXTM3U\n#EXTINF:1,\nvictim.mp3\n",
    ],
)
async def test_what_only_looks_like_sound_is_refused(content, tmp_path):
    assert await _problem(_file(tmp_path / "speech.mp3", content)) in ("unreadable", "no_audio")


async def test_pictures_and_clips_are_no_speech(tmp_path):
    for content in (picture((64, 64)), clip((64, 64), 1)):
        assert await _problem(_file(tmp_path / "speech.mp3", content)) == "no_audio"


async def test_wav_that_was_written_before_its_length_was_known_passes(tmp_path):
    content = bytearray(speech(1.0, "wav"))
    data = content.index(b"data")
    for unknown in (0xFFFFFFFF, 0x7FFFFFFF, 0):
        content[4:8] = content[data + 4 : data + 8] = struct.pack("<I", unknown)

        facts = await verify_speech(_file(tmp_path / "speech.wav", bytes(content)))

        assert facts.seconds == pytest.approx(1.0, abs=0.01)


async def test_mp3_without_a_tag_is_known_by_its_first_frame(tmp_path):
    path = tmp_path / "speech"
    bare = ["-write_xing", "0", "-id3v2_version", "0", "-f", "mp3"]
    await ff.run(["-f", "lavfi", "-i", "sine=d=1", *bare, str(path)], timeout=60)

    assert path.read_bytes()[:1] == b"\xff"
    assert (await verify_speech(path)).suffix == "mp3"


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\xd8\xff\xe0",  # JPEG
        b"\xff\xf1\x50\x80",  # AAC: no layer
        b"\xff\xfd\x90\xc4",  # layer II
        b"\xff\xfb\xf0\xc4",  # no such bit rate
        b"\xff\xfb\x9c\xc4",  # no such sample rate
        b"\xff\xeb\x90\xc4",  # no such version
    ],
)
def test_other_marks_are_no_mp3(head, tmp_path):
    assert suffix_of(_file(tmp_path / "file", head + b"\0" * 60)) != "mp3"


async def test_a_film_that_says_it_is_m4a_is_refused(tmp_path):
    content = bytearray(clip((64, 64), 1))
    content[8:12] = b"M4A "
    path = _file(tmp_path / "speech.m4a", bytes(content))

    with pytest.raises(InvalidMedia) as caught:
        await probe(path)

    assert caught.value.params["problem"] == "unsupported"


async def test_sound_with_a_cover_passes(tmp_path):
    cover, path = _file(tmp_path / "cover.png", picture((64, 64))), tmp_path / "speech.mp3"
    sources = ["-f", "lavfi", "-i", "sine=d=1", "-i", str(cover)]
    await ff.run([*sources, "-disposition:v", "attached_pic", str(path)], timeout=60)

    assert (await verify_speech(path)).is_sound


@KINDS
async def test_sound_is_neither_picture_nor_clip(kind, tmp_path):
    path = _file(tmp_path / "sound.bin", speech(1.0, kind))
    target = tmp_path / "made"
    works = [
        verify_image(path, size=None),
        verify_clip(path, seconds=1, size=(64, 64)),
        fit_picture(path.read_bytes(), target, size=(64, 64), suffix="png"),
        fit_clip(path, target, size=(64, 64), seconds=1, is_silent=True),
    ]
    for work in works:
        with pytest.raises(OutputRejected):
            await work
    assert not target.exists()
