"""Bills: what Providers charge an Account for its Runs, as far as anybody knows."""

from datetime import datetime

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.tables import Json, NodeRow, RunRow

_UNDER_WAY = (RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.CANCELLING)


def billed(session: Session, account_id: str, *, day: datetime, month: datetime) -> tuple[int, int]:
    """Millionths of a dollar for the Runs that began since the day, and since the month.

    A Node that was made counts with what its Provider says it charged, else with the
    estimate; one that failed with what was charged all the same. While its Run goes on or is
    in doubt, any other counts with what the dearest of those who may make it is expected to
    charge. What was reused costs nothing.
    """
    mine = (
        col(RunRow.account_id) == account_id,
        col(RunRow.created_at) >= month,
        col(NodeRow.reused_from) == "",
    )
    is_open = col(RunRow.status).in_(_UNDER_WAY) | col(RunRow.doubt_until).is_not(None)
    is_made = col(NodeRow.status) == NodeStatus.SUCCEEDED
    bill = func.coalesce(
        col(NodeRow.cost_micro_usd), case((is_made, col(NodeRow.estimate_micro_usd)), else_=0), 0
    )
    sums = (
        select(func.sum(case((col(RunRow.created_at) >= day, bill), else_=0)), func.sum(bill))
        .select_from(RunRow)
        .join(NodeRow, col(NodeRow.run_id) == col(RunRow.id))
        .where(*mine, is_made | ~is_open)
    )
    waiting = (
        select(
            col(RunRow.created_at),
            col(NodeRow.estimate_micro_usd),
            col(NodeRow.cost_micro_usd),
            col(NodeRow.alternatives),
        )
        .select_from(RunRow)
        .join(NodeRow, col(NodeRow.run_id) == col(RunRow.id))
        .where(*mine, ~is_made, is_open)
    )
    today, ever = map(int, (value or 0 for value in session.connection().execute(sums).one()))
    for began, estimate, cost, alternatives in session.connection().execute(waiting):
        most = _dearest(estimate, cost, alternatives)
        ever += most
        today += most if began >= day else 0
    return today, ever


def _dearest(estimate: int | None, cost: int | None, alternatives: list[Json]) -> int:
    known = (estimate, cost, *(one.get("estimate") for one in alternatives))
    return max((micro_usd for micro_usd in known if micro_usd is not None), default=0)
