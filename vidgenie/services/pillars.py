"""Use cases on pillars: the kinds of content somebody makes often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from vidgenie.accounts.tables import AccountRow
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import Conflict, InvalidInput
from vidgenie.projects import pillars
from vidgenie.projects.pillars import BUILTIN, Pillar
from vidgenie.services.naming import check_name

MOST = 20
"""Pillars of their own that an Account may have."""
LONGEST_NAME, LONGEST_NOTE = 40, 1000
"""Characters."""


@dataclass(frozen=True, slots=True)
class PillarView:
    """A pillar. is_own: the Account's, not one that everybody has."""

    name: str
    note: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class PillarService:
    """Keeps pillars. clock: the present instant, aware, UTC."""

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]

    def all(self, account: Account) -> list[PillarView]:
        """Those that everybody has, then the Account's own, the oldest first."""
        with self.reading() as session:
            own = pillars.pillars(session, account.id)
        return [
            *(PillarView(name, "", is_own=False) for name in BUILTIN),
            *(PillarView(one.name, one.note, is_own=True) for one in own),
        ]

    def keep(self, account: Account, name: str, note: str) -> PillarView:
        """Add a pillar, or change what one is about; how its name is capitalised is as before.

        Raises InvalidInput, and Conflict for a name of ours or one pillar too many.
        """
        wanted = Pillar(check_name(name, longest=LONGEST_NAME), _note(note))
        if wanted.name.casefold() in BUILTIN:
            raise Conflict("Everybody has this pillar.", problem="exists")
        with self.transaction() as session:
            _lock(session, account)
            known = {one.name.casefold(): one.name for one in pillars.pillars(session, account.id)}
            kept = Pillar(known.get(wanted.name.casefold(), wanted.name), wanted.note)
            if kept.name not in known.values() and len(known) >= MOST:
                raise Conflict(f"An account has at most {MOST} pillars.", problem="too_many")
            pillars.keep(session, account.id, kept, now=self.clock())
        return PillarView(kept.name, kept.note, is_own=True)

    def delete(self, account: Account, name: str) -> None:
        """Forget a pillar; Projects keep its name. Raises NotFound, also for one of ours."""
        with self.transaction() as session:
            pillars.remove(session, account.id, name)


def _lock(session: Session, account: Account) -> None:
    """Let the Account's pillars be changed one after the other: two at once are one too many."""
    mine = select(AccountRow.id).where(col(AccountRow.id) == account.id)
    session.exec(mine.with_for_update(key_share=True)).first()


def _note(typed: str) -> str:
    note = typed.strip()
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(
            f"A note has at most {LONGEST_NOTE} characters.",
            field="note",
            problem="too_long",
            max=LONGEST_NOTE,
        )
    return note
