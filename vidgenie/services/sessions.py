"""Use cases on sessions: where somebody is signed in, and to end that from here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vidgenie.accounts import sessions
from vidgenie.accounts.identity import Visit
from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.errors import NotFound


@dataclass(frozen=True, slots=True)
class SessionView:
    """A browser somebody is signed in with. current: it is the one that asks."""

    id: str
    current: bool
    user_agent: str
    ip: str
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class SessionService:
    """Browser sessions. clock: the present instant, aware, UTC."""

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain

    def all(self, visit: Visit) -> list[SessionView]:
        """Where the Account is signed in, the last used first."""
        with self.reading() as session:
            found = sessions.sessions_of(session, visit.account.id, now=self.clock())
        return [
            SessionView(
                id=one.id,
                current=one.id == visit.session_id,
                user_agent=one.user_agent,
                ip=one.ip,
                created_at=one.created_at,
                last_seen_at=one.last_seen_at,
            )
            for one in found
        ]

    def revoke(self, visit: Visit, session_id: str) -> None:
        """End one session. Raises NotFound, also when it is somebody else's."""
        with self.transaction() as session:
            if not sessions.end_one(session, visit.account.id, session_id):
                raise NotFound("session")
            self.audit.append(
                session,
                actor=visit.account.id,
                account_id=visit.account.id,
                action="account.session",
                thing=session_id,
                data={"change": "revoked"},
                now=self.clock(),
            )

    def revoke_others(self, visit: Visit) -> int:
        """End every session but the one that asks; how many there were."""
        with self.transaction() as session:
            count = sessions.end_all(session, visit.account.id, but=visit.session_id)
            if count:
                self.audit.append(
                    session,
                    actor=visit.account.id,
                    account_id=visit.account.id,
                    action="account.session",
                    thing="",
                    data={"change": "others_revoked", "count": count},
                    now=self.clock(),
                )
        return count
