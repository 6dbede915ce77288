"""State of the dashboard."""

import asyncio

import reflex as rx

from vidgenie import bootstrap
from vidgenie.domain.account import PLANS, Account
from vidgenie.ui.clock import milliseconds
from vidgenie.ui.contents import ContentRow, ShowsContents, read_contents
from vidgenie.ui.session import signed_in

_SHOWN = 5  # one line on a wide screen


class DashboardState(ShowsContents, rx.State):
    """Backs /dashboard. percent: of this month's credits that are left; renews: epoch ms."""

    is_loaded: rx.Field[bool] = rx.field(False)
    contents: rx.Field[list[ContentRow]] = rx.field(default_factory=list[ContentRow])
    total: rx.Field[int] = rx.field(0)
    percent: rx.Field[int] = rx.field(0)
    used_today: rx.Field[int] = rx.field(0)
    used_this_week: rx.Field[int] = rx.field(0)
    renews: rx.Field[int] = rx.field(0)

    @rx.event
    @signed_in
    async def load(self, account: Account) -> None:
        """Read the latest contents and the credits."""
        await self._read(account)
        self.is_loaded = True

    async def _read(self, account: Account) -> None:
        self.contents, self.total = await read_contents(account, page_size=_SHOWN)
        balance = await asyncio.to_thread(bootstrap.services().credits.balance, account)
        granted = PLANS[account.plan].credits
        full = balance.unlimited or granted == 0
        self.percent = 100 if full else min(100, round(100 * balance.credits / granted))
        self.used_today = balance.used_today
        self.used_this_week = balance.used_this_week
        self.renews = milliseconds(balance.renews_at)
