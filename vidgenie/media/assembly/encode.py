"""Encodes one Piece: by filters where they do, by frames of MoviePy where they do not."""

import asyncio
from dataclasses import asdict
from pathlib import Path

from vidgenie.domain.ports.provider import Progress
from vidgenie.domain.timeline import FPS
from vidgenie.errors import RenderFailed
from vidgenie.media import ff
from vidgenie.media.assembly.blame import blamed
from vidgenie.media.assembly.boxes import frames_of
from vidgenie.media.assembly.command import QUIET, Papers, filtered, finished, layers
from vidgenie.media.assembly.profiles import x264
from vidgenie.media.assembly.work import Work
from vidgenie.media.review.findings import Finding
from vidgenie.media.review.watching import parse

_FEED = "vidgenie.media.assembly.feed_child"
_EFFECTS = "vidgenie.media.assembly.effects_child"
_SHORTEST, _EACH = 120, 2.0  # s, for all and for each frame
_EACH_EFFECT = 6.0  # s, for each frame that MoviePy makes


async def encode(work: Work, target: Path, *, threads: int, progress: Progress) -> list[Finding]:
    """Write the Piece to `target`: H.264 without sound, exactly its frames.

    progress: told which part is done. Returns what is noticed in it, in its own seconds.
    Raises InvalidMedia with `shot` when a clip is damaged; RenderFailed, StorageFull.
    """
    papers = Papers(target.with_suffix(".ass"), target.with_suffix(".txt"))
    try:
        await _encode(work, papers, target, threads, progress)
        return await asyncio.to_thread(parse, papers.report, seconds=work.piece.frames / FPS)
    except RenderFailed as failure:
        raise await blamed(work, failure) from None
    finally:
        papers.script.unlink(missing_ok=True)
        papers.report.unlink(missing_ok=True)


async def _encode(
    work: Work, papers: Papers, target: Path, threads: int, progress: Progress
) -> None:
    if work.words.script:
        await asyncio.to_thread(papers.script.write_text, work.words.script, encoding="utf-8")
    output = [*x264(work.profile, threads=threads), f"file:{target}"]
    if work.needs_frames:
        await _by_frames(work, papers, output, progress)
    else:
        await _by_filters(work, papers, output, progress)
    found = await asyncio.to_thread(frames_of, target)
    if found != work.piece.frames:
        raise wrong_frames(found, work.piece.frames)


def wrong_frames(found: int, wanted: int) -> RenderFailed:
    """The error of a file that ffmpeg said was done, and is not."""
    return RenderFailed(
        "The picture or video could not be made.",
        reason="wrong_frames",
        found=found,
        wanted=wanted,
    )


async def _by_filters(work: Work, papers: Papers, output: list[str], progress: Progress) -> None:
    args, command = filtered(work, papers, output)
    timeout = _SHORTEST + _EACH * work.piece.frames
    if command.stills:
        request = {"args": [*QUIET, *args], "stills": command.stills}
        await ff.run_python(_FEED, request, timeout=timeout, progress=progress)
    else:
        seconds = work.piece.frames / FPS
        await ff.run(args, timeout=timeout, progress=progress, seconds=seconds)


async def _by_frames(work: Work, papers: Papers, output: list[str], progress: Progress) -> None:
    request = {
        "layers": layers(work),
        "kind": work.piece.kind.value,
        "size": work.size,
        "frames": work.piece.frames,
        "args": finished(work, papers, output),
        "phrases": [asdict(phrase) for phrase in work.words.phrases],
    }
    timeout = _SHORTEST + _EACH_EFFECT * work.piece.frames
    await ff.run_python(_EFFECTS, request, timeout=timeout, progress=progress)
