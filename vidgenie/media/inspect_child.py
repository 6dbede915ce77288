"""Opens files nobody vouches for, in a process of its own: what is this file?

Answers the request {"path"} with the fields of `domain.asset.MediaFacts`.
"""

import warnings
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from vidgenie.domain.asset import MediaFacts
from vidgenie.errors import InvalidMedia
from vidgenie.media import child
from vidgenie.media.inspect_sound import sound_facts
from vidgenie.media.magic import CLIP, DEMUXERS, MAX_PIXELS, PICTURES, SOUNDS, suffix_of

MAX_SIDE = 4096  # pixels
MAX_SECONDS = 600
_SLACK = 1.0  # s; what has ten minutes of frames may have a little more sound
_LAST = 250_000  # microseconds before the end where the search for the last frame starts


def inspect(path: Path) -> MediaFacts:
    """What the file is; pictures and sound are decoded, of a clip the first and last frame.

    Raises InvalidMedia with `problem` empty, unsupported, unreadable, no_video,
    no_audio, too_many_pixels or too_long.
    """
    size = path.stat().st_size
    if size == 0:
        raise InvalidMedia("This file is empty.", problem="empty")
    suffix = suffix_of(path)
    if suffix in PICTURES:
        width, height = _picture(path, suffix)
        return MediaFacts(suffix=suffix, width=width, height=height, bytes=size)
    if suffix == CLIP:
        return _clip(path, size)
    if suffix in SOUNDS:
        return sound_facts(path, suffix)
    raise InvalidMedia("This is not a file that we can read.", problem="unsupported")


def _picture(path: Path, suffix: str) -> tuple[int, int]:
    """(width, height) of a picture that decodes to its end."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(path, formats=(PICTURES[suffix],)) as image:
            image.getbbox()  # decodes it to its end
            return image.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InvalidMedia("This picture is too large.", problem="too_many_pixels") from None
    except (OSError, SyntaxError, ValueError):
        raise InvalidMedia("This picture is damaged.", problem="unreadable") from None


def _clip(path: Path, size: int) -> MediaFacts:
    options = {"protocol_whitelist": "file", "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2"}
    try:
        with av.open(str(path), format=DEMUXERS[CLIP], options=options) as container:
            return _clip_facts(container, size)
    except (av.error.FFmpegError, ValueError):
        raise InvalidMedia("This clip is damaged.", problem="unreadable") from None


def _clip_facts(container: InputContainer, size: int) -> MediaFacts:
    if not container.streams.video:
        raise InvalidMedia("This clip has no picture.", problem="no_video")
    video = container.streams.video[0]
    sound = container.streams.audio[0] if container.streams.audio else None
    if max(video.width, video.height) > MAX_SIDE:
        raise InvalidMedia("This clip is too large.", problem="too_many_pixels")
    seconds = (container.duration or 0) / av.time_base
    if seconds > MAX_SECONDS + _SLACK:
        raise InvalidMedia("This clip is too long.", problem="too_long", limit=MAX_SECONDS)
    first = _ends(container, video)
    turned = abs(int(first.rotation)) % 180 == 90
    return MediaFacts(
        suffix=CLIP,
        width=first.height if turned else first.width,
        height=first.width if turned else first.height,
        bytes=size,
        seconds=seconds,
        frames=video.frames or None,
        video_codec=video.codec_context.name,
        audio_codec=sound.codec_context.name if sound else "",
    )


def _ends(container: InputContainer, video: VideoStream) -> VideoFrame:
    """The first frame, once the last one has been decoded too."""
    video.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    video.codec_context.thread_count = 2
    first = next(container.decode(video), None)
    if first is None:
        raise InvalidMedia("This clip is damaged.", problem="unreadable")
    length = container.duration or 0
    if length > _LAST:
        container.seek(length - _LAST)
    last = None
    for frame in container.decode(video):
        last = frame
    if not _reaches_end(video, last or first):
        raise InvalidMedia("This clip ends before its end.", problem="unreadable")
    return first


def _reaches_end(video: VideoStream, last: VideoFrame) -> bool:
    """Whether the last frame that decodes is the one the header promises."""
    if video.duration is None or video.time_base is None or last.pts is None:
        return False
    end = (video.start_time or 0) + video.duration
    ticks = float(1 / ((video.average_rate or Fraction(1)) * video.time_base))
    return last.pts + max(last.duration or 0, ticks) >= end - max(2 * ticks, 0.1 / video.time_base)


def _serve(request: Mapping[str, object], _report: child.Report) -> Mapping[str, object]:
    return asdict(inspect(Path(str(request["path"]))))


if __name__ == "__main__":
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    child.serve(_serve)
