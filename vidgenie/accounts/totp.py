"""Authenticator apps: their secrets, encrypted by the caller, and which codes were taken."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from vidgenie.accounts.tables import TotpRow


@dataclass(frozen=True, slots=True)
class App:
    """An authenticator app. secret: as it is stored, encrypted."""

    secret: bytes = field(repr=False)
    is_enabled: bool


def propose(session: Session, account_id: str, secret: bytes, *, now: datetime) -> bool:
    """Keep a secret until its app has proved itself; False when another one is enabled.

    secret: encrypted. A proposal made before is replaced.
    """
    make = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    row = TotpRow(account_id=account_id, secret=secret, created_at=now)
    statement = (
        make(TotpRow)
        .values(row.model_dump())
        .on_conflict_do_update(
            index_elements=["account_id"],
            set_={"secret": secret, "created_at": now, "last_step": 0},
            where=col(TotpRow.enabled_at).is_(None),
        )
        .returning(col(TotpRow.account_id))
    )
    return session.connection().execute(statement).first() is not None


def find(session: Session, account_id: str) -> App | None:
    """The app of an Account, enabled or proposed."""
    query = select(col(TotpRow.secret), col(TotpRow.enabled_at))
    row = session.connection().execute(query.where(col(TotpRow.account_id) == account_id)).first()
    return App(row[0], is_enabled=row[1] is not None) if row else None


def is_enabled(session: Session, account_id: str) -> bool:
    """Whether signing in asks for a code."""
    app = find(session, account_id)
    return app is not None and app.is_enabled


def enable(session: Session, account_id: str, app: App, *, step: int, now: datetime) -> bool:
    """Ask for codes of this app from now on; False when it is not proposed any more."""
    this = (
        col(TotpRow.account_id) == account_id,
        col(TotpRow.enabled_at).is_(None),
        col(TotpRow.secret) == app.secret,
    )
    values = {"enabled_at": now, "last_step": step}
    return session.connection().execute(update(TotpRow).where(*this).values(values)).rowcount == 1


def take(session: Session, account_id: str, *, step: int) -> bool:
    """Use the code of a step; False when it, or a later one, was used: nobody uses one twice."""
    this = (
        col(TotpRow.account_id) == account_id,
        col(TotpRow.enabled_at).is_not(None),
        col(TotpRow.last_step) < step,
    )
    statement = update(TotpRow).where(*this).values(last_step=step)
    return session.connection().execute(statement).rowcount == 1


def remove(session: Session, account_id: str) -> bool:
    """Forget the app; False when none was enabled."""
    mine = col(TotpRow.account_id) == account_id
    statement = delete(TotpRow).where(mine).returning(col(TotpRow.enabled_at))
    return session.connection().execute(statement).scalar() is not None
