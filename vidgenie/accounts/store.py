"""The accounts' store: every function takes a session first and never commits."""

from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from vidgenie.accounts.identity import ACCOUNT, LEAVING
from vidgenie.accounts.tables import AccountRow
from vidgenie.domain.account import Account
from vidgenie.errors import NotSignedIn

OPERATOR = "operator"  # the role of the command line


def has_accounts(session: Session) -> bool:
    """Whether anybody has registered; the operator of the command line has not."""
    people = (
        select(col(AccountRow.id)).where(col(AccountRow.role).not_in((OPERATOR, *LEAVING))).limit(1)
    )
    return session.connection().execute(people).first() is not None


def everybody(session: Session) -> list[Account]:
    """Every Account that is not being erased, the oldest first."""
    people = select(*ACCOUNT).where(col(AccountRow.role).not_in(LEAVING))
    query = people.order_by(col(AccountRow.created_at), col(AccountRow.id))
    return [Account(*row) for row in session.connection().execute(query)]


def check_stays(session: Session, account_id: str) -> None:
    """Raise NotSignedIn for an Account that is being erased; others stay until this is over."""
    here = select(col(AccountRow.id)).where(
        col(AccountRow.id) == account_id, col(AccountRow.role).not_in(LEAVING)
    )
    if session.connection().execute(here.with_for_update(read=True)).first() is None:
        raise NotSignedIn


def is_first(session: Session) -> bool:
    """Whether the Account about to be added is the first; others wait until this one is decided."""
    if has_accounts(session):
        return False
    if session.connection().dialect.name == "postgresql":
        lock = text("LOCK TABLE vg_account IN SHARE ROW EXCLUSIVE MODE")
        session.connection().execute(lock)
    return not has_accounts(session)


def add_account(session: Session, account: Account, *, password_hash: str, now: datetime) -> bool:
    """Add an Account; False when its e-mail address is taken."""
    make = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    row = AccountRow(
        id=account.id,
        email=account.email,
        name=account.name,
        password_hash=password_hash,
        plan=account.plan,
        role=account.role,
        created_at=now,
    )
    statement = (
        make(AccountRow)
        .values(row.model_dump())
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(col(AccountRow.id))
    )
    return session.connection().execute(statement).first() is not None


def credentials(session: Session, email: str) -> tuple[Account, str] | None:
    """The Account with this e-mail address, and its password's hash."""
    query = select(*ACCOUNT, col(AccountRow.password_hash))
    row = session.connection().execute(query.where(col(AccountRow.email) == email)).first()
    return (Account(*row[:-1]), row[-1]) if row else None


def password_hash(session: Session, account_id: str) -> str | None:
    """The hash of an Account's password; None when there is no such Account."""
    query = select(col(AccountRow.password_hash)).where(col(AccountRow.id) == account_id)
    return session.connection().execute(query).scalar()


def lock_password(session: Session, account_id: str, password_hash: str) -> bool:
    """Whether this is the hash of an Account's password, and stays so in this transaction."""
    mine = (col(AccountRow.id) == account_id, col(AccountRow.password_hash) == password_hash)
    query = select(col(AccountRow.id)).where(*mine).with_for_update(key_share=True)
    return session.connection().execute(query).first() is not None


def find(session: Session, account_id: str) -> Account | None:
    """The Account of this id."""
    query = select(*ACCOUNT).where(col(AccountRow.id) == account_id)
    row = session.connection().execute(query).first()
    return Account(*row) if row else None


def locale(session: Session, account_id: str) -> str:
    """The language an Account has chosen, "" for none."""
    query = select(col(AccountRow.locale)).where(col(AccountRow.id) == account_id)
    return session.connection().execute(query).scalar() or ""


def set_password_hash(session: Session, account_id: str, *, old: str, new: str) -> bool:
    """Replace a password's hash; False when it changed meanwhile."""
    mine = (col(AccountRow.id) == account_id, col(AccountRow.password_hash) == old)
    statement = update(AccountRow).where(*mine).values(password_hash=new)
    return session.connection().execute(statement).rowcount == 1


def update_account(session: Session, account_id: str, **values: str) -> None:
    """Change columns of an Account.

    Raises sqlalchemy.exc.IntegrityError for an e-mail address that somebody else has.
    """
    mine = col(AccountRow.id) == account_id
    session.connection().execute(update(AccountRow).where(mine).values(values))
