"""A Run once more: the same Graph, with what it made already."""

from dataclasses import dataclass

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain import graph_json
from vidgenie.domain.account import Account
from vidgenie.domain.run import RunStatus
from vidgenie.engine import outputs, store
from vidgenie.engine.outputs import Made
from vidgenie.engine.tables import RunRow
from vidgenie.errors import Conflict, NotFound
from vidgenie.services.admission import Admission
from vidgenie.services.orders import FRONT, USUAL, Order, Started

_PROJECT = "project"


@dataclass(frozen=True, slots=True)
class RunAgain:
    """Starts Runs that were over."""

    reading: Transaction
    admission: Admission

    def start(  # noqa: PLR0913  # what may be wanted of it
        self,
        account: Account,
        run_id: str,
        *,
        in_front: bool = False,
        anew: bool = False,
        idempotency_key: str = "",
        most: int | None = None,
    ) -> Started:
        """Start its Graph as it was; what it made is neither made nor paid for again.

        in_front: before the Account's other Runs. anew: all of it is made again.
        most: credits that its owner agreed to; None = whatever it costs.
        Raises NotFound, Conflict (not_over; to_decide: nobody knows what became of it, its
        owner decides first; of_project: only the Project knows what becomes of it) and what
        `Admission.start` raises.
        """
        with self.reading() as session:
            run = _over(session, account, run_id)
            given = {} if anew else _made(session, account, run)
        order = Order(
            graph_json.from_json(run.graph),
            idempotency_key,
            is_listed=len(given) < len(run.graph["nodes"]),
            given=given,
            request=f"again {run_id} {anew}",
            graph_id=run.graph_id,
            source=run.source,
            priority=FRONT if in_front else USUAL,
        )
        return self.admission.start(account, [order], most=most)[0]


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
