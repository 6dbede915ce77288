"""Pieces and sound become one file, by copying."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from vidgenie.domain.timeline import FPS
from vidgenie.media import ff
from vidgenie.media.assembly.boxes import frames_of
from vidgenie.media.assembly.encode import wrong_frames
from vidgenie.media.assembly.profiles import TIMESCALE
from vidgenie.media.part import replacing

_SHORTEST, _EACH = 60, 0.05  # s, for all and for each frame
_MAX_BYTES = 2 * 1024**3  # ten minutes of noise at 1080x1920 fit in


async def join(
    pieces: Sequence[tuple[Path, int]], sound: Path, target: Path, *, title: str
) -> None:
    """Write the pieces, one after another, with the sound to `target`, a whole MP4.

    pieces: each with its number of frames. title: the only thing the file says about itself.
    Raises RenderFailed and StorageFull.
    """
    frames = sum(count for _, count in pieces)
    notes = target.with_name(f"{target.name}.pieces")
    try:
        await asyncio.to_thread(notes.write_text, _listed(pieces), encoding="utf-8")
        with replacing(target) as part:
            await ff.run(
                [
                    *("-protocol_whitelist", "file", "-f", "concat", "-safe", "0"),
                    *("-i", f"file:{notes}", "-f", "mov", "-i", f"file:{sound}"),
                    *("-map", "0:v:0", "-map", "1:a:0", "-c", "copy", "-map_metadata", "-1"),
                    *("-fflags", "+bitexact", "-metadata", f"title={_plain(title)}"),
                    *("-video_track_timescale", str(TIMESCALE)),
                    *("-movflags", "+faststart", "-f", "mp4", f"file:{part}"),
                ],
                timeout=_SHORTEST + _EACH * frames,
                max_bytes=_MAX_BYTES,
            )
            found = await asyncio.to_thread(frames_of, part)
            if found != frames:
                raise wrong_frames(found, frames)
    finally:
        notes.unlink(missing_ok=True)


def _listed(pieces: Sequence[tuple[Path, int]]) -> str:
    """The list that the concat demuxer reads."""
    lines = ["ffconcat version 1.0"]
    for path, frames in pieces:
        name = str(path.absolute()).replace("'", "'\\''")
        lines += [f"file 'file:{name}'", f"duration {frames / FPS:.6f}"]
    return "\n".join([*lines, ""])


def _plain(title: str) -> str:
    """The title without what no player shows."""
    return "".join(sign for sign in title if sign.isprintable())[:200]
