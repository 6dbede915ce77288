"""SQL of which Runs have changed: what the hub looks at; nothing here commits."""

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from vidgenie.engine.tables import RunRow

CHANNEL = "vg_run"
"""Of PostgreSQL, where changes are told."""


def touch(session: Session, run_id: str) -> int:
    """Raise the Run's version and tell whoever watches; the new version."""
    highest = select(func.coalesce(func.max(RunRow.touched), 0) + 1).scalar_subquery()
    row = session.exec(
        update(RunRow)
        .where(col(RunRow.id) == run_id)
        .values(version=RunRow.version + 1, touched=highest)
        .returning(col(RunRow.version), col(RunRow.account_id))
        .execution_options(synchronize_session=False)
    ).one()
    if session.get_bind().dialect.name == "postgresql":
        session.exec(select(func.pg_notify(CHANNEL, f"{run_id} {row.account_id}")))
    return int(row.version)


def changed_since(session: Session, touched: int) -> list[tuple[str, str, int]]:
    """(Run id, Account id, touched) of the Runs changed after `touched`; exact on SQLite only."""
    statement = select(RunRow.id, RunRow.account_id, RunRow.touched)
    return list(session.exec(statement.where(RunRow.touched > touched)))


def last_touched(session: Session) -> int:
    """The highest `touched` so far."""
    return session.exec(select(func.coalesce(func.max(RunRow.touched), 0))).one()
