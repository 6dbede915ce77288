"""Frames and sound become an MP4, by ffmpeg in a process of its own."""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vidgenie.media import ff, process
from vidgenie.providers.local.frame import Bytes

COMMENT = "demo: made by VidGenie's local provider, not by an AI model"
_PIPE = 1024 * 1024  # bytes the pipe to ffmpeg holds, where the system lets us choose
_COLOUR = ("bt709", "bt709", "bt709", "tv")
# The number of threads is fixed: another one gives other bytes.
_X264 = (
    *("-c:v", "libx264", "-preset", "superfast", "-crf", "21", "-profile:v", "high"),
    *("-maxrate", "12M", "-bufsize", "24M"),
    # aq-mode 3 spends bits on dark skies, where steps would show.
    *("-threads", "2", "-g", "60", "-x264-params", "aq-mode=3:open-gop=0"),
)
_AAC = ("-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-ac", "2")


@dataclass(frozen=True, slots=True)
class Format:
    """What the MP4 is. size: (width, height), even; fps: frames a second."""

    size: tuple[int, int]
    fps: int
    title: str


def encode(frames: Iterable[Bytes], wav: bytes, target: Path, *, made: Format) -> int:
    """Write an MP4 of NV12 frames and of a WAV's sound; the number of frames.

    Raises StorageFull and RenderFailed, as `media.ff.run` does.
    """
    count = 0
    with tempfile.TemporaryFile() as sound, tempfile.TemporaryFile() as errors:
        sound.write(wav)
        sound.seek(0)
        argv = _argv(target, made, sound=sound.fileno())
        with subprocess.Popen(  # noqa: S603  # an argument list of ours
            argv, stdin=subprocess.PIPE, stderr=errors, pass_fds=[sound.fileno()], bufsize=0
        ) as encoder:
            try:
                count = _feed(encoder, frames)
            except BrokenPipeError:
                pass  # it ended before us, and its exit code says why
            except BaseException:
                encoder.kill()
                raise
        errors.seek(0)
        if encoder.returncode:
            raise process.failure(argv, encoder.returncode, errors.read().decode(errors="replace"))
    return count


def _argv(target: Path, made: Format, *, sound: int) -> list[str]:
    names = ("-color_primaries", "-color_trc", "-colorspace", "-color_range")
    tags = [word for pair in zip(names, _COLOUR, strict=True) for word in pair]
    size, fps = f"{made.size[0]}x{made.size[1]}", str(made.fps)
    picture = ("-f", "rawvideo", "-pix_fmt", "nv12", "-s", size, "-r", fps)
    return [
        *(ff.ffmpeg(), "-hide_banner", "-nostdin", "-y", "-loglevel", "error", "-nostats"),
        *(*picture, *tags, "-i", "pipe:0"),
        *("-f", "wav", "-i", f"pipe:{sound}"),
        *("-map", "0:v", "-map", "1:a", "-map_metadata", "-1"),
        *("-metadata", f"title={made.title}", "-metadata", f"comment={COMMENT}"),
        *(*_X264, *tags, *_AAC),
        *("-video_track_timescale", str(made.fps * 512), "-movflags", "+faststart"),
        *("-f", "mp4", f"file:{target}"),
    ]


def _feed(encoder: subprocess.Popen[bytes], frames: Iterable[Bytes]) -> int:
    if encoder.stdin is None:
        return 0
    _widen(encoder.stdin.fileno())
    count = 0
    for frame in frames:
        data = frame.data.cast("B")
        while data:
            data = data[os.write(encoder.stdin.fileno(), data) :]
        count += 1
    encoder.stdin.close()
    return count


def _widen(pipe: int) -> None:
    """A pipe that holds more than 64 KiB lets both sides work without waking each other."""
    if sys.platform.startswith("linux"):
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
