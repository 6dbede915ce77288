"""SQL of what Nodes have made: found again by recipe, by Run and by Graph; commits nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Row, Select, tuple_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from vidgenie.domain.run import NodeStatus
from vidgenie.engine.tables import NodeRow, RunRow

RECENT = 40
"""Runs of a Graph that are looked at for what its Nodes have made last."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a Node made.

    output: port -> value, as domain.value writes it. recipe, digest: None of what was made
    before recipes were noted.
    """

    run_id: str
    node_id: str
    provider: str
    output: Mapping[str, Any]
    recipe: Mapping[str, Any] | None
    digest: str | None


def by_digest(session: Session, account_id: str, digests: Collection[str]) -> dict[str, Made]:
    """Digest -> the newest output of this recipe that the Account has."""
    rows = session.connection().execute(
        _wanted()
        .where(
            col(NodeRow.digest).in_(digests),
            col(NodeRow.status) == NodeStatus.SUCCEEDED,
            col(NodeRow.reused_from) == "",
            col(RunRow.account_id) == account_id,
        )
        .order_by(col(NodeRow.finished_at))
    )
    return {row.digest: _made(row) for row in rows}


def of_runs(
    session: Session, account_id: str, places: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Made]:
    """(Run, Node) -> what it made there, of the Account's own Runs."""
    rows = session.connection().execute(
        _wanted().where(
            tuple_(col(NodeRow.run_id), col(NodeRow.node_id)).in_(list(places)),
            col(NodeRow.status) == NodeStatus.SUCCEEDED,
            col(RunRow.account_id) == account_id,
        )
    )
    return {(row.run_id, row.node_id): _made(row) for row in rows}


def latest(session: Session, account_id: str, graph_id: str) -> dict[str, Made]:
    """Node -> what it made last in the newest Runs of this Graph; in three queries."""
    newest = (
        select(RunRow.id)
        .where(RunRow.graph_id == graph_id, RunRow.account_id == account_id)
        .order_by(col(RunRow.created_at).desc(), col(RunRow.id))
        .limit(RECENT)
    )
    order = {run_id: place for place, run_id in enumerate(session.exec(newest))}
    keys = session.exec(
        select(NodeRow.node_id, NodeRow.run_id).where(
            col(NodeRow.run_id).in_(order), NodeRow.status == NodeStatus.SUCCEEDED
        )
    )
    places: dict[str, str] = {}
    for node_id, run_id in keys:
        if node_id not in places or order[run_id] < order[places[node_id]]:
            places[node_id] = run_id
    found = of_runs(session, account_id, [(run, node) for node, run in places.items()])
    return {made.node_id: made for made in found.values()}


def _wanted() -> Select[Any]:
    """Just what Made has: a Node's row has much more."""
    wanted = columns(
        col(NodeRow.run_id),
        col(NodeRow.node_id),
        col(NodeRow.provider),
        col(NodeRow.output),
        col(NodeRow.recipe),
        col(NodeRow.digest),
        col(NodeRow.reused_from),
    ).join(RunRow, col(RunRow.id) == col(NodeRow.run_id))
    return cast("Select[Any]", wanted)


def _made(row: Row[Any]) -> Made:
    return Made(
        run_id=row.reused_from or row.run_id,
        node_id=row.node_id,
        provider=row.provider,
        output=row.output or {},
        recipe=row.recipe,
        digest=row.digest,
    )
