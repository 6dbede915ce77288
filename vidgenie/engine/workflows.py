"""The three workflows: a Run, a Node, the end of a Run. Step names are a contract: see the ADR.

The only file with DBOS workflows. Each is one straight line of checkpoints; Nodes
run side by side because each is a queued workflow of its own.
"""

import logging
from contextlib import nullcontext
from functools import partial
from typing import Any, cast

from dbos import (
    DBOS,
    SetEnqueueOptions,
    SetWorkflowID,
    SetWorkflowTimeout,
    WorkflowHandleAsync,
)
from sqlmodel import Session

from vidgenie.domain import value as values
from vidgenie.engine.context import DurableContext, checkpoint
from vidgenie.engine.desk import Desk
from vidgenie.engine.ending import end_run
from vidgenie.engine.fallback import MOST_WAITS, Alternative
from vidgenie.engine.node_notes import begin_node, fail_node, finish_node, lost, wait_node
from vidgenie.engine.plan import begin_run
from vidgenie.engine.tables import Json
from vidgenie.engine.threads import in_thread
from vidgenie.errors import PlatformError, RateLimited, VidGenieError

log = logging.getLogger(__name__)

RUN, NODE, SETTLE = "vg.run", "vg.node", "vg.settle"
MAX_RECOVERIES = 20
POLL = 0.1
USUAL_WAIT = 10.0  # s for a Provider that is busy and does not say how long
LONGEST_PAUSE = 600.0


def register(desk: Desk) -> None:
    """Make the workflows known to DBOS; every process that executes must."""

    @DBOS.workflow(name=NODE, max_recovery_attempts=MAX_RECOVERIES)
    async def node_workflow(run_id: str, node_id: str) -> bool | Json:
        return await _node(desk, run_id, node_id)

    @DBOS.workflow(name=RUN, max_recovery_attempts=MAX_RECOVERIES)
    async def run_workflow(run_id: str) -> None:
        plan = await checkpoint("run.begin", partial(in_thread, partial(begin_run, desk, run_id)))
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
        reason = lost(desk, error)
        await desk.write("node.lost", partial(fail_node, run_id, node_id, reason, None))
        return False


async def _node(desk: Desk, run_id: str, node_id: str) -> bool | Json:
    begun = await checkpoint(
        "node.begin", partial(in_thread, partial(begin_node, desk, run_id, node_id))
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
            await desk.write(
                "node.wait", partial(wait_node, run_id, node_id, error.provider, pause)
            )
            return {"later": pause}
        return await _failed(desk, context, error)
    except VidGenieError as error:
        return await _failed(desk, context, error)
    except Exception:
        log.exception("node %s of run %s failed in an unforeseen way", node_id, run_id)
        unforeseen = PlatformError("Something went wrong on our side.")
        await desk.write("node.fail", partial(fail_node, run_id, node_id, unforeseen, None))
        return False
    output = {name: values.to_json(value) for name, value in made.items()}
    # What had been made before is not paid for again.
    is_free = bool(context.reused) and not context.made
    done = partial(finish_node, desk, run_id, node_id, output, context.cost_micro_usd, is_free)
    return await desk.write("node.finish", done)


async def _failed(desk: Desk, context: DurableContext, error: VidGenieError) -> bool:
    spent = context.cost_micro_usd
    # Some charge for what they would not make.
    if isinstance(charged := error.params.get("cost_micro_usd"), int):
        spent = (spent or 0) + charged
    fail = partial(fail_node, context.run_id, context.node_id, error, spent)
    await desk.write("node.fail", fail)
    return False


def _values(data: object) -> list[values.Value]:
    """What came in by a port. Runs begun by an older release noted a single value."""
    found = cast("list[Json]", data if isinstance(data, list) else [data])
    return [values.from_json(one) for one in found]


def _pause(error: RateLimited) -> float:
    """Seconds until the Provider is asked again."""
    return min(max(error.retry_after or USUAL_WAIT, 1.0), LONGEST_PAUSE)


def _settled(settle: str, run_id: str) -> str:
    """The workflow that "settle:<flow>" or "settle:<flow>:<try>" settles."""
    flow = settle.removeprefix("settle:")
    return ":".join(flow.split(":")[:3]) if flow.startswith("again:") else run_id


def _end(desk: Desk, run_id: str, session: Session) -> str | None:
    status = end_run(session, run_id, desk.workshop)
    return status.value if status else None
