"""Which workflows execute a Run: one at first, another each time it is taken up again."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from vidgenie.domain.run import RunStatus
from vidgenie.engine.tables import RunRow


def flow(run_id: str, resumed: int) -> str:
    """Id of the workflow that executes the Run: its own at first."""
    return f"again:{run_id}:{resumed}" if resumed else run_id


def flows(session: Session, run_ids: Sequence[str]) -> dict[str, list[str]]:
    """Run id -> every workflow that has executed it, in one query."""
    statement = select(RunRow.id, RunRow.resumed).where(col(RunRow.id).in_(run_ids))
    return {
        run_id: [flow(run_id, n) for n in range(resumed + 1)]
        for run_id, resumed in session.exec(statement)
    }


def unfinished(session: Session) -> list[tuple[str, int]]:
    """(id, how often it was taken up again) of the Runs that are not over, oldest first."""
    over = [status.value for status in RunStatus if status.is_over]
    statement = select(RunRow.id, RunRow.resumed).where(col(RunRow.status).not_in(over))
    return list(session.exec(statement.order_by(col(RunRow.created_at))))
