"""Clips are slowed down to the length they should have."""

import subprocess
from itertools import pairwise

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.support import fake_media
from vidgenie.errors import OutputRejected
from vidgenie.media.ff import ffmpeg
from vidgenie.media.probe import probe
from vidgenie.media.stretch import stretch_clip


@pytest.fixture
def short(tmp_path):
    """25 frames, 10 a second: a square that moves to the right."""
    path = tmp_path / "short.mp4"
    picture = "color=black:s=160x96:r=10:d=2.5[b];color=white:s=16x16:r=10:d=2.5[s]"
    command = [ffmpeg(), "-v", "error", "-filter_complex"]
    command += [f"{picture};[b][s]overlay=x=t*50:y=40", "-pix_fmt", "yuv420p", str(path)]
    subprocess.run(command, check=True)
    return path


async def test_a_clip_lasts_as_long_as_it_should(short, tmp_path):
    slower = await stretch_clip(short, tmp_path / "x", seconds=5)

    facts = await probe(tmp_path / "x")
    assert slower == pytest.approx(2.0, abs=0.01)
    assert (facts.seconds, facts.frames) == (pytest.approx(5.0, abs=0.05), 120)
    assert (facts.width, facts.height, facts.audio_codec) == (160, 96, "")


async def test_the_frames_between_are_new_ones(short, tmp_path):
    await stretch_clip(short, tmp_path / "x", seconds=5)

    pictures = frames(tmp_path / "x")
    changes = [
        ImageStat.Stat(ImageChops.difference(before, after)).mean[0]
        for before, after in pairwise(pictures[:100])
    ]
    still = [change for change in changes if change < 0.01]
    # Held frames would be more than half of them.
    assert len(still) < 10


async def test_a_clip_that_is_long_enough_is_left_alone(tmp_path):
    (tmp_path / "long.mp4").write_bytes(fake_media.clip((64, 64), 2))

    assert await stretch_clip(tmp_path / "long.mp4", tmp_path / "x", seconds=2) == 1.0
    assert not (tmp_path / "x").exists()


async def test_a_clip_that_would_stand_still_is_left_alone(short, tmp_path):
    assert await stretch_clip(short, tmp_path / "x", seconds=11) == 1.0


@pytest.mark.parametrize("data", [b"", b"not a clip", fake_media.picture((8, 8))])
async def test_what_is_no_clip_is_refused(data, tmp_path):
    (tmp_path / "a").write_bytes(data)

    with pytest.raises(OutputRejected) as caught:
        await stretch_clip(tmp_path / "a", tmp_path / "x", seconds=5)

    assert caught.value.params["problem"] == "unreadable"


def frames(path):
    """Every frame, in grey."""
    command = [ffmpeg(), "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "gray", "-"]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    size = 160 * 96
    return [Image.frombytes("L", (160, 96), data[n : n + size]) for n in range(0, len(data), size)]
