"""Pieces become one file."""

from pathlib import Path

import pytest

from vidgenie.errors import RenderFailed
from vidgenie.media.assembly.joining import join
from vidgenie.media.process import MAX_BYTES

BLOCK = 512  # bytes


async def test_a_whole_video_may_be_larger_than_what_is_made_of_the_files_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy, told = tmp_path / "spy", tmp_path / "blocks"
    spy.write_text(f"#!/bin/sh\nulimit -f > {told}\nexit 1\n")
    spy.chmod(0o700)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(spy))

    with pytest.raises(RenderFailed):
        await join([(tmp_path / "a.mp4", 30)], tmp_path / "s.m4a", tmp_path / "v.mp4", title="")

    assert int(told.read_text()) * BLOCK == 2 * MAX_BYTES
