"""What a file really is, found out in a child process under limits."""

import signal
from dataclasses import fields
from pathlib import Path
from typing import cast

from vidgenie.domain.asset import MediaFacts
from vidgenie.errors import InvalidMedia, RenderFailed
from vidgenie.media import ff

_TIMEOUT = 60  # s


async def probe(path: Path) -> MediaFacts:
    """The facts of a picture, a clip or sound, sizes as they are shown.

    Pictures (PNG, JPEG, WEBP) and sound (WAV, MP3, M4A) are decoded to their end; of
    a clip (MP4) the first and the last frame.
    Raises InvalidMedia (problem: empty, unsupported, unreadable, no_video, no_audio,
    too_many_pixels, too_long) for anything else, and RenderFailed when the
    reading was ended from outside.
    """
    try:
        found = await ff.run_python(
            "vidgenie.media.inspect_child", {"path": str(path)}, timeout=_TIMEOUT
        )
    except RenderFailed as error:
        if was_killed(error):
            raise
        # A decoder that crashes, hangs or eats its memory has met a file we do not want.
        raise InvalidMedia("This file cannot be read.", problem="unreadable") from None
    return facts_of(found)


def was_killed(error: RenderFailed) -> bool:
    """Whether somebody ended the child, as the system does when memory runs out."""
    return error.params.get("exit") == -signal.SIGKILL


def facts_of(found: dict[str, object]) -> MediaFacts:
    """The facts a child answered in JSON."""
    known = {field.name for field in fields(MediaFacts)}
    return MediaFacts(**cast("dict[str, str]", {k: v for k, v in found.items() if k in known}))  # pyright: ignore[reportArgumentType]  # written by asdict on the other side
