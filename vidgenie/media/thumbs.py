"""Thumbnails: a small JPEG of a picture or of a clip."""

import asyncio
from pathlib import Path

from vidgenie.domain.asset import MediaFacts
from vidgenie.media import ff
from vidgenie.media.part import replacing

_TIMEOUT = 60  # s


async def thumbnail(
    source: Path, target: Path, *, facts: MediaFacts, width: int = 360
) -> MediaFacts:
    """Write a JPEG of `source`, `width` pixels wide; of a clip, its frame at a third.

    facts: what a probe found in `source`. Returns those of the JPEG: nobody else has had a
    hand in it, so it need not be probed.
    Raises RenderFailed and StorageFull.
    """
    height = max(2, 2 * round(width * facts.height / facts.width / 2))
    start = ["-ss", f"{facts.seconds / 3:.3f}"] if facts.seconds else []
    with replacing(target) as part:
        await ff.run(
            [
                *start,
                *ff.untrusted(source, suffix=facts.suffix),
                *("-frames:v", "1", "-an", "-map_metadata", "-1", "-threads", "1"),
                *("-vf", f"scale={width}:{height}:flags=area:out_range=pc,format=yuvj420p"),
                *("-c:v", "mjpeg", "-q:v", "4", "-f", "image2", "-update", "1", f"file:{part}"),
            ],
            timeout=_TIMEOUT,
        )
    size = await asyncio.to_thread(target.stat)
    return MediaFacts("jpg", width, height, size.st_size)
