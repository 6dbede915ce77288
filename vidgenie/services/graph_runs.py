"""Use cases on Runs of a Graph: what one would make and cost, start one, follow them."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from vidgenie.db import Transaction
from vidgenie.domain import graph_json
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph, Node
from vidgenie.domain.node_type import NodeType
from vidgenie.engine.engine import Engine
from vidgenie.engine.following import to_show
from vidgenie.engine.threads import in_thread
from vidgenie.errors import Conflict, InvalidInput, UserError
from vidgenie.graphs import store as graphs
from vidgenie.ledger import store as ledger
from vidgenie.services.admission import Admission
from vidgenie.services.budgets import BudgetView
from vidgenie.services.orders import FRONT, USUAL, Order, QuoteView, Started
from vidgenie.services.plan_views import PlanView, PricesView, StandingMaker, lines_of
from vidgenie.services.run_planning import RunPlanner, Scope, Walk, Wish
from vidgenie.services.runs import RunService
from vidgenie.services.views import RunView

_NOTHING = QuoteView(0, 0, unlimited=False, lines=())
_IDEA = "…"  # stands for a text that is yet to be written: what it will cost is known before


@dataclass(frozen=True, slots=True)
class GraphRunService:
    """See above."""

    engine: Engine
    reading: Transaction
    node_types: Mapping[str, NodeType]
    planner: RunPlanner
    standing: StandingMaker
    admission: Admission
    runs: RunService

    def plan(self, account: Account, graph_id: str, wish: Wish) -> PlanView:
        """Where each Node stands, and what the Run that is wished for would make and cost.

        A Graph that cannot run is answered too, with the problem. Raises NotFound.
        """
        problem: UserError | None = None
        with self.reading() as session:
            row = graphs.row(session, account.id, graph_id)
            graph, revision = graph_json.from_json(row.graph), row.revision
            prices = ledger.prices(session)
            walk = planned = Walk(graph, {}, {})
            try:
                walk = self.planner.standing(session, account.id, graph, graph_id)
                planned = self.planner.plan(session, account.id, graph, graph_id, wish, known=walk)
            except UserError as error:
                problem = error
        quoted, refused = self._quote(account, planned) if problem is None else (_NOTHING, None)
        problem = problem or refused or self._lacking(account, planned, quoted)
        costs = {line.node_id: (line.credits, line.provider_cost_usd) for line in quoted.lines}
        makers = {line.node_id: line.provider for line in quoted.lines}
        makers |= {node: made.provider for node, made in planned.given.items()}
        return PlanView(
            revision=revision,
            total=quoted.total,
            available=quoted.available,
            unlimited=quoted.unlimited,
            estimated_seconds=self.admission.seconds(planned.graph, planned.given.keys()),
            lines=tuple(lines_of(planned, costs, makers)),
            nodes=self.standing.nodes(graph, walk, prices),
            problem=problem.to_dict() if problem else None,
            budget=self._budget(account),
        )

    def prices(self, account: Account, graph_id: str, node: str = "") -> PricesView:
        """What a Run of each scope would cost; starts nothing. Raises NotFound.

        node: of the scopes that need one, "" = they are left out.
        """
        with self.reading() as session:
            row = graphs.row(session, account.id, graph_id)
            graph, revision = graph_json.from_json(row.graph), row.revision
        wishes = [Wish(scope, node if scope.needs_node else "") for scope in Scope]
        found = {
            wish.scope: self._price(account, graph, graph_id, wish)
            for wish in wishes
            if wish.node or not wish.scope.needs_node
        }
        return PricesView(revision, found)

    def start(  # noqa: PLR0913  # what was seen, and what is wanted of it
        self,
        account: Account,
        graph_id: str,
        wish: Wish,
        *,
        revision: int,
        in_front: bool = False,
        idempotency_key: str = "",
        most: int | None = None,
    ) -> Started:
        """Start the Run that was wished for, of the Graph as its owner saw it.

        most: credits that its owner agreed to; None = whatever it costs.

        Raises NotFound, Conflict (edited_elsewhere), and what `Admission.start` raises.
        """
        if idempotency_key:
            known = self.admission.known(account, idempotency_key)
            if known is not None:
                return known
        with self.reading() as session:
            row = graphs.row(session, account.id, graph_id)
            if row.revision != revision:
                message = "This graph was changed in the meantime."
                raise Conflict(message, problem="edited_elsewhere", revision=row.revision)
            graph = graph_json.from_json(row.graph)
            walk = self.planner.plan(session, account.id, graph, graph_id, wish)
        order = Order(
            walk.graph,
            idempotency_key,
            is_listed=len(walk.given) < len(walk.graph.nodes),
            given=walk.given,
            request=f"{graph_id} {revision} {wish.scope} {wish.node} {sorted(wish.again)}",
            graph_id=graph_id,
            source="graph",
            priority=FRONT if in_front else USUAL,
        )
        return self.admission.start(account, [order], most=most)[0]

    async def changes(
        self, account: Account, graph_id: str, *, shown: str = ""
    ) -> AsyncGenerator[RunView, None]:
        """The Run that the canvas of this Graph shows, now and after every change.

        Its own newest one, or one under way that belongs to no Graph; shown: the one that it
        has shown so far. Raises NotFound.
        """
        await in_thread(partial(self.check, account, graph_id))
        async with self.engine.hub.watch(account.id) as changed:
            seen: tuple[str, int] | None = None
            while True:
                changed.clear()
                view = await in_thread(partial(self._to_show, account, graph_id, shown))
                if view is not None and (view.id, view.version) != seen:
                    seen = (view.id, view.version)
                    shown = view.id
                    yield view
                await changed.wait()

    def _price(self, account: Account, graph: Graph, graph_id: str, wish: Wish) -> int | None:
        """Credits of the Run that is wished for; None when it cannot be told."""
        try:
            with self.reading() as session:
                walk = self.planner.plan(session, account.id, graph, graph_id, wish)
        except UserError:
            return None
        quoted, refused = self._quote(account, walk)
        return quoted.total if refused is None or quoted.total else None

    def _quote(self, account: Account, walk: Walk) -> tuple[QuoteView, UserError | None]:
        """The price, and why it cannot start; then what it will cost once it is written."""
        given = walk.given.keys()
        try:
            return self.admission.quote(account, walk.graph, given), None
        except UserError as error:
            refused = error
        try:
            written = filled(walk.graph, self.node_types)
            return self.admission.quote(account, written, given), refused
        except UserError:
            return _NOTHING, refused

    def _lacking(self, account: Account, walk: Walk, quoted: QuoteView) -> UserError | None:
        """The key, file or setting that is missing, else the limit that would be passed."""
        try:
            self.admission.check_means(account, walk.graph, walk.given.keys())
        except UserError as error:
            return error
        micro_usd = sum(line.provider_micro_usd or 0 for line in quoted.lines)
        with self.reading() as session:
            return self.admission.budgets.problem(
                session, account.id, credits=quoted.total, micro_usd=micro_usd
            )

    def _budget(self, account: Account) -> BudgetView | None:
        """The Account's limits, None when it has none."""
        view = self.admission.budgets.view(account)
        limits = (view.run, view.day, view.month, view.run_usd, view.day_usd, view.month_usd)
        return None if set(limits) == {None} else view

    def check(self, account: Account, graph_id: str) -> None:
        """Raise NotFound when it is not there."""
        with self.reading() as session:
            graphs.row(session, account.id, graph_id)

    def _to_show(self, account: Account, graph_id: str, shown: str) -> RunView | None:
        with self.reading() as session:
            run_id = to_show(session, account.id, graph_id, shown=shown)
        return None if run_id is None else self.runs.view(account, run_id)


def filled(graph: Graph, types: Mapping[str, NodeType]) -> Graph:
    """The Graph with some text in every Node that lacks one."""
    return replace(graph, nodes=tuple(_with_idea(node, types) for node in graph.nodes))


def _with_idea(node: Node, types: Mapping[str, NodeType]) -> Node:
    """The Node with some text where it lacks one."""
    node_type = types.get(node.type)
    if node_type is None or "text" not in node_type.params.model_fields:
        return node
    try:
        node_type.parse(node.params, node=node.id)
    except InvalidInput as error:
        if error.params.get("field") == "text" and not node.params.get("text"):
            return replace(node, params={**node.params, "text": _IDEA})
    return node
