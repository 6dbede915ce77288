"""Port: anything that makes video clips."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from vidgenie.domain.ports.declared import VideoModel
from vidgenie.domain.ports.provider import Kind, MediaProvider
from vidgenie.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class ClipRequest:
    """One clip to make.

    prompt: what to show and how it moves; may be empty when there is an image.
    seconds: clip length, > 0.
    size: (width, height) in pixels, both even (H.264 4:2:0 needs it).
    image: first frame, for image-to-video; a PNG or JPEG on this machine.
    image_origin: how that picture was made (see Asset.origin), {} when unknown.
    audio: whether the clip should have sound; it always has a sound track.
    motion: "low", "medium" or "high".
    video: a clip to change, for video-to-video; an MP4 on this machine, not longer than
        `seconds`. The result is as long as it.
    image_url: a public address of `image`, "" when this server has none to give.
    model: the Provider's model, "" for the first that can.
    """

    prompt: str = ""
    seconds: int = 8
    size: tuple[int, int] = (1080, 1920)
    image: Path | None = None
    image_origin: Mapping[str, str] = field(default_factory=dict[str, str])
    audio: bool = True
    motion: str = "medium"
    seed: int = 0
    video: Path | None = None
    image_url: str = ""
    model: str = ""

    @property
    def mode(self) -> str:
        """What the clip starts from: video, image or text."""
        if self.video is not None:
            return "video"
        return "text" if self.image is None else "image"


class VideoProvider(MediaProvider[ClipRequest]):
    """Makes one MP4.

    models: what it makes clips with, best first for each mode; at least one.
    seed_clip: what the source documents say a clip of 5 s costs there, in millionths of a
        dollar; 0 when they say nothing.
    """

    kind: ClassVar[Kind] = Kind.VIDEO
    models: ClassVar[tuple[VideoModel, ...]]
    seed_clip: ClassVar[int] = 0

    def model(self, mode: str, seconds: int, name: str = "") -> VideoModel:
        """The model of this name, or the first that starts from `mode` and is long enough.

        mode: text, image or video. Raises InvalidInput (field model, mode or seconds).
        """
        named = [known for known in self.models if name in ("", known.name)]
        if not named:
            raise self._cannot("model", [known.name for known in self.models])
        fitting = [known for known in named if mode in known.modes]
        if not fitting:
            raise self._cannot("mode", sorted({m for known in named for m in known.modes}))
        if mode == "video":
            found = next((known for known in fitting if known.source_seconds >= seconds), None)
            lengths = [int(max(known.source_seconds for known in fitting))]
        else:
            found = next((known for known in fitting if known.length(seconds)), None)
            lengths = sorted({length for known in fitting for length in known.seconds})
        if found is None:
            raise self._cannot("seconds", lengths)
        return found

    def _cannot(self, field: str, allowed: list[str] | list[int]) -> InvalidInput:
        return InvalidInput(
            f"{self.title} cannot do this {field}.",
            field=field,
            problem="unsupported",
            allowed=allowed,
        )
