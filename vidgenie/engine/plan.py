"""What a Run does: every Node with those it waits for, where it queues, how long it may take."""

from itertools import chain

from vidgenie.domain import graph_json
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.run import NodeStatus
from vidgenie.engine import store
from vidgenie.engine.caller import PATIENCE, patience
from vidgenie.engine.desk import Desk
from vidgenie.engine.queues import place
from vidgenie.engine.tables import Json, NodeRow

CRAFT_TIME = 3600  # s for the longest video to be cut on a slow machine
# Nodes that a Run which is taken up again does not try again.
_LOST = (NodeStatus.FAILED, NodeStatus.UNKNOWN, NodeStatus.CANCELLED)


def begin_run(desk: Desk, run_id: str) -> list[Json] | None:
    """The plan of a Run that begins: per Node its sources and its queue; None when it has ended."""
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


def _timeout(desk: Desk, row: NodeRow, provider: Provider | None) -> int:
    """Seconds a Node may take: more when a key may have to be waited for."""
    if provider is None or (provider.key_form is None and not row.alternatives):
        return desk.node_timeout
    calls = 3 * (1 + len(row.alternatives))  # each submits, polls and delivers
    return calls * patience(provider, desk.node_timeout) + int(PATIENCE.total_seconds())
