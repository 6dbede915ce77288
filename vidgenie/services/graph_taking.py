"""Graphs taken out of files: what a canvas could not show is left out, and said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import cast

from pydantic import ValidationError

from vidgenie.domain import graph_json
from vidgenie.domain.graph import MAX_NODES, Edge, Graph, Node
from vidgenie.domain.graph_merge import MOST_EDGES, check_drawn
from vidgenie.domain.node_type import NodeType
from vidgenie.errors import InvalidGraph, InvalidInput
from vidgenie.services.graph_book import LONGEST_NAME
from vidgenie.services.naming import check_name

FORMAT = 1
"""Of the files Graphs are carried in."""
_MARK = "vidgenie"
Types = Mapping[str, NodeType]

# What every object of a browser has: no Node may be called that.
_NAMES_OF_OBJECTS = frozenset(
    (
        *("constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"),
        *("toLocaleString", "toString", "valueOf"),
    )
)
# Values that do not fit, but which people can put right where they are typed.
_KEPT = frozenset(
    (
        *("string_too_long", "string_too_short", "greater_than", "greater_than_equal"),
        *("less_than", "less_than_equal", "missing"),
    )
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that was left out.

    what: of which Node, as it is called there; of an Edge, both ends. problem: duplicate,
    loop, node, pin, port, two_sources, type or value; asset or brand: it is not there.
    """

    what: str
    problem: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What was in a file. name: "" when it has none."""

    name: str
    graph: Graph
    dropped: tuple[Dropped, ...]


def taken(data: object, types: Types) -> Taken:
    """The Graph in a file: what was exported, a receipt, or {nodes, edges}.

    Nodes of unknown types stay as they are. Raises InvalidInput (field data: no_graph,
    is_template, newer; or what of a Node is wrong) and InvalidGraph (too_large,
    too_many_edges, duplicate_node).
    """
    told = _told(data)
    raw = told.get("graph", told)
    if not isinstance(raw, dict) or "nodes" not in raw:
        raise _refused("There is no graph in this.", "no_graph")
    drawn = _read(cast("dict[str, object]", raw))
    dropped: list[Dropped] = []
    nodes = tuple(_fitting(node, types.get(node.type), dropped) for node in drawn.nodes)
    edges = _without_loops(_sound(nodes, drawn.edges, types, dropped), dropped)
    return Taken(_name(told), Graph(nodes, tuple(edges)), tuple(dropped))


def called(node: Node) -> str:
    """What people call a Node."""
    return node.title or node.id


def _told(data: object) -> dict[str, object]:
    if not isinstance(data, dict):
        raise _refused("There is no graph in this.", "no_graph")
    told = cast("dict[str, object]", data)
    mark = told.get(_MARK)
    marks = cast("dict[str, object]", mark) if isinstance(mark, dict) else {}
    if "template" in marks:
        raise _refused("This is a template: take it in on the page of templates.", "is_template")
    version = marks.get("graph")
    if isinstance(version, int) and version > FORMAT:
        raise _refused("This was written by a newer version.", "newer")
    return told


def _read(raw: Mapping[str, object]) -> Graph:
    """The Graph, but for Edges whose ends are not there; no id is one that browsers know."""
    nodes, edges = raw.get("nodes"), raw.get("edges", [])
    _check_length(nodes, MAX_NODES, "too_large", "nodes")
    _check_length(edges, MOST_EDGES, "too_many_edges", "edges")
    drawn = graph_json.from_json({"nodes": nodes, "edges": edges})
    check_drawn(Graph(drawn.nodes))
    known = {node.id for node in drawn.nodes}
    free = (name for number in count(1) if (name := f"n{number}") not in known)
    new = {name: next(free) for name in sorted(known) if _is_odd(name)}
    return Graph(
        tuple(replace(node, id=new.get(node.id, node.id)) for node in drawn.nodes),
        tuple(
            replace(
                edge,
                source=new.get(edge.source, edge.source),
                target=new.get(edge.target, edge.target),
            )
            for edge in drawn.edges
        ),
    )


def _fitting(node: Node, kind: NodeType | None, dropped: list[Dropped]) -> Node:
    """The Node without what its type does not know, and without what is pinned to it."""
    if node.pin:
        dropped.append(Dropped(called(node), "pin"))
    wrong = _wrong(node, kind) if kind else set[str]()
    dropped += [Dropped(f"{called(node)}: {name}", "value") for name in sorted(wrong)]
    params = {name: value for name, value in node.params.items() if name not in wrong}
    return replace(node, params=params, pin="")


def _wrong(node: Node, kind: NodeType) -> set[str]:
    """Values a form of this type could not show."""
    try:
        kind.params.model_validate(dict(node.params))
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        wrong = {str(one["loc"][0]) for one in found if one["loc"] and one["type"] not in _KEPT}
        return wrong & node.params.keys()
    return set()


def _sound(
    nodes: Sequence[Node], edges: Iterable[Edge], types: Types, dropped: list[Dropped]
) -> list[Edge]:
    """The Edges between ports that are there and fit; of an unknown type, every port is."""
    kinds = {node.id: types.get(node.type) for node in nodes}
    seen, fed = set[Edge](), set[tuple[str, str]]()
    kept: list[Edge] = []
    for edge in edges:
        problem = "duplicate" if edge in seen else _misfit(edge, kinds, fed)
        seen.add(edge)
        if problem:
            dropped.append(Dropped(_both_ends(edge), problem))
        else:
            kept.append(edge)
            fed.add((edge.target, edge.target_port))
    return kept


def _misfit(edge: Edge, kinds: Mapping[str, NodeType | None], fed: set[tuple[str, str]]) -> str:
    """What is wrong with an Edge, "" when nothing is."""
    if edge.source not in kinds or edge.target not in kinds:
        return "node"
    source, target = kinds[edge.source], kinds[edge.target]
    out = source.outputs.get(edge.source_port) if source else None
    into = target.inputs.get(edge.target_port) if target else None
    if (source and not out) or (target and not into):
        return "port"
    if out and into and not out.types & into.types:
        return "type"
    is_fed = (edge.target, edge.target_port) in fed
    return "two_sources" if into and is_fed and not into.many else ""


def _without_loops(edges: Sequence[Edge], dropped: list[Dropped]) -> list[Edge]:
    """The Edges without those that lead back to where one came from; in one walk."""
    leaving: dict[str, list[Edge]] = {}
    for edge in edges:
        leaving.setdefault(edge.source, []).append(edge)
    back, done, path = set[Edge](), set[str](), dict[str, int]()
    for start in leaving:
        walk = [start] if start not in done else []
        while walk:
            here = walk[-1]
            at = path.setdefault(here, 0)
            if at == len(leaving.get(here, ())):
                walk.pop()
                done.add(here)
                del path[here]
                continue
            path[here] += 1
            edge = leaving[here][at]
            if edge.target in path:
                back.add(edge)
            elif edge.target not in done:
                walk.append(edge.target)
    dropped += [Dropped(_both_ends(edge), "loop") for edge in edges if edge in back]
    return [edge for edge in edges if edge not in back]


def _both_ends(edge: Edge) -> str:
    return f"{edge.source}.{edge.source_port} → {edge.target}.{edge.target_port}"


def _name(told: Mapping[str, object]) -> str:
    name = told.get("name")
    try:
        return (
            check_name(name[:LONGEST_NAME], longest=LONGEST_NAME) if isinstance(name, str) else ""
        )
    except InvalidInput:
        return ""


def _is_odd(name: str) -> bool:
    return name in _NAMES_OF_OBJECTS or name.startswith("__")


def _check_length(value: object, most: int, problem: str, what: str) -> None:
    if isinstance(value, list) and len(cast("list[object]", value)) > most:
        raise InvalidGraph(f"A graph has at most {most} {what}.", problem=problem, limit=most)


def _refused(message: str, problem: str) -> InvalidInput:
    return InvalidInput(message, field="data", problem=problem)
