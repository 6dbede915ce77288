"""Port: anything that makes video clips."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from vidgenie.domain.ports.provider import Kind, MediaProvider


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
    """

    prompt: str = ""
    seconds: int = 8
    size: tuple[int, int] = (1080, 1920)
    image: Path | None = None
    image_origin: Mapping[str, str] = field(default_factory=dict[str, str])
    audio: bool = True
    motion: str = "medium"
    seed: int = 0


class VideoProvider(MediaProvider[ClipRequest]):
    """Makes one MP4.

    seconds: the clip lengths it makes, ascending.
    modes: which of text, image, video it starts from.
    """

    kind: ClassVar[Kind] = Kind.VIDEO
    seconds: ClassVar[tuple[int, ...]]
    modes: ClassVar[frozenset[str]] = frozenset({"text", "image"})
