"""Run: where an execution of a Graph stands, and what that looks like to people."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum


class RunStatus(StrEnum):
    """As stored; the REST API writes them in upper case with PENDING and COMPLETED."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Nothing will happen any more."""
        return self in _RUN_OVER


class NodeStatus(StrEnum):
    """As stored."""

    PENDING = "pending"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"

    @property
    def is_over(self) -> bool:
        """Nothing will happen any more."""
        return self not in (NodeStatus.PENDING, NodeStatus.RUNNING)

    @property
    def shown(self) -> str:
        """One of the four states people see: idle, loading, success, error (PRD V2 3.3)."""
        return _SHOWN[self]


_RUN_OVER = frozenset(
    {RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.UNKNOWN, RunStatus.CANCELLED}
)
_SHOWN = {
    NodeStatus.PENDING: "idle",
    NodeStatus.RUNNING: "loading",
    NodeStatus.SUCCEEDED: "success",
    NodeStatus.FAILED: "error",
    NodeStatus.SKIPPED: "idle",
    NodeStatus.CANCELLED: "idle",
    NodeStatus.UNKNOWN: "error",
}
_MOVES: dict[RunStatus, frozenset[RunStatus]] = {
    RunStatus.QUEUED: frozenset({RunStatus.RUNNING, RunStatus.CANCELLING, RunStatus.FAILED}),
    RunStatus.RUNNING: _RUN_OVER - {RunStatus.CANCELLED} | {RunStatus.CANCELLING},
    # A Run that finished while it was being cancelled keeps what it made.
    RunStatus.CANCELLING: _RUN_OVER,
    RunStatus.SUCCEEDED: frozenset(),
    RunStatus.FAILED: frozenset(),
    # Its owner may decide to go on, or to give up (see engine/doubt.py).
    RunStatus.UNKNOWN: frozenset({RunStatus.QUEUED, RunStatus.FAILED}),
    RunStatus.CANCELLED: frozenset(),
}


def can_move(old: RunStatus, new: RunStatus) -> bool:
    """Whether a Run may go from `old` to `new`; one that ended moves only out of doubt."""
    return new in _MOVES[old]


def outcome(nodes: Iterable[NodeStatus], *, cancelling: bool) -> RunStatus:
    """How a Run ended whose Nodes are all over.

    A Node whose submission is in doubt makes the Run `unknown`; else any failure
    makes it `failed`; a cancelled Run is `cancelled` unless everything was done.
    """
    seen = set(nodes)
    if seen <= {NodeStatus.SUCCEEDED}:
        return RunStatus.SUCCEEDED
    if NodeStatus.UNKNOWN in seen:
        return RunStatus.UNKNOWN
    if cancelling:
        return RunStatus.CANCELLED
    return RunStatus.FAILED


def percent(parts: Iterable[tuple[float, float]]) -> int:
    """Progress of a Run, 0 to 100.

    parts: (expected seconds, progress 0.0 to 1.0) of each Node.
    """
    weighed = list(parts)
    total = sum(seconds for seconds, _ in weighed)
    if total <= 0:
        return 0
    return int(100 * sum(seconds * done for seconds, done in weighed) / total)


def remaining(parts: Iterable[tuple[float, float, datetime | None]], *, now: datetime) -> int:
    """Seconds that are still to go, estimated.

    parts: (expected seconds, progress 0.0 to 1.0, when it began) of each Node that is not
    over; one that works is judged by its own pace.
    """
    total = 0.0
    for seconds, done, began in parts:
        expected = seconds
        if began is not None and done > _TOLD:
            expected = (now - began).total_seconds() / done
        total += expected * (1.0 - done)
    return round(total)


_TOLD = 0.1  # of a Node; before that its pace says nothing
