"""Runs that ended in doubt: what their owner decides, and what happens when nobody does."""

from enum import StrEnum

from sqlmodel import Session, col, select

from vidgenie.domain.run import NodeStatus, RunStatus, outcome
from vidgenie.engine import calls, news, store
from vidgenie.engine.ending import give_back, shelve
from vidgenie.engine.flow_ids import flow
from vidgenie.engine.ports import Lapsed, Workshop
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.errors import Conflict, NotFound


class Decision(StrEnum):
    """What the owner of a Run in doubt says."""

    AGAIN = "again"  # send the request once more, though it may be paid for twice there
    LOOK = "look"  # ask the Provider what became of it; nothing is sent twice
    GIVE_UP = "give_up"


def decide(
    session: Session, run_id: str, node_id: str, decision: Decision, workshop: Workshop
) -> str | None:
    """Do what was decided; the id of the workflow to queue, None when there is none.

    Raises NotFound for a Node there is not, and Conflict (not_in_doubt) when it is too
    late, or nothing is in doubt.
    """
    run = store.run(session, run_id, lock=True)
    row = session.get(NodeRow, (run_id, node_id), with_for_update=True)
    if run is None or row is None:
        raise NotFound("node")
    is_open = run.doubt_until is not None and run.doubt_until > store.now()
    if run.status != RunStatus.UNKNOWN or not is_open or row.status != NodeStatus.UNKNOWN:
        raise Conflict("There is nothing to decide any more.", problem="not_in_doubt")
    if decision is Decision.GIVE_UP:
        store.change_node(session, row, status=NodeStatus.FAILED)
        _end(session, run, workshop)
        return None
    if decision is Decision.AGAIN:
        calls.send_again(session, run_id, node_id)
    _take_up(session, run, row, workshop)
    return flow(run_id, run.resumed)


def overdue(session: Session) -> list[str]:
    """Ids of the Runs whose owners have not decided in time."""
    # The status has an index, and few Runs are in doubt.
    late = select(RunRow.id).where(
        RunRow.status == RunStatus.UNKNOWN, col(RunRow.doubt_until) <= store.now()
    )
    return list(session.exec(late))


def expire(session: Session, run_id: str, workshop: Workshop) -> bool:
    """Give the credits of a Run back whose owner did not decide, and say so.

    False when somebody has decided.
    """
    run = store.run(session, run_id, lock=True)
    if run is None or run.doubt_until is None or run.doubt_until > store.now():
        return False
    close(session, run, workshop)
    workshop.bell.lapse(session, _lapsed(session, run))
    return True


def close(session: Session, run: RunRow, workshop: Workshop) -> None:
    """Nothing will be decided any more: what was set aside goes back.

    Nobody is told: who gives up, deletes the Project or leaves has done so and looks on.
    """
    run.doubt_until = None
    session.flush()
    workshop.books.close(session, run_id=run.id)
    news.touch(session, run.id)


def _lapsed(session: Session, run: RunRow) -> Lapsed:
    nodes = store.nodes(session, [run.id])[run.id]
    charged = sum(node.price for node in nodes if node.status == NodeStatus.SUCCEEDED)
    return Lapsed(
        run_id=run.id,
        account_id=run.account_id,
        resumed=run.resumed,
        source=run.source,
        prompt=run.prompt,
        released=run.held - charged,
    )


def _take_up(session: Session, run: RunRow, doubtful: NodeRow, workshop: Workshop) -> None:
    """The Run is queued again; what was made is kept, what was never reached waits again."""
    for row in store.nodes(session, [run.id])[run.id]:
        if row.node_id == doubtful.node_id or row.status == NodeStatus.SKIPPED:
            store.change_node(
                session,
                row,
                status=NodeStatus.PENDING,
                error=None,
                started_at=None,
                finished_at=None,
                waits=0,
            )
    run.status = RunStatus.QUEUED
    run.resumed += 1
    run.doubt_until = run.finished_at = run.error = None
    session.flush()
    workshop.shelf.take_up(session, run_id=run.id)
    news.touch(session, run.id)


def _end(session: Session, run: RunRow, workshop: Workshop) -> None:
    """One doubt less; after the last one the Run is over."""
    nodes = store.nodes(session, [run.id])[run.id]
    status = outcome((NodeStatus(node.status) for node in nodes), cancelling=False)
    if status is RunStatus.UNKNOWN:
        news.touch(session, run.id)
        return
    run.status = status
    refunded = give_back(session, run, nodes, workshop)
    shelve(session, run, nodes, workshop, refunded=refunded)
    close(session, run, workshop)
