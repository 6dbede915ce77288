"""The facts of a clip nobody vouches for; only ever used in a child process."""

from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vidgenie.errors import InvalidMedia
from vidgenie.media.assembly.containers import demuxer_of
from vidgenie.media.assembly.facts import ClipFacts
from vidgenie.media.magic import MAX_PIXELS

_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": "mov,mp4,m4a,matroska,webm"}
_BEFORE_END = 2.0  # s, where the search for the last frame starts
_MISSING = 0.5  # s of a clip whose header promises more
_HD = 576  # lines; larger pictures that do not say otherwise have the colours of HD
_BT709, _UNKNOWN = 1, 2
_WIDE = (16, 18)  # the light of PQ and HLG (ITU-T H.273)
_FULL_RANGE = 2


def clip_facts(path: Path) -> ClipFacts:
    """What the clip is; its first frame is decoded.

    Raises InvalidMedia with `problem` empty, unsupported, unreadable, no_video or
    too_many_pixels.
    """
    if path.stat().st_size == 0:
        raise InvalidMedia("This file is empty.", problem="empty")
    demuxer = demuxer_of(path)
    if not demuxer:
        raise InvalidMedia("This is not a file that we can read.", problem="unsupported")
    try:
        with av.open(str(path), format=demuxer, options=_OPTIONS) as container:
            return _facts(container, demuxer)
    except (av.error.FFmpegError, ValueError, MemoryError):
        raise damaged() from None


def damaged() -> InvalidMedia:
    """The error of a clip that does not decode."""
    return InvalidMedia("This clip is damaged.", problem="unreadable")


def _facts(container: InputContainer, demuxer: str) -> ClipFacts:
    stream = _picture(container)
    if stream.width * stream.height > MAX_PIXELS:
        raise InvalidMedia("This clip is too large.", problem="too_many_pixels")
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    stream.codec_context.thread_count = 1
    first = next(container.decode(stream), None)
    if first is None:
        raise damaged()
    rate = float(stream.average_rate or stream.guessed_rate or Fraction(30))
    turned = abs(int(first.rotation)) % 180 == 90
    shape = float(stream.sample_aspect_ratio or 1) or 1.0
    size = (first.height, first.width) if turned else (first.width, first.height)
    return ClipFacts(
        demuxer=demuxer,
        stream=stream.index,
        width=size[0],
        height=size[1],
        shape=1 / shape if turned else shape,
        rate=rate,
        last=_last(container, stream),
        is_interlaced=bool(first.interlaced_frame),
        matrix=_matrix(first),
        is_wide=first.color_trc in _WIDE,
        is_plain=first.format.name == "yuv420p" and first.color_range != _FULL_RANGE,
    )


def _picture(container: InputContainer) -> VideoStream:
    """The first picture that moves: a cover is none."""
    for stream in container.streams.video:
        if not stream.disposition & stream.disposition.attached_pic and stream.codec_context:
            return stream
    raise InvalidMedia("This clip has no picture.", problem="no_video")


def _last(container: InputContainer, stream: VideoStream) -> float:
    """Seconds from the beginning to the last frame; nothing is decoded for it.

    Raises InvalidMedia when the file ends before the end that its header promises.
    """
    length = (container.duration or 0) / av.time_base
    start = (container.start_time or 0) / av.time_base
    if length > _BEFORE_END:
        container.seek(round((start + length - _BEFORE_END) * av.time_base))
    shown, end = -1.0, 0.0
    for packet in container.demux():
        if packet.pts is None:
            continue
        begins = float(packet.pts * packet.time_base) - start
        end = max(end, begins + float((packet.duration or 0) * packet.time_base))
        if packet.stream_index == stream.index and not packet.is_corrupt:
            shown = max(shown, begins)
    if shown < 0 or end < length - _MISSING:
        raise damaged()
    return shown


def _matrix(frame: VideoFrame) -> str:
    if frame.colorspace == _UNKNOWN:
        return "bt709" if min(frame.width, frame.height) > _HD else "bt601"
    return "bt709" if frame.colorspace == _BT709 else ""
