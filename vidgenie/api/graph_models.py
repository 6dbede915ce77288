"""Graphs as they come in and go out."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from vidgenie.api.models import Answer, Body, Text
from vidgenie.domain import graph_json
from vidgenie.domain.graph import Graph
from vidgenie.domain.graph_merge import Changes
from vidgenie.services.graph_book import LONGEST_NAME
from vidgenie.services.graph_reading import read_changes, read_graph
from vidgenie.services.graph_views import GraphView

# Longer than the service takes, which says how long it may be.
Name = Annotated[str, Field(max_length=10 * LONGEST_NAME)]
Revision = Annotated[int, Field(ge=1, le=2**31)]
Cursor = Annotated[Text, Field(max_length=100)]


class DrawnBody(Body):
    """What is drawn. nodes, edges: as the canvas has them."""

    nodes: list[Any]
    edges: list[Any] = Field(default_factory=list[Any])

    @property
    def graph(self) -> Graph:
        """The Graph. Raises InvalidGraph and InvalidInput."""
        return read_graph(self.nodes, self.edges)


class GraphBody(Body):
    """A new Graph. graph: null for the five Nodes every video begins with."""

    name: Name = ""
    graph: DrawnBody | None = None


class ChangesBody(Body):
    """What has changed.

    nodes: id -> the whole Node, null when it was removed. edges: id of a Node -> all edges
    into it, in their order.
    """

    nodes: dict[str, dict[str, Any] | None] = Field(
        default_factory=dict[str, dict[str, Any] | None]
    )
    edges: dict[str, list[Any]] = Field(default_factory=dict[str, list[Any]])

    @property
    def read(self) -> Changes:
        """What the service takes. Raises InvalidGraph and InvalidInput."""
        return read_changes(self.nodes, self.edges)


class SaveBody(Body):
    """A save. revision: of the Graph as it was seen.

    keep: what to do where somebody has changed the same Nodes since; see the route.
    """

    revision: Revision
    changes: ChangesBody = Field(default_factory=ChangesBody)
    name: Name | None = None
    keep: Literal["mine", "both"] | None = None


class DrawnAnswer(Answer):
    """What is drawn."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]


class GraphAnswer(Answer):
    """A Graph, whole. revision: raised with every change of what is drawn."""

    id: str
    name: str
    revision: int
    graph: DrawnAnswer
    created_at: datetime
    updated_at: datetime


class SavedAnswer(Answer):
    """What became of a save.

    isMerged: what others have done is in it too; then `graph` is the whole Graph, else null.
    """

    id: str
    name: str
    revision: int
    is_merged: bool
    graph: DrawnAnswer | None


class GraphItemAnswer(Answer):
    """A Graph in a list. nodes: how many."""

    id: str
    name: str
    revision: int
    nodes: int
    created_at: datetime
    updated_at: datetime
    opened_at: datetime
    deleted_at: datetime | None
    thumbnail_url: str | None


class GraphsAnswer(Answer):
    """Some Graphs. nextCursor: for the page after this one, null on the last."""

    items: list[GraphItemAnswer]
    next_cursor: str | None


def drawn_of(graph: Graph) -> DrawnAnswer:
    """A Graph as JSON."""
    return DrawnAnswer.model_validate(graph_json.to_json(graph))


def graph_of(view: GraphView) -> GraphAnswer:
    """A Graph as it is answered."""
    return GraphAnswer(
        id=view.id,
        name=view.name,
        revision=view.revision,
        graph=drawn_of(view.graph),
        created_at=view.created_at,
        updated_at=view.updated_at,
    )
