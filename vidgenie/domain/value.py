"""Values: what travels along the Edges of a Graph."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast


class PortType(StrEnum):
    """The type of a value; ports of different types do not connect."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class TextValue:
    """A text."""

    text: str
    type: PortType = PortType.TEXT


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


Value = TextValue | FileValue


def to_json(value: Value) -> dict[str, object]:
    """The value as it is stored."""
    if isinstance(value, TextValue):
        return {"type": value.type.value, "text": value.text}
    return {
        "type": value.type.value,
        "asset": value.asset_id,
        "suffix": value.suffix,
        "width": value.width,
        "height": value.height,
        "bytes": value.bytes,
        "seconds": value.seconds,
        "thumbnail": value.thumbnail_id,
        "origin": dict(value.origin),
    }


def from_json(data: Mapping[str, object]) -> Value:
    """The value that `to_json` wrote."""
    kind = PortType(str(data["type"]))
    if kind is PortType.TEXT:
        return TextValue(text=str(data["text"]))
    return FileValue(
        asset_id=str(data["asset"]),
        type=kind,
        suffix=str(data["suffix"]),
        width=cast("int", data["width"]),
        height=cast("int", data["height"]),
        bytes=cast("int", data["bytes"]),
        seconds=cast("float | None", data["seconds"]),
        thumbnail_id=str(data["thumbnail"]),
        origin=cast("dict[str, str]", data["origin"]),
    )
