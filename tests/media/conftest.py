"""Real media files, made once by the real ffmpeg."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from vidgenie.media import ff

MakeClip = Callable[..., Path]


@pytest.fixture(scope="session")
def make_clip(tmp_path_factory: pytest.TempPathFactory) -> MakeClip:
    """Makes a small MP4; equal arguments give the same file, which tests must not change."""
    folder = tmp_path_factory.mktemp("clips")

    def make(seconds: float = 1.0, *, sound: bool = True, extra: tuple[str, ...] = ()) -> Path:
        target = folder / f"{seconds}-{sound}-{'_'.join(extra).replace('/', '')}.mp4"
        if not target.exists():
            picture = f"testsrc2=s=270x480:r=30:d={seconds}"
            tone = ["-f", "lavfi", "-i", f"sine=d={seconds}:r=48000", "-c:a", "aac"]
            subprocess.run(
                [
                    *(ff.ffmpeg(), "-loglevel", "error", "-f", "lavfi", "-i", picture),
                    *(tone if sound else ()),
                    *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"),
                    *("-g", "60", "-movflags", "+faststart", *extra, target),
                ],
                check=True,
            )
        return target

    return make


@pytest.fixture(scope="session")
def clip(make_clip: MakeClip) -> Path:
    """One second, 270x480, H.264 and AAC."""
    return make_clip()
