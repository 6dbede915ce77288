"""One moment of captions as a transparent picture."""

import asyncio
import tempfile
from pathlib import Path

from vidgenie.domain.captions import Captions
from vidgenie.domain.timeline import FPS
from vidgenie.media import ff
from vidgenie.media.captions.burn import filter_of
from vidgenie.media.captions.script import ass, events
from vidgenie.media.part import replacing

_TIMEOUT = 30  # s


def script_at(captions: Captions, size: tuple[int, int], at: float) -> str:
    """The script of the frame `at` this second; "" when nothing is seen. Raises RenderFailed."""
    return ass(events(captions, size=size), size=size, first=at, last=at + 1 / FPS)


async def draw(script: str, target: Path, *, size: tuple[int, int], fonts: Path) -> None:
    """Draw the first frame of a script on nothing.

    size: (width, height) in pixels. fonts: from `fonts.folder`.
    Raises RenderFailed and StorageFull.
    """
    canvas = f"color=c=black@0.0:s={size[0]}x{size[1]}:r={FPS},format=rgba"
    with replacing(target) as part, tempfile.TemporaryDirectory(prefix="vidgenie-ass-") as home:
        path = Path(home) / "words.ass"
        await asyncio.to_thread(path.write_text, script, encoding="utf-8")
        chain = f"{canvas},{filter_of(path, fonts)}:alpha=1" if script else canvas
        await ff.run(
            [
                *("-f", "lavfi", "-i", chain, "-frames:v", "1", "-threads", "1"),
                *("-c:v", "png", "-f", "image2", "-update", "1", f"file:{part}"),
            ],
            timeout=_TIMEOUT,
        )
