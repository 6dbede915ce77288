"""A look at a file that exists."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vidgenie.errors import InvalidMedia, RenderFailed
from vidgenie.media import ff
from vidgenie.media.probe import was_killed
from vidgenie.media.review.findings import Finding, Problem, Span, merged, unexpected
from vidgenie.media.review.watching import chain, noticed, parse
from vidgenie.media.sound.loudness import NOTHING, Loudness, escaped, meter_of, read

WANTED, TOLERANCE = -14.0, 1.0
"""LUFS of a finished video, and how far from it is still right."""
# A clip is decoded in a third of the time, and enough of its frames are left.
_QUICK = {"mp4": ("-skip_frame", "bidir", "-skip_loop_filter", "all")}
_HUSH = "silencedetect=n=-50dB:d=0.3"
_MARKS = {
    "lavfi.silence_start": (Problem.SILENT, True),
    "lavfi.silence_end": (Problem.SILENT, False),
}
_TIMEOUT = 300  # s


@dataclass(frozen=True, slots=True)
class Review:
    """What was noticed, in order. lufs, true_peak: of its sound; see `Loudness`."""

    findings: tuple[Finding, ...]
    lufs: float
    true_peak: float


async def review(  # noqa: PLR0913  # what is normal for this file
    path: Path,
    *,
    suffix: str,
    seconds: float,
    has_voice: bool = False,
    is_finished: bool = False,
    still: Sequence[Span] = (),
    watched: Sequence[Finding] | None = None,
) -> Review:
    """Look for black, frozen and silent parts, and measure the loudness.

    suffix: what the file is, a key of `media.magic.DEMUXERS`. seconds: its length.
    has_voice: silence is noticed. is_finished: it should be as loud as a finished video.
    still: parts that are meant to stand still.
    watched: what the encoder has noticed already; then the pictures are not decoded.
    Raises InvalidMedia (problem unreadable), RenderFailed and StorageFull.
    """
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="vidgenie-review-"))
    try:
        await _look(path, suffix, folder, has_pictures=watched is None)
        found, sound = await asyncio.to_thread(_read, folder, seconds)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    kept = merged(
        finding
        for finding in unexpected([*found, *(watched or ())], still)
        if has_voice or finding.problem is not Problem.SILENT
    )
    if is_finished:
        kept += loudness_findings(sound.lufs, seconds)
    return Review(tuple(kept), sound.lufs, sound.true_peak)


def loudness_findings(lufs: float, seconds: float) -> Iterator[Finding]:
    """Whether a finished video is too quiet or too loud; digital silence is neither."""
    if lufs > WANTED + TOLERANCE:
        yield Finding(Problem.LOUD, 0.0, seconds)
    elif Loudness(lufs, 0.0, 0.0, seconds).is_silent:
        return
    elif lufs < WANTED - TOLERANCE:
        yield Finding(Problem.QUIET, 0.0, seconds)


async def _look(path: Path, suffix: str, folder: Path, *, has_pictures: bool) -> None:
    meter = f"aformat=channel_layouts=stereo,{meter_of(folder / 'loudness', peak='true')}"
    seen = ("-map", "0:v:0?", "-filter:v:0", chain(folder / "picture"))
    hush = f"{_HUSH},ametadata=mode=print:file={escaped(folder / 'silence')}"
    try:
        await ff.run(
            [
                *(_QUICK.get(suffix, ()) if has_pictures else ()),
                *ff.untrusted(path, suffix=suffix),
                *NOTHING,
                *(seen if has_pictures else ()),
                *("-map", "0:a:0?", "-map", "1:a", "-filter:a:0", f"{meter},{hush}"),
                *("-f", "null", "-"),
            ],
            timeout=_TIMEOUT,
        )
    except RenderFailed as error:
        if was_killed(error) or error.params.get("reason") == "timeout":
            raise
        raise InvalidMedia("This file is damaged.", problem="unreadable") from None


def _read(folder: Path, seconds: float) -> tuple[list[Finding], Loudness]:
    sound = read(folder / "loudness")
    if sound.is_silent:
        silent = [Finding(Problem.SILENT, 0.0, seconds)]
    else:
        lines = (folder / "silence").read_text(encoding="ascii").splitlines()
        silent = noticed(lines, _MARKS, seconds=seconds)
    return [*parse(folder / "picture", seconds=seconds), *silent], sound
