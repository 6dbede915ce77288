"""Runs as a list and a log show them."""

from datetime import datetime
from typing import Any

from vidgenie.api.graph_models import DrawnAnswer
from vidgenie.api.models import Answer
from vidgenie.api.status import SHOWN, NodeError, dollars_of, error_of
from vidgenie.domain import graph_json
from vidgenie.domain.run import RunStatus
from vidgenie.services.run_entries import RunEntry
from vidgenie.services.run_log import LogLine, PastRun


class RunItem(Answer):
    """A Run.

    `prompt`: its first 300 letters. `nodes`: how many; `made` here, `reused` from other Runs.
    `credits`: charged, or set aside while that is open. `costUsd`: what the Providers say they
    have charged, or else were expected to, null when none says anything. `seconds`: how long it
    has worked. `queuePlace`: 1 is the next of the account to begin, null when it does not wait.
    `decideUntil`: nobody knows what became of it, and its owner can decide until then.
    """

    id: str
    status: str
    source: str
    graph_id: str | None
    graph_name: str | None
    project_id: str | None
    project_title: str | None
    prompt: str
    providers: list[str]
    nodes: int
    made: int
    reused: int
    credits: int
    cost_usd: float | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    seconds: float | None
    thumbnail_url: str | None
    error: NodeError | None
    queue_place: int | None
    priority: int
    progress: int
    estimated_time_remaining: int
    decide_until: datetime | None


class RunsAnswer(Answer):
    """A page, the newest first.

    `counts`: how many of each status there are, and in `all`, whatever status is asked for.
    """

    items: list[RunItem]
    next_cursor: str | None
    counts: dict[str, int]


class RequestItem(Answer):
    """A request to a Provider; `state`: sending (no answer yet), sent or refused."""

    provider: str
    state: str
    submissions: int
    request_id: str | None
    sent_at: datetime | None


class LogItem(Answer):
    """What happened to a Node; `status` as in /api/workflow/status.

    `attempts`: how often something was sent to a Provider; `requestId`: of the last job there.
    `reusedFrom`: the Run that made what it has, null when it was this one.
    """

    node_id: str
    type: str
    title: str
    provider: str
    instead_of: str | None
    status: str
    attempts: int
    request_id: str | None
    requests: list[RequestItem]
    started_at: datetime | None
    finished_at: datetime | None
    seconds: float | None
    expected_seconds: float
    credits: int
    cost_usd: float | None
    estimate_usd: float | None
    reused_from: str | None
    error: NodeError | None


class RunInFull(RunItem):
    """A Run with the Graph it runs, as it was when it began."""

    graph: DrawnAnswer


class RunAnswer(Answer):
    """A Run in full, and its log in execution order."""

    run: RunInFull
    log: list[LogItem]


def word_of(standing: str) -> str:
    """A standing in the words of the API."""
    return SHOWN[RunStatus(standing)].lower() if standing in set(RunStatus) else standing


def item_of(entry: RunEntry) -> RunItem:
    """One of a list."""
    return RunItem(**_fields(entry))


def run_of(found: PastRun) -> RunAnswer:
    """All there is to say about one."""
    graph = DrawnAnswer(**graph_json.to_json(found.graph))
    return RunAnswer(
        run=RunInFull(**_fields(found.entry), graph=graph), log=[_line(line) for line in found.log]
    )


def _fields(entry: RunEntry) -> dict[str, Any]:
    same = {name: getattr(entry, name, None) for name in RunItem.model_fields}
    return same | {
        "status": SHOWN[entry.status],
        "providers": list(entry.providers),
        "cost_usd": dollars_of(entry.cost_micro_usd),
        "error": error_of(entry.error) if entry.error else None,
        "estimated_time_remaining": entry.remaining_seconds,
        "decide_until": entry.doubt_until,
    }


def _line(line: LogLine) -> LogItem:
    return LogItem(
        node_id=line.node_id,
        type=line.type,
        title=line.title,
        provider=line.provider,
        instead_of=line.instead_of or None,
        status=line.status.shown,
        attempts=line.attempts,
        request_id=line.request_id or None,
        requests=[
            RequestItem(
                provider=request.provider,
                state=request.state,
                submissions=request.submissions,
                request_id=request.request_id or None,
                sent_at=request.sent_at,
            )
            for request in line.requests
        ],
        started_at=line.started_at,
        finished_at=line.finished_at,
        seconds=line.seconds,
        expected_seconds=line.expected_seconds,
        credits=line.credits,
        cost_usd=dollars_of(line.cost_micro_usd),
        estimate_usd=dollars_of(line.estimate_micro_usd),
        reused_from=line.reused_from or None,
        error=error_of(line.error) if line.error else None,
    )
