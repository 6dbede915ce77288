"""SQL of what has changed, Runs and Accounts: what the hub looks at; nothing here commits."""

from sqlalchemy import func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from vidgenie.engine.tables import NewsRow, RunRow

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


def tell(session: Session, account_id: str) -> None:
    """Tell whoever watches the Account that its credits, or what it is told, have changed."""
    dialect = session.get_bind().dialect.name
    highest = select(func.coalesce(func.max(NewsRow.touched), 0) + 1).scalar_subquery()
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    new = insert(NewsRow).values(account_id=account_id, touched=highest)
    session.connection().execute(
        new.on_conflict_do_update(
            index_elements=[col(NewsRow.account_id)], set_={"touched": new.excluded.touched}
        )
    )
    if dialect == "postgresql":
        session.exec(select(func.pg_notify(CHANNEL, account_id)))


def told(session: Session, account_id: str) -> int:
    """`touched` of the last thing that was told of an Account, 0 for nothing."""
    statement = select(NewsRow.touched).where(NewsRow.account_id == account_id)
    return session.exec(statement).first() or 0


def accounts_since(session: Session, touched: int) -> list[tuple[str, int]]:
    """(Account id, touched) of what was told of after `touched`; exact on SQLite only."""
    statement = select(NewsRow.account_id, NewsRow.touched)
    return list(session.exec(statement.where(NewsRow.touched > touched)))


def last_told(session: Session) -> int:
    """The highest `touched` of the Accounts so far."""
    return session.exec(select(func.coalesce(func.max(NewsRow.touched), 0))).one()
