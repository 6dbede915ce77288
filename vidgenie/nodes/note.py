"""Words beside the Nodes, for people: a Run does not see them."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vidgenie.domain.node_type import NodeContext, NodeType, Params
from vidgenie.domain.value import Value


class NoteParams(Params):
    """What is written, and on what colour of paper."""

    text: Annotated[str, Field(max_length=4000)] = ""
    colour: Literal["yellow", "blue", "green", "pink", "grey"] = "yellow"


class Note(NodeType):
    """A note."""

    slug: ClassVar[str] = "note"
    icon: ClassVar[str] = "sticky-note"
    params: ClassVar[type[Params]] = NoteParams
    executes: ClassVar[bool] = False

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        """Nothing."""
        del params, context
        return {}
