"""Whose fault it was: ours, or that of a clip that is damaged in its middle."""

from vidgenie.errors import InvalidMedia, RenderFailed
from vidgenie.media import ff
from vidgenie.media.assembly.command import reading_layer
from vidgenie.media.assembly.facts import Clip
from vidgenie.media.assembly.work import Work
from vidgenie.media.probe import was_killed

_SHORTEST, _EACH = 60, 1.0  # s, for all and for each frame


async def blamed(work: Work, failure: RenderFailed) -> Exception:
    """The error to raise when the Piece could not be made.

    InvalidMedia with `shot`, the first is 1, when a clip does not decode by itself, where
    the Piece shows it; else the failure. Raises StorageFull.
    """
    if was_killed(failure) or failure.params.get("reason") == "timeout":
        return failure
    for layer in work.piece.layers:
        picture = work.scenery.pictures[layer.shot]
        if isinstance(picture, Clip) and not await _decodes(picture, layer.first, work):
            return InvalidMedia("This clip is damaged.", problem="unreadable", shot=layer.shot + 1)
    return failure


async def _decodes(clip: Clip, first: int, work: Work) -> bool:
    """Whether ffmpeg reads these frames of the clip; that it was killed says nothing."""
    frames = work.piece.frames
    args = [*reading_layer(clip, first, frames), "-map", f"0:{clip.facts.stream}"]
    try:
        await ff.run(["-xerror", *args, "-f", "null", "-"], timeout=_SHORTEST + _EACH * frames)
    except RenderFailed as error:
        return was_killed(error)
    return True
