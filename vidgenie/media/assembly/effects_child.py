# pyright: basic, reportMissingTypeStubs=false
# MoviePy has no types.
"""Joints that MoviePy makes better than a filter, and all that a poorer ffmpeg cannot make.

The request: {"layers": [{"args", "still"}], "kind", "size", "frames", "args", "phrases"}.
The args of a layer make ffmpeg write its frames to "pipe:1" as RGB, the other args make it
read what comes of them from "pipe:frames"; a still is one of `feed_child`, or None. phrases:
{"text", "start", "end", "font", "em", "colour", "edge", "middle"}, see `phrases`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO, cast

import numpy as np
from moviepy import CompositeVideoClip, Effect, ImageClip, VideoClip
from moviepy.Clip import Clip
from moviepy.video.fx import CrossFadeIn
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from vidgenie.domain.timeline import FPS, TransitionKind
from vidgenie.media import child
from vidgenie.media.assembly.feed_child import Still, frames_of
from vidgenie.media.assembly.feeding import fed

_CLOSER = 0.6  # part of its size that a picture has grown in the middle of a zoom
_WIDEST = 0.92  # part of the frame's width that a phrase may take
_SMALLEST = 12  # pixels

Frame = NDArray[np.uint8]
Number = Callable[[float], float]


class _Stream:
    """The frames that an ffmpeg writes, read once and in order."""

    def __init__(self, pipe: BinaryIO, size: tuple[int, int]) -> None:
        self._pipe = pipe
        self._shape = (size[1], size[0], 3)
        self._next = 0
        self._frame = np.zeros(self._shape, np.uint8)

    def at(self, seconds: float) -> Frame:
        """The frame of this moment, which is not before the last one asked for."""
        while self._next <= round(seconds * FPS):
            data = self._pipe.read(self._frame.nbytes)
            if len(data) == self._frame.nbytes:
                self._frame = np.frombuffer(data, np.uint8).reshape(self._shape)
            self._next += 1
        return self._frame


@dataclass
class _Nearer(Effect):
    """Looks closer at the middle. scale: how many times, by the seconds of the clip."""

    scale: Number

    def apply(self, clip: Clip) -> Clip:
        def look(frame_at: Callable[[float], Frame], seconds: float) -> Frame:
            picture = Image.fromarray(frame_at(seconds))
            width, height = picture.size
            part = (1 - 1 / self.scale(seconds)) / 2
            seen = (width * part, height * part, width * (1 - part), height * (1 - part))
            return np.asarray(picture.resize(picture.size, Image.Resampling.BILINEAR, box=seen))

        return clip.transform(look)


def _joined(kind: TransitionKind, clips: list[VideoClip], size: tuple[int, int]) -> Sequence[Clip]:
    """The clips, one above the other, as they are seen while one becomes the other."""
    if len(clips) == 1:
        return clips
    first, second = clips
    length = cast("float", first.duration)
    width = size[0]
    match kind:
        case TransitionKind.ZOOM:
            # Closer and closer, then back to rest; they mix where both are closest.
            near: Number = lambda t: 1 + _CLOSER * (2 * t / length) ** 2  # noqa: E731  # a formula
            far: Number = lambda t: 1 + _CLOSER * (2 - 2 * t / length) ** 2  # noqa: E731  # another
            seen: Number = lambda t: min(max(2 * t / length - 0.5, 0.0), 1.0)  # noqa: E731  # one more
            mask = VideoClip(
                lambda t: np.full((size[1], width), seen(t)), is_mask=True, duration=length
            )
            return [
                first.with_effects([_Nearer(near)]),
                second.with_mask(mask).with_effects([_Nearer(far)]),
            ]
        case TransitionKind.SLIDE:
            gone: Number = lambda t: round(width * t / length)  # noqa: E731  # pixels
            return [
                first.with_position(lambda t: (-gone(t), 0)),
                second.with_position(lambda t: (width - gone(t), 0)),
            ]
        case TransitionKind.WIPE:
            column = np.broadcast_to(np.arange(width), (size[1], width))
            edge: Number = lambda t: width * (1 - t / length)  # noqa: E731  # a column
            mask = VideoClip(lambda t: (column >= edge(t)) * 1.0, is_mask=True, duration=length)
            return [first, second.with_mask(mask)]
        case _:
            return [first, second.with_effects([CrossFadeIn(length)])]


def _phrase(said: Mapping[str, object], size: tuple[int, int]) -> VideoClip:
    """Words over the picture, in one line."""
    start, end = (float(cast("float", said[name])) for name in ("start", "end"))
    picture = Image.fromarray(_written(said, size))
    top = round(float(cast("float", said["middle"])) * size[1] - picture.height / 2)
    clip = ImageClip(np.asarray(picture), transparent=True, duration=end - start)
    return clip.with_start(start).with_position(((size[0] - picture.width) // 2, top))


def _written(said: Mapping[str, object], size: tuple[int, int]) -> Frame:
    """The words in their colour with an edge, on nothing."""
    text, em = str(said["text"]), float(cast("float", said["em"]))
    font = ImageFont.truetype(str(said["font"]), max(_SMALLEST, round(em)))
    room = _WIDEST * size[0]
    if (length := font.getlength(text)) > room:
        font = ImageFont.truetype(str(said["font"]), max(_SMALLEST, int(em * room / length)))
    edge = max(1, round(font.size / 14))
    left, top, right, bottom = (int(side) for side in font.getbbox(text, stroke_width=edge))
    picture = Image.new("RGBA", (max(2, right - left), max(2, bottom - top)), (0, 0, 0, 0))
    ImageDraw.Draw(picture).text(
        (-left, -top),
        text,
        font=font,
        fill=str(said["colour"]),
        stroke_width=edge,
        stroke_fill=str(said["edge"]),
    )
    return np.asarray(picture)


def _frames(clip: VideoClip, frames: int, report: child.Report) -> Iterator[bytes]:
    for number in range(frames):
        yield cast("Frame", clip.get_frame(number / FPS)).tobytes()
        report((number + 1) / frames)


def _serve(request: Mapping[str, object], report: child.Report) -> Mapping[str, object]:
    width, height = cast("list[int]", request["size"])
    size, frames = (width, height), int(cast("int", request["frames"]))
    with ExitStack() as stack:
        clips = list[VideoClip]()
        for layer in cast("list[Mapping[str, object]]", request["layers"]):
            still = cast("Still | None", layer["still"])
            feeds = {"pipe:still0": frames_of(still)} if still else {}
            pipe = stack.enter_context(fed(cast("list[str]", layer["args"]), feeds, is_read=True))
            stream = _Stream(cast("BinaryIO", pipe), size)
            clips.append(VideoClip(stream.at, duration=frames / FPS))
        joined = _joined(TransitionKind(str(request["kind"])), clips, size)
        phrases = cast("list[Mapping[str, object]]", request["phrases"])
        above = [_phrase(said, size) for said in phrases]
        whole = CompositeVideoClip([*joined, *above], size=size, bg_color=(0, 0, 0))
        drawn = _frames(whole, frames, report)
        with fed(cast("list[str]", request["args"]), {"pipe:frames": drawn}):
            pass
    return {}


if __name__ == "__main__":
    child.serve(_serve)
