"""Files and texts that travel along Edges, and the types of what may."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PortType(StrEnum):
    """The type of a value; ports of different types do not connect."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    CAPTIONS = "captions"
    MUSIC = "music"
    SEGMENT = "segment"


@dataclass(frozen=True, slots=True)
class FileValue:
    """A stored file: the Asset's id, and what Nodes and pages want to know about it.

    suffix: png, jpg, mp4, wav, mp3 or m4a.
    width, height: 0 for sound.
    bytes: size of the file.
    seconds: length of a clip or of speech, None for a picture.
    thumbnail_id: Asset of a small JPEG, "" when there is none.
    origin: how it was made (Provider, prompt, seed...), JSON strings.
    """

    asset_id: str
    type: PortType
    suffix: str
    width: int
    height: int
    bytes: int
    seconds: float | None = None
    thumbnail_id: str = ""
    origin: Mapping[str, str] = field(default_factory=dict[str, str])
