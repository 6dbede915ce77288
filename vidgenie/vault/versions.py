"""The versions of the master key, as the database knows them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, text, update
from sqlmodel import Session, col

from vidgenie.vault.tables import MasterKeyRow

_LOCK = 0x76676D6B  # any number that nobody else locks
_COLUMNS = (
    col(MasterKeyRow.version),
    col(MasterKeyRow.check_value),
    col(MasterKeyRow.environment),
    col(MasterKeyRow.source),
    col(MasterKeyRow.state),
    col(MasterKeyRow.activated_at),
    col(MasterKeyRow.retired_at),
)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the master key; see tables.MasterKeyRow."""

    number: int
    check_value: bytes
    environment: str
    source: str
    state: str
    activated_at: datetime
    retired_at: datetime | None

    @property
    def is_needed(self) -> bool:
        """Whether something in the database is locked with it, or may be."""
        return self.retired_at is None


def alone(session: Session) -> None:
    """Until this transaction ends no other one changes versions."""
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def everything(session: Session) -> list[Version]:
    """All versions, the oldest first."""
    query = select(*_COLUMNS).order_by(col(MasterKeyRow.version))
    return [Version(*row) for row in session.connection().execute(query)]


def find(session: Session, number: int) -> Version | None:
    """One version."""
    query = select(*_COLUMNS).where(col(MasterKeyRow.version) == number)
    row = session.connection().execute(query).first()
    return Version(*row) if row else None


def active(session: Session, *, hold: bool = False) -> Version | None:
    """The version that locks new keys; None before the first start.

    hold: it stays the active one until this transaction ends, so that nothing is
        locked with a version that another process has just found unused.
    """
    query = select(*_COLUMNS).where(col(MasterKeyRow.state) == "active")
    if hold:
        query = query.with_for_update(read=True)
    row = session.connection().execute(query).first()
    if row is None and hold:
        # On PostgreSQL: it was replaced while we waited for it. The new one is visible now.
        row = session.connection().execute(query).first()
    return Version(*row) if row else None


def activate(session: Session, version: Version) -> None:
    """Add a version as the active one; the one before only opens what it locked."""
    now_old = col(MasterKeyRow.state) == "active"
    connection = session.connection()
    connection.execute(update(MasterKeyRow).where(now_old).values(state="decrypt_only"))
    row = MasterKeyRow(
        version=version.number,
        check_value=version.check_value,
        environment=version.environment,
        source=version.source,
        state="active",
        activated_at=version.activated_at,
    )
    connection.execute(insert(MasterKeyRow).values(row.model_dump()))


def retire(session: Session, number: int, now: datetime) -> None:
    """Nothing is locked with this version any more."""
    mine = (col(MasterKeyRow.version) == number, col(MasterKeyRow.retired_at).is_(None))
    session.connection().execute(update(MasterKeyRow).where(*mine).values(retired_at=now))


def destroy(session: Session, number: int) -> None:
    """The key of this retired version is gone for good."""
    mine = col(MasterKeyRow.version) == number
    session.connection().execute(update(MasterKeyRow).where(mine).values(state="destroyed"))
