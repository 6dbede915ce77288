"""Values: what travels along the Edges of a Graph."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, cast

from pydantic import TypeAdapter

from vidgenie.domain.captions import Captions
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.timeline import Music, Shot

__all__ = [
    "CaptionsValue",
    "FileValue",
    "MusicValue",
    "PortType",
    "SegmentValue",
    "TextValue",
    "Value",
    "from_json",
    "to_json",
]


@dataclass(frozen=True, slots=True)
class TextValue:
    """A text."""

    text: str
    type: PortType = PortType.TEXT


@dataclass(frozen=True, slots=True)
class CaptionsValue:
    """Captions."""

    type: ClassVar[PortType] = PortType.CAPTIONS
    captions: Captions


@dataclass(frozen=True, slots=True)
class MusicValue:
    """Music with its volume."""

    type: ClassVar[PortType] = PortType.MUSIC
    music: Music


@dataclass(frozen=True, slots=True)
class SegmentValue:
    """A Shot: a picture with what is said and shown during it."""

    type: ClassVar[PortType] = PortType.SEGMENT
    shot: Shot


Value = TextValue | FileValue | CaptionsValue | MusicValue | SegmentValue

# Of what is kept under the name of its type.
_NESTED: Mapping[PortType, TypeAdapter[CaptionsValue | MusicValue | SegmentValue]] = {
    kind.type: TypeAdapter(kind) for kind in (CaptionsValue, MusicValue, SegmentValue)
}


def to_json(value: Value) -> dict[str, object]:
    """The value as it is stored."""
    if isinstance(value, TextValue):
        return {"type": value.type.value, "text": value.text}
    if not isinstance(value, FileValue):
        return {"type": value.type.value, **_NESTED[value.type].dump_python(value, mode="json")}
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
    if kind in _NESTED:
        return _NESTED[kind].validate_python({k: v for k, v in data.items() if k != "type"})
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
