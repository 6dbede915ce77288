"""Parts of a Graph: what a Run of it has, what is above a Node and below it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from vidgenie.domain.graph import Edge, Graph
from vidgenie.domain.node_type import NodeType


def executable(graph: Graph, types: Mapping[str, NodeType]) -> Graph:
    """The Graph without what no Run has: notes, and disabled Nodes.

    Edges from or to Nodes that are not there stay: `check` tells about them.
    A disabled Node hands on what comes in, where it fits: its readers read from the first
    of its sources whose type they take.
    """
    notes = {n.id for n in graph.nodes if n.type in types and not types[n.type].executes}
    left = Graph(
        nodes=tuple(node for node in graph.nodes if node.id not in notes),
        edges=tuple(edge for edge in graph.edges if not {edge.source, edge.target} & notes),
    )
    for node in left.nodes:
        if node.is_disabled:
            left = _bypassed(left, node.id, types)
    return left


def above(graph: Graph, node_ids: Collection[str]) -> set[str]:
    """The Nodes these read from, directly or not, without these themselves."""
    return _reached(node_ids, ((edge.target, edge.source) for edge in graph.edges))


def below(graph: Graph, node_ids: Collection[str]) -> set[str]:
    """The Nodes that read from these, directly or not, without these themselves."""
    return _reached(node_ids, ((edge.source, edge.target) for edge in graph.edges))


def only(graph: Graph, node_ids: Collection[str]) -> Graph:
    """These Nodes and the Edges between them."""
    return Graph(
        nodes=tuple(node for node in graph.nodes if node.id in node_ids),
        edges=tuple(
            edge for edge in graph.edges if edge.source in node_ids and edge.target in node_ids
        ),
    )


def without(graph: Graph, node_ids: Collection[str]) -> Graph:
    """The Graph without these Nodes and their Edges."""
    return only(graph, {node.id for node in graph.nodes} - set(node_ids))


def idle(graph: Graph, pinned: Collection[str]) -> set[str]:
    """Nodes whose work nobody would use, because all that read from them are pinned."""
    readers: dict[str, set[str]] = {}
    for edge in graph.edges:
        readers.setdefault(edge.source, set()).add(edge.target)
    unused: set[str] = set()
    while True:
        more = {
            node
            for node, of_it in readers.items()
            if node not in unused and node not in pinned and of_it <= unused | set(pinned)
        }
        if not more:
            return unused
        unused |= more


def _bypassed(graph: Graph, node_id: str, types: Mapping[str, NodeType]) -> Graph:
    """The Graph without this Node; its readers read from its sources."""
    into = [edge for edge in graph.edges if edge.target == node_id]
    edges: list[Edge] = []
    for edge in graph.edges:
        if edge.target == node_id:
            continue
        if edge.source != node_id:
            edges.append(edge)
            continue
        found = next((one for one in into if _fits(graph, one, edge, types)), None)
        if found:
            edges.append(replace(edge, source=found.source, source_port=found.source_port))
    nodes = tuple(node for node in graph.nodes if node.id != node_id)
    return Graph(nodes=nodes, edges=tuple(edges))


def _fits(graph: Graph, source: Edge, target: Edge, types: Mapping[str, NodeType]) -> bool:
    """Whether what `source` carries is taken where `target` leads to."""
    type_of = {node.id: types.get(node.type) for node in graph.nodes}
    giver, taker = type_of.get(source.source), type_of.get(target.target)
    if giver is None or taker is None:
        return False
    out = giver.outputs.get(source.source_port)
    into = taker.inputs.get(target.target_port)
    return out is not None and into is not None and bool(out.types & into.types)


def _reached(start: Collection[str], steps: Iterable[tuple[str, str]]) -> set[str]:
    following: dict[str, set[str]] = {}
    for origin, end in steps:
        following.setdefault(origin, set()).add(end)
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        for node in following.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found - set(start)
