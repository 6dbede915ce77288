"""Key pairs that browsers seal grants to.

Of an epoch: one pair an hour, its private key locked with the master key, so that any
process opens the grant, also after a crash; destroyed two hours after the hour, and
every grant with it. Of a process: a pair in its memory only; it ends with the process.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from vidgenie.errors import VaultLocked
from vidgenie.vault import hpke
from vidgenie.vault.crypto import Unreadable
from vidgenie.vault.hpke import KeyPair
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.rewrap import epoch_context
from vidgenie.vault.sealed_tables import RecipientRow

EPOCH = "epoch"
PROCESS = "process"
EPOCH_LENGTH = timedelta(hours=1)
# How long an epoch opens grants after the last one was asked for.
AFTERWARDS = timedelta(hours=2)
LONGEST = timedelta(hours=3)
# A process that waits for a key says so every SIGN; without one for SILENCE it is gone.
SIGN = timedelta(seconds=10)
SILENCE = timedelta(minutes=1)
_FORGOTTEN = timedelta(minutes=10)
_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a grant can be sealed to.

    public: 32 bytes. closes_at: of an epoch, None for a process.
    """

    id: str
    kind: str
    public: bytes
    closes_at: datetime | None

    def latest(self, asked_at: datetime) -> datetime:
        """When a grant that was asked for at `asked_at` expires at the latest."""
        return asked_at + LONGEST if self.closes_at is None else self.closes_at + AFTERWARDS


class BootKey:
    """The key pair of this process: made when it is first needed, never written down."""

    def __init__(self) -> None:
        self.id = secrets.token_hex(16)
        self._pair: KeyPair | None = None
        self._lock = threading.Lock()

    def register(self, session: Session, now: datetime) -> Recipient:
        """This process as a recipient, with a sign of life in the database."""
        pair = self._made()
        row = RecipientRow(id=self.id, kind=PROCESS, public=pair.public, opens_at=now, seen_at=now)
        insert = _INSERT[session.connection().dialect.name](RecipientRow).values(row.model_dump())
        session.connection().execute(
            insert.on_conflict_do_update(
                index_elements=["id"],
                set_={"seen_at": now},
                where=col(RecipientRow.seen_at) < now - SIGN,
            )
        )
        return Recipient(self.id, PROCESS, pair.public, None)

    def sign(self, session: Session, now: datetime) -> None:
        """Say that this process is alive, if a grant could be waiting for it."""
        if self._pair is not None:
            self.register(session, now)

    def open(self, blob: bytes, info: bytes) -> bytes:
        """What was sealed to this process. Raises Unreadable."""
        return hpke.open(self._made().private, blob, info)

    def _made(self) -> KeyPair:
        with self._lock:
            self._pair = self._pair or hpke.generate()
            return self._pair


@dataclass(frozen=True, slots=True)
class Epochs:
    """The key pairs of the hours; readable as long as the master key is."""

    master: MasterKeys
    environment: str

    def current(self, session: Session, now: datetime) -> Recipient | None:
        """The open epoch, made when there is none; None while the vault is locked.

        Two processes at once may make one each: both work, the newest is taken.
        """
        query = select(RecipientRow).where(
            col(RecipientRow.kind) == EPOCH,
            col(RecipientRow.closes_at) > now,
            col(RecipientRow.destroyed_at).is_(None),
        )
        newest = query.order_by(col(RecipientRow.opens_at).desc(), col(RecipientRow.id))
        for row in session.exec(newest):
            if self._private(row) is not None:
                return _recipient(row)
        return self._make(session, now)

    def opener(self, session: Session, epoch_id: str) -> Callable[[bytes, bytes], bytes] | None:
        """Opens (blob, info) sealed to this epoch; None when it is destroyed or locked.

        The function it returns raises Unreadable.
        """
        row = session.get(RecipientRow, epoch_id)
        private = None if row is None else self._private(row)
        if private is None:
            return None
        return lambda blob, info: hpke.open(private, blob, info)

    def _make(self, session: Session, now: datetime) -> Recipient | None:
        pair, epoch_id = hpke.generate(), secrets.token_hex(16)
        bound_to = epoch_context(self.environment, epoch_id)
        try:
            version, wrapped = self.master.wrap(session, pair.private, bound_to)
        except VaultLocked:
            return None
        row = RecipientRow(
            id=epoch_id,
            kind=EPOCH,
            public=pair.public,
            private_wrapped=wrapped,
            master_version=version,
            opens_at=now,
            closes_at=now + EPOCH_LENGTH,
            seen_at=now,
        )
        session.add(row)
        session.flush()
        return _recipient(row)

    def _private(self, row: RecipientRow) -> bytes | None:
        """The private key, None when it is destroyed or does not open here."""
        if row.private_wrapped is None or row.master_version is None:
            return None
        try:
            return self.master.unwrap(
                row.master_version, row.private_wrapped, epoch_context(self.environment, row.id)
            )
        except (VaultLocked, Unreadable):
            return None


def alive(session: Session, wanted: set[str], now: datetime) -> dict[str, Recipient]:
    """Those of these recipients that can still open a grant made now, by id."""
    query = select(RecipientRow).where(
        col(RecipientRow.id).in_(wanted),
        col(RecipientRow.destroyed_at).is_(None),
        case(
            (col(RecipientRow.kind) == EPOCH, col(RecipientRow.closes_at) > now - AFTERWARDS),
            else_=col(RecipientRow.seen_at) > now - SILENCE,
        ),
    )
    return {row.id: _recipient(row) for row in session.exec(query)}


def ids(kind: str) -> SelectOfScalar[str]:
    """The query for the ids of all recipients of this kind."""
    return select(col(RecipientRow.id)).where(col(RecipientRow.kind) == kind)


def destroy(session: Session, now: datetime) -> list[str]:
    """Destroy the private keys whose time is over; ids of the recipients that are no more.

    Dead processes are forgotten, epochs a day after their end.
    """
    over = (col(RecipientRow.kind) == EPOCH, col(RecipientRow.closes_at) <= now - AFTERWARDS)
    ended = (
        update(RecipientRow)
        .where(*over, col(RecipientRow.destroyed_at).is_(None))
        .values(private_wrapped=None, master_version=None, destroyed_at=now)
        .returning(col(RecipientRow.id))
    )
    dead = or_(
        col(RecipientRow.destroyed_at) < now - timedelta(days=1),
        (col(RecipientRow.kind) == PROCESS) & (col(RecipientRow.seen_at) < now - _FORGOTTEN),
    )
    gone = delete(RecipientRow).where(dead).returning(col(RecipientRow.id))
    connection = session.connection()
    return [*connection.execute(ended).scalars(), *connection.execute(gone).scalars()]


def _recipient(row: RecipientRow) -> Recipient:
    return Recipient(row.id, row.kind, row.public, row.closes_at)
