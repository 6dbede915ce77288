"""A Run as the REST API shows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from vidgenie.api.models import Answer, Done
from vidgenie.domain.run import RunStatus
from vidgenie.services.views import NodeView, ResultView, RunView

# The source documents' words.
SHOWN: Mapping[RunStatus, str] = {
    RunStatus.QUEUED: "PENDING",
    RunStatus.RUNNING: "RUNNING",
    RunStatus.SUCCEEDED: "COMPLETED",
    RunStatus.FAILED: "FAILED",
    RunStatus.CANCELLING: "CANCELLING",
    RunStatus.CANCELLED: "CANCELLED",
    RunStatus.UNKNOWN: "UNKNOWN",
}


class NodeError(Answer):
    """Why a Node failed; `retryable`: the same request may succeed later.

    details: what it is about, as {"problem": "unreadable", "shot": 2}.
    """

    code: str
    message: str
    retryable: bool
    details: dict[str, str | int | float | bool]


class Node(Answer):
    """One Node; `status`: idle, loading, success or error; `progress`: 0 to 100.

    `waitingForKey`: the Provider whose sealed key it waits for. `waitsUntil`: its Provider
    asked for fewer requests and is asked again then. `insteadOf`: the Provider that was
    chosen and failed. `providerEstimateUsd`, `providerCostUsd`: what the Provider was
    expected to charge and says it has charged. `question`: what the owner must decide, by
    POST /api/workflow/decide: unanswered or late; `canLook`: decision "look" is possible.
    `reusedFrom`: the Run that made what it has, null when it was this one.
    """

    id: str
    type: str
    status: str
    progress: int
    started_at: datetime | None
    finished_at: datetime | None
    provider: str
    credits: int
    output: Mapping[str, object]
    waiting_for_key: str | None
    waits_until: datetime | None
    provider_estimate_usd: float | None
    provider_cost_usd: float | None
    question: str | None
    can_look: bool
    instead_of: str | None
    reused_from: str | None
    error: NodeError | None


class Cost(Answer):
    """Credits set aside, taken for what was delivered, given back at the end.

    `refunded`: had been taken, and came back because we failed; `charged` is without them.
    """

    held: int
    charged: int
    released: int
    refunded: int


class Warned(Answer):
    """What looks or sounds wrong in a video that was made.

    problem: black, frozen, silent, quiet or loud; from start to end, in seconds.
    """

    problem: str
    start: float
    end: float


class Result(Answer):
    """What the Run made; `duration`: seconds, null for a picture; `downloadUrl`: to be saved.

    captionsUrl: its captions as a WebVTT file; the same with .srt.
    """

    content_id: str
    type: str
    image_url: str | None
    video_url: str | None
    audio_url: str | None
    thumbnail_url: str | None
    download_url: str | None
    duration: float | None
    width: int
    height: int
    size_bytes: int
    warnings: list[Warned]
    captions_url: str | None


class RunState(Done):
    """A Run without its Nodes; `currentStep`: id of the Node at work; times in seconds.

    `decideUntil`: it is UNKNOWN, its credits stay set aside, and its owner can decide
    until then. `source`: graph, api or project: who started it; `graphId`: from which Graph.
    `priority`: 1 to 100, the lowest goes first; `queuePlace`: 1 is the next of the account
    to begin, null when it does not wait. `error`: why it failed, `details.node`: in which Node.
    """

    workflow_id: str
    status: str
    progress: int
    current_step: str | None
    estimated_time_remaining: int
    cost: Cost
    started_at: datetime | None
    finished_at: datetime | None
    decide_until: datetime | None
    error: NodeError | None
    result: Result | None
    graph_id: str | None
    source: str
    priority: int
    queue_place: int | None


class Status(RunState):
    """A Run."""

    nodes: list[Node]


def status_of(view: RunView) -> Status:
    """The whole Run."""
    state = state_of(view)
    nodes = [node_of(node) for node in view.nodes]
    return Status(**{name: getattr(state, name) for name in RunState.model_fields}, nodes=nodes)


def state_of(view: RunView) -> RunState:
    """The Run without its Nodes."""
    return RunState(
        workflow_id=view.id,
        status=SHOWN[view.status],
        progress=view.progress,
        current_step=view.current,
        estimated_time_remaining=view.remaining_seconds,
        cost=Cost(
            held=view.held,
            charged=view.charged,
            released=view.released,
            refunded=view.refunded,
        ),
        started_at=view.started_at,
        finished_at=view.finished_at,
        decide_until=view.doubt_until,
        error=None if view.error is None else error_of(view.error),
        result=None if view.result is None else _result(view.result),
        graph_id=view.graph_id or None,
        source=view.source,
        priority=view.priority,
        queue_place=view.queue_place,
    )


def node_of(node: NodeView) -> Node:
    """One Node."""
    return Node(
        id=node.id,
        type=node.type,
        status=node.status.shown,
        progress=node.progress,
        started_at=node.started_at,
        finished_at=node.finished_at,
        provider=node.provider,
        credits=node.credits,
        output=dict(node.output),
        waiting_for_key=(node.waits_for or None) if node.waits_until is None else None,
        waits_until=node.waits_until,
        provider_estimate_usd=dollars_of(node.estimate_micro_usd),
        provider_cost_usd=dollars_of(node.cost_micro_usd),
        question=node.question or None,
        can_look=node.can_look,
        instead_of=node.instead_of or None,
        reused_from=node.reused_from or None,
        error=None if node.error is None else error_of(node.error),
    )


def dollars_of(micro_usd: int | None) -> float | None:
    """Of millionths of a dollar."""
    return None if micro_usd is None else micro_usd / 1_000_000


_TOLD = frozenset({"code", "error", "retryable"})


def error_of(error: Mapping[str, object]) -> NodeError:
    """Why something failed."""
    return NodeError(
        code=str(error.get("code", "error")),
        message=str(error.get("error", "")),
        retryable=cast("bool", error.get("retryable", False)),
        details={
            name: value
            for name, value in error.items()
            if name not in _TOLD and isinstance(value, str | int | float | bool)
        },
    )


def _result(result: ResultView) -> Result:
    return Result(
        content_id=result.content_id,
        type=result.type,
        image_url=result.image_url or None,
        video_url=result.video_url or None,
        audio_url=result.audio_url or None,
        thumbnail_url=result.thumbnail_url or None,
        download_url=result.download_url or None,
        duration=result.seconds,
        width=result.width,
        height=result.height,
        size_bytes=result.bytes,
        warnings=[Warned.model_validate(dict(found)) for found in result.warnings],
        captions_url=f"/api/video-generations/{result.content_id}/captions.vtt"
        if result.has_captions and result.content_id
        else None,
    )
