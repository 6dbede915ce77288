"""Filmstrips show the frames they say, waveforms the sound there is."""

import pytest
from PIL import Image

from tests.support.hostile_files import X264, moving, run
from vidgenie.errors import InvalidMedia
from vidgenie.media.previews import filmstrip, waveform


@pytest.fixture
def traffic_light(tmp_path):
    """A second of red, then of green, then of blue, 40 x 60, with one key frame."""
    path = tmp_path / "light.mp4"
    colours = [
        ("-f", "lavfi", "-i", f"color={c}:s=40x60:r=10:d=1") for c in ("red", "lime", "blue")
    ]
    inputs = [part for colour in colours for part in colour]
    joined = ("-filter_complex", "concat=n=3")
    run(*inputs, *joined, *X264, "-g", "100", target=path)
    return path


def colours(path, count):
    """The colour in the middle of each frame of the strip."""
    with Image.open(path) as strip:
        width = strip.width // count
        middles = [strip.getpixel((width * i + width // 2, 45)) for i in range(count)]
    return ["rgb"[max(range(3), key=pixel.__getitem__)] for pixel in middles]


@pytest.mark.parametrize("count", [3, 6, 1])
async def test_a_strip_shows_the_clip_from_its_beginning_to_its_end(traffic_light, tmp_path, count):
    target = tmp_path / "strip.jpg"

    await filmstrip(traffic_light, target, suffix="mp4", seconds=3.0, count=count, height=90)

    with Image.open(target) as strip:
        assert (strip.format, strip.size) == ("JPEG", (60 * count, 90))
    assert "".join(colours(target, count)) == {1: "g", 3: "rgb", 6: "rrggbb"}[count]


async def test_far_frames_are_jumped_to(tmp_path):
    path, target = tmp_path / "long.mp4", tmp_path / "strip.jpg"
    inputs = ("-f", "lavfi", "-i", "color=red:s=32x32:r=5:d=20", "-f", "lavfi", "-i")
    joined = ("-filter_complex", "concat=n=2")
    run(*inputs, "color=blue:s=32x32:r=5:d=20", *joined, *X264, "-g", "10", target=path)

    await filmstrip(path, target, suffix="mp4", seconds=40.0, count=4, height=90)

    assert colours(target, 4) == ["r", "r", "b", "b"]


async def test_a_strip_asked_for_beyond_the_end_holds_the_last_frame(traffic_light, tmp_path):
    target = tmp_path / "strip.jpg"

    await filmstrip(traffic_light, target, suffix="mp4", seconds=6.0, count=3, height=90)

    assert colours(target, 3) == ["g", "b", "b"]


async def test_a_turned_clip_is_upright_in_its_strip(tmp_path):
    plain, turned, target = (tmp_path / name for name in ("a.mp4", "b.mp4", "strip.jpg"))
    run(
        "-f",
        "lavfi",
        "-i",
        "color=red:s=64x32:d=0.4,drawbox=0:0:32:32:blue:fill",
        *X264,
        target=plain,
    )
    run("-display_rotation", "90", "-i", plain, "-c", "copy", target=turned)

    await filmstrip(turned, target, suffix="mp4", seconds=0.4, count=1, height=90)

    with Image.open(target) as strip:
        top, bottom = strip.getpixel((22, 10)), strip.getpixel((22, 80))
        assert strip.size == (45, 90)
    # Turned to the left: what was at the left is at the bottom.
    assert (top[0] > 180, bottom[2] > 180) == (True, True)


@pytest.mark.parametrize("name", ["wave.wav", "wave.mp3", "wave.m4a", "wave.mp4"])
async def test_a_waveform_is_as_loud_as_the_sound(name, tmp_path):
    path = tmp_path / name
    steps = "aevalsrc='sin(1000*t)*if(lt(t,1),0.1,if(lt(t,2),0.8,0))':d=3:s=44100"
    picture = (*moving("32x32", 5, 3), *X264) if name.endswith("mp4") else ()
    run("-f", "lavfi", "-i", steps, *picture, target=path)

    found = await waveform(path, suffix=name.rpartition(".")[2], count=6)

    assert found.seconds == pytest.approx(3.0, abs=0.06)
    assert found.peaks[::2][:2] == pytest.approx((0.1, 0.8), abs=0.06)
    assert found.peaks[5] < 0.02


async def test_a_silent_clip_has_a_flat_waveform(traffic_light):
    found = await waveform(traffic_light, suffix="mp4", count=5)

    assert (found.seconds, found.peaks) == (3.0, (0.0,) * 5)


async def test_more_parts_than_there_is_sound_are_all_there(tmp_path):
    run("-f", "lavfi", "-i", "sine=d=0.05", target=tmp_path / "click.wav")

    found = await waveform(tmp_path / "click.wav", suffix="wav", count=200)

    assert len(found.peaks) == 200
    assert all(0.0 < peak <= 0.2 for peak in found.peaks)


async def test_what_cannot_be_read_is_said_and_nothing_is_left(tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\0\0\0\x20ftypisom" + bytes(500))

    with pytest.raises(InvalidMedia):
        await filmstrip(path, tmp_path / "strip.jpg", suffix="mp4", seconds=1, count=1, height=90)
    with pytest.raises(InvalidMedia):
        await waveform(path, suffix="mp4", count=9)

    assert list(tmp_path.iterdir()) == [path]
