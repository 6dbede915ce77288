"""A Run once more: the same Graph, with what it made already."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain import graph_json
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.domain.run import RunStatus
from vidgenie.engine import outputs, store
from vidgenie.engine.outputs import Made
from vidgenie.engine.tables import RunRow
from vidgenie.errors import Conflict, NotFound
from vidgenie.services.admission import Admission
from vidgenie.services.orders import FRONT, USUAL, Order, Started

_PROJECT = "project"

Instead = Mapping[str, Mapping[str, object]]
"""Node -> all its values, in place of those it had."""


@dataclass(frozen=True, slots=True)
class AgainView:
    """What starting a Run again costs, and what the Account has; in credits.

    again: of what it did not make; anew: of all of it.
    available: at least the dearer of both when the plan has no limit.
    """

    again: int
    anew: int
    available: int
    unlimited: bool


@dataclass(frozen=True, slots=True)
class RunAgain:
    """Starts Runs that were over."""

    reading: Transaction
    admission: Admission

    def quote(self, account: Account, run_id: str) -> AgainView:
        """What it would cost; starts nothing.

        Raises NotFound and Conflict as `start` does, InvalidGraph and InvalidInput.
        """
        order = self.order(account, run_id)
        anew = self.admission.quote(account, order.graph)
        again = self.admission.quote(account, order.graph, order.given.keys())
        return AgainView(again.total, anew.total, anew.available, anew.unlimited)

    def order(
        self,
        account: Account,
        run_id: str,
        *,
        anew: bool = False,
        instead: Instead | None = None,
    ) -> Order:
        """Its Graph as it was; what it made is neither made nor paid for again.

        anew: all of it is made again. instead: other values; whose they are is made anew.
        Raises NotFound, also for a Node of `instead`, and Conflict (not_over; to_decide: nobody
        knows what became of it, its owner decides first; of_project: only the Project knows
        what becomes of it).
        """
        with self.reading() as session:
            run = _over(session, account, run_id)
            made = {} if anew else _made(session, account, run)
        graph = _changed(graph_json.from_json(run.graph), instead or {})
        given = {node: one for node, one in made.items() if node not in (instead or {})}
        return Order(
            graph,
            is_listed=len(given) < len(graph.nodes),
            given=given,
            request=f"again {run_id} {anew}{_digest(instead)}",
            graph_id=run.graph_id,
            source=run.source,
        )

    def start(  # noqa: PLR0913  # what may be wanted of it
        self,
        account: Account,
        run_id: str,
        *,
        in_front: bool = False,
        anew: bool = False,
        instead: Instead | None = None,
        idempotency_key: str = "",
        most: int | None = None,
    ) -> Started:
        """Start it; see `order`.

        in_front: before the Account's other Runs.
        most: credits that its owner agreed to; None = whatever it costs.
        Raises what `order` and `Admission.start` raise.
        """
        wanted = self.order(account, run_id, anew=anew, instead=instead)
        priority = FRONT if in_front else USUAL
        order = replace(wanted, idempotency_key=idempotency_key, priority=priority)
        return self.admission.start(account, [order], most=most)[0]


def _changed(graph: Graph, instead: Instead) -> Graph:
    """With other values. Raises NotFound for a Node that is not there."""
    if instead.keys() - {node.id for node in graph.nodes}:
        raise NotFound("node")
    nodes = (
        replace(node, params=dict(instead[node.id])) if node.id in instead else node
        for node in graph.nodes
    )
    return replace(graph, nodes=tuple(nodes))


def _digest(instead: Instead | None) -> str:
    """Tells other values from others; "" for none."""
    if not instead:
        return ""
    text = json.dumps(instead, sort_keys=True)
    return " " + hashlib.sha256(text.encode()).hexdigest()


def _over(session: Session, account: Account, run_id: str) -> RunRow:
    """The Run, when it can be started again."""
    run = store.run(session, run_id)
    if run is None or run.account_id != account.id:
        raise NotFound("run")
    if run.source == _PROJECT:
        raise Conflict("This run belongs to a project: continue there.", problem="of_project")
    if not RunStatus(run.status).is_over:
        raise Conflict("This run is still under way.", problem="not_over")
    if run.doubt_until is not None and run.doubt_until > store.now():
        raise Conflict("This run waits for your decision first.", problem="to_decide")
    return run


def _made(session: Session, account: Account, run: RunRow) -> dict[str, Made]:
    """Node -> what it made, or had already."""
    places = [(run.id, node.node_id) for node in store.nodes(session, [run.id])[run.id]]
    found = outputs.of_runs(session, account.id, places)
    return {node_id: made for (_, node_id), made in found.items()}
