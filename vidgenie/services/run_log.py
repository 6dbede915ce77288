"""One Run, over or not: the Graph it runs, and what happened to every Node."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.db import Transaction
from vidgenie.domain import graph_json
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.domain.run import NodeStatus
from vidgenie.engine import store
from vidgenie.engine.tables import NodeRow, ProviderCallRow, RunRow
from vidgenie.errors import NotFound
from vidgenie.services.run_entries import RunEntry, entries, listed
from vidgenie.services.views import Link

_PAID_NOTHING = (NodeStatus.FAILED, NodeStatus.SKIPPED, NodeStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request to a Provider.

    state: sending (no answer yet), sent (it was taken), refused (it surely was not).
    submissions: how often it was really sent. request_id: of the job there, "" when it has none.
    """

    provider: str
    state: str
    submissions: int
    request_id: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogLine:
    """What happened to one Node.

    title: what its owner calls it, "" for the name of its type.
    instead_of: slug of the Provider that was chosen and failed, "" when it did not.
    attempts: how often something was sent to a Provider. request_id: of its last job there.
    seconds: how long it worked, None while it does, or when it did not.
    credits: what it is charged, or will be.
    cost_micro_usd, estimate_micro_usd: what its Provider says it has charged, and what was
        expected, in millionths of a dollar.
    reused_from: id of the Run that made what it has, "" when it was this one.
    """

    node_id: str
    type: str
    title: str
    provider: str
    instead_of: str
    status: NodeStatus
    attempts: int
    request_id: str
    requests: tuple[RequestLine, ...]
    started_at: datetime | None
    finished_at: datetime | None
    seconds: float | None
    expected_seconds: float
    credits: int
    cost_micro_usd: int | None
    estimate_micro_usd: int | None
    reused_from: str
    error: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class PastRun:
    """A Run with its Graph, as it was frozen, and its log in execution order."""

    entry: RunEntry
    graph: Graph
    log: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class RunLog:
    """Tells what happened in Runs. link: signed URL of an Asset."""

    reading: Transaction
    link: Link

    def read(self, account: Account, run_id: str) -> PastRun:
        """Everything about one Run. Raises NotFound, also when it is somebody else's."""
        mine = listed().where(col(RunRow.id) == run_id, col(RunRow.account_id) == account.id)
        with self.reading() as session:
            found = entries(session, account, mine, self.link)
            if not found:
                raise NotFound("run")
            graph = _graph(session, account, run_id)
            requests = _requests(session, run_id)
            rows = store.nodes(session, [run_id])[run_id]
            titles = {node.id: node.title for node in graph.nodes}
            log = tuple(
                _line(row, titles.get(row.node_id, ""), requests[row.node_id]) for row in rows
            )
        return PastRun(found[0], graph, log)

    def graph(self, account: Account, run_id: str) -> tuple[Graph, str]:
        """The Graph of a Run, and what was typed for it. Raises NotFound."""
        with self.reading() as session:
            graph = _graph(session, account, run_id)
            run = store.run(session, run_id)
            return graph, run.prompt if run else ""


def _graph(session: Session, account: Account, run_id: str) -> Graph:
    run = store.run(session, run_id)
    if run is None or run.account_id != account.id:
        raise NotFound("run")
    return graph_json.from_json(run.graph)


def _requests(session: Session, run_id: str) -> dict[str, list[RequestLine]]:
    """Node -> what was sent for it, the first first; without the files that came with answers."""
    job_id = cast("Any", col(ProviderCallRow.job))["id"].as_string()
    wanted = (
        select(
            col(ProviderCallRow.key),
            col(ProviderCallRow.provider),
            col(ProviderCallRow.state),
            col(ProviderCallRow.submissions),
            job_id,
            col(ProviderCallRow.sent_at),
        )
        .where(col(ProviderCallRow.run_id) == run_id)
        .order_by(col(ProviderCallRow.created_at), col(ProviderCallRow.key))
    )
    found = defaultdict[str, list[RequestLine]](list)
    for key, provider, state, submissions, job, sent_at in session.connection().execute(wanted):
        node_id = key.removeprefix(f"{run_id}:").rpartition(":")[0]
        found[node_id].append(RequestLine(provider, state, submissions, job or "", sent_at))
    return found


def _line(row: NodeRow, title: str, requests: Sequence[RequestLine]) -> LogLine:
    status = NodeStatus(row.status)
    return LogLine(
        node_id=row.node_id,
        type=row.type,
        title=title,
        provider=row.provider,
        instead_of=row.instead_of,
        status=status,
        attempts=sum(request.submissions for request in requests),
        request_id=next((one.request_id for one in reversed(requests) if one.request_id), ""),
        requests=tuple(requests),
        started_at=row.started_at,
        finished_at=row.finished_at,
        seconds=_between(row.started_at, row.finished_at),
        expected_seconds=row.expected,
        credits=0 if status in _PAID_NOTHING else row.price,
        cost_micro_usd=row.cost_micro_usd,
        estimate_micro_usd=row.estimate_micro_usd,
        reused_from=row.reused_from,
        error=row.error,
    )


def _between(began: datetime | None, ended: datetime | None) -> float | None:
    return (ended - began).total_seconds() if began and ended else None
