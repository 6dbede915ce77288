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


@dataclass(frozen=True, slots=True)
class TextValue:
    """A text."""

    text: str
    type: PortType = PortType.TEXT


@dataclass(frozen=True, slots=True)
class FileValue:
    """A stored file: the Asset's id, and what a Node may want to know about it.

    origin: how it was made (Provider, prompt, seed...), JSON strings.
    seconds: length of a clip, None for a picture.
    """

    asset_id: str
    type: PortType
    width: int
    height: int
    seconds: float | None = None
    origin: Mapping[str, str] = field(default_factory=dict[str, str])


Value = TextValue | FileValue


def to_json(value: Value) -> dict[str, object]:
    """The value as it is stored."""
    if isinstance(value, TextValue):
        return {"type": value.type.value, "text": value.text}
    return {
        "type": value.type.value,
        "asset": value.asset_id,
        "width": value.width,
        "height": value.height,
        "seconds": value.seconds,
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
        width=int(cast("int", data["width"])),
        height=int(cast("int", data["height"])),
        seconds=cast("float | None", data["seconds"]),
        origin=cast("dict[str, str]", data["origin"]),
    )
