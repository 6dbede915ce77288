"""The person's idea, as typed."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, cast

from pydantic import StringConstraints

from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.value import PortType, TextValue, Value


class PromptParams(Params):
    """What was typed: 1 to 1000 characters (PRD V2 3.2)."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class Prompt(NodeType):
    """Hands the idea on."""

    slug: ClassVar[str] = "prompt"
    icon: ClassVar[str] = "pencil"
    params: ClassVar[type[Params]] = PromptParams
    outputs: ClassVar[Mapping[str, Port]] = {"text": port(PortType.TEXT)}

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The text, trimmed."""
        del context
        return {"text": TextValue(cast("PromptParams", params).text)}
