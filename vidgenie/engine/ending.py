"""How a Run ends: once, whoever asks and however often."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from vidgenie.domain import value as values
from vidgenie.domain.run import NodeStatus, RunStatus, outcome
from vidgenie.domain.value import FileValue
from vidgenie.engine import calls, news, store
from vidgenie.engine.ports import Ended, Workshop
from vidgenie.engine.tables import Json, NodeRow, RunRow
from vidgenie.errors import NodeTimeout, OutputRejected, PlatformError, revive

# How long a person has to decide about a Run that ended in doubt.
DECISION_TIME = timedelta(hours=24)


def end_run(session: Session, run_id: str, workshop: Workshop) -> RunStatus | None:
    """Close the Run, its Nodes, its Hold and its place in the library, in one transaction.

    One that ends in doubt keeps its Hold: its owner is asked what to do (see `doubt`).

    Nodes that were never reached are skipped, or cancelled when a person cancelled;
    a Node that was under way when its process was lost for good has failed.
    Returns the final status, None when the Run had already ended.
    """
    run = store.run(session, run_id, lock=True)
    if run is None or RunStatus(run.status).is_over:
        return None
    cancelling = run.status == RunStatus.CANCELLING
    if not cancelling:
        _fail_lost(session, run_id)
    stopped = NodeStatus.CANCELLED if cancelling else NodeStatus.SKIPPED
    nodes = store.stop_nodes(session, run_id, stopped)
    status = outcome((NodeStatus(node.status) for node in nodes), cancelling=cancelling)
    run.status = status
    run.result = _result(nodes)
    run.error = next(({**node.error, "node": node.node_id} for node in nodes if node.error), None)
    run.finished_at = store.now()
    session.flush()
    if status is RunStatus.UNKNOWN and not cancelling:
        run.doubt_until = store.now() + DECISION_TIME
    else:
        workshop.books.close(session, run_id=run_id)
    workshop.keys.withdraw(session, run_id)
    calls.forget(session, run_id)
    refunded = give_back(session, run, nodes, workshop)
    charged = shelve(session, run, nodes, workshop, refunded=refunded)
    workshop.bell.ring(session, _ended(run, charged, refunded))
    news.touch(session, run_id)
    return status


def give_back(session: Session, run: RunRow, nodes: Sequence[NodeRow], workshop: Workshop) -> int:
    """Refund a Run that we failed: nothing of it is charged, what was made stays; the credits."""
    failed_by_us = any(_is_our_fault(node, workshop) for node in nodes)
    if run.status != RunStatus.FAILED or not failed_by_us:
        return 0
    return workshop.books.refund(session, run_id=run.id)


def shelve(
    session: Session,
    run: RunRow,
    nodes: list[NodeRow],
    workshop: Workshop,
    *,
    refunded: int = 0,
) -> int:
    """Write the Run's end into the library: what it made and what that was charged; the latter."""
    done = [node for node in nodes if node.status == NodeStatus.SUCCEEDED]
    charged = sum(node.price for node in done) - refunded
    workshop.shelf.end(
        session,
        run_id=run.id,
        status=RunStatus(run.status),
        files=_files(done),
        charged=charged,
    )
    return charged


def _is_our_fault(node: NodeRow, workshop: Workshop) -> bool:
    if node.status != NodeStatus.FAILED or not node.error:
        return False
    error = revive(node.error)
    if isinstance(error, NodeTimeout | OutputRejected):
        # Somebody else's slowness or bad file; people may even run that service themselves.
        return _is_made_here(node, workshop)
    return isinstance(error, PlatformError)


def _is_made_here(node: NodeRow, workshop: Workshop) -> bool:
    """Whether this server itself does the work of the Node."""
    node_type = workshop.node_types.get(node.type)
    kind = node_type.kind if node_type else None
    provider = workshop.providers.get((kind, node.provider)) if kind else None
    return provider is None or provider.demo


def _ended(run: RunRow, charged: int, refunded: int) -> Ended:
    return Ended(
        run_id=run.id,
        account_id=run.account_id,
        status=RunStatus(run.status),
        resumed=run.resumed,
        source=run.source,
        prompt=run.prompt,
        charged=charged,
        error=run.error,
        doubt_until=run.doubt_until,
        refunded=refunded,
    )


def _fail_lost(session: Session, run_id: str) -> None:
    lost = PlatformError("This step was interrupted and could not be resumed.")
    for node in store.nodes(session, [run_id])[run_id]:
        if node.status == NodeStatus.RUNNING:
            store.fail_node(
                session, run_id, node.node_id, error=lost.to_dict(), status=NodeStatus.FAILED
            )


def _result(nodes: list[NodeRow]) -> Json | None:
    """What the last output Node shows; None when none was reached."""
    shown = [node.output["result"] for node in nodes if node.output and "result" in node.output]
    return shown[-1] if shown else None


def _files(nodes: list[NodeRow]) -> dict[str, str]:
    """image, video, thumbnail -> Asset id: the last of each that was made."""
    files: dict[str, str] = {}
    for node in nodes:
        for data in (node.output or {}).values():
            made = values.from_json(data)
            if isinstance(made, FileValue):
                files[made.type.value] = made.asset_id
                files["thumbnail"] = made.thumbnail_id or files.get("thumbnail", "")
    return files
