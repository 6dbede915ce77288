"""Graph: typed Nodes joined by Edges, always acyclic."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from vidgenie.domain.node_type import NodeType, Params, Port
from vidgenie.errors import InvalidGraph

MAX_NODES = 500


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a Graph: a node type and the values its user typed in.

    position: (x, y) of its top left corner on the canvas, in canvas units.
    title: what its user calls it, "" for the name of its type.
    is_disabled: it is left out, and hands on what comes in.
    pin: id of the Run whose output of this Node is used, "" to make it.
    size: (width, height) it was drawn to, in canvas units; None for the usual one.
    """

    id: str
    type: str
    params: Mapping[str, object] = field(default_factory=dict[str, object])
    position: tuple[float, float] = (0.0, 0.0)
    title: str = ""
    is_disabled: bool = False
    pin: str = ""
    size: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Carries output `source_port` of one Node to input `target_port` of another."""

    source: str
    source_port: str
    target: str
    target_port: str


@dataclass(frozen=True, slots=True)
class Graph:
    """What a user draws; a Run executes a frozen copy of it."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()

    def sources(self, node_id: str) -> dict[str, list[Edge]]:
        """Input port -> the Edges that feed it, in their order; most ports take one."""
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            if edge.target == node_id:
                found.setdefault(edge.target_port, []).append(edge)
        return found


@dataclass(frozen=True, slots=True)
class CheckedNode:
    """A Node that can run: its type is known and its values are typed.

    inputs: the input ports that are connected.
    """

    node: Node
    type: NodeType
    params: Params
    inputs: frozenset[str] = frozenset()


def check(
    graph: Graph, types: Mapping[str, NodeType], *, given: Collection[str] = ()
) -> list[CheckedNode]:
    """The Nodes in execution order, each after the Nodes it reads from; ties by drawn order.

    given: Nodes whose output is there already: they need no inputs.
    Raises InvalidGraph (which names the Node) for an unknown node type, node or
    port, two Edges into one port, a missing input, a wrong type or a cycle, and
    InvalidInput for a value that does not fit.
    """
    if not graph.nodes:
        raise InvalidGraph("There is nothing to run: the graph is empty.", problem="empty")
    if len(graph.nodes) > MAX_NODES:
        raise InvalidGraph(
            f"A graph has at most {MAX_NODES} nodes.", problem="too_large", limit=MAX_NODES
        )
    known = _known(graph, types)
    _check_edges(graph, known, types)
    for node in graph.nodes:
        if node.id not in given:
            _check_inputs(graph, node, types[node.type])
    return [
        CheckedNode(
            known[i],
            types[known[i].type],
            types[known[i].type].parse(known[i].params, node=i),
            frozenset(graph.sources(i)),
        )
        for i in execution_order(graph)
    ]


def execution_order(graph: Graph) -> list[str]:
    """Node ids so that every Node comes after the Nodes it reads from.

    Raises InvalidGraph that names a Node of the loop.
    """
    reads: dict[str, set[str]] = {node.id: set() for node in graph.nodes}
    for edge in graph.edges:
        reads[edge.target].add(edge.source)
    try:
        TopologicalSorter(reads).prepare()
    except CycleError as error:
        raise InvalidGraph(
            "These nodes feed each other in a loop.", problem="cycle", node=str(error.args[1][0])
        ) from None
    done: dict[str, None] = {}
    waiting = [node.id for node in graph.nodes]
    while waiting:
        ready = next(i for i in waiting if reads[i] <= done.keys())
        done[ready] = None
        waiting.remove(ready)
    return list(done)


def _known(graph: Graph, types: Mapping[str, NodeType]) -> dict[str, Node]:
    known: dict[str, Node] = {}
    for node in graph.nodes:
        if node.id in known:
            raise InvalidGraph(
                f"Two nodes are called {node.id}.", problem="duplicate_node", node=node.id
            )
        if node.type not in types:
            raise InvalidGraph(
                f"There is no node type {node.type}.",
                problem="unknown_node_type",
                node=node.id,
                type=node.type,
            )
        known[node.id] = node
    return known


def _check_edges(graph: Graph, known: Mapping[str, Node], types: Mapping[str, NodeType]) -> None:
    fed: set[tuple[str, str]] = set()
    for edge in graph.edges:
        for end in (edge.source, edge.target):
            if end not in known:
                raise InvalidGraph(
                    f"An edge points to a node that is not there: {end}.",
                    problem="unknown_node",
                    node=end,
                )
        out = _port(types[known[edge.source].type].outputs, edge.source, edge.source_port)
        into = _port(types[known[edge.target].type].inputs, edge.target, edge.target_port)
        if (edge.target, edge.target_port) in fed and not into.many:
            raise InvalidGraph(
                f"Two edges go into {edge.target_port} of {edge.target}.",
                problem="two_sources",
                node=edge.target,
                port=edge.target_port,
            )
        fed.add((edge.target, edge.target_port))
        if not out.types & into.types:
            raise InvalidGraph(
                f"{edge.source_port} of {edge.source} does not fit {edge.target_port}"
                f" of {edge.target}.",
                problem="wrong_type",
                node=edge.target,
                port=edge.target_port,
            )


def _port(ports: Mapping[str, Port], node: str, name: str) -> Port:
    if name not in ports:
        raise InvalidGraph(
            f"The node {node} has no port {name}.", problem="unknown_port", node=node, port=name
        )
    return ports[name]


def _check_inputs(graph: Graph, node: Node, node_type: NodeType) -> None:
    fed = graph.sources(node.id).keys()
    missing = [
        name for name, wanted in node_type.inputs.items() if wanted.required and name not in fed
    ]
    missing += [" / ".join(group) for group in node_type.one_of if not fed & set(group)]
    if missing:
        raise InvalidGraph(
            f"The node {node.id} needs an input: {missing[0]}.",
            problem="missing_input",
            node=node.id,
            port=missing[0],
        )
