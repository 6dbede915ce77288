"""The gate: what is not a whole, right file never counts as made."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from vidgenie.errors import InvalidMedia, OutputRejected
from vidgenie.media import ff
from vidgenie.media.probe import probe
from vidgenie.media.verify import verify_clip, verify_image

MakeClip = Callable[..., Path]
SIZE = (270, 480)


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _cut(source: Path, target: Path, *, share: float) -> Path:
    """A copy of the first part of a file."""
    whole = source.read_bytes()
    return _file(target, whole[: int(len(whole) * share)])


async def _problem(path: Path, *, seconds: float = 1.0, size: tuple[int, int] = SIZE) -> object:
    with pytest.raises(OutputRejected) as caught:
        await verify_clip(path, seconds=seconds, size=size)
    return caught.value.params["problem"]


async def test_a_whole_clip_passes_with_its_facts(clip: Path) -> None:
    facts = await verify_clip(clip, seconds=1.0, size=SIZE)

    assert (facts.suffix, facts.width, facts.height, facts.frames, facts.has_audio) == (
        *("mp4", 270, 480, 30, True),
    )


async def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path / "clip.mp4", b"")

    assert await _problem(path) == "empty"


async def test_a_text_called_mp4_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path / "clip.mp4", b"not a clip")

    assert await _problem(path) == "unreadable"


async def test_a_clip_of_another_length_is_refused(clip: Path) -> None:
    assert await _problem(clip, seconds=5) == "wrong_duration"


async def test_a_clip_of_another_size_is_refused(clip: Path) -> None:
    assert await _problem(clip, size=(1080, 1920)) == "wrong_size"


async def test_a_clip_without_sound_is_refused(make_clip: MakeClip) -> None:
    assert await _problem(make_clip(sound=False)) == "no_audio"


async def test_a_clip_in_another_codec_is_refused(make_clip: MakeClip) -> None:
    path = make_clip(extra=("-c:v", "mpeg4"))

    assert await _problem(path) == "no_video"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
async def test_a_clip_cut_short_is_refused(clip: Path, tmp_path: Path, share: float) -> None:
    path = _cut(clip, tmp_path / "clip.mp4", share=share)

    assert await _problem(path) == "unreadable"


async def test_a_clip_whose_header_never_came_is_refused(
    make_clip: MakeClip, tmp_path: Path
) -> None:
    path = _cut(make_clip(extra=("-movflags", "0")), tmp_path / "clip.mp4", share=0.97)

    assert await _problem(path) == "unreadable"


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
async def test_a_whole_picture_passes_whatever_its_name(tmp_path: Path, format_: str) -> None:
    path = tmp_path / "picture.bin"
    Image.new("RGB", (64, 96), "teal").save(path, format_)

    facts = await verify_image(path, size=(64, 96))

    assert (facts.suffix, facts.is_video) == (
        {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}[format_],
        False,
    )


async def test_half_a_picture_is_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.png"
    Image.effect_noise((256, 256), 90).save(whole)
    path = _cut(whole, tmp_path / "picture.png", share=0.5)

    with pytest.raises(OutputRejected) as caught:
        await verify_image(path, size=None)

    assert caught.value.params["problem"] == "unreadable"


async def test_a_picture_of_another_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    Image.new("RGB", (64, 96)).save(path)

    with pytest.raises(OutputRejected) as caught:
        await verify_image(path, size=(96, 64))

    assert caught.value.params["problem"] == "wrong_size"


async def test_a_turned_clip_has_the_size_people_see(clip: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.mp4"
    source = ["-display_rotation", "90", "-i", str(clip)]
    await ff.run([*source, "-c", "copy", str(turned)], timeout=60)

    facts = await probe(turned)

    assert (facts.width, facts.height) == (480, 270)


VICTIM = "victim.mp4"
DISGUISES = {
    "hls": f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{VICTIM}\n#EXT-X-ENDLIST\n",
    "ffconcat": f"ffconcat version 1.0\nfile {VICTIM}\n",
    "svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>',
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
}


@pytest.mark.parametrize("name", ["upload.mp4", "upload.png"])
@pytest.mark.parametrize("disguise", DISGUISES)
async def test_a_playlist_in_disguise_is_not_followed(
    clip: Path, tmp_path: Path, disguise: str, name: str
) -> None:
    _cut(clip, tmp_path / VICTIM, share=1.0)
    path = _file(tmp_path / name, DISGUISES[disguise].encode())

    with pytest.raises(InvalidMedia) as caught:
        await probe(path)

    assert caught.value.params["problem"] == "unsupported"
