"""Frames are counted without a decoder, and never more than there are."""

from pathlib import Path

import pytest

from tests.media.assembly.conftest import H264, RAMP, MakeClip
from vidgenie.media.assembly.boxes import frames_of

CLIP = RAMP.format(seconds=0.5)


def test_frames_are_counted(make: MakeClip) -> None:
    assert frames_of(make(CLIP)) == 15


def test_the_picture_is_counted_and_not_the_sound(make: MakeClip) -> None:
    sound = ("-f", "lavfi", "-i", "sine=d=0.5", "-map", "1:a", "-map", "0:v", "-c:a", "aac")

    assert frames_of(make(CLIP, *H264, "-movflags", "+faststart", before=sound)) == 15


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.99])
def test_a_file_that_is_not_whole_has_no_frames(
    make: MakeClip, tmp_path: Path, part: float
) -> None:
    data = make(CLIP).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(data[: int(len(data) * part)])

    assert frames_of(cut) == 0


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 64, b"\0\0\0\1moov\xff\xff\xff\xff\xff\xff\xff\xff", b"#EXTM3U\n"]
)
def test_what_is_no_mp4_has_no_frames(tmp_path: Path, data: bytes) -> None:
    odd = tmp_path / "odd.mp4"
    odd.write_bytes(data)

    assert frames_of(odd) == 0


def test_a_file_that_is_not_there_has_no_frames(tmp_path: Path) -> None:
    assert frames_of(tmp_path / "none.mp4") == 0
