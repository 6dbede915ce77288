"""The beginning of a clip."""

from pathlib import Path

from vidgenie.media import ff
from vidgenie.media.part import replacing
from vidgenie.media.probe import probe
from vidgenie.media.verify import TOLERANCE

_TIMEOUT = 120  # s


async def cut(source: Path, target: Path, *, seconds: int) -> Path:
    """`source` when it is short enough, else `target` with its first `seconds`.

    Nothing is drawn anew. Raises RenderFailed and StorageFull.
    """
    facts = await probe(source)
    if (facts.seconds or 0.0) <= seconds + TOLERANCE:
        return source
    with replacing(target) as part:
        await ff.run(
            [
                *ff.untrusted(source, suffix=facts.suffix),
                *("-t", str(seconds), "-c", "copy", "-map_metadata", "-1"),
                *("-movflags", "+faststart", "-f", "mp4", f"file:{part}"),
            ],
            timeout=_TIMEOUT,
        )
    return target
