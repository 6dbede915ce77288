"""Assets as values that travel along Edges."""

from vidgenie.domain.asset import Asset
from vidgenie.domain.value import FileValue, PortType

_TYPES = {"video": PortType.VIDEO, "audio": PortType.AUDIO}


def file_value(asset: Asset, thumbnail: Asset | None) -> FileValue:
    """An Asset as it travels along Edges."""
    facts = asset.facts
    return FileValue(
        asset_id=asset.id,
        type=_TYPES.get(asset.kind, PortType.IMAGE),
        suffix=facts.suffix,
        width=facts.width,
        height=facts.height,
        bytes=facts.bytes,
        seconds=facts.seconds,
        thumbnail_id="" if thumbnail is None else thumbnail.id,
        origin=dict(asset.origin),
    )
