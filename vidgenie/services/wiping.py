"""The steps of an erasure, in their order; each may be repeated, and be cut off anywhere."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import Select, and_, delete, select, tuple_
from sqlmodel import Session, col

from vidgenie.accounts.identity import DELETED, LEAVING
from vidgenie.accounts.tables import AccountRow
from vidgenie.billing import subscriptions
from vidgenie.db import Transaction
from vidgenie.domain.ports.storage import Storage
from vidgenie.domain.run import RunStatus
from vidgenie.engine import doubt
from vidgenie.engine.ending import end_run
from vidgenie.engine.engine import Engine
from vidgenie.engine.tables import RunRow
from vidgenie.library.tables import AssetRow
from vidgenie.media.cache import Cache
from vidgenie.services.discarding import Address, Discarder, batches
from vidgenie.services.owned import RUNS, Owned, owned
from vidgenie.vault.secrets import Secrets

_OVER = [status.value for status in RunStatus if status.is_over]
_SUBSCRIPTIONS = "vg_subscription"
_SEALED = ("vg_grant", "vg_key_request", "vg_sealed_vault")
# Nobody waits long for this: writers cannot go on meanwhile.
_FLUSH = (
    "PRAGMA busy_timeout=500",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA busy_timeout=30000",
)
_LOOK = 0.05  # seconds between two looks at Runs that are stopping


@dataclass(frozen=True, slots=True)
class Wiper:
    """Removes what belongs to an Account whose role says that it is leaving.

    depart: ends what the Account subscribed to, at whoever takes its money.
    patience: seconds Runs are given to stop by themselves.
    cache: what was made of everybody's files.
    quiet: seconds between the moment a file is stored and the one its row is written;
        a file younger than that may be somebody else's, who has the very same one.
    """

    transaction: Transaction
    reading: Transaction
    engine: Engine
    storage: Storage
    keys: Secrets
    cache: Cache
    depart: Callable[[str], None]
    patience: float = 10.0
    quiet: float = 5.0

    @property
    def steps(self) -> tuple[Callable[[str], None], ...]:
        """What to do, one after the other."""
        return (self.stop_runs, self.shred_vault, self.depart, self.delete_files, self.delete_rows)

    def stop_runs(self, account_id: str) -> None:
        """Cancel the Runs under way; those that do not stop in time are settled here."""
        until = time.monotonic() + self.patience
        with self.transaction() as session:
            stopping = [
                run_id
                for run_id in _under_way(session, account_id)
                if self.engine.cancel(session, run_id)
            ]
        for run_id in stopping:
            self.engine.interrupt(run_id)
        while (left := self._under_way(account_id)) and time.monotonic() < until:
            time.sleep(_LOOK)
        for run_id in left:
            with self.transaction() as session:
                end_run(session, run_id, self.engine.workshop)
        self._close_doubts(account_id)

    def _close_doubts(self, account_id: str) -> None:
        """Nobody will decide about the Runs that ended in doubt: their credits go back."""
        doubtful = select(RunRow).where(
            col(RunRow.account_id) == account_id, col(RunRow.doubt_until).is_not(None)
        )
        with self.transaction() as session:
            for run in session.scalars(doubtful).all():
                doubt.close(session, run, self.engine.workshop)

    def shred_vault(self, account_id: str) -> None:
        """Make the stored keys unreadable, then forget what a browser sealed."""
        with self.transaction() as session:
            self.keys.shred(session, account_id)
            for each in owned():
                if each.table.name in _SEALED:
                    _delete(session, each, account_id)

    def delete_files(self, account_id: str) -> None:
        """Delete the files of the Assets, but for those that somebody else has too."""
        with self.reading() as session:
            files = select(col(AssetRow.sha256), col(AssetRow.suffix)).distinct()
            mine = files.where(col(AssetRow.account_id) == account_id)
            rows = session.connection().execute(mine)
            addresses: list[Address] = [(row[0], row[1]) for row in rows]
        bin_ = Discarder(self.storage, self.quiet)
        for batch in batches(addresses):
            bin_.delete(batch, self._others)
        # Whose work its files were made of is not written down; they can be made again.
        self.cache.clear()

    def flush(self) -> None:
        """Have SQLite's journal, which still has the old pages, be emptied into the database.

        Whoever reads at the moment is in its way; then it is emptied when it is next full.
        """
        if self.engine.database.dialect.name != "sqlite":
            return
        with closing(self.engine.database.raw_connection()) as connection:
            cursor = connection.cursor()
            for statement in _FLUSH:
                cursor.execute(statement)
                cursor.fetchall()

    def empty_trash(self) -> None:
        """Delete what a crash left between being taken away and being deleted."""
        Discarder(self.storage, self.quiet).empty_trash()

    def delete_rows(self, account_id: str) -> None:
        """Delete the engine's history of the Runs, then every row that is not kept."""
        with self.reading() as session:
            runs = list(session.scalars(_runs(account_id, is_over=True)))
        self.engine.forget(runs)
        for each in reversed(owned()):
            if not each.is_kept:
                with self.transaction() as session:
                    _delete(session, each, account_id)

    def is_clean(self, session: Session, account_id: str) -> bool:
        """Whether nothing is left."""
        return not any(
            session.connection().execute(select(1).where(each.mine(account_id)).limit(1)).first()
            for each in _own_tables()
        )

    def leftovers(self, session: Session) -> set[str]:
        """Ids of deleted Accounts with rows: of requests that were under way when they left."""
        gone = select(col(AccountRow.id)).where(col(AccountRow.role) == DELETED)
        found: set[str] = set()
        for each in _own_tables():
            column = each.table.c.account_id
            rows = select(column).where(column.in_(gone)).distinct()
            found.update(session.connection().execute(rows).scalars())
        return found

    def _under_way(self, account_id: str) -> list[str]:
        with self.reading() as session:
            return _under_way(session, account_id)

    def _others(self, addresses: Iterable[Address]) -> set[Address]:
        with self.reading() as session:
            return _shared(session, addresses)


def _own_tables() -> Iterator[Owned]:
    return (each for each in owned() if each.is_direct and not each.is_kept)


def _under_way(session: Session, account_id: str) -> list[str]:
    return list(session.scalars(_runs(account_id, is_over=False)))


def _runs(account_id: str, *, is_over: bool) -> Select[str]:
    status = col(RunRow.status)
    wanted = status.in_(_OVER) if is_over else status.not_in(_OVER)
    return select(col(RunRow.id)).where(col(RunRow.account_id) == account_id, wanted)


def _delete(session: Session, each: Owned, account_id: str) -> None:
    """Delete the rows of an Account.

    A Run that started meanwhile stays, with all that hangs on it, until it was stopped:
    its Hold would stay open for ever.
    """
    # Two processes may be at it: one after the other, they cannot wait for each other.
    mine = select(col(AccountRow.id)).where(col(AccountRow.id) == account_id)
    session.connection().execute(mine.with_for_update())
    condition = each.mine(account_id)
    if each.table.name == RUNS:
        condition = and_(condition, each.table.c.status.in_(_OVER))
    elif each.table.name == _SUBSCRIPTIONS:
        # One that could not be ended yet would go on being paid for.
        condition = and_(condition, each.table.c.status == subscriptions.ENDED)
    elif "run_id" in each.table.columns:
        run_id, under_way = each.table.c.run_id, _runs(account_id, is_over=False)
        condition = and_(condition, run_id.is_(None) | run_id.not_in(under_way))
    session.connection().execute(delete(each.table).where(condition))


def _shared(session: Session, addresses: Iterable[Address]) -> set[Address]:
    """Those of the files that an Account has which is not leaving."""
    leaving = select(col(AccountRow.id)).where(col(AccountRow.role).in_(LEAVING))
    rows = session.connection().execute(
        select(col(AssetRow.sha256), col(AssetRow.suffix))
        .where(
            tuple_(col(AssetRow.sha256), col(AssetRow.suffix)).in_(list(addresses)),
            col(AssetRow.account_id).not_in(leaving),
        )
        .distinct()
    )
    return {(row[0], row[1]) for row in rows}
