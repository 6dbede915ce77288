"""Frames and sound become an MP4; half of the frames are drawn and encoded beside the rest.

Each half is a closed stream of its own from an encoder with one thread: the file is
the same whoever made which half, and two cores have equal work until the end.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import av
import av.error
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import CodecContext, Flags
from av.container import OutputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vidgenie.errors import RenderFailed, StorageFull
from vidgenie.providers.local import packets
from vidgenie.providers.local.aside import Aside, Told
from vidgenie.providers.local.frame import Bytes
from vidgenie.providers.local.voices import RATE, Samples

COMMENT = "demo: made by VidGenie's local provider, not by an AI model"
_X264 = {
    "preset": "superfast",
    "crf": "21",
    "profile": "high",
    "maxrate": "14M",
    "bufsize": "28M",
    "g": "60",
    # aq-mode 3 spends bits on dark skies, where steps would show. Looking for cuts and for
    # fades costs time, and a camera that never stops has neither. Arithmetic coding would
    # save an eighth of the file, and cost that much more time here and again when the clip is
    # cut into a video; what is seen is the same.
    "x264-params": "aq-mode=3:open-gop=0:scenecut=0:weightp=0:cabac=0",
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
    "color_range": "tv",
}
_AAC_BITS = 160_000  # a second


class Film(Protocol):
    """Frames that can be drawn in any order; see `motion.Film`."""

    count: int

    def drawn(self, numbers: range) -> Iterator[Bytes]:
        """Some of them."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """What the MP4 is. size: (width, height), even; fps: frames a second."""

    size: tuple[int, int]
    fps: int
    title: str


def encode(
    film: Film, sound: Aside, target: Path, *, made: Format, report: Callable[[float], None]
) -> None:
    """Write an MP4 of the film and of the sound that `write_sound` writes.

    report: told the share of the frames that are encoded.
    Raises StorageFull and RenderFailed.
    """
    first, second = range(film.count // 2), range(film.count // 2, film.count)

    def write_second(file: BinaryIO, told: Told) -> None:
        encoder = _video_encoder(made)
        for number, encoded in enumerate(_encoded(film, second, encoder), start=1):
            packets.write(file, encoded)
            told(number)

    try:
        with closing(Aside(write_second)) as beside, _container(target, made) as container:
            picture, speaker = _streams(container, made)

            def pictures() -> Iterator[Packet]:
                for number, encoded in enumerate(
                    _encoded(film, first, picture.codec_context), start=1
                ):
                    beside.check()
                    report((number + beside.done) / film.count)
                    yield from encoded
                yield from packets.read(beside.finish())

            heard = packets.read(sound.finish())
            for shown, stream in _in_turn((pictures(), picture), (heard, speaker)):
                shown.stream = stream
                container.mux(shown)
    except av.error.FFmpegError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull from None
        raise RenderFailed("The picture or video could not be made.", reason="encoder") from error


def write_sound(file: BinaryIO, samples: Samples) -> None:
    """Encode stereo samples (N, 2) for `encode`."""
    encoder = cast("AudioCodecContext", CodecContext.create("aac", "w"))
    _set_up_sound(encoder)
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    packets.write(file, encoder.encode(frame))
    packets.write(file, encoder.encode(None))


def _set_up_sound(encoder: AudioCodecContext) -> None:
    encoder.sample_rate, encoder.bit_rate = RATE, _AAC_BITS
    encoder.layout, encoder.format = "stereo", "fltp"
    encoder.time_base = Fraction(1, RATE)


def _video_encoder(made: Format) -> VideoCodecContext:
    encoder = cast("VideoCodecContext", CodecContext.create("libx264", "w"))
    encoder.flags |= Flags.global_header
    _set_up(encoder, made)
    return encoder


def _set_up(encoder: VideoCodecContext, made: Format) -> None:
    encoder.width, encoder.height = made.size
    encoder.pix_fmt = "nv12"
    encoder.framerate, encoder.time_base = Fraction(made.fps), Fraction(1, made.fps)
    encoder.thread_count = 1
    encoder.options = _X264


def _container(target: Path, made: Format) -> OutputContainer:
    options = {"movflags": "+faststart", "video_track_timescale": str(made.fps * 512)}
    return av.open(f"file:{target}", "w", format="mp4", options=options)


def _streams(container: OutputContainer, made: Format) -> tuple[VideoStream, AudioStream]:
    """The two streams of the file; the second one's packets come from elsewhere."""
    container.metadata.update(title=made.title, comment=COMMENT)
    picture = container.add_stream("libx264", rate=made.fps)
    _set_up(picture.codec_context, made)
    speaker = container.add_stream("aac", rate=RATE)
    _set_up_sound(speaker.codec_context)
    return picture, speaker


def _encoded(film: Film, numbers: range, encoder: VideoCodecContext) -> Iterator[list[Packet]]:
    """What the encoder gives for each frame; the last one's comes with all that was left."""
    for number, pixels in zip(numbers, film.drawn(numbers), strict=True):
        # x264 copies the frame at once, so the next one may be drawn over it.
        frame = VideoFrame.from_numpy_buffer(pixels, format="nv12")
        frame.pts, frame.time_base = number, encoder.time_base
        encoded = encoder.encode(frame)
        if number == numbers[-1]:
            encoded += encoder.encode(None)
        yield encoded


def _in_turn(
    shown: tuple[Iterator[Packet], VideoStream], heard: tuple[Iterator[Packet], AudioStream]
) -> Iterator[tuple[Packet, VideoStream | AudioStream]]:
    """The packets of both streams in the order in which a player needs them."""
    waiting = next(heard[0], None)
    for packet in shown[0]:
        while waiting is not None and _seconds(waiting) <= _seconds(packet):
            yield waiting, heard[1]
            waiting = next(heard[0], None)
        yield packet, shown[1]
    while waiting is not None:
        yield waiting, heard[1]
        waiting = next(heard[0], None)


def _seconds(packet: Packet) -> float:
    return float((packet.dts or 0) * (packet.time_base or 1))
