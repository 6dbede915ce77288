"""Sound the Account already has: a voice, or music."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, cast

from pydantic import Field

from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.value import PortType, Value
from vidgenie.errors import InvalidInput


class RecordingParams(Params):
    """Which one."""

    asset: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Recording(NodeType):
    """Hands sound on."""

    slug: ClassVar[str] = "recording"
    icon: ClassVar[str] = "mic"
    params: ClassVar[type[Params]] = RecordingParams
    outputs: ClassVar[Mapping[str, Port]] = {"audio": port(PortType.AUDIO)}
    asset_type: ClassVar[PortType | None] = PortType.AUDIO

    def assets(self, params: Params) -> tuple[str, ...]:
        """The one that was chosen."""
        return (cast("RecordingParams", params).asset,)

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The sound. Raises InvalidInput when the Asset is none."""
        found = await context.adopt(cast("RecordingParams", params).asset)
        if found.type is not PortType.AUDIO:
            raise InvalidInput("This Asset is no sound.", field="asset", problem="not_sound")
        return {"audio": found}
