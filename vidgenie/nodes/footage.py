"""A clip the Account already has."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, cast

from pydantic import Field

from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.value import PortType, Value
from vidgenie.errors import InvalidInput


class FootageParams(Params):
    """Which one."""

    asset: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Footage(NodeType):
    """Hands a clip on."""

    slug: ClassVar[str] = "footage"
    icon: ClassVar[str] = "paperclip"
    params: ClassVar[type[Params]] = FootageParams
    outputs: ClassVar[Mapping[str, Port]] = {"video": port(PortType.VIDEO)}
    asset_type: ClassVar[PortType | None] = PortType.VIDEO

    def assets(self, params: Params) -> tuple[str, ...]:
        """The one that was chosen."""
        return (cast("FootageParams", params).asset,)

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The clip. Raises InvalidInput when the Asset is none."""
        found = await context.adopt(cast("FootageParams", params).asset)
        if found.type is not PortType.VIDEO:
            raise InvalidInput("This Asset is no clip.", field="asset", problem="not_a_clip")
        return {"video": found}
