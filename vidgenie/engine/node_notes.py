"""What is written down of a Node that works: that it begins, waits, is done or has failed."""

from datetime import timedelta

from sqlmodel import Session

from vidgenie.domain import graph_json
from vidgenie.domain.recipe import recipe_of
from vidgenie.domain.run import NodeStatus
from vidgenie.engine import pace, store
from vidgenie.engine.desk import Desk
from vidgenie.engine.tables import Json
from vidgenie.errors import NodeTimeout, PlatformError, ProviderUnknown, VidGenieError


def begin_node(desk: Desk, run_id: str, node_id: str) -> Json | None:
    """What it works with, as JSON; None when it is over already."""
    with desk.transaction() as session:
        if not store.begin_node(session, run_id, node_id):
            return None
        run = store.run(session, run_id)
        rows = {row.node_id: row for row in store.nodes(session, [run_id])[run_id]}
        if run is None:
            return None
        graph = graph_json.from_json(run.graph)
        node = next(node for node in graph.nodes if node.id == node_id)
        inputs = {
            name: [(rows[edge.source].output or {})[edge.source_port] for edge in edges]
            for name, edges in graph.sources(node_id).items()
        }
        node_type = desk.workshop.node_types[node.type]
        made_of = recipe_of(node_type, node_type.parse(node.params, node=node_id), inputs)
        store.note_recipe(session, rows[node_id], made_of.to_json(), made_of.digest)
    return {
        "account": run.account_id,
        "type": node.type,
        "params": dict(node.params),
        "inputs": inputs,
        "alternatives": rows[node_id].alternatives,
        "gave_up": rows[node_id].gave_up,
        "waits": rows[node_id].waits,
    }


def finish_node(  # noqa: PLR0913, PLR0917  # the last one is given by `write`
    desk: Desk,
    run_id: str,
    node_id: str,
    output: Json,
    cost: int | None,
    is_free: bool,  # noqa: FBT001  # as above
    session: Session,
) -> bool:
    """Success and its charge in one transaction; False when the Run was cancelled meanwhile."""
    row = store.finish_node(
        session, run_id, node_id, output=output, cost_micro_usd=cost, is_free=is_free
    )
    if row is None:
        return False
    desk.workshop.books.capture(session, run_id=run_id, node_id=node_id, amount=row.price)
    if not is_free:
        node_type = desk.workshop.node_types[row.type]
        params = node_type.parse((row.recipe or {}).get("params", {}), node=node_id)
        # Last: other Runs' ends wait for this row, and must find nothing else taken.
        pace.note(session, row, node_type.action(params) or "")
    return True


def wait_node(run_id: str, node_id: str, provider: str, pause: float, session: Session) -> bool:
    """It waits for its Provider; pause: seconds. False when it is over already."""
    until = store.now() + timedelta(seconds=pause)
    return store.wait_until(session, run_id, node_id, provider, until)


def fail_node(
    run_id: str, node_id: str, error: VidGenieError, cost: int | None, session: Session
) -> bool:
    """It failed, or is unknown when its Provider gave no answer; False when it was over already.

    cost: what Providers charged for it, in millionths of a dollar; None when nobody says.
    """
    doubtful = isinstance(error, ProviderUnknown)
    status = NodeStatus.UNKNOWN if doubtful else NodeStatus.FAILED
    data = {**error.to_dict(), "retryable": error.retryable}
    return store.fail_node(session, run_id, node_id, error=data, status=status, cost_micro_usd=cost)


def lost(desk: Desk, error: Exception) -> VidGenieError:
    """Why a Node's workflow ended without a word. In a replay the error comes back as ours."""
    name = type(error).__name__
    if isinstance(error, VidGenieError):
        name = str(error.params.get("type", name))
    if name == "DBOSAwaitedWorkflowCancelledError":
        return NodeTimeout(seconds=desk.node_timeout)
    return PlatformError("This step was interrupted too often and was given up.")
