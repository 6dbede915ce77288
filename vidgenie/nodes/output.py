"""What the Run was for: the picture, clip or speech people see, hear, download and share."""

from collections.abc import Mapping
from typing import ClassVar

from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.value import PortType, Value
from vidgenie.errors import PlatformError


class Output(NodeType):
    """Shows its input as the result of the Run."""

    slug: ClassVar[str] = "output"
    icon: ClassVar[str] = "flag"
    inputs: ClassVar[Mapping[str, Port]] = {
        "result": port(PortType.IMAGE, PortType.VIDEO, PortType.AUDIO)
    }
    outputs: ClassVar[Mapping[str, Port]] = {
        "result": port(PortType.IMAGE, PortType.VIDEO, PortType.AUDIO)
    }

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The file that came in."""
        del params
        result = context.file("result")
        if result is None:  # the graph check refuses this before a Run starts
            raise PlatformError("The result has no input.")
        return {"result": result}
