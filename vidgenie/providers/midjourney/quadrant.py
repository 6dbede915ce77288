"""The first of the four pictures that Midjourney draws in one."""

from pathlib import Path

from vidgenie.domain.asset import MediaFacts
from vidgenie.errors import InvalidMedia, OutputRejected
from vidgenie.media import ff
from vidgenie.media.probe import probe

_TIMEOUT = 60  # s
_PNG = ("-c:v", "png", "-pix_fmt", "rgb24", "-map_metadata", "-1", "-f", "image2", "-update", "1")


async def cut_out(grid: Path, target: Path) -> None:
    """Write the upper left quarter of `grid` to `target`, as PNG.

    Raises OutputRejected (problem unreadable) when it is no picture, StorageFull.
    """
    facts = await _probed(grid)
    await ff.run(
        [
            *ff.untrusted(grid, suffix=facts.suffix),
            *("-frames:v", "1", "-vf", "crop=floor(iw/2):floor(ih/2):0:0:exact=1"),
            *(*_PNG, f"file:{target}"),
        ],
        timeout=_TIMEOUT,
    )


async def _probed(grid: Path) -> MediaFacts:
    unreadable = OutputRejected("The file that was made is not complete.", problem="unreadable")
    try:
        facts = await probe(grid)
    except InvalidMedia:
        raise unreadable from None
    if facts.is_video:
        raise unreadable
    return facts
