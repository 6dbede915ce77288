"""What open tabs show of an Account wherever they are, and when that changes."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.accounts.identity import LEAVING
from vidgenie.accounts.tables import AccountRow
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.engine import news
from vidgenie.engine.threads import in_thread
from vidgenie.ledger import store as ledger
from vidgenie.notifications import store as notifications

# A Run tells of each of its steps: a tab looks four times a second at most.
_BETWEEN_LOOKS = 0.25  # seconds
_Looker = tuple[asyncio.AbstractEventLoop, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """An Account now. credits: available; held: set aside for Runs under way.

    unread: notifications. told: rises with whatever else pages may show: plan, purchases.
    """

    credits: int
    held: int
    unlimited: bool
    plan: str
    unread: int
    told: int


@dataclass(frozen=True, slots=True)
class LiveService:
    """Follows Accounts.

    clock: the present instant, aware, UTC. watch: topic -> see `engine.hub.Hub.watch`.
    looks: those that are about to be made, by event loop and Account.
    """

    reading: Transaction
    clock: Callable[[], datetime]
    watch: Callable[[str], AbstractAsyncContextManager[asyncio.Event]]
    looks: dict[_Looker, asyncio.Future[Standing | None]] = field(
        default_factory=dict[_Looker, asyncio.Future[Standing | None]]
    )

    def standing(self, account: Account) -> Standing | None:
        """The Account now, in four look-ups by key; None when it is gone."""
        with self.reading() as session:
            return _standing(session, account.id, now=self.clock())

    async def account_changes(self, account: Account) -> AsyncGenerator[Standing, None]:
        """The Account now, then whenever something of this is another, while it is there."""
        async with self.watch(account.id) as changed:
            seen: Standing | None = None
            while True:
                changed.clear()
                found = await self._look(account)
                if found is None:
                    return
                if found != seen:
                    seen = found
                    yield found
                await _next_look()
                await changed.wait()

    async def _look(self, account: Account) -> Standing | None:
        """The Account now: one look for all tabs that ask at this moment."""
        looker = (asyncio.get_running_loop(), account.id)
        look = self.looks.get(looker)
        if look is None:
            look = self.looks[looker] = asyncio.ensure_future(self._begin(looker, account))
        try:
            return await asyncio.shield(look)
        except asyncio.CancelledError:
            # As `in_thread`: nobody goes while it is being read.
            await asyncio.wait({look})
            raise

    async def _begin(self, looker: _Looker, account: Account) -> Standing | None:
        # Who asks from here on may know of something that this look is too early for.
        del self.looks[looker]
        return await in_thread(lambda: self.standing(account))


async def _next_look() -> None:
    """The next quarter of a second, the same for all tabs, so that they share their looks."""
    now = asyncio.get_running_loop().time()
    await asyncio.sleep(_BETWEEN_LOOKS - now % _BETWEEN_LOOKS)


def _standing(session: Session, account_id: str, *, now: datetime) -> Standing | None:
    here = (col(AccountRow.id) == account_id, col(AccountRow.role).not_in(LEAVING))
    plan = session.connection().execute(select(col(AccountRow.plan)).where(*here)).scalar()
    if plan is None:
        return None
    balance = ledger.balance(session, account_id, now=now)
    return Standing(
        credits=balance.available,
        held=balance.held,
        unlimited=balance.unlimited,
        plan=plan,
        unread=notifications.unread(session, account_id),
        told=news.told(session, account_id),
    )
