"""Use cases on Runs: quote, start, follow, cancel."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

from sqlmodel import Session

from vidgenie.accounts import store as accounts
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.domain.run import RunStatus
from vidgenie.engine import store
from vidgenie.engine.doubt import Decision
from vidgenie.engine.engine import Engine
from vidgenie.engine.tables import RunRow
from vidgenie.engine.threads import in_thread
from vidgenie.errors import NotFound
from vidgenie.ledger import store as ledger
from vidgenie.library import store as library
from vidgenie.services.admission import Admission
from vidgenie.services.orders import Order, QuoteView, Started
from vidgenie.services.queue_place import queue_place
from vidgenie.services.run_planning import RunPlanner, Scope, Wish
from vidgenie.services.views import RunView, ViewMaker

__all__ = ["Decision", "Order", "QuoteView", "RunService", "Started"]


@dataclass(frozen=True, slots=True)
class RunService:
    """The life of a Run. admission: how one begins. planner: what it need not make."""

    engine: Engine
    transaction: Transaction
    reading: Transaction
    admission: Admission
    views: ViewMaker
    planner: RunPlanner

    def quote(self, account: Account, graph: Graph) -> QuoteView:
        """The price of a Graph; starts nothing. Raises InvalidGraph and InvalidInput."""
        order = self.order(account, graph)
        return self.admission.quote(account, order.graph, order.given.keys())

    def start(
        self, account: Account, graph: Graph, *, idempotency_key: str = "", most: int | None = None
    ) -> Started:
        """Set the credits aside and queue the Run; see `Admission.start`."""
        order = replace(self.order(account, graph), idempotency_key=idempotency_key)
        return self.admission.start(account, [order], most=most)[0]

    def order(self, account: Account, graph: Graph) -> Order:
        """All of a Graph, anew, but for what is pinned."""
        if not any(node.pin for node in graph.nodes):
            return Order(graph)
        with self.reading() as session:
            walk = self.planner.plan(session, account.id, graph, "", Wish(Scope.ALL))
        return Order(walk.graph, given=walk.given)

    def view(self, account: Account, run_id: str) -> RunView:
        """The Run now. Raises NotFound, also when it is somebody else's."""
        with self.reading() as session:
            return self._view(session, _owned(session, account, run_id))

    def latest(self, account: Account) -> RunView | None:
        """The Run under way, else the newest one, else None."""
        with self.reading() as session:
            run = store.latest(session, account.id)
            return None if run is None else self._view(session, run)

    def in_doubt(self, account: Account) -> set[str]:
        """Ids of the Runs that the Account can still decide about."""
        with self.reading() as session:
            return store.in_doubt(session, account.id)

    def cancel(self, account: Account, run_id: str) -> RunView:
        """Stop a Run: its Nodes end within a second, what was not made is not charged.

        A Run that is over stays as it is. Raises NotFound.
        """
        with self.transaction() as session:
            _owned(session, account, run_id)
            stopping = self.engine.cancel(session, run_id)
        if stopping:
            self.engine.interrupt(run_id)
        return self.view(account, run_id)

    def decide(self, account: Account, run_id: str, node_id: str, decision: Decision) -> RunView:
        """Settle a doubt: have the request sent again, look for its result, or give it up.

        What was made is kept, and the Run goes on with the credits that are set aside.
        Raises NotFound and Conflict (not_in_doubt).
        """
        with self.transaction() as session:
            accounts.check_stays(session, account.id)
            _owned(session, account, run_id)
            self.engine.decide(session, run_id, node_id, decision)
        return self.view(account, run_id)

    async def changes(
        self, account: Account, run_id: str | None = None
    ) -> AsyncGenerator[RunView, None]:
        """The Run now, then after every change, until it is over.

        Without `run_id`: the Account's latest Run, whichever that is at the time,
        for as long as the caller listens. Raises NotFound.
        """
        async with self.engine.hub.watch(run_id or account.id) as changed:
            seen: tuple[str, int] | None = None
            while True:
                changed.clear()
                view = await in_thread(lambda: self._now(account, run_id))
                if view is not None and (view.id, view.version) != seen:
                    seen = (view.id, view.version)
                    yield view
                    if run_id and view.status.is_over:
                        return
                await changed.wait()

    def _now(self, account: Account, run_id: str | None) -> RunView | None:
        return self.view(account, run_id) if run_id else self.latest(account)

    def _view(self, session: Session, run: RunRow) -> RunView:
        nodes = store.nodes(session, [run.id])[run.id]
        made = library.content_of_run(session, run.account_id, run.id)
        return self.views.run(
            run,
            nodes,
            content_id=made.id if made else "",
            refunded=_refunded(session, run),
            queue_place=queue_place(session, run),
        )


def _refunded(session: Session, run: RunRow) -> int:
    """Credits it got back; nobody refunds a Run that is under way."""
    cost = ledger.run_costs(session, [run.id]) if RunStatus(run.status).is_over else {}
    return cost[run.id].refunded if cost else 0


def _owned(session: Session, account: Account, run_id: str) -> RunRow:
    run = store.run(session, run_id)
    if run is None or run.account_id != account.id:
        raise NotFound("run")
    return run
