"""Graphs as they come in: from a canvas, from a program, or only what has changed of one."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from vidgenie.domain import graph_json
from vidgenie.domain.graph import MAX_NODES, Edge, Graph, Node
from vidgenie.domain.graph_merge import Changes, check_drawn
from vidgenie.errors import InvalidGraph, InvalidInput

MOST_BYTES = 900_000
"""Of a Graph as JSON: it can always be sent in one piece."""


def read_graph(nodes: object, edges: object) -> Graph:
    """A Graph that a canvas can show; whether it can run is not checked.

    Raises InvalidGraph (too_large, too_heavy, duplicate_node, unknown_node) and InvalidInput
    that names the field.
    """
    _check_count(nodes)
    graph = graph_json.from_json({"nodes": nodes, "edges": edges})
    check_drawn(graph)
    check_weight(graph)
    return graph


def read_changes(nodes: Mapping[str, object], edges: Mapping[str, Sequence[object]]) -> Changes:
    """What somebody did to a Graph; see domain.graph_merge.Changes.

    nodes: id -> the Node as JSON, None when it was removed. edges: id of a Node -> the Edges
    into it as JSON. Raises InvalidInput that names the field.
    """
    given = [node for node in nodes.values() if node is not None]
    _check_count(given)
    drawn = graph_json.from_json({"nodes": given, "edges": []})
    found: dict[str, Node | None] = dict.fromkeys(nodes)
    names = [node_id for node_id, node in nodes.items() if node is not None]
    for name, node in zip(names, drawn.nodes, strict=True):
        if node.id != name:
            raise _other_id(f"changes.nodes.{name}")
        found[name] = node
    return Changes(found, {name: _into(name, given) for name, given in edges.items()})


def check_weight(graph: Graph) -> None:
    """Raise InvalidGraph (too_heavy) for a Graph that could not be sent in one piece."""
    told = json.dumps(graph_json.to_json(graph), ensure_ascii=False)
    if len(told.encode(errors="surrogatepass")) > MOST_BYTES:
        raise InvalidGraph(
            f"The texts in a graph have at most {MOST_BYTES // 1000} kB together.",
            problem="too_heavy",
            limit=MOST_BYTES // 1000,
        )


def _into(name: str, given: Sequence[object]) -> tuple[Edge, ...]:
    edges = graph_json.from_json({"nodes": [], "edges": list(given)}).edges
    if any(edge.target != name for edge in edges):
        raise _other_id(f"changes.edges.{name}")
    return edges


def _check_count(nodes: object) -> None:
    """More Nodes than there may be are told as such, before each of them is looked at."""
    if isinstance(nodes, list) and len(cast("list[object]", nodes)) > MAX_NODES:
        raise InvalidGraph(
            f"A graph has at most {MAX_NODES} nodes.", problem="too_large", limit=MAX_NODES
        )


def _other_id(field: str) -> InvalidInput:
    return InvalidInput("This is filed under another id.", field=field, problem="other_id")
