"""State of the library."""

import asyncio
from typing import Annotated, Literal

import reflex as rx
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.domain.account import Account
from vidgenie.services.views import RunView
from vidgenie.ui.contents import (
    ContentRow,
    ShowsContents,
    content_row,
    read_contents,
    run_in_doubt,
)
from vidgenie.ui.doubt import DecidesDoubt, Json, questions
from vidgenie.ui.makers import maker_title
from vidgenie.ui.session import signed_in
from vidgenie.ui.toast import tell_done

PAGE_SIZE = 12
Status = Literal["", "completed", "processing", "failed", "cancelled"]
_Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class LibraryState(ShowsContents, DecidesDoubt, rx.State):
    """Backs /library. pages: how many there are; page: from 1; opened: shown in the dialog.

    questions: what is to be decided about its Run, see `ui.doubt`.
    """

    is_loaded: rx.Field[bool] = rx.field(False)
    contents: rx.Field[list[ContentRow]] = rx.field(default_factory=list[ContentRow])
    total: rx.Field[int] = rx.field(0)
    page: rx.Field[int] = rx.field(1)
    pages: rx.Field[int] = rx.field(1)
    status: rx.Field[str] = rx.field("")
    query: rx.Field[str] = rx.field("")
    opened: rx.Field[ContentRow] = rx.field(default_factory=ContentRow)
    questions: rx.Field[list[Json]] = rx.field(default_factory=list[Json])
    is_open: rx.Field[bool] = rx.field(False)
    is_sure: rx.Field[bool] = rx.field(False)

    @rx.event
    @signed_in
    async def load(self, account: Account) -> None:
        """Read the page; `?open=` names an entry to show at once."""
        self.is_open = self.is_sure = False
        await self._read(account)
        self.is_loaded = True
        wanted = self.router.url.query_parameters.get("open", "")
        if wanted:
            await self._open(account, str(wanted)[:64])

    @rx.event(supersedes=True)
    @signed_in
    async def search(self, account: Account, query: Annotated[str, Field(max_length=200)]) -> None:
        """Show the entries whose prompt contains these words."""
        self.query = query
        self.page = 1
        await self._read(account)

    @rx.event
    @signed_in
    async def filter(
        self,
        account: Account,
        status: Status,
    ) -> None:
        """Show the entries in one state; "" shows all."""
        self.status = status
        self.page = 1
        await self._read(account)

    @rx.event
    @signed_in
    async def turn(self, account: Account, pages: Literal[-1, 1]) -> None:
        """Turn to the page before or after."""
        self.page = min(max(1, self.page + pages), self.pages)
        await self._read(account)

    @rx.event
    @signed_in
    async def show(self, account: Account, content: _Id) -> None:
        """Open an entry."""
        await self._open(account, content)

    @rx.event
    def close(self) -> None:
        """Close the entry that is open."""
        self.is_open = self.is_sure = False

    @rx.event
    def ask(self) -> None:
        """Ask whether the entry that is open shall really go."""
        self.is_sure = True

    @rx.event
    @signed_in
    async def delete(self, account: Account) -> None:
        """Delete the entry that is open, once that was confirmed."""
        if not (self.is_open and self.is_sure):
            return
        self.is_open = self.is_sure = False
        await asyncio.to_thread(bootstrap.services().library.delete, account, self.opened.id)
        await self._read(account)
        await tell_done(self, "deleted")

    async def _open(self, account: Account, content_id: str) -> None:
        view = await asyncio.to_thread(bootstrap.services().library.get, account, content_id)
        run = await asyncio.to_thread(run_in_doubt, account, view)
        self.opened = content_row(view, in_doubt=run is not None)
        self.questions = questions(run, titled=maker_title) if run else []
        self.is_sure = False
        self.is_open = True

    async def _decided(self, account: Account, view: RunView) -> None:
        """The entry and the list as they are now; the dialog stays open."""
        if self.is_open and self.opened.run_id == view.id:
            await self._open(account, self.opened.id)
        await self._read(account)

    async def _read(self, account: Account) -> None:
        self.contents, self.total = await read_contents(
            account, page=self.page, page_size=PAGE_SIZE, status=self.status, q=self.query
        )
        self.pages = max(1, -(-self.total // PAGE_SIZE))
        if self.page > self.pages:
            self.page = self.pages
            await self._read(account)
