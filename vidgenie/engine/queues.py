"""The queues: few, because each is polled by every process."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from dbos import DBOSClient

from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.settings import Settings

RUNS, NODES, RENDER, VOICE, UPKEEP = "vg-runs", "vg-nodes", "vg-render", "vg-voice", "vg-upkeep"

# Seconds between two looks at a queue; each look costs a little even when it is empty.
POLL = 0.1
UPKEEP_POLL = 0.3
NODES_PER_PROVIDER = 8
RUNS_PER_PROCESS = 40
_RENDERED: Mapping[Kind, str] = {Kind.IMAGE: RENDER, Kind.VIDEO: RENDER, Kind.SPEECH: VOICE}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a Node waits its turn. partition: None on a queue that has no partitions."""

    queue: str
    partition: str | None


def register(client: DBOSClient, settings: Settings) -> None:
    """Tell DBOS about the queues; limits changed since the last start take effect.

    Before DBOS is launched: it looks for new queues when it starts, and then once a second.
    """
    cores = os.cpu_count() or 1
    client.register_queue(
        RUNS,
        partition_concurrency=settings.run_limit,
        worker_concurrency=RUNS_PER_PROCESS,
        polling_interval_sec=POLL,
        on_conflict="always_update",
    )
    client.register_queue(
        NODES,
        partition_concurrency=NODES_PER_PROVIDER,
        worker_concurrency=4 * RUNS_PER_PROCESS,
        polling_interval_sec=POLL,
        on_conflict="always_update",
    )
    # A clip uses two processes while it has frames, and one before and after that: two
    # Nodes at once leave no core idle. Their children are nice, so that pages come first.
    client.register_queue(
        RENDER,
        worker_concurrency=min(cores, max(2, cores - 1)),
        polling_interval_sec=POLL,
        on_conflict="always_update",
    )
    # This server has one voice: what waits for it must not keep a place among the others.
    client.register_queue(
        VOICE, worker_concurrency=1, polling_interval_sec=POLL, on_conflict="always_update"
    )
    client.register_queue(
        UPKEEP,
        worker_concurrency=4,
        polling_interval_sec=UPKEEP_POLL,
        on_conflict="always_update",
    )


def place(
    account_id: str, kind: Kind | None, provider: Provider | None, *, crafts: bool = False
) -> Place:
    """Where a Node that calls this Provider waits. crafts: see NodeType."""
    if crafts:
        return Place(RENDER, None)
    if provider is not None and provider.on_this_machine and kind and kind in _RENDERED:
        return Place(_RENDERED[kind], None)
    return Place(NODES, f"{account_id}:{provider.slug if provider else ''}")


_RANKS = 10_000_000  # Runs of one Account that are told apart


def rank(priority: int, number: int) -> int:
    """What DBOS sorts a Run by: its priority, then its number among the Account's.

    DBOS would go by the second on SQLite, and Runs that were queued in one second would
    begin in any order. At most 2**31 - 1.
    """
    return priority * _RANKS + min(number, _RANKS - 1)
