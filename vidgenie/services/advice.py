"""Advice to who runs the installation: what is as it was set, and may not be what they want."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from vidgenie.accounts.store import OPERATOR
from vidgenie.accounts.tables import AccountRow
from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import NotFound
from vidgenie.notifications import advice as store
from vidgenie.services.tariff_rules import admin_id

FREE_CREDITS = "free_credits"
"""Everybody who signs in can take credits at the test checkout, and there is more than one."""
_ALL = frozenset({FREE_CREDITS})


@dataclass(frozen=True, slots=True)
class Advice:
    """What admins are told once, until they say that they know.

    is_rehearsal: credits are sold on a page where no money moves. clock: aware, UTC.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    is_rehearsal: bool

    def needed(self) -> list[str]:
        """Slugs of what an admin should know."""
        if not self.is_rehearsal:
            return []
        with self.reading() as session:
            people = select(func.count()).where(col(AccountRow.role) != OPERATOR)
            is_alone = session.connection().execute(people).scalar_one() <= 1
            is_told = FREE_CREDITS in store.dismissed(session)
        return [] if is_alone or is_told else [FREE_CREDITS]

    def dismiss(self, admin: Account | None, slug: str) -> None:
        """Never give it again, to any admin. Raises NotFound when there is no such advice."""
        if slug not in _ALL:
            raise NotFound("advice")
        now = self.clock()
        with self.transaction() as session:
            if store.dismiss(session, slug, by=admin_id(admin), now=now):
                self.audit.append(
                    session,
                    actor=admin_id(admin),
                    account_id="",
                    action="admin.advice",
                    thing=slug,
                    data={"change": "dismissed"},
                    now=now,
                )
