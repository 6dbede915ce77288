"""SQL of Runs and Nodes: guarded moves that may be repeated; nothing here commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Update, func, update
from sqlmodel import Session, col, select

from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.news import touch
from vidgenie.engine.tables import NodeRow, RunRow


@dataclass(frozen=True, slots=True)
class NewNode:
    """A Node to be written down with its Run; see NodeRow.

    output: what it has already, from the Run `reused_from`; None when it is to be made.
    """

    id: str
    type: str
    provider: str
    price: int
    expected: float
    alternatives: Sequence[Mapping[str, Any]] = ()
    estimate_micro_usd: int | None = None
    output: Mapping[str, Any] | None = None
    reused_from: str = ""
    recipe: Mapping[str, Any] | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class NewRun:
    """A Run to be written down; nodes are in execution order."""

    id: str
    account_id: str
    prompt: str
    graph: Mapping[str, Any]
    nodes: Sequence[NewNode]
    held: int
    idempotency_key: str | None = None
    request_hash: str = ""
    graph_id: str | None = None
    source: str = "api"
    priority: int = 50


def create(session: Session, new: NewRun) -> None:
    """Write a queued Run and its pending Nodes down."""
    session.add(
        RunRow(
            id=new.id,
            account_id=new.account_id,
            status=RunStatus.QUEUED,
            prompt=new.prompt,
            graph=dict(new.graph),
            held=new.held,
            idempotency_key=new.idempotency_key,
            request_hash=new.request_hash,
            graph_id=new.graph_id,
            source=new.source,
            priority=new.priority,
            created_at=now(),
        )
    )
    session.flush()
    session.add_all(
        NodeRow(
            run_id=new.id,
            node_id=node.id,
            type=node.type,
            position=position,
            provider=node.provider,
            price=node.price,
            expected=node.expected,
            alternatives=[dict(alternative) for alternative in node.alternatives],
            estimate_micro_usd=node.estimate_micro_usd,
            status=NodeStatus.PENDING if node.output is None else NodeStatus.SUCCEEDED,
            progress=0.0 if node.output is None else 1.0,
            output=None if node.output is None else dict(node.output),
            reused_from=node.reused_from,
            recipe=None if node.recipe is None else dict(node.recipe),
            digest=node.digest,
        )
        for position, node in enumerate(new.nodes)
    )
    session.flush()
    touch(session, new.id)


def run(session: Session, run_id: str, *, lock: bool = False) -> RunRow | None:
    """The Run; `lock` keeps others from changing it until the transaction ends."""
    statement = select(RunRow).where(RunRow.id == run_id)
    return session.exec(statement.with_for_update() if lock else statement).first()


def nodes(session: Session, run_ids: Sequence[str]) -> dict[str, list[NodeRow]]:
    """Run id -> its Nodes in execution order, in one query."""
    found: dict[str, list[NodeRow]] = {run_id: [] for run_id in run_ids}
    rows = select(NodeRow).where(col(NodeRow.run_id).in_(run_ids))
    for row in session.exec(rows.order_by(col(NodeRow.run_id), col(NodeRow.position))):
        found[row.run_id].append(row)
    return found


def by_idempotency_key(session: Session, account_id: str, key: str) -> RunRow | None:
    """The Run that was started with this key."""
    return session.exec(
        select(RunRow).where(RunRow.account_id == account_id, RunRow.idempotency_key == key)
    ).first()


def latest(session: Session, account_id: str) -> RunRow | None:
    """The Account's newest Run that is under way, else its newest Run."""
    over = [status.value for status in RunStatus if status.is_over]
    newest = select(RunRow).where(RunRow.account_id == account_id)
    newest = newest.order_by(col(RunRow.created_at).desc()).limit(1)
    active = session.exec(newest.where(col(RunRow.status).not_in(over))).first()
    return active or session.exec(newest).first()


def count(session: Session, account_id: str) -> int:
    """How many Runs the Account has ever started."""
    runs = select(func.count()).select_from(RunRow).where(RunRow.account_id == account_id)
    return session.exec(runs).one()


def in_doubt(session: Session, account_id: str) -> set[str]:
    """Ids of the Account's Runs that its owner can decide about."""
    statement = select(RunRow.id).where(
        RunRow.account_id == account_id, col(RunRow.doubt_until) > now()
    )
    return set(session.exec(statement))


def begin_run(session: Session, run_id: str) -> bool:
    """Queued -> running. False when there is nothing to do any more; replays say True."""
    moved = _moved(
        session,
        update(RunRow)
        .where(col(RunRow.id) == run_id, col(RunRow.status) == RunStatus.QUEUED)
        .values(status=RunStatus.RUNNING, started_at=func.coalesce(col(RunRow.started_at), now())),
    )
    if moved:
        touch(session, run_id)
        return True
    row = run(session, run_id)
    return row is not None and row.status == RunStatus.RUNNING


def begin_node(session: Session, run_id: str, node_id: str) -> bool:
    """Pending -> running while the Run runs. Replays say True."""
    row = session.get(NodeRow, (run_id, node_id))
    owner = run(session, run_id)
    if row is None or owner is None or owner.status != RunStatus.RUNNING:
        return False
    if row.status == NodeStatus.PENDING:
        change_node(session, row, status=NodeStatus.RUNNING, started_at=now())
        return True
    if row.status == NodeStatus.RUNNING and row.waits_until is not None:
        change_node(session, row, waits_for="", waits_until=None)
    return row.status == NodeStatus.RUNNING


def note_recipe(session: Session, row: NodeRow, recipe: Mapping[str, Any], digest: str) -> None:
    """Write down what a Node that begins is made of; nobody who watches is told."""
    row.recipe, row.digest = dict(recipe), digest
    session.add(row)
    session.flush()


def progress(session: Session, run_id: str, node_id: str, done: float) -> None:
    """Note how far a running Node is, 0.0 to 1.0; it never goes back."""
    row = session.get(NodeRow, (run_id, node_id))
    if row is not None and row.status == NodeStatus.RUNNING and row.progress < done:
        change_node(session, row, progress=min(done, 1.0))


def wait_for_key(session: Session, run_id: str, node_id: str, provider: str) -> datetime:
    """Note that a Node waits for the key of `provider` ("" = no more); since when it does.

    A Node that waited when its process died has waited all the time.
    """
    row = session.get(NodeRow, (run_id, node_id), with_for_update=True)
    if row is None or row.status != NodeStatus.RUNNING:
        return now()
    if row.waits_for != provider:
        change_node(session, row, waits_for=provider, waits_since=now() if provider else None)
    return row.waits_since or now()


def wait_until(session: Session, run_id: str, node_id: str, provider: str, until: datetime) -> bool:
    """Note that a running Node waits until it may ask `provider` again; False when it is over."""
    row = session.get(NodeRow, (run_id, node_id), with_for_update=True)
    if row is None or row.status != NodeStatus.RUNNING:
        return False
    change_node(session, row, waits_for=provider, waits_until=until, waits=row.waits + 1)
    return True


def use_provider(  # noqa: PLR0913  # whose place is taken, and at what price
    session: Session,
    run_id: str,
    node_id: str,
    provider: str,
    *,
    price: int,
    estimate: int | None = None,
    gave_up: Mapping[str, list[str]],
) -> None:
    """Another Provider takes a running Node over; it is charged for at most what was quoted.

    gave_up: number of a call -> Providers that have failed at it, to be remembered.
    """
    row = session.get(NodeRow, (run_id, node_id), with_for_update=True)
    if row is None or row.status != NodeStatus.RUNNING or row.provider == provider:
        return
    change_node(
        session,
        row,
        provider=provider,
        instead_of=row.instead_of or row.provider,
        price=min(price, row.price),
        estimate_micro_usd=estimate,
        gave_up={**row.gave_up, **gave_up},
        progress=0.0,
    )


def finish_node(  # noqa: PLR0913  # what there is to say of a success
    session: Session,
    run_id: str,
    node_id: str,
    *,
    output: Mapping[str, object],
    cost_micro_usd: int | None = None,
    is_free: bool = False,
) -> NodeRow | None:
    """Running -> succeeded; None when it was no longer running (cancelled in between).

    is_free: all of it had been made before.
    """
    row = session.get(NodeRow, (run_id, node_id), with_for_update=True)
    if row is None or row.status != NodeStatus.RUNNING:
        return None
    change_node(
        session,
        row,
        status=NodeStatus.SUCCEEDED,
        progress=1.0,
        output=dict(output),
        price=0 if is_free else row.price,
        cost_micro_usd=cost_micro_usd,
        finished_at=now(),
    )
    return row


def fail_node(  # noqa: PLR0913  # what there is to say of a failure
    session: Session,
    run_id: str,
    node_id: str,
    *,
    error: Mapping[str, object],
    status: NodeStatus,
    cost_micro_usd: int | None = None,
) -> bool:
    """Pending or running -> failed or unknown, with what happened."""
    row = session.get(NodeRow, (run_id, node_id), with_for_update=True)
    if row is None or NodeStatus(row.status).is_over:
        return False
    change_node(
        session,
        row,
        status=status,
        error=dict(error),
        cost_micro_usd=cost_micro_usd,
        finished_at=now(),
    )
    return True


def stop_nodes(session: Session, run_id: str, status: NodeStatus) -> list[NodeRow]:
    """Give every Node that is not over `status`; all Nodes, in execution order."""
    rows = nodes(session, [run_id])[run_id]
    for row in rows:
        if not NodeStatus(row.status).is_over:
            change_node(session, row, status=status, finished_at=now())
    return rows


def request_cancel(session: Session, run_id: str) -> bool:
    """Queued or running -> cancelling; False when it is neither."""
    moved = _moved(
        session,
        update(RunRow)
        .where(
            col(RunRow.id) == run_id,
            col(RunRow.status).in_([RunStatus.QUEUED, RunStatus.RUNNING]),
        )
        .values(status=RunStatus.CANCELLING),
    )
    if moved:
        touch(session, run_id)
    return moved


def change_node(session: Session, row: NodeRow, **values: object) -> None:
    """Change a Node, and tell whoever watches its Run."""
    for name, value in {**values, "seq": touch(session, row.run_id)}.items():
        setattr(row, name, value)
    session.flush()


def _moved(session: Session, statement: Update) -> bool:
    return session.exec(statement).rowcount == 1


def now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(tz=UTC)
