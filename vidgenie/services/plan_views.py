"""A Graph as it stands: what each Node has, what a Run would make, and what that costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vidgenie.domain.graph import Graph, Node
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.pricing import PriceTable
from vidgenie.domain.recipe import Change, Recipe, changes, from_json, recipe_of
from vidgenie.engine.outputs import Made
from vidgenie.errors import InvalidInput
from vidgenie.services.budgets import BudgetView
from vidgenie.services.run_planning import Scope, Walk
from vidgenie.services.views import ViewMaker


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One Node of the Run that was asked about. does: make, reuse or pinned.

    credits: what it costs; provider_cost_usd: what its Provider is expected to charge.
    """

    node_id: str
    type: str
    title: str
    provider: str
    credits: int
    provider_cost_usd: float | None
    does: str


@dataclass(frozen=True, slots=True)
class PricesView:
    """What Runs of a Graph cost. credits: of each scope, None when it cannot be told."""

    revision: int
    credits: Mapping[Scope, int | None]


@dataclass(frozen=True, slots=True)
class NodeStanding:
    """What one Node has now.

    state: fresh, stale (it has something of what was asked before), missing, pinned,
        disabled, note, or unknown (there is no such node type).
    because: why it is not fresh. credits: what making it costs, None when that is not known.
    run_id, output: where what it has comes from, and that itself; "" and None for nothing.
    """

    state: str
    because: tuple[Change, ...] = ()
    credits: int | None = None
    run_id: str = ""
    output: Mapping[str, Any] | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class PlanView:
    """Both, of one revision.

    problem: why no Run can start, as `to_dict` writes it. budget: None when there are no limits.
    """

    revision: int
    total: int
    available: int
    unlimited: bool
    estimated_seconds: int
    lines: tuple[PlanLine, ...]
    nodes: Mapping[str, NodeStanding]
    problem: Mapping[str, object] | None = None
    budget: BudgetView | None = None


@dataclass(frozen=True, slots=True)
class StandingMaker:
    """Turns a Walk into what people see."""

    node_types: Mapping[str, NodeType]
    views: ViewMaker

    def nodes(self, graph: Graph, walk: Walk, prices: PriceTable) -> dict[str, NodeStanding]:
        """Node -> where it stands; of the whole Graph, notes and disabled Nodes too."""
        return {node.id: self._standing(node, walk, prices) for node in graph.nodes}

    def _standing(self, node: Node, walk: Walk, prices: PriceTable) -> NodeStanding:
        node_type = self.node_types.get(node.type)
        if node_type is None:
            return NodeStanding("unknown")
        if not node_type.executes:
            return NodeStanding("note")
        provider = str(node.params.get("provider", ""))
        state, because, made = self._state(node, node_type, walk)
        return NodeStanding(
            state=state,
            because=because,
            credits=_price(node_type, node, prices),
            run_id=made.run_id if made else "",
            output=self._output(node, walk, made) if made else None,
            demo=self.views.demo(node.type, made.provider if made else provider),
        )

    def _state(
        self, node: Node, node_type: NodeType, walk: Walk
    ) -> tuple[str, tuple[Change, ...], Made | None]:
        if node.is_disabled:
            return "disabled", (), walk.last.get(node.id)
        if node.id in walk.pinned:
            return "pinned", (), walk.pinned[node.id]
        if node.id in walk.given:
            return "fresh", (), walk.given[node.id]
        last = walk.last.get(node.id)
        gone = (Change("pin"),) if node.id in walk.unpinned else ()
        if last is None:
            return "missing", gone, None
        return "stale", (*gone, *_why(node, node_type, walk, last)), last

    def _output(self, node: Node, walk: Walk, made: Made) -> dict[str, Any]:
        shown = self.views.output(made.output)
        if "text" not in shown:
            return shown
        for edges in walk.graph.sources(node.id).values():
            for edge in edges:
                given = walk.given.get(edge.source)
                value = given.output.get(edge.source_port) if given else None
                if value and "text" in value:
                    return {**shown, "before": value["text"]}
        return shown


def _why(node: Node, node_type: NodeType, walk: Walk, last: Made) -> tuple[Change, ...]:
    """What is other than it was when `last` was made."""
    if last.recipe is None:
        return (Change("type"),)
    old, new = from_json(last.recipe), walk.recipes.get(node.id)
    if new is not None:
        return changes(old, new)
    sources = [edge.source for edges in walk.graph.sources(node.id).values() for edge in edges]
    upstream = tuple(Change("upstream", one) for one in sources if one not in walk.given)
    try:
        params = node_type.parse(node.params, node=node.id)
    except InvalidInput as error:
        return (Change("problem", str(error.params.get("field", ""))), *upstream)
    typed = recipe_of(node_type, params, {})
    alone = Recipe(old.type, old.version, old.params, {})
    return (*changes(alone, typed), *upstream)


def _price(node_type: NodeType, node: Node, prices: PriceTable) -> int | None:
    try:
        params = node_type.parse(node.params, node=node.id)
        return prices.price(node_type.provider(params), node_type.action(params))
    except (InvalidInput, KeyError):
        return None


def titles(graph: Graph) -> dict[str, str]:
    """Node -> what its owner calls it, "" for nothing."""
    return {node.id: node.title for node in graph.nodes}


def lines_of(
    walk: Walk, priced: Mapping[str, tuple[int, float | None]], providers: Mapping[str, str]
) -> Sequence[PlanLine]:
    """What the Run does, Node by Node. priced: Node -> credits and dollars of what is made."""
    named = titles(walk.graph)
    return [
        PlanLine(
            node_id=node.id,
            type=node.type,
            title=named[node.id],
            provider=providers.get(node.id, ""),
            credits=priced.get(node.id, (0, None))[0],
            provider_cost_usd=priced.get(node.id, (0, None))[1],
            does="pinned"
            if node.id in walk.pinned
            else "reuse"
            if node.id in walk.given
            else "make",
        )
        for node in walk.graph.nodes
    ]
