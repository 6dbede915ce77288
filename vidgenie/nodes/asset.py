"""A picture the Account already has, to start from."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, cast

from pydantic import Field

from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.value import PortType, Value


class AssetParams(Params):
    """Which one."""

    asset: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Asset(NodeType):
    """Hands an Asset on."""

    slug: ClassVar[str] = "asset"
    icon: ClassVar[str] = "paperclip"
    params: ClassVar[type[Params]] = AssetParams
    outputs: ClassVar[Mapping[str, Port]] = {"image": port(PortType.IMAGE)}
    asset_type: ClassVar[PortType | None] = PortType.IMAGE

    def assets(self, params: Params) -> tuple[str, ...]:
        """The one that was chosen."""
        return (cast("AssetParams", params).asset,)

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The picture."""
        return {"image": await context.adopt(cast("AssetParams", params).asset)}
