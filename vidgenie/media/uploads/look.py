"""A first look at an uploaded clip or sound: what is in it, and whether we take it."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast

from vidgenie.errors import RenderFailed
from vidgenie.media import ff
from vidgenie.media.probe import was_killed
from vidgenie.media.uploads import rules
from vidgenie.media.uploads.formats import FORMATS

_TIMEOUT = 60  # s


@dataclass(frozen=True, slots=True)
class Look:
    """What an upload holds.

    format: a key of FORMATS.
    seconds: of the picture, else of the sound; measured, whatever the header says.
    video, audio: the streams that are used, by their place in the file; None = there is none.
    width, height: as shown: upright, with square pixels; 0 for sound.
    rate: frames a second it is kept with, as 30000/1001.
    matrix: how its colours are written, where it does not say so itself; "" where it does.
    is_mono: its sound has one channel.
    is_hdr: its light goes further than our screens.
    """

    format: str
    seconds: float
    video: int | None
    audio: int | None
    width: int = 0
    height: int = 0
    rate: str = ""
    matrix: str = ""
    is_mono: bool = False
    is_hdr: bool = False


async def look(path: Path, *, format: str) -> Look:  # noqa: A002  # the noun of this package
    """Open the file in a child process, read its packets to the end and draw one frame.

    format: as `format_of` found it.
    Raises InvalidMedia (problem: unsupported, unreadable, unknown_codec, no_video,
    too_wide, too_long, too_fast), and RenderFailed when it was ended from outside.
    """
    if format not in FORMATS:
        raise rules.unsupported()
    request = {"path": str(path), "format": format}
    try:
        found = await ff.run_python("vidgenie.media.uploads.look_child", request, timeout=_TIMEOUT)
    except RenderFailed as error:
        if was_killed(error):
            raise
        # A demuxer that crashes, hangs or eats its memory has met a file we do not want.
        raise rules.unreadable() from None
    known = {field.name for field in fields(Look)}
    return Look(**cast("dict[str, str]", {k: v for k, v in found.items() if k in known}))  # pyright: ignore[reportArgumentType]  # written by asdict on the other side
