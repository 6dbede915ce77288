"""Opens uploaded clips and sounds, in a process of its own; see `media.uploads.look`."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import av
import av.error
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vidgenie.media import child
from vidgenie.media.inspect_sound import is_whole_wav
from vidgenie.media.uploads import rules
from vidgenie.media.uploads.formats import FORMATS
from vidgenie.media.uploads.look import Look
from vidgenie.media.uploads.pace import Pace

_HDR = (16, 18)  # PQ and HLG, by the numbers of ITU-T H.273
_UNSAID = 2  # the same list
_LARGE = 720  # pixels of the short side from which on colours are written as in BT.709
_ODDEST = 4.0  # times a pixel may be wider than high, or the other way round
_MISSING = (0.2, 0.01)  # s, and part of the length, that may be missing at the end


def inspect(path: Path, slug: str) -> Look:
    """See `media.uploads.look`."""
    if slug == "wav" and not is_whole_wav(path):
        raise rules.unreadable()
    with _opened(path, slug) as container:
        seen = _streams(container, slug)
        if seen.video is not None:
            seen = _shown(container, container.streams[seen.video], seen)
    with _opened(path, slug) as container:
        pace = Pace.of(container, seen.video, seen.audio)
        promised = _promised(container, seen) if FORMATS[slug].is_exact else 0.0
    if pace.longest < promised - max(_MISSING[0], _MISSING[1] * promised):
        raise rules.unreadable()
    audio = seen.audio if pace.has_sound else None
    return replace(seen, seconds=pace.seconds, rate=pace.rate, audio=audio)


@contextmanager
def _opened(path: Path, slug: str) -> Generator[InputContainer]:
    """The file, read by its one demuxer, which follows nothing and starts few decoders."""
    demuxer = FORMATS[slug].demuxer
    options = {
        "protocol_whitelist": "file",
        "format_whitelist": demuxer,
        "codec_whitelist": rules.DECODERS,
        "max_streams": "100",
    }
    if demuxer == "mov":
        options |= {"enable_drefs": "0", "use_absolute_path": "0"}
    try:
        with av.open(str(path), format=demuxer, options=options) as container:
            yield container
    except (av.error.FFmpegError, ValueError, ArithmeticError):
        raise rules.unreadable() from None


def _streams(container: InputContainer, slug: str) -> Look:
    """The first picture that moves, and the first sound. Raises InvalidMedia."""
    pictures = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    # A cover is a picture too, but sound files have no clip in them.
    video = pictures[0] if pictures and slug in ("mov", "matroska") else None
    audio = container.streams.audio[0] if container.streams.audio else None
    if video is None and (audio is None or pictures):
        raise rules.nothing_in_it() if not pictures else rules.unsupported()
    for stream, known in ((video, rules.VIDEO_CODECS), (audio, rules.AUDIO_CODECS)):
        if stream is not None and _codec(stream) not in known:
            raise rules.unknown_codec(_codec(stream), is_video=stream is video)
    seconds = (container.duration or 0) / av.time_base
    if seconds > rules.MAX_SECONDS + rules.SLACK and FORMATS[slug].is_exact:
        raise rules.too_long()
    return Look(
        format=slug,
        seconds=seconds,
        video=None if video is None else video.index,
        audio=None if audio is None else audio.index,
        is_mono=audio is not None and audio.channels == 1,
    )


def _codec(stream: Stream) -> str:
    # None when no decoder is known at all, whatever the types say.
    context = getattr(stream, "codec_context", None)
    return "" if context is None else str(context.name)


def _shown(container: InputContainer, stream: Stream, seen: Look) -> Look:
    """What is known once a frame has been drawn."""
    if not isinstance(stream, VideoStream):
        raise rules.unreadable()
    _check_side(stream.width, stream.height)
    context = stream.codec_context
    context.options = {"max_pixels": str(rules.MAX_SIDE**2)}
    context.thread_count = 1
    frame = next(container.decode(stream), None)
    if frame is None:
        raise rules.unreadable()
    _check_side(frame.width, frame.height)
    width, height = _upright(frame, stream)
    is_large = min(frame.width, frame.height) >= _LARGE
    return replace(
        seen,
        width=width,
        height=height,
        is_hdr=context.color_trc in _HDR,
        matrix="" if context.colorspace != _UNSAID else "bt709" if is_large else "smpte170m",
    )


def _check_side(width: int, height: int) -> None:
    if max(width, height) > rules.MAX_SIDE:
        raise rules.too_wide(width, height)
    if min(width, height) < 1:
        raise rules.nothing_in_it()


def _upright(frame: VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """(width, height) of a frame as people see it."""
    width, height = frame.width, frame.height
    shape = float(stream.sample_aspect_ratio or 1)
    if 1 / _ODDEST <= shape <= _ODDEST:
        width = round(width * shape)
    is_turned = abs(int(frame.rotation)) % 180 == 90
    return (height, width) if is_turned else (width, height)


def _promised(container: InputContainer, seen: Look) -> float:
    """Seconds the header promises of what is used; 0 when it says nothing."""
    used = [container.streams[index] for index in (seen.video, seen.audio) if index is not None]
    lengths = [
        float(stream.duration * stream.time_base)
        for stream in used
        if stream.duration is not None and stream.time_base is not None
    ]
    if len(lengths) == len(used):
        return max(lengths)
    return (container.duration or 0) / av.time_base


def _serve(request: Mapping[str, object], _report: child.Report) -> Mapping[str, object]:
    return asdict(inspect(Path(str(request["path"])), str(request["format"])))


if __name__ == "__main__":
    child.serve(_serve)
