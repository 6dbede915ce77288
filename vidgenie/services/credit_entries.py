"""What happened to credits, as people see it: each entry with its Run and its Node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from vidgenie.domain.account import Account
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.ledger.history import EntryRow

_LONGEST_TITLE = 120
_LONGEST_PROMPT = 4000  # letters of a prompt in which words are looked for


@dataclass(frozen=True, slots=True)
class NodeView:
    """The Node of a Run that an entry is about.

    title: what its owner calls it, "" for the name of its type.
    provider: slug of who made it, "" when this server did without one.
    """

    id: str
    type: str
    title: str
    provider: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing that happened to an Account's credits.

    type: credit, debit, hold or release; amount: credits, > 0.
    change, used, held_change: what it did to the credits that are available, used and held.
    balance: credits available after it; None without a limit, and where it was not asked for.
    workflow_id: the Run it belongs to. node: the Node of it that was charged.
    title: the beginning of that Run's prompt, else "".
    """

    id: int
    type: str
    amount: int
    change: int
    used: int
    held_change: int
    balance: int | None
    reason: str
    metadata: Mapping[str, Any]
    workflow_id: str | None
    node: NodeView | None
    title: str
    created_at: datetime


def entry_views(
    session: Session,
    account: Account,
    rows: Sequence[EntryRow],
    available_before: Mapping[int, int] = MappingProxyType({}),
) -> list[EntryView]:
    """The operations as people see them; two queries, however many there are.

    available_before: by their ids, of those whose balance is shown.
    """
    runs = _runs(session, account, {row.run_id for row in rows if row.run_id})
    charged = {row.run_id for row in rows if row.run_id and "nodeId" in row.metadata}
    nodes = _nodes(session, charged & runs.keys())
    return [_view(row, runs, nodes, available_before.get(row.id)) for row in rows]


def prompts(session: Session, account: Account, run_ids: set[str]) -> dict[str, str]:
    """Run -> its prompt, as far as words are looked for in it."""
    prompt = func.substr(col(RunRow.prompt), 1, _LONGEST_PROMPT).label("prompt")
    query = select(col(RunRow.id), prompt).where(
        col(RunRow.id).in_(run_ids), col(RunRow.account_id) == account.id
    )
    return {row.id: row.prompt for row in session.connection().execute(query)}


def makers(session: Session, run_ids: set[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """(Run, Node) -> type of the Node, and the slug of its Provider."""
    node = NodeRow
    query = select(col(node.run_id), col(node.node_id), col(node.type), col(node.provider))
    rows = session.connection().execute(query.where(col(node.run_id).in_(run_ids)))
    return {(run_id, node_id): (kind, provider) for run_id, node_id, kind, provider in rows}


@dataclass(frozen=True, slots=True)
class _Run:
    """title: the beginning of its prompt. names: Node -> what its owner calls it."""

    title: str
    names: Mapping[str, str]


def _runs(session: Session, account: Account, run_ids: set[str]) -> dict[str, _Run]:
    if not run_ids:
        return {}
    prompt = func.substr(col(RunRow.prompt), 1, _LONGEST_PROMPT)
    query = select(col(RunRow.id), prompt, col(RunRow.graph)).where(
        col(RunRow.id).in_(run_ids), col(RunRow.account_id) == account.id
    )
    return {
        run_id: _Run(
            " ".join(text.split())[:_LONGEST_TITLE],
            {node["id"]: node["title"] for node in graph["nodes"] if node.get("title")},
        )
        for run_id, text, graph in session.connection().execute(query)
    }


def _nodes(session: Session, run_ids: set[str]) -> dict[tuple[str, str], NodeView]:
    """(Run, Node) -> the Node, still without the name its owner gave it."""
    if not run_ids:
        return {}
    return {
        (run_id, node_id): NodeView(node_id, kind, "", provider)
        for (run_id, node_id), (kind, provider) in makers(session, run_ids).items()
    }


def _view(
    row: EntryRow,
    runs: Mapping[str, _Run],
    nodes: Mapping[tuple[str, str], NodeView],
    before: int | None,
) -> EntryView:
    run = runs.get(row.run_id or "")
    node = nodes.get((row.run_id or "", str(row.metadata.get("nodeId", ""))))
    if run and node:
        node = replace(node, title=run.names.get(node.id, ""))
    return EntryView(
        id=row.id,
        type=row.type,
        amount=row.amount,
        change=row.change,
        used=row.used,
        held_change=row.held,
        balance=None if before is None else before + row.change,
        reason=row.reason,
        metadata=row.metadata,
        workflow_id=row.run_id,
        node=node,
        title=run.title if run else "",
        created_at=row.created_at,
    )
