"""Graphs that are drawn by rules instead of by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vidgenie.domain.graph import Edge, Graph, Node

# Distances between Nodes on the canvas, in canvas units.
_COLUMN, _ROW = 340.0, 260.0


@dataclass(slots=True)
class Drawing:
    """A Graph in the making."""

    _nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    _edges: list[Edge] = field(default_factory=list[Edge])

    def add(
        self, node: str, kind: str, params: Mapping[str, object], place: tuple[int, int]
    ) -> str:
        """Put a Node in a column and row of the canvas; its id."""
        column, row = place
        self._nodes[node] = Node(node, kind, params, (column * _COLUMN, row * _ROW))
        return node

    def join(self, source: str, port: str, target: str, into: str) -> None:
        """Lead output `port` of a Node into an input of another."""
        self._edges.append(Edge(source, port, target, into))

    def graph(self) -> Graph:
        """What was drawn."""
        return Graph(tuple(self._nodes.values()), tuple(self._edges))
