"""Uploaded pictures are drawn anew; thumbnails are small."""

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from vidgenie.errors import InvalidMedia, RenderFailed, StorageFull
from vidgenie.media import ff
from vidgenie.media.pictures import clean_picture
from vidgenie.media.probe import probe
from vidgenie.media.thumbs import thumbnail

MOST = 40_000_000


def _bomb(path: Path, side: int) -> Path:
    """A PNG of side x side pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    packer = zlib.compressobj(9)
    row = bytes(side // 8 + 1)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
    return path


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def _problem(source: Path, *, most: int = MOST) -> object:
    with pytest.raises(InvalidMedia) as caught:
        await clean_picture(source, source.with_name("clean"), max_pixels=most)
    assert _names(source.parent) == [source.name]
    return caught.value.params["problem"]


async def test_place_and_camera_are_gone_and_the_picture_is_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010F] = "CameraCanary"
    exif.get_ifd(0x8825)[1] = "N"
    source = tmp_path / "in.jpg"
    Image.new("RGB", (80, 40), "red").save(source, exif=exif, comment=b"CommentCanary")

    facts = await clean_picture(source, tmp_path / "out.jpg", max_pixels=MOST)

    with Image.open(tmp_path / "out.jpg") as image:
        assert (facts.width, facts.height, image.size, dict(image.getexif())) == (
            *(40, 80, (40, 80), {}),
        )
    assert b"Canary" not in (tmp_path / "out.jpg").read_bytes()


@pytest.mark.parametrize(("given", "kept"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "jpg")])
async def test_png_stays_png_and_the_rest_becomes_jpeg(
    tmp_path: Path, given: str, kept: str
) -> None:
    source = tmp_path / "in"
    Image.new("RGB", (64, 64), "teal").save(source, given)

    facts = await clean_picture(source, tmp_path / "out", max_pixels=MOST)

    assert (facts, facts.suffix) == (await probe(tmp_path / "out"), kept)


async def test_what_was_see_through_becomes_white(tmp_path: Path) -> None:
    source = tmp_path / "in.png"
    Image.new("RGBA", (32, 32), (255, 0, 0, 0)).save(source)

    await clean_picture(source, tmp_path / "out.png", max_pixels=MOST)

    with Image.open(tmp_path / "out.png") as image:
        assert (image.mode, image.getpixel((5, 5))) == ("RGB", (255, 255, 255))


async def test_sixteen_bit_greys_keep_their_tones(tmp_path: Path) -> None:
    source = tmp_path / "in.png"
    Image.new("I;16", (32, 32), 32768).save(source)

    await clean_picture(source, tmp_path / "out.png", max_pixels=MOST)

    with Image.open(tmp_path / "out.png") as image:
        assert image.getpixel((5, 5)) == (128, 128, 128)


@pytest.mark.parametrize("side", [7000, 30000])
async def test_a_picture_bomb_is_refused(tmp_path: Path, side: int) -> None:
    assert await _problem(_bomb(tmp_path / "bomb.png", side)) == "too_many_pixels"


async def test_the_limit_is_the_callers(tmp_path: Path) -> None:
    source = tmp_path / "in.png"
    Image.new("RGB", (64, 64)).save(source)

    assert await _problem(source, most=4095) == "too_many_pixels"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "unsupported"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "unsupported"),
        (b"GIF89a" + bytes(40), "unsupported"),
        (b"#EXTM3U\nvictim.mp4\n", "not_an_image"),
        (b"ffconcat version 1.0\nfile victim.mp4\n", "not_an_image"),
        (b"\x89PNG\r\n\x1a\n" + b"rubbish" * 9, "not_an_image"),
        (b"", "not_an_image"),
    ],
)
async def test_what_is_no_picture_of_ours_is_refused(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    source = tmp_path / "picture.png"
    source.write_bytes(content)

    assert await _problem(source) == problem


async def test_a_full_disk_under_a_picture_is_called_so(tmp_path: Path) -> None:
    source = tmp_path / "in.png"
    Image.effect_noise((400, 400), 90).save(source)
    (tmp_path / "out.png.part").symlink_to("/dev/full")

    with pytest.raises(StorageFull):
        await clean_picture(source, tmp_path / "out.png", max_pixels=MOST)

    assert _names(tmp_path) == ["in.png"]


async def test_a_clip_gets_a_small_jpeg(clip: Path, tmp_path: Path) -> None:
    target = tmp_path / "thumb.jpg"

    await thumbnail(clip, target, facts=await probe(clip))

    facts = await probe(target)
    assert (facts.suffix, facts.width, facts.height) == ("jpg", 360, 640)


async def test_a_picture_gets_a_small_jpeg_of_itself(tmp_path: Path) -> None:
    source, target = tmp_path / "in.png", tmp_path / "thumb.jpg"
    Image.new("RGB", (400, 200), (200, 60, 30)).save(source)

    await thumbnail(source, target, facts=await probe(source), width=100)

    with Image.open(target) as image:
        assert image.size == (100, 50)
        assert all(
            abs(a - b) < 6
            for a, b in zip(image.getpixel((50, 25)), (200, 60, 30), strict=True)  # pyright: ignore[reportArgumentType]  # three bands
        )


async def test_a_thumbnail_follows_no_playlist(clip: Path, tmp_path: Path) -> None:
    facts = await probe(clip)
    (tmp_path / "victim.mp4").symlink_to(clip)
    source = tmp_path / "upload.mp4"
    source.write_text("ffconcat version 1.0\nfile victim.mp4\n")

    with pytest.raises(RenderFailed):
        await thumbnail(source, tmp_path / "thumb.jpg", facts=facts)

    assert _names(tmp_path) == ["upload.mp4", "victim.mp4"]


async def test_ffmpeg_refuses_a_picture_bomb_too(tmp_path: Path) -> None:
    bomb = _bomb(tmp_path / "bomb.png", 16000)

    with pytest.raises(RenderFailed):
        await ff.run([*ff.untrusted(bomb, suffix="png"), "-f", "null", "-"], timeout=60)
