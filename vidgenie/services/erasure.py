"""Erasure: an Account and all it owns, deleted for good.

First the Account is signed out and marked, in one transaction; from there on the rest
is done even if this process dies: the clock goes on with what is marked.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Column, Function, Update, delete, func, select, update
from sqlmodel import Session, col

from vidgenie.accounts.emails import normal
from vidgenie.accounts.identity import DELETED, DELETING
from vidgenie.accounts.store import OPERATOR
from vidgenie.accounts.tables import AccountRow, LinkRow, MailRow, SessionRow, TokenRow
from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.engine.tables import RunRow
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.library.tables import AssetRow
from vidgenie.services.accounts import AccountService
from vidgenie.services.owned import account_table
from vidgenie.services.wiping import Wiper
from vidgenie.vault.tables import SecretRow

NO_PASSWORD = "!"  # noqa: S105  # no password has this hash
_NOBODY = (OPERATOR, DELETING, DELETED)
_STAYS = frozenset({"id", "plan", "created_at"})
_ROUNDS = 3  # a request that was under way may leave something behind; the clock sees to the rest
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counts:
    """What an Account had: stored keys, Assets, Runs, and the bytes of its Assets."""

    keys: int
    assets: int
    runs: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was erased, and when.

    is_complete: False when a part of it is still being done; nobody can sign in any more.
    """

    account_id: str
    erased_at: datetime
    counts: Counts
    is_complete: bool


@dataclass(frozen=True, slots=True)
class ErasureService:
    """Deletes Accounts; its methods wait, so call them from a thread.

    clock: the present instant, aware, UTC.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    accounts: AccountService
    wiper: Wiper

    def erase(
        self, account: Account, *, email: str, password: str, code: str = "", ip: str = ""
    ) -> Certificate:
        """Delete the Account of whoever proves to be its owner and types its address.

        Raises InvalidInput (other_email), Conflict (last_admin), and as `AccountService.prove`.
        """
        if normal(email) != account.email:
            raise InvalidInput(
                "This is not the e-mail address of this account.",
                field="email",
                problem="other_email",
            )
        self.accounts.prove(account, password, code, ip=ip)
        return self._erase(account.id, actor=account.id)

    def erase_by_operator(self, email: str) -> Certificate:
        """Delete the Account with this address. Raises NotFound and Conflict (last_admin)."""
        with self.reading() as session:
            known = select(col(AccountRow.id)).where(
                col(AccountRow.email) == normal(email), col(AccountRow.role).not_in(_NOBODY)
            )
            account_id = session.scalars(known).first()
        if account_id is None:
            raise NotFound("account")
        return self._erase(account_id, actor=OPERATOR)

    def resume(self) -> int:
        """Go on with what a crash cut off, and with what came in late; how many were finished."""
        self.wiper.empty_trash()
        with self.reading() as session:
            marked = select(col(AccountRow.id)).where(col(AccountRow.role) == DELETING)
            waiting = {*session.scalars(marked), *self.wiper.leftovers(session)}
        return sum(self._finish(account_id) for account_id in sorted(waiting))

    def _erase(self, account_id: str, *, actor: str) -> Certificate:
        now = self.clock()
        counts = self._mark(account_id, actor=actor)
        try:
            is_complete = self._finish(account_id)
        except Exception:
            # The Account is gone for everybody: what is left is ours to do, and the clock's.
            log.exception("the erasure of %s was cut off; the clock goes on with it", account_id)
            is_complete = False
        return Certificate(account_id, now, counts, is_complete=is_complete)

    def _mark(self, account_id: str, *, actor: str) -> Counts:
        """Sign the Account out everywhere and take its name away: nothing can start any more."""
        with self.transaction() as session:
            connection = session.connection()
            address = _leaving(session, account_id)
            counts = _count(session, account_id)
            connection.execute(delete(MailRow).where(col(MailRow.recipient) == address))
            for table in (SessionRow, TokenRow, LinkRow):
                connection.execute(delete(table).where(col(table.account_id) == account_id))
            values = _nobody(account_id) | {"role": DELETING}
            connection.execute(_only(account_id).values(values))
            self._log(session, account_id, "asked", counts, actor=actor)
        return counts

    def _finish(self, account_id: str) -> bool:
        """Do what is left, whatever that is; False when something came in meanwhile."""
        for _ in range(_ROUNDS):
            counts = self._counts(account_id)
            for step in self.wiper.steps:
                step(account_id)
            with self.transaction() as session:
                if not self.wiper.is_clean(session, account_id):
                    continue
                marked = _only(account_id).where(col(AccountRow.role) == DELETING)
                if session.exec(marked.values(role=DELETED)).rowcount:
                    self._log(session, account_id, "erased", counts, actor="system")
            self.wiper.flush()
            return True
        return False

    def _counts(self, account_id: str) -> Counts:
        with self.reading() as session:
            return _count(session, account_id)

    def _log(
        self, session: Session, account_id: str, state: str, counts: Counts, *, actor: str
    ) -> None:
        self.audit.append(
            session,
            actor=actor,
            account_id=account_id,
            action="account.delete",
            thing=account_id,
            data={"state": state, **asdict(counts)},
            now=self.clock(),
        )


def _leaving(session: Session, account_id: str) -> str:
    """The address of the Account, which may leave. Raises NotFound and Conflict.

    The rows of all admins are locked: two of them who leave at once are not both the last
    but one.
    """
    role, mine = col(AccountRow.role), col(AccountRow.id) == account_id
    locked = select(col(AccountRow.id), col(AccountRow.email), role).where(mine | (role == "admin"))
    locked = locked.order_by(col(AccountRow.id)).with_for_update()
    rows = {row.id: row for row in session.connection().execute(locked)}
    row = rows.pop(account_id, None)
    if row is None or row.role in _NOBODY:
        raise NotFound("account")
    if row.role == "admin" and not rows:
        others = select(col(AccountRow.id)).where(~mine, role.not_in(_NOBODY)).limit(1)
        if session.connection().execute(others).first() is not None:
            raise Conflict(
                "Others have accounts here, and this is their only admin.", problem="last_admin"
            )
    return row.email


def _count(session: Session, account_id: str) -> Counts:
    def number(table: type[SecretRow | AssetRow | RunRow], what: Function[int]) -> int:
        rows = select(func.coalesce(what, 0)).where(col(table.account_id) == account_id)
        return int(session.connection().execute(rows.select_from(table)).scalar_one())

    return Counts(
        keys=number(SecretRow, func.count()),
        assets=number(AssetRow, func.count()),
        runs=number(RunRow, func.count()),
        bytes=number(AssetRow, func.sum(col(AssetRow.bytes))),
    )


def _only(account_id: str) -> Update:
    return update(AccountRow).where(col(AccountRow.id) == account_id)


def _nobody(account_id: str) -> dict[str, object]:
    """What every column of an Account holds once nobody has it."""
    values = {
        column.name: _blank(column)
        for column in account_table().columns
        if column.name not in _STAYS
    }
    return values | {
        "email": f"deleted-{account_id}@deleted.invalid",
        "password_hash": NO_PASSWORD,
    }


def _blank(column: Column[object]) -> object:
    return None if column.nullable else column.type.python_type()
