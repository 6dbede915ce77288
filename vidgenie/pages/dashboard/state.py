"""State of the dashboard."""

import reflex as rx

from vidgenie.domain.account import Account
from vidgenie.ui.contents import ContentRow, ShowsContents, read_contents
from vidgenie.ui.session import signed_in

_SHOWN = 5  # one line on a wide screen


class DashboardState(ShowsContents, rx.State):
    """Backs /dashboard."""

    is_loaded: rx.Field[bool] = rx.field(False)
    contents: rx.Field[list[ContentRow]] = rx.field(default_factory=list[ContentRow])
    total: rx.Field[int] = rx.field(0)

    @rx.event
    @signed_in
    async def load(self, account: Account) -> None:
        """Read the latest contents."""
        await self._read(account)
        self.is_loaded = True

    async def _read(self, account: Account) -> None:
        self.contents, self.total = await read_contents(account, page_size=_SHOWN)
