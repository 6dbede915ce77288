"""One line of a script: what a Segment says, or what it films."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, cast

from pydantic import Field

from vidgenie.domain import script_json
from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.project import MOST_SEGMENTS
from vidgenie.domain.value import PortType, TextValue, Value
from vidgenie.errors import InvalidInput


class LineParams(Params):
    """Which Segment's, from 1, and which of its two texts."""

    number: Annotated[int, Field(ge=1, le=MOST_SEGMENTS)] = 1
    part: Literal["text", "prompt"] = "text"


class Line(NodeType):
    """Takes a line out of a script."""

    slug: ClassVar[str] = "line"
    icon: ClassVar[str] = "scissors"
    params: ClassVar[type[Params]] = LineParams
    inputs: ClassVar[Mapping[str, Port]] = {"script": port(PortType.TEXT)}
    outputs: ClassVar[Mapping[str, Port]] = {"text": port(PortType.TEXT)}

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """The line. Raises InvalidInput when there is no script, or none so long."""
        chosen = cast("LineParams", params)
        script = script_json.parse(context.text("script"))
        if script is None:
            message = "What came in is not a script."
            raise InvalidInput(message, field="script", problem="invalid")
        if chosen.number > len(script.lines):
            message = f"The script has {len(script.lines)} lines."
            raise InvalidInput(
                message, field="number", problem="out_of_range", limit=len(script.lines)
            )
        line = script.lines[chosen.number - 1]
        return {"text": TextValue(line.text if chosen.part == "text" else line.prompt)}
