"""What a service made becomes what was asked for."""

import io
import re
import subprocess

import pytest
from PIL import Image

from vidgenie.errors import OutputRejected
from vidgenie.media.ff import ffmpeg
from vidgenie.media.fit import fit_clip, fit_picture
from vidgenie.media.verify import verify_clip, verify_image


def picture(size, kind, *, colour="teal", **options):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("came", [(270, 480), (480, 270), (300, 300), (64, 64)])
async def test_a_picture_of_any_shape_covers_the_size(kind, came, tmp_path):
    await fit_picture(picture(came, kind), tmp_path / "x", size=(270, 480), suffix="png")

    facts = await verify_image(tmp_path / "x", size=(270, 480))
    assert facts.suffix == "png"
    with Image.open(tmp_path / "x") as made:
        # No bars: the corners have the colour too.
        corners = [made.getpixel(place) for place in ((0, 0), (269, 479))]
    assert all(
        abs(got - want) <= 4 for c in corners for got, want in zip(c, (0, 128, 128), strict=True)
    )


async def test_it_is_cut_at_its_middle(tmp_path):
    wide = Image.new("RGB", (300, 100), "red")
    wide.paste("blue", (100, 0, 200, 100))
    file = io.BytesIO()
    wide.save(file, "PNG")

    await fit_picture(file.getvalue(), tmp_path / "x", size=(100, 100), suffix="png")

    with Image.open(tmp_path / "x") as made:
        assert [made.getpixel(place)[2] > 200 for place in ((5, 50), (94, 50))] == [True, True]


async def test_colours_survive_as_jpeg(tmp_path):
    await fit_picture(
        picture((200, 200), "PNG", colour=(250, 120, 10)),
        tmp_path / "x",
        size=(100, 100),
        suffix="jpg",
    )

    with Image.open(tmp_path / "x") as made:
        assert made.format == "JPEG"
        assert all(
            abs(a - b) <= 6 for a, b in zip(made.getpixel((50, 50)), (250, 120, 10), strict=True)
        )


async def test_metadata_is_left_behind(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "a secret description"

    await fit_picture(
        picture((64, 64), "JPEG", exif=exif, comment=b"a secret comment"),
        tmp_path / "x",
        size=(64, 64),
        suffix="jpg",
    )

    assert b"secret" not in (tmp_path / "x").read_bytes()


WHOLE = picture((400, 400), "JPEG")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg/>",
        b"\x89PNG\r\n\x1a\n",
        WHOLE[: len(WHOLE) // 2],
        picture((400, 400), "PNG")[:-200],
    ],
)
async def test_what_is_no_picture_leaves_nothing(data, tmp_path):
    with pytest.raises(OutputRejected):
        await fit_picture(data, tmp_path / "x", size=(64, 64), suffix="png")

    assert list(tmp_path.iterdir()) == []


async def test_a_clip_that_is_right_is_only_packed_anew(make_clip, tmp_path):
    clip = make_clip(1.0)

    await fit_clip(clip, tmp_path / "x", size=(270, 480), seconds=1, is_silent=False)

    assert streams(tmp_path / "x") == streams(clip)


@pytest.mark.parametrize("length", [0.6, 1.0, 1.7])
@pytest.mark.parametrize("sound", [True, False])
async def test_a_clip_gets_its_length_its_size_and_a_sound_track(
    length, sound, make_clip, tmp_path
):
    clip = make_clip(length, sound=sound)

    await fit_clip(clip, tmp_path / "x", size=(180, 320), seconds=1, is_silent=False)

    await verify_clip(tmp_path / "x", seconds=1, size=(180, 320))
    assert (loudness(tmp_path / "x") > -40) == sound


async def test_a_clip_that_shall_be_silent_has_silence(make_clip, tmp_path):
    await fit_clip(make_clip(1.0), tmp_path / "x", size=(270, 480), seconds=1, is_silent=True)

    await verify_clip(tmp_path / "x", seconds=1, size=(270, 480))
    assert loudness(tmp_path / "x") < -80


async def test_half_a_clip_is_not_stretched(make_clip, tmp_path):
    with pytest.raises(OutputRejected) as caught:
        await fit_clip(make_clip(1.0), tmp_path / "x", size=(270, 480), seconds=5, is_silent=True)

    assert caught.value.params["problem"] == "wrong_duration"


@pytest.mark.parametrize("data", [b"", b"nothing", picture((64, 64), "PNG")])
async def test_what_is_no_clip_leaves_nothing(data, tmp_path):
    (tmp_path / "raw").write_bytes(data)

    with pytest.raises(OutputRejected):
        await fit_clip(tmp_path / "raw", tmp_path / "x", size=(64, 64), seconds=1, is_silent=False)

    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def streams(path):
    """A checksum of each stream's packets."""
    command = [ffmpeg(), "-v", "error", "-i", path, "-c", "copy", "-f", "streamhash", "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def loudness(path):
    """The loudest moment, in decibels below the loudest possible."""
    command = [ffmpeg(), "-i", path, "-af", "volumedetect", "-vn", "-f", "null", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return float(re.search(r"max_volume: (-?[\d.]+) dB", said)[1])
