"""The log itself: to append, to read, to prove that nothing was done to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import insert, text
from sqlmodel import Session, col

from vidgenie.audit import reading
from vidgenie.audit.line import START, Anchor, Entry, Fault, Value, seal
from vidgenie.audit.proof import Proof
from vidgenie.audit.tables import AuditRow

_LOCK = 0x76676175  # any number that nobody else locks
# Made once: on PostgreSQL others wait while a line is added.
_INSERT = insert(AuditRow)


class Chain:
    """Lines that each carry a seal over themselves and the seal of the line before.

    Who can write to the database but has no `key` cannot change, remove, insert or
    reorder lines unseen; that lines are missing at the end is seen by anchors.

    key: 32 bytes, the same in every process of the installation.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def append(  # noqa: PLR0913  # a line has six parts
        self,
        session: Session,
        *,
        actor: str,
        account_id: str,
        action: str,
        thing: str,
        data: Mapping[str, Value],
        now: datetime,
    ) -> int:
        """Add a line; its number.

        Must be the last thing its transaction does: on PostgreSQL every other line
        waits until it commits (on SQLite every writer waits anyway).
        """
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        last = reading.head(session) or Anchor(0, START)
        entry = Entry(last.seq + 1, now, actor, account_id, action, thing, dict(data))
        line = {
            "seq": entry.seq,
            "at": now,
            "actor": actor,
            "account_id": account_id,
            "action": action,
            "thing": thing,
            "data": entry.data,
            "prev": last.mac,
            "mac": seal(self._key, entry, last.mac),
        }
        connection.execute(_INSERT, line)
        return entry.seq

    def entries(
        self,
        session: Session,
        account_id: str,
        *,
        about: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> list[Entry]:
        """What concerns an Account, the newest first.

        about: first part of the actions, as "vault"; "" = all.
        before: only lines with a lower number.
        """
        mine = [col(AuditRow.account_id) == account_id]
        if about:
            mine.append(col(AuditRow.action).startswith(f"{about}.", autoescape=True))
        if before is not None:
            mine.append(col(AuditRow.seq) < before)
        return reading.page(session, *mine, limit=limit)

    def everything(
        self, session: Session, *, before: int | None = None, limit: int = 50
    ) -> list[Entry]:
        """As `entries`, whomever it concerns: for the operator."""
        older = [] if before is None else [col(AuditRow.seq) < before]
        return reading.page(session, *older, limit=limit)

    def head(self, session: Session) -> Anchor | None:
        """The last line, None when there is none. To anchor it, read it outside a transaction."""
        return reading.head(session)

    def verify(
        self, session: Session, anchors: Iterable[Anchor], *, since: Anchor | None = None
    ) -> list[Fault]:
        """What was done to the log, in the order of its lines; empty when it is whole.

        Takes time in proportion to the log; stops at 1000 faults.

        anchors: read before this is called, or lines added meanwhile look truncated.
        since: a line that is known to be right; those before it are not read.
        """
        proof = Proof(self._key, anchors, since=since)
        for line in reading.lines(session, since=since.seq if since else None):
            proof.read(line)
            if proof.is_settled:
                break
        return proof.faults()
