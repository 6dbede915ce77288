"""What the Run was for: the picture or clip people see, download and share."""

from collections.abc import Mapping
from typing import ClassVar

from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.value import PortType, Value
from vidgenie.errors import PlatformError


class Output(NodeType):
    """Shows its input as the result of the Run."""

    slug: ClassVar[str] = "output"
    icon: ClassVar[str] = "flag"
    inputs: ClassVar[Mapping[str, Port]] = {"result": port(PortType.IMAGE, PortType.VIDEO)}
    outputs: ClassVar[Mapping[str, Port]] = {"result": port(PortType.IMAGE, PortType.VIDEO)}

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The file that came in."""
        del params
        result = context.file("result")
        if result is None:  # the graph check refuses this before a Run starts
            raise PlatformError("The result has no input.")
        return {"result": result}
