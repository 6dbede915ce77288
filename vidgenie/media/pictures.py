"""Uploaded pictures: never kept as they came, always drawn anew."""

from pathlib import Path

from vidgenie.domain.asset import MediaFacts
from vidgenie.errors import InvalidMedia, RenderFailed
from vidgenie.media import ff
from vidgenie.media.part import replacing
from vidgenie.media.probe import facts_of, was_killed

_TIMEOUT = 60  # s


async def clean_picture(
    source: Path, target: Path, *, max_pixels: int, keep_alpha: bool = False
) -> MediaFacts:
    """Draw an uploaded JPEG, PNG or WEBP anew into `target`; the facts of what was written.

    It is upright, opaque sRGB and holds no metadata; PNG stays PNG, the rest
    becomes JPEG: `suffix` tells which.
    max_pixels: the most pixels it may have. keep_alpha: what is transparent stays so, in a
        PNG, as a logo needs it.
    Raises InvalidMedia (problem: not_an_image, too_many_pixels, unsupported),
    StorageFull, and RenderFailed when the work was ended from outside.
    """
    with replacing(target) as part:
        request = {
            "source": str(source),
            "target": str(part),
            "max_pixels": max_pixels,
            "keep_alpha": keep_alpha,
        }
        try:
            found = await ff.run_python("vidgenie.media.picture_child", request, timeout=_TIMEOUT)
        except RenderFailed as error:
            if was_killed(error):
                raise
            raise InvalidMedia("This is not a picture.", problem="not_an_image") from None
    return facts_of(found)
