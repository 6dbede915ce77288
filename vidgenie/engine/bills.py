"""Bills: what Providers charge an Account for its Runs, as far as anybody knows."""

from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session, col

from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.tables import NodeRow, RunRow

_OPEN = (RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.CANCELLING)


def billed(session: Session, account_id: str, *, day: datetime, month: datetime) -> tuple[int, int]:
    """Millionths of a dollar for the Runs that began since the day, and since the month.

    A Node counts with what its Provider says it charged, else with the estimate: while its
    Run goes on or is in doubt, and afterwards if it was made. What was reused costs nothing.
    """
    spends: ColumnElement[bool] = (
        col(RunRow.status).in_(_OPEN)
        | col(RunRow.doubt_until).is_not(None)
        | (col(NodeRow.status) == NodeStatus.SUCCEEDED)
    )
    bill = case(
        (col(NodeRow.cost_micro_usd).is_not(None), col(NodeRow.cost_micro_usd)),
        (spends, func.coalesce(col(NodeRow.estimate_micro_usd), 0)),
        else_=0,
    )
    query = (
        select(func.sum(case((col(RunRow.created_at) >= day, bill), else_=0)), func.sum(bill))
        .select_from(RunRow)
        .join(NodeRow, col(NodeRow.run_id) == col(RunRow.id))
        .where(
            col(RunRow.account_id) == account_id,
            col(RunRow.created_at) >= month,
            col(NodeRow.reused_from) == "",
        )
    )
    row = session.connection().execute(query).one()
    return int(row[0] or 0), int(row[1] or 0)
