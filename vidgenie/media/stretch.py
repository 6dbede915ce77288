"""Clips that are too short become longer, by going slower."""

from pathlib import Path

from vidgenie.errors import InvalidMedia, OutputRejected
from vidgenie.media import ff, magic
from vidgenie.media.part import replacing
from vidgenie.media.probe import probe

_FRAMES = 24  # a second
_SLOWEST = 4.0  # times
_X264 = (
    # It is encoded once more when it is fitted, so that nothing may be lost here.
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "10", "-pix_fmt", "yuv420p"),
    # A look-ahead in a thread of its own now and then makes another file of the same frames.
    *("-x264-params", "sync-lookahead=0"),
)


async def stretch_clip(source: Path, target: Path, *, seconds: float) -> float:
    """Write the clip to `target` so slowed down that it lasts `seconds`; how many times slower.

    The frames between are calculated from how things move. There is no sound. One that is
    long enough already, or so short that it would hardly move, is not written: 1.0.
    Raises OutputRejected (problem unreadable), StorageFull.
    """
    try:
        facts = await probe(source)
    except InvalidMedia:
        facts = None
    if facts is None or not facts.seconds:
        raise OutputRejected("The file that was made is not complete.", problem="unreadable")
    slower = seconds / facts.seconds
    if not 1.0 < slower <= _SLOWEST:
        return 1.0
    # Nothing follows the last frame that a motion could be calculated to: it is held.
    picture = (
        f"setpts=PTS*{slower:.6f},tpad=stop_mode=clone:stop_duration=1,"
        f"minterpolate=fps={_FRAMES}:mi_mode=mci:scd=none"
    )
    with replacing(target) as part:
        await ff.run(
            [
                *ff.untrusted(source, suffix=magic.CLIP),
                *("-map", "0:v:0", "-an", "-vf", picture, "-t", f"{seconds:.3f}", *_X264),
                *("-map_metadata", "-1", "-f", "mp4", f"file:{part}"),
            ],
            timeout=120 + 60 * seconds,
        )
    return slower
