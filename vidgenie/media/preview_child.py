"""Draws filmstrips and measures sound, in a process of its own; see `media.previews`."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import cast

import av
import av.error
import numpy as np
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from vidgenie.errors import InvalidMedia
from vidgenie.media import child
from vidgenie.media.magic import CLIP, DEMUXERS, MAX_PIXELS

_STEP = 0.005  # s; peaks are kept this finely until they are counted together
_LONGEST = 3700  # s; nothing that lasts longer is in the store
_JUMP = 2.5  # s; what is nearer is decoded up to, as key frames are about as far apart
_WIDEST = 65_000  # pixels of a JPEG


def filmstrip(source: Path, target: Path, *, times: Sequence[float], height: int) -> None:
    """See `media.previews.filmstrip`. times: in seconds, in order."""
    with _opened(source, CLIP) as container:
        if not container.streams.video:
            raise _unreadable()
        video = container.streams.video[0]
        video.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        video.thread_type = "AUTO"
        video.codec_context.thread_count = 2
        pictures = [_small(frame, height) for frame in _frames(container, video, times)]
    width = min(pictures[0].width, _WIDEST // len(pictures))
    strip = Image.new("RGB", (width * len(pictures), height))
    for index, picture in enumerate(pictures):
        strip.paste(picture.resize((width, height)), (width * index, 0))
    with target.open("wb") as file:
        strip.save(file, "JPEG", quality=80, optimize=True)


def waveform(source: Path, suffix: str, *, count: int) -> tuple[float, list[float]]:
    """(seconds, peaks); see `media.previews.waveform`."""
    with _opened(source, suffix) as container:
        if not container.streams.audio:
            return (container.duration or 0) / av.time_base, [0.0] * count
        loud, seconds = _loudest(container)
    if not seconds:
        return 0.0, [0.0] * count
    borders = np.linspace(0, seconds / _STEP, count + 1)
    peaks: list[float] = []
    for first, last in pairwise(borders):
        part = loud[int(first) : max(int(first) + 1, int(np.ceil(last)))]
        peaks.append(round(float(part.max(initial=0.0)), 3))
    return seconds, peaks


@contextmanager
def _opened(source: Path, suffix: str) -> Generator[InputContainer]:
    """The file, read by the one demuxer of its kind."""
    options = {"protocol_whitelist": "file", "format_whitelist": DEMUXERS[suffix]}
    try:
        with av.open(str(source), format=DEMUXERS[suffix], options=options) as container:
            yield container
    except (av.error.FFmpegError, ValueError):
        raise _unreadable() from None


def _frames(
    container: InputContainer, video: VideoStream, times: Sequence[float]
) -> Generator[VideoFrame]:
    """For each of these times, in order, the frame that is shown then."""
    base = video.time_base
    if base is None:
        raise _unreadable()
    begin = float((video.start_time or 0) * base)
    decoded = container.decode(video)
    shown = ahead = next(decoded, None)
    for time in times:
        wanted = begin + time
        if ahead is not None and wanted - (ahead.time or 0.0) > _JUMP:
            container.seek(int(wanted / base), stream=video)
            decoded = container.decode(video)
            shown = ahead = next(decoded, ahead)
        while ahead is not None and (ahead.time or 0.0) <= wanted:
            shown = ahead
            ahead = next(decoded, None)
        ahead = ahead or shown
        if shown is None:
            raise _unreadable()
        yield shown


def _small(frame: VideoFrame, height: int) -> Image.Image:
    """The frame upright, `height` pixels high."""
    turn = int(frame.rotation) % 360
    shown = (frame.width, frame.height) if turn % 180 == 0 else (frame.height, frame.width)
    scale = height / shown[1]
    wide, high = max(2, round(frame.width * scale)), max(2, round(frame.height * scale))
    small = frame.reformat(width=wide, height=high, format="rgb24")
    picture = cast("Image.Image", small.to_image())  # pyright: ignore[reportUnknownMemberType]  # PyAV leaves the type of Pillow's pictures out
    return picture.rotate(turn, expand=True) if turn else picture


def _loudest(container: InputContainer) -> tuple[NDArray[np.float32], float]:
    """The loudest sample of each _STEP, whatever the channel, and the seconds there are."""
    sound = container.streams.audio[0]
    plain = AudioResampler(format="fltp")
    loud = np.zeros(int(_LONGEST / _STEP), np.float32)
    done, rate = 0, sound.rate or 1
    for frame in container.decode(sound):
        for piece in plain.resample(frame):
            samples = np.abs(piece.to_ndarray()).max(axis=0)
            places = ((done + np.arange(len(samples))) / (rate * _STEP)).astype(np.int64)
            if len(places) and places[-1] >= len(loud):
                raise _unreadable()
            np.maximum.at(loud, places, np.nan_to_num(samples, posinf=1.0).clip(0.0, 1.0))
            done += len(samples)
    return loud, done / rate


def _unreadable() -> InvalidMedia:
    return InvalidMedia("This file is damaged or not complete.", problem="unreadable")


def _serve(request: Mapping[str, object], _report: child.Report) -> Mapping[str, object]:
    source = Path(str(request["source"]))
    if request["work"] == "filmstrip":
        times = cast("list[float]", request["times"])
        height = cast("int", request["height"])
        filmstrip(source, Path(str(request["target"])), times=times, height=height)
        return {}
    seconds, peaks = waveform(source, str(request["suffix"]), count=cast("int", request["count"]))
    return {"seconds": round(seconds, 3), "peaks": peaks}


if __name__ == "__main__":
    child.serve(_serve)
