"""Use case: the ways out when a Run costs more credits than there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from vidgenie.db import Transaction
from vidgenie.domain import cheaper, graph_json
from vidgenie.domain.account import Account
from vidgenie.domain.graph import CheckedNode, Graph, Node
from vidgenie.domain.graph_parts import executable
from vidgenie.domain.instead import Change
from vidgenie.domain.pricing import PriceTable, quote
from vidgenie.errors import UserError
from vidgenie.graphs import store as graphs
from vidgenie.ledger import store as ledger
from vidgenie.services.graph_runs import filled
from vidgenie.services.orders import Order
from vidgenie.services.run_again import RunAgain
from vidgenie.services.run_planning import Wish
from vidgenie.services.runs import RunService

CHEAPER, DEMO = "cheaper", "demo"
Ordered = Callable[[Graph], Order]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What changes in a Node. node: with its new values; credits: what it costs then."""

    change: Change
    node: Node
    credits: int


@dataclass(frozen=True, slots=True)
class Way:
    """A way out. kind: cheaper (other settings) or demo (what this server makes itself).

    total: credits of the Run with these changes.
    """

    kind: str
    total: int
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class WaysOut:
    """What a Run costs, what there is, and the ways to make it with that; [] when it fits."""

    required: int
    available: int
    unlimited: bool
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class CheaperService:
    """Looks for them; changes nothing."""

    reading: Transaction
    runs: RunService
    again: RunAgain

    def of_graph(self, account: Account, graph: Graph) -> WaysOut:
        """For all of a Graph, as `RunService.quote` prices it. Raises what that raises."""
        return self._ways(account, graph, lambda tried: self.runs.order(account, tried))

    def of_saved(self, account: Account, graph_id: str, wish: Wish) -> WaysOut:
        """For the Run that is wished for of a Graph that is kept. Raises NotFound too."""
        with self.reading() as session:
            graph = graph_json.from_json(graphs.row(session, account.id, graph_id).graph)

        def ordered(tried: Graph) -> Order:
            with self.reading() as session:
                walk = self.runs.planner.plan(session, account.id, tried, graph_id, wish)
            return Order(walk.graph, given=walk.given)

        return self._ways(account, graph, ordered)

    def of_run(self, account: Account, run_id: str, *, anew: bool = False) -> WaysOut:
        """For a Run that is started again. Raises what `RunAgain.order` raises."""
        order = self.again.order(account, run_id, anew=anew)
        return self._ways(account, order.graph, lambda tried: replace(order, graph=tried))

    def _ways(self, account: Account, graph: Graph, ordered: Ordered) -> WaysOut:
        admission = self.runs.admission
        checking = admission.checking
        try:
            nodes = self._to_make(ordered(graph))
        except UserError:
            # What it will cost is known before the text is written.
            graph = filled(graph, checking.node_types)
            nodes = self._to_make(ordered(graph))
        balance = admission.credits.balance(account)
        with self.reading() as session:
            prices = ledger.prices(session)
        required = quote(nodes, prices).total
        if balance.unlimited or required <= balance.credits:
            return WaysOut(required, max(required, balance.credits), balance.unlimited)
        most, makers = balance.credits, checking.providers
        found = {
            CHEAPER: cheaper.smaller(nodes, prices, makers, most=most),
            DEMO: cheaper.free(nodes, prices, makers),
        }
        ways = [
            self._way(kind, graph, changes, ordered, prices)
            for kind, changes in found.items()
            if changes
        ]
        there = tuple(way for way in ways if way is not None and way.total <= most)
        return WaysOut(required, most, unlimited=False, ways=there)

    def _way(
        self,
        kind: str,
        graph: Graph,
        changes: Sequence[Change],
        ordered: Ordered,
        prices: PriceTable,
    ) -> Way | None:
        """The way with the price that these changes lead to; None when they lead nowhere."""
        after = {change.node_id: change.after for change in changes}
        new = replace(
            graph,
            nodes=tuple(
                replace(node, params={**node.params, **after.get(node.id, {})})
                for node in graph.nodes
            ),
        )
        try:
            priced = quote(self._to_make(ordered(new)), prices)
        except UserError:
            return None
        costs = {line.node_id: line.credits for line in priced.lines}
        nodes = {node.id: node for node in new.nodes}
        return Way(
            kind,
            priced.total,
            tuple(
                ChangeView(one, nodes[one.node_id], costs.get(one.node_id, 0)) for one in changes
            ),
        )

    def _to_make(self, order: Order) -> list[CheckedNode]:
        """The Nodes that have to be paid for. Raises InvalidGraph and InvalidInput."""
        checking = self.runs.admission.checking
        nodes = checking.checked(executable(order.graph, checking.node_types), order.given.keys())
        return [one for one in nodes if one.node.id not in order.given]
