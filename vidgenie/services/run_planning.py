"""Run planning: what a Run of a Graph makes, and what it takes from earlier ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, cast

from sqlmodel import Session

from vidgenie.domain.graph import Graph, Node, execution_order
from vidgenie.domain.graph_parts import above, below, executable, idle, only, without
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.recipe import Recipe, recipe_of
from vidgenie.engine import outputs
from vidgenie.engine.outputs import Made
from vidgenie.errors import InvalidGraph, InvalidInput, NotFound
from vidgenie.library import assets

_ASSET = frozenset({"asset", "asset_id"})


class Scope(StrEnum):
    """How much of a Graph is run.

    missing: what has no output, or one of something else. all: everything, anew. from: one
    Node and what is below it, anew. only: one Node, anew.
    """

    MISSING = "missing"
    ALL = "all"
    FROM = "from"
    ONLY = "only"

    @property
    def needs_node(self) -> bool:
        """Whether it is about one Node."""
        return self in {Scope.FROM, Scope.ONLY}


@dataclass(frozen=True, slots=True)
class Wish:
    """A Run that somebody wants. node: of `from` and `only`. again: made anew in any case."""

    scope: Scope = Scope.MISSING
    node: str = ""
    again: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Walk:
    """What each Node of a Graph has, in execution order.

    given: Node -> what is used instead of making it. recipes: of the Nodes whose inputs are
    all there. unpinned: Nodes whose pin leads nowhere.
    """

    graph: Graph
    given: Mapping[str, Made]
    recipes: Mapping[str, Recipe]
    pinned: Mapping[str, Made] = field(default_factory=dict[str, Made])
    last: Mapping[str, Made] = field(default_factory=dict[str, Made])
    unpinned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RunPlanner:
    """Looks for what can be used again; reads only."""

    node_types: Mapping[str, NodeType]

    def standing(self, session: Session, account_id: str, graph: Graph, graph_id: str) -> Walk:
        """What each Node has now. Raises InvalidGraph for a loop."""
        return self._walk(session, account_id, graph, graph_id, forced=set(), lenient=set())

    def plan(  # noqa: PLR0913  # whose Graph, what is wanted of it, and what is known
        self,
        session: Session,
        account_id: str,
        graph: Graph,
        graph_id: str,
        wish: Wish,
        *,
        known: Walk | None = None,
    ) -> Walk:
        """The Graph of the Run, and what is given to it. known: its standing, if it was asked for.

        Raises NotFound for the Node, InvalidInput (disabled) and InvalidGraph (cycle, pin_gone).
        """
        left = without(executable(graph, self.node_types), ())
        everything = {node.id for node in left.nodes}
        forced, within = set(wish.again) & everything, everything
        lenient = set[str]()
        if wish.scope is Scope.ALL:
            forced = everything
        elif wish.scope.needs_node:
            self._check_there(graph, left, wish.node)
            anew = {wish.node} | (
                below(left, {wish.node}) if wish.scope is Scope.FROM else set[str]()
            )
            within = anew | above(left, anew)
            lenient = within - anew
            forced |= anew
        target = wish.node if wish.scope.needs_node else ""
        as_it_stands = known if wish == Wish() else None
        walk = as_it_stands or self._walk(
            session,
            account_id,
            _unpinned(only(left, within), target),
            graph_id,
            forced=forced,
            lenient=lenient,
        )
        if walk.unpinned:
            node = min(walk.unpinned)
            message = f"What {node} is pinned to is not there any more."
            raise InvalidGraph(message, problem="pin_gone", node=node)
        unused = idle(walk.graph, walk.given.keys()) - walk.given.keys()
        kept = without(walk.graph, unused)
        given = {node: made for node, made in walk.given.items() if node not in unused}
        return Walk(kept, given, walk.recipes, walk.pinned, walk.last)

    def _walk(  # noqa: PLR0913  # whose Graph, and what is wanted of it
        self,
        session: Session,
        account_id: str,
        graph: Graph,
        graph_id: str,
        *,
        forced: Collection[str],
        lenient: Collection[str],
    ) -> Walk:
        # Edges that lead nowhere are the check's to tell, and lead nowhere here.
        graph = without(executable(graph, self.node_types), ())
        last = outputs.latest(session, account_id, graph_id) if graph_id else {}
        last = _whole(session, account_id, last)
        pins = {node.id: node.pin for node in graph.nodes if node.pin}
        found = _whole(session, account_id, _of_pins(session, account_id, pins))
        given = dict(found)
        recipes: dict[str, Recipe] = {}
        for level in _levels(graph):
            ready = {node.id: self._recipe(graph, node, given) for node in level}
            known = {node: recipe for node, recipe in ready.items() if recipe is not None}
            recipes |= known
            wanted = {
                node: recipe.digest
                for node, recipe in known.items()
                if node not in given and node not in forced
            }
            given |= self._made_before(session, account_id, wanted, last)
            given |= {
                node.id: last[node.id]
                for node in level
                if node.id in lenient and node.id not in given and node.id in last
            }
        return Walk(graph, given, recipes, found, last, frozenset(pins.keys() - found.keys()))

    @staticmethod
    def _made_before(
        session: Session, account_id: str, wanted: Mapping[str, str], last: Mapping[str, Made]
    ) -> dict[str, Made]:
        """Those of the wanted Nodes that were made of the same before, here or elsewhere."""
        here = {
            n: last[n] for n, digest in wanted.items() if n in last and last[n].digest == digest
        }
        rest = {node: digest for node, digest in wanted.items() if node not in here}
        made = outputs.by_digest(session, account_id, rest.values()) if rest else {}
        elsewhere = {node: made[digest] for node, digest in rest.items() if digest in made}
        return here | _whole(session, account_id, elsewhere)

    def _recipe(self, graph: Graph, node: Node, given: Mapping[str, Made]) -> Recipe | None:
        """What the Node would be made of; None while that is not known, or it cannot be made."""
        node_type = self.node_types.get(node.type)
        if node_type is None:
            return None
        inputs: dict[str, list[Mapping[str, Any]]] = {}
        for port, edges in graph.sources(node.id).items():
            for edge in edges:
                made = given.get(edge.source)
                value = made.output.get(edge.source_port) if made else None
                if value is None:
                    return None
                inputs.setdefault(port, []).append(value)
        try:
            return recipe_of(node_type, node_type.parse(node.params, node=node.id), inputs)
        except InvalidInput:
            return None

    @staticmethod
    def _check_there(graph: Graph, left: Graph, node_id: str) -> None:
        if any(node.id == node_id for node in left.nodes):
            return
        if any(node.id == node_id for node in graph.nodes):
            message = "This node is disabled, or no step of a run."
            raise InvalidInput(message, field="node", problem="disabled", node=node_id)
        raise NotFound("node")


def _unpinned(graph: Graph, node_id: str) -> Graph:
    """The Graph without the pin of the Node that is asked for by name."""
    nodes = tuple(replace(node, pin="") if node.id == node_id else node for node in graph.nodes)
    return Graph(nodes, graph.edges)


def _of_pins(session: Session, account_id: str, pins: Mapping[str, str]) -> dict[str, Made]:
    if not pins:
        return {}
    places = [(run_id, node_id) for node_id, run_id in pins.items()]
    found = outputs.of_runs(session, account_id, places)
    return {node_id: made for (_, node_id), made in found.items()}


def _levels(graph: Graph) -> list[list[Node]]:
    """Nodes of equal depth together, each level after those it reads from."""
    order = execution_order(graph)
    nodes = {node.id: node for node in graph.nodes}
    sources: dict[str, list[str]] = {}
    for edge in graph.edges:
        sources.setdefault(edge.target, []).append(edge.source)
    depth: dict[str, int] = {}
    levels: list[list[Node]] = []
    for node_id in order:
        depth[node_id] = max((depth[one] + 1 for one in sources.get(node_id, ())), default=0)
        if depth[node_id] == len(levels):
            levels.append([])
        levels[depth[node_id]].append(nodes[node_id])
    return levels


def _whole(session: Session, account_id: str, made: Mapping[str, Made]) -> dict[str, Made]:
    """Those whose files are all still there."""
    needed = {node: set(_files(one.output)) for node, one in made.items()}
    wanted = set[str]().union(*needed.values())
    there = assets.assets(session, account_id, wanted).keys() if wanted else set[str]()
    return {node: one for node, one in made.items() if needed[node] <= there}


def _files(value: object) -> Sequence[str]:
    """Ids of the Assets in an output."""
    if isinstance(value, list):
        return [one for each in cast("list[object]", value) for one in _files(each)]
    if not isinstance(value, Mapping):
        return []
    found = list[str]()
    for name, each in cast("Mapping[str, object]", value).items():
        if name in _ASSET and isinstance(each, str) and each:
            found.append(each)
        else:
            found.extend(_files(each))
    return found
