"""Port: anything that makes pictures."""

from dataclasses import dataclass
from typing import ClassVar

from vidgenie.domain.ports.provider import Kind, MediaProvider


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """One picture to make.

    size: (width, height) in pixels.
    style: "vivid" or "natural".
    quality: "standard" or "hd".
    seed: equal requests with equal seeds give equal pictures where the Provider can.
    """

    prompt: str
    size: tuple[int, int] = (1024, 1792)
    style: str = "vivid"
    quality: str = "hd"
    seed: int = 0


class ImageProvider(MediaProvider[ImageRequest]):
    """Makes one PNG or JPEG.

    max_side: the longest side it makes, in pixels.
    """

    kind: ClassVar[Kind] = Kind.IMAGE
    max_side: ClassVar[int] = 2048
