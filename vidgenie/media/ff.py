"""Run ffmpeg, or a Python module of ours, as a child process."""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs]  # one function, which returns str

from vidgenie.domain.ports.provider import Progress
from vidgenie.errors import (
    InvalidMedia,
    OutputRejected,
    RenderFailed,
    StorageFull,
    Unavailable,
    VidGenieError,
)
from vidgenie.media.magic import DEMUXERS, MAX_PIXELS
from vidgenie.media.process import MAX_BYTES, supervise

_QUIET = ("-hide_banner", "-nostdin", "-y", "-loglevel", "error", "-nostats")
_PROGRESS = ("-stats_period", "0.2", "-progress", "pipe:1")


def ffmpeg() -> str:
    """Path of the ffmpeg program: IMAGEIO_FFMPEG_EXE, else the one that came with the package.

    Raises Unavailable when there is none.
    """
    try:
        return imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:
        raise Unavailable("ffmpeg") from None


def untrusted(path: Path, *, suffix: str) -> list[str]:
    """The arguments that read a file we did not make, `-i` included.

    suffix: what the file is (a key of DEMUXERS), as found by a probe. Nothing
    but this file is opened: a playlist in disguise is not followed.
    """
    formats = ",".join(sorted(DEMUXERS.values()))
    return [
        *("-protocol_whitelist", "file", "-format_whitelist", f"{formats},mp4"),
        *("-max_pixels", str(MAX_PIXELS), "-f", DEMUXERS[suffix], "-i", f"file:{path}"),
    ]


async def run(
    args: Sequence[str],
    *,
    timeout: float,  # noqa: ASYNC109  # the limit is the child's
    progress: Progress | None = None,
    seconds: float | None = None,
    max_bytes: int = MAX_BYTES,
) -> None:
    """Run ffmpeg with `args`, the list without the program itself.

    timeout: wall seconds, after which the process group is killed.
    progress: told at most five times a second, when `seconds`, the length of
        what is made, is known.
    max_bytes: of one file it writes; more only for what is made of our own files.
    Raises StorageFull when the disk is full and RenderFailed for any other bad end.
    """

    def on_line(line: bytes) -> None:
        name, _, value = line.partition(b"=")
        if progress and seconds and name == b"out_time_us" and value.strip().isdigit():
            progress(min(1.0, int(value) / 1e6 / seconds))

    program = await asyncio.to_thread(ffmpeg)
    command = [program, *_QUIET, *_PROGRESS, *args]
    await supervise(command, timeout=timeout, on_line=on_line, max_bytes=max_bytes)
    if progress:
        progress(1.0)


async def run_python(
    module: str,
    request: Mapping[str, object],
    *,
    timeout: float,  # noqa: ASYNC109  # the limit is the child's
    progress: Progress | None = None,
) -> dict[str, object]:
    """Run `python -m module` on a JSON request; the result it answers.

    The module calls `vidgenie.media.child.serve`, which speaks the other side of
    this. Raises what the child reports (StorageFull, RenderFailed, InvalidMedia,
    OutputRejected), and RenderFailed when it ends in any other way.
    """
    answers: dict[str, dict[str, object]] = {}

    def on_line(line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:
            return
        if not isinstance(said, dict):
            return
        said = cast("dict[str, object]", said)
        done = said.pop("progress", None)
        if progress and isinstance(done, int | float):
            progress(min(1.0, max(0.0, float(done))))
        answers.update({k: cast("dict[str, object]", v) for k, v in said.items()})

    command = [sys.executable, "-P", "-m", module]
    await supervise(
        command,
        timeout=timeout,
        stdin=json.dumps(dict(request)).encode(),
        # The child need not look for it again.
        env={"IMAGEIO_FFMPEG_EXE": await asyncio.to_thread(ffmpeg)},
        on_line=on_line,
    )
    if "error" in answers:
        raise error_of(answers["error"])
    if "result" not in answers:
        raise RenderFailed("The picture or video could not be made.", reason="no_answer")
    if progress:
        progress(1.0)
    return answers["result"]


def error_of(said: Mapping[str, object]) -> VidGenieError:
    """The error a child reported."""
    message = str(said.get("message", ""))
    params = cast("dict[str, object]", said.get("params", {}))
    match said.get("type"):
        case "storage_full":
            return StorageFull()
        case "invalid_media":
            return InvalidMedia(message, **params)
        case "output_rejected":
            return OutputRejected(message, **params)
        case _:
            return RenderFailed(message, **params)
