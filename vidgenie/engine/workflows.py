"""The three workflows: a Run, a Node, the end of a Run. Step names are a contract: see the ADR.

The only file with DBOS workflows. Each is one straight line of checkpoints; Nodes
run side by side because each is a queued workflow of its own.
"""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import chain
from typing import Any, TypeVar, cast

from dbos import (
    DBOS,
    AsyncSQLAlchemyDatasource,
    SetEnqueueOptions,
    SetWorkflowID,
    SetWorkflowTimeout,
    WorkflowHandleAsync,
)
from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain import graph_json
from vidgenie.domain import value as values
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.recipe import recipe_of
from vidgenie.domain.run import NodeStatus
from vidgenie.engine import pace, store
from vidgenie.engine.caller import PATIENCE, patience
from vidgenie.engine.context import DurableContext, checkpoint
from vidgenie.engine.delivery import Delivery
from vidgenie.engine.ending import end_run
from vidgenie.engine.fallback import MOST_WAITS, Alternative
from vidgenie.engine.ports import Workshop
from vidgenie.engine.queues import place
from vidgenie.engine.tables import Json, NodeRow
from vidgenie.engine.threads import in_thread
from vidgenie.errors import (
    NodeTimeout,
    PlatformError,
    ProviderUnknown,
    RateLimited,
    VidGenieError,
)

T = TypeVar("T")
log = logging.getLogger(__name__)

RUN, NODE, SETTLE = "vg.run", "vg.node", "vg.settle"
MAX_RECOVERIES = 20
POLL = 0.1
USUAL_WAIT = 10.0  # s for a Provider that is busy and does not say how long
LONGEST_PAUSE = 600.0
CRAFT_TIME = 3600  # s for the longest video to be cut on a slow machine
# Nodes that a Run which is taken up again does not try again.
_LOST = (NodeStatus.FAILED, NodeStatus.UNKNOWN, NodeStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the workflows work with."""

    workshop: Workshop
    delivery: Delivery
    transaction: Transaction
    datasource: AsyncSQLAlchemyDatasource
    node_timeout: int
    is_postgres: bool

    async def write(self, name: str, work: Callable[[Session], T]) -> T:
        """Do `work` in a transaction that is a checkpoint too: both or neither."""

        async def body() -> T:
            session = self.datasource.sql_session()
            return await session.run_sync(cast("Callable[[Any], T]", work))

        if self.is_postgres:
            return await self.datasource.run_tx_step_async(
                {"name": name, "isolation_level": "READ COMMITTED"}, body
            )
        return await self.datasource.run_tx_step_async({"name": name}, body)

    def do(self, work: Callable[[Session], T]) -> T:
        """Do `work` in a plain transaction; for steps that may be repeated."""
        with self.transaction() as session:
            return work(session)


def register(desk: Desk) -> None:
    """Make the workflows known to DBOS; every process that executes must."""

    @DBOS.workflow(name=NODE, max_recovery_attempts=MAX_RECOVERIES)
    async def node_workflow(run_id: str, node_id: str) -> bool | Json:
        return await _node(desk, run_id, node_id)

    @DBOS.workflow(name=RUN, max_recovery_attempts=MAX_RECOVERIES)
    async def run_workflow(run_id: str) -> None:
        plan = await checkpoint("run.begin", partial(in_thread, partial(_begin, desk, run_id)))
        if plan is not None:
            await _run(desk, run_id, cast("list[Json]", plan), node_workflow)
            await desk.write("run.end", partial(_end, desk, run_id))

    @DBOS.workflow(name=SETTLE, max_recovery_attempts=MAX_RECOVERIES)
    async def settle_workflow(run_id: str) -> None:
        flow = _settled(DBOS.workflow_id or "", run_id)
        await DBOS.cancel_workflow_async(flow, cancel_children=True)
        await desk.write("run.end", partial(_end, desk, run_id))

    del run_workflow, settle_workflow  # DBOS knows them by name


async def _run(desk: Desk, run_id: str, plan: list[Json], node_workflow: Any) -> None:  # noqa: ANN401  # a DBOS workflow
    """Start every Node whose inputs are there; wait for the first to end; again."""
    flow = DBOS.workflow_id or run_id
    ended = {node["id"]: True for node in plan if node.get("done")}
    ended |= {node["id"]: False for node in plan if node.get("lost")}
    waits: dict[str, int] = {}
    under_way: dict[str, WorkflowHandleAsync[Any]] = {}

    async def begin(node: Json, delay: float | None = None) -> None:
        node_id, partition = node["id"], node["partition"]
        waited = waits.get(node_id, 0)
        where = SetEnqueueOptions(queue_partition_key=partition, delay_seconds=delay)
        with (
            SetWorkflowID(f"{flow}:{node_id}" if not waited else f"wait{waited}:{flow}:{node_id}"),
            SetWorkflowTimeout(node.get("timeout", desk.node_timeout)),
            where if partition or delay else nullcontext(),
        ):
            under_way[node_id] = await DBOS.enqueue_workflow_async(
                node["queue"], node_workflow, run_id, node_id
            )

    nodes = {node["id"]: node for node in plan}
    while len(ended) < len(plan):
        for node_id, node in nodes.items():
            if node_id in ended or node_id in under_way or not ended.keys() >= set(node["deps"]):
                continue
            if all(ended[source] for source in node["deps"]):
                await begin(node)
            else:
                ended[node_id] = False
        if not under_way:
            continue
        first = await DBOS.wait_first_async(list(under_way.values()), polling_interval_sec=POLL)
        node_id = next(i for i, h in under_way.items() if h.workflow_id == first.workflow_id)
        outcome = await _ended(desk, run_id, node_id, under_way.pop(node_id))
        if isinstance(outcome, bool):
            ended[node_id] = outcome
        else:
            # It waits in the queue's own schedule: no slot is held meanwhile.
            waits[node_id] = waits.get(node_id, 0) + 1
            await begin(nodes[node_id], delay=float(outcome["later"]))


async def _ended(
    desk: Desk, run_id: str, node_id: str, handle: WorkflowHandleAsync[Any]
) -> bool | Json:
    """Whether the Node succeeded, or {"later": seconds}.

    One that was lost without a word is written down as failed.
    """
    try:
        return await handle.get_result(polling_interval_sec=POLL)
    except Exception as error:  # noqa: BLE001  # whatever ended the child, the Run must go on
        lost = _lost(desk, error)
        await desk.write("node.lost", partial(_fail, run_id, node_id, lost, None))
        return False


async def _node(desk: Desk, run_id: str, node_id: str) -> bool | Json:
    begun = await checkpoint(
        "node.begin", partial(in_thread, partial(_begin_node, desk, run_id, node_id))
    )
    if begun is None:
        return False
    work = cast("Json", begun)
    node_type = desk.workshop.node_types[work["type"]]
    context = DurableContext(
        workshop=desk.workshop,
        delivery=desk.delivery,
        transaction=desk.transaction,
        account_id=work["account"],
        run_id=run_id,
        node_id=node_id,
        inputs={name: _values(data) for name, data in work["inputs"].items()},
        limit=desk.node_timeout,
        alternatives=tuple(Alternative(**found) for found in work.get("alternatives", ())),
        gave_up=work.get("gave_up", {}),
        waits=work.get("waits", 0),
    )
    try:
        made = await node_type.run(node_type.parse(work["params"], node=node_id), context)
    except RateLimited as error:
        if context.waits < MOST_WAITS:
            pause = _pause(error)
            await desk.write("node.wait", partial(_wait, run_id, node_id, error.provider, pause))
            return {"later": pause}
        return await _failed(desk, context, error)
    except VidGenieError as error:
        return await _failed(desk, context, error)
    except Exception:
        log.exception("node %s of run %s failed in an unforeseen way", node_id, run_id)
        unforeseen = PlatformError("Something went wrong on our side.")
        await desk.write("node.fail", partial(_fail, run_id, node_id, unforeseen, None))
        return False
    output = {name: values.to_json(value) for name, value in made.items()}
    # What had been made before is not paid for again.
    is_free = bool(context.reused) and not context.made
    done = partial(_finish, desk, run_id, node_id, output, context.cost_micro_usd, is_free)
    return await desk.write("node.finish", done)


async def _failed(desk: Desk, context: DurableContext, error: VidGenieError) -> bool:
    spent = context.cost_micro_usd
    # Some charge for what they would not make.
    if isinstance(charged := error.params.get("cost_micro_usd"), int):
        spent = (spent or 0) + charged
    fail = partial(_fail, context.run_id, context.node_id, error, spent)
    await desk.write("node.fail", fail)
    return False


def _begin(desk: Desk, run_id: str) -> list[Json] | None:
    """The plan: per Node its sources and its queue; None when the Run has ended already."""
    with desk.transaction() as session:
        if not store.begin_run(session, run_id):
            return None
        run = store.run(session, run_id)
        rows = store.nodes(session, [run_id])[run_id]
    if run is None:
        return None
    graph = graph_json.from_json(run.graph)
    plan: list[Json] = []
    for row in rows:
        kind = desk.workshop.node_types[row.type].kind
        provider = desk.workshop.providers.get((kind, row.provider)) if kind else None
        crafts = desk.workshop.node_types[row.type].crafts
        where = place(run.account_id, kind, provider, crafts=crafts)
        deps = sorted({e.source for e in chain.from_iterable(graph.sources(row.node_id).values())})
        plan.append(
            {
                "id": row.node_id,
                "deps": deps,
                "queue": where.queue,
                "partition": where.partition,
                "timeout": CRAFT_TIME if crafts else _timeout(desk, row, provider),
                # A Run that is taken up again keeps what it has made.
                "done": row.status == NodeStatus.SUCCEEDED,
                "lost": row.status in _LOST,
            }
        )
    return plan


def _values(data: object) -> list[values.Value]:
    """What came in by a port. Runs begun by an older release noted a single value."""
    found = cast("list[Json]", data if isinstance(data, list) else [data])
    return [values.from_json(one) for one in found]


def _timeout(desk: Desk, row: NodeRow, provider: Provider | None) -> int:
    """Seconds a Node may take: more when a key may have to be waited for."""
    if provider is None or (provider.key_form is None and not row.alternatives):
        return desk.node_timeout
    calls = 3 * (1 + len(row.alternatives))  # each submits, polls and delivers
    return calls * patience(provider, desk.node_timeout) + int(PATIENCE.total_seconds())


def _begin_node(desk: Desk, run_id: str, node_id: str) -> Json | None:
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


def _finish(  # noqa: PLR0913, PLR0917  # the last one is given by `write`
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


def _pause(error: RateLimited) -> float:
    """Seconds until the Provider is asked again."""
    return min(max(error.retry_after or USUAL_WAIT, 1.0), LONGEST_PAUSE)


def _wait(run_id: str, node_id: str, provider: str, pause: float, session: Session) -> bool:
    until = store.now() + timedelta(seconds=pause)
    return store.wait_until(session, run_id, node_id, provider, until)


def _fail(
    run_id: str, node_id: str, error: VidGenieError, cost: int | None, session: Session
) -> bool:
    doubtful = isinstance(error, ProviderUnknown)
    status = NodeStatus.UNKNOWN if doubtful else NodeStatus.FAILED
    data = {**error.to_dict(), "retryable": error.retryable}
    return store.fail_node(session, run_id, node_id, error=data, status=status, cost_micro_usd=cost)


def _settled(settle: str, run_id: str) -> str:
    """The workflow that "settle:<flow>" or "settle:<flow>:<try>" settles."""
    flow = settle.removeprefix("settle:")
    return ":".join(flow.split(":")[:3]) if flow.startswith("again:") else run_id


def _end(desk: Desk, run_id: str, session: Session) -> str | None:
    status = end_run(session, run_id, desk.workshop)
    return status.value if status else None


def _lost(desk: Desk, error: Exception) -> VidGenieError:
    """Why a Node's workflow ended without a word. In a replay the error comes back as ours."""
    name = type(error).__name__
    if isinstance(error, VidGenieError):
        name = str(error.params.get("type", name))
    if name == "DBOSAwaitedWorkflowCancelledError":
        return NodeTimeout(seconds=desk.node_timeout)
    return PlatformError("This step was interrupted too often and was given up.")
