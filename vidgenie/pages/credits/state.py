"""State of the credits page."""

import asyncio
from dataclasses import dataclass

import reflex as rx

from vidgenie import bootstrap
from vidgenie.domain.account import PLANS, Account
from vidgenie.services.credits import EntryView
from vidgenie.ui.clock import milliseconds
from vidgenie.ui.session import signed_in

_PAGE = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. at: epoch ms; is_known: `reason` is a word of ours."""

    id: int
    type: str
    amount: int
    reason: str
    is_known: bool
    at: int


class CreditsState(rx.State):
    """Backs /credits; amounts in credits, renews in epoch ms, cursor "" on the last page."""

    is_loaded: rx.Field[bool] = rx.field(False)
    credits: rx.Field[int] = rx.field(0)
    held: rx.Field[int] = rx.field(0)
    used: rx.Field[int] = rx.field(0)
    used_today: rx.Field[int] = rx.field(0)
    used_this_week: rx.Field[int] = rx.field(0)
    unlimited: rx.Field[bool] = rx.field(False)
    plan: rx.Field[str] = rx.field("")
    granted: rx.Field[int] = rx.field(0)
    percent: rx.Field[int] = rx.field(0)
    renews: rx.Field[int] = rx.field(0)
    entries: rx.Field[list[Entry]] = rx.field(default_factory=list[Entry])
    cursor: rx.Field[str] = rx.field("")

    @rx.event
    @signed_in
    async def load(self, account: Account) -> None:
        """Read the balance and the newest part of the history."""
        balance = await asyncio.to_thread(bootstrap.services().credits.balance, account)
        plan = PLANS[account.plan]
        self.credits, self.held, self.used = balance.credits, balance.held, balance.credits_used
        self.used_today, self.used_this_week = balance.used_today, balance.used_this_week
        self.unlimited, self.plan, self.granted = balance.unlimited, plan.slug, plan.credits
        self.renews = milliseconds(balance.renews_at)
        full = balance.unlimited or plan.credits == 0
        self.percent = 100 if full else min(100, round(100 * balance.credits / plan.credits))
        self.entries = []
        await self._more(account, cursor="")
        self.is_loaded = True

    @rx.event
    @signed_in
    async def more(self, account: Account) -> None:
        """Add the next part of the history."""
        if self.cursor:
            await self._more(account, cursor=self.cursor)

    async def _more(self, account: Account, *, cursor: str) -> None:
        page = await asyncio.to_thread(
            bootstrap.services().credits.history, account, limit=_PAGE, cursor=cursor
        )
        self.entries = [*self.entries, *map(_entry, page.items)]
        self.cursor = page.next_cursor or ""


# What the ledger itself writes as a reason; anything else is in a person's words.
_REASONS = frozenset({"plan", "welcome", "hold", "capture", "release", "expired", "refund"})


def _entry(view: EntryView) -> Entry:
    return Entry(
        id=view.id,
        type=view.type,
        amount=view.amount,
        reason=view.reason,
        is_known=view.reason in _REASONS,
        at=milliseconds(view.created_at),
    )
