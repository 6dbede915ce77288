"""Saves of one Graph from several places, merged Node by Node.

Not every revision is kept. Beside the Graph it is noted which part of it changed when, and
what it was then (domain.graph_notes), so that a save made on an older revision tells what of
it is a change and what it only repeats. Where a Node stands is never fought over: who comes
later decides.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from vidgenie.domain.graph import MAX_NODES, Edge, Graph, Node
from vidgenie.domain.graph_notes import Notes, noted
from vidgenie.errors import InvalidGraph

MOST_EDGES = 10 * MAX_NODES
_Work = tuple[str, Mapping[str, object], str, bool, str]
"""Type, values, title, whether it is disabled, pin."""
_Place = tuple[tuple[float, float], tuple[float, float] | None]
"""Position and size."""
_Ends = tuple[tuple[str, str, str], ...]
"""Source, its port, the port it leads into, for each Edge into a Node."""
_Parts = dict[str, _Work | _Place | _Ends | None]
"""Part -> what it is; what is not there, and where no Edge leads, is None or left out."""
_ANYWHERE: _Place = ((0.0, 0.0), None)


@dataclass(frozen=True, slots=True)
class Changes:
    """What somebody did to a Graph.

    nodes: id -> the Node as it is now, None when it was removed.
    edges: id of a Node -> all Edges into it, in their order.
    """

    nodes: Mapping[str, Node | None] = field(default_factory=dict[str, Node | None])
    edges: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict[str, tuple[Edge, ...]])


@dataclass(frozen=True, slots=True)
class Kept:
    """A Graph as it is kept. touched: its notes."""

    graph: Graph
    revision: int = 1
    touched: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Merge:
    """What became of a save.

    kept: with the changes, unless there are conflicts that were not decided; the very same
        when there was nothing to change. conflicts: ids of Nodes both sides have changed.
    """

    kept: Kept
    conflicts: tuple[str, ...] = ()


def merge(kept: Kept, changes: Changes, *, seen: int, mine_wins: bool = False) -> Merge:
    """Apply changes that were made on the revision `seen`.

    mine_wins: where both sides have changed the same, the changes stand.
    Raises InvalidGraph: too_large, and unknown_node for an Edge to a Node nobody has ever had.
    """
    merging = _Merging(kept, changes, seen)
    graph = merging.graph()
    if merging.conflicts and not mine_wins:
        return Merge(kept, tuple(merging.conflicts))
    return Merge(replaced(kept, graph), tuple(merging.conflicts))


def replaced(kept: Kept, graph: Graph) -> Kept:
    """This Graph instead, one revision later; the very same when they are equal."""
    check_drawn(graph)
    before, after = _parts(kept.graph), _parts(graph)
    changed = {
        part: (before.get(part), after.get(part))
        for part in (before | after)
        if before.get(part) != after.get(part)
    }
    if not changed:
        return kept
    revision = kept.revision + 1
    return Kept(graph, revision, noted(kept.touched, changed, revision=revision))


def changes_between(before: Graph, after: Graph) -> Changes:
    """What makes `after` of `before`."""
    old, new = _parts(before), _parts(after)
    nodes: dict[str, Node | None] = {node.id: None for node in before.nodes}
    nodes |= {node.id: node for node in after.nodes}
    return Changes(
        {
            node_id: node
            for node_id, node in nodes.items()
            if any(old.get(f"{kind}:{node_id}") != new.get(f"{kind}:{node_id}") for kind in "np")
        },
        {
            node_id: tuple(edge for edge in after.edges if edge.target == node_id)
            for node_id, node in nodes.items()
            if node and old.get(f"e:{node_id}") != new.get(f"e:{node_id}")
        },
    )


def check_drawn(graph: Graph) -> None:
    """Raise InvalidGraph for what no canvas can show; whether it can run is not checked."""
    if len(graph.nodes) > MAX_NODES:
        raise InvalidGraph(
            f"A graph has at most {MAX_NODES} nodes.", problem="too_large", limit=MAX_NODES
        )
    if len(graph.edges) > MOST_EDGES:
        raise InvalidGraph(
            f"A graph has at most {MOST_EDGES} edges.", problem="too_many_edges", limit=MOST_EDGES
        )
    known = set[str]()
    for node in graph.nodes:
        if node.id in known:
            raise InvalidGraph(
                f"Two nodes are called {node.id}.", problem="duplicate_node", node=node.id
            )
        known.add(node.id)
    for edge in graph.edges:
        _check_ends(edge, known)


class _Merging:
    """One merge. conflicts: ids of Nodes, in the order they were found."""

    def __init__(self, kept: Kept, changes: Changes, seen: int) -> None:
        self.conflicts: dict[str, None] = {}
        self._kept = kept
        self._changes = changes
        # A revision that is still to come says nothing: a backup may have been restored.
        self._notes = Notes(kept.touched, seen=seen if seen <= kept.revision else -1)
        self._theirs = _parts(kept.graph)
        self._mine = _mine(changes)

    def graph(self) -> Graph:
        """Both sides together; where they conflict, as mine has it."""
        parts = self._theirs | {
            part: value for part, value in self._mine.items() if self._is_taken(part, value)
        }
        order = dict.fromkeys([*(node.id for node in self._kept.graph.nodes), *self._changes.nodes])
        nodes = {
            node_id: _node(node_id, cast("_Work", work), self._place(node_id, parts))
            for node_id in order
            if (work := parts.get(f"n:{node_id}")) is not None
        }
        for node_id in self._kept_ids() - nodes.keys():
            self._look_at_removed(node_id)
        edges = [
            edge
            for node_id in {**order, **self._changes.edges}
            for edge in _edges(node_id, cast("_Ends | None", parts.get(f"e:{node_id}")))
            if self._is_whole(edge, nodes)
        ]
        return Graph(tuple(nodes.values()), tuple(edges))

    def _place(self, node_id: str, parts: _Parts) -> _Place:
        part = f"p:{node_id}"
        known = parts.get(part) or self._theirs.get(part) or self._mine.get(part)
        return cast("_Place | None", known) or _ANYWHERE

    def _is_taken(self, part: str, value: object) -> bool:
        """Whether a part becomes as mine has it; notes the conflict when theirs has changed it."""
        if value == self._theirs.get(part):
            return False
        if self._notes.is_touched(part):
            if self._notes.is_as_seen(part, value):
                return False
            if not part.startswith("p:"):
                self.conflicts[part[2:]] = None
        return True

    def _kept_ids(self) -> set[str]:
        return {node.id for node in self._kept.graph.nodes}

    def _look_at_removed(self, node_id: str) -> None:
        """What the others have connected to a Node that goes away would be lost."""
        if self._notes.is_touched(f"e:{node_id}") and f"e:{node_id}" in self._theirs:
            self.conflicts[node_id] = None
        for edge in self._kept.graph.edges:
            part = f"e:{edge.target}"
            if edge.source == node_id and self._notes.is_touched(part) and not self._says(part):
                self.conflicts[node_id] = None

    def _says(self, part: str) -> bool:
        """Whether mine has decided on this part, and does not only repeat what it has seen."""
        return part in self._mine and not self._notes.is_as_seen(part, self._mine[part])

    def _is_whole(self, edge: Edge, nodes: Collection[str]) -> bool:
        """Whether both ends are there; notes the conflict when the others have removed one."""
        gone = [end for end in (edge.source, edge.target) if end not in nodes]
        removed_by_me = [end for end in gone if end in self._kept_ids()]
        if gone and not removed_by_me:
            if not self._notes.is_touched(f"n:{gone[0]}"):
                _check_ends(edge, nodes)
            self.conflicts[edge.target] = None
        return not gone


def _mine(changes: Changes) -> _Parts:
    """What mine says of each part it speaks of."""
    said: _Parts = {}
    for node_id, edges in changes.edges.items():
        said[f"e:{node_id}"] = _ends(edges) or None
    for node_id, node in changes.nodes.items():
        said[f"n:{node_id}"] = _work(node) if node else None
        said[f"p:{node_id}"] = (node.position, node.size) if node else None
        if node is None:
            said[f"e:{node_id}"] = None
    return said


def _parts(graph: Graph) -> _Parts:
    incoming: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        incoming.setdefault(edge.target, []).append(edge)
    parts: _Parts = {f"e:{node_id}": _ends(edges) for node_id, edges in incoming.items()}
    for node in graph.nodes:
        parts[f"n:{node.id}"] = _work(node)
        parts[f"p:{node.id}"] = (node.position, node.size)
    return parts


def _work(node: Node) -> _Work:
    return (node.type, dict(node.params), node.title, node.is_disabled, node.pin)


def _ends(edges: Iterable[Edge]) -> _Ends:
    return tuple((edge.source, edge.source_port, edge.target_port) for edge in edges)


def _node(node_id: str, work: _Work, place: _Place) -> Node:
    kind, params, title, is_disabled, pin = work
    return Node(node_id, kind, params, place[0], title, is_disabled, pin, place[1])


def _edges(node_id: str, ends: _Ends | None) -> list[Edge]:
    return [Edge(source, out, node_id, into) for source, out, into in ends or ()]


def _check_ends(edge: Edge, known: Collection[str]) -> None:
    for end in (edge.source, edge.target):
        if end not in known:
            raise InvalidGraph(
                f"An edge points to a node that is not there: {end}.",
                problem="unknown_node",
                node=end,
            )
