"""What changes while a Run goes on: small values of their own, sent at every step."""

import time
from contextlib import aclosing
from datetime import datetime
from typing import Any

import reflex as rx

from vidgenie import bootstrap
from vidgenie.pages.create.state import CreateState
from vidgenie.services.views import NodeView, RunView
from vidgenie.ui.clock import milliseconds
from vidgenie.ui.session import refresh_credits, watching_account


class LiveState(rx.State):
    """Where the Run stands; CreateState holds what changes rarely.

    nodes: Node id -> {s: status shown, p: progress 0-100, b: begun in epoch ms, d: took in ms}.
    percent: of the whole Run; remaining: seconds; begun, took: as in `nodes`.
    clock: the server's time of this news, epoch ms.
    """

    nodes: rx.Field[dict[str, dict[str, Any]]] = rx.field(default_factory=dict[str, dict[str, Any]])
    status: rx.Field[str] = rx.field("")
    current: rx.Field[str] = rx.field("")
    percent: rx.Field[int] = rx.field(0)
    remaining: rx.Field[int] = rx.field(0)
    begun: rx.Field[int] = rx.field(0)
    took: rx.Field[int] = rx.field(0)
    clock: rx.Field[int] = rx.field(0)

    @rx.event(background=True)
    async def watch(self) -> None:
        """Follow the Account's latest Run; Reflex ends this when the page is left."""
        account = await watching_account(self)
        if account is None:
            return
        paid = ""
        async with aclosing(bootstrap.services().runs.changes(account)) as changes:
            async for view in changes:
                async with self:
                    create = await self.get_state(CreateState)
                    if create._follow(view):  # noqa: SLF001  # public would be an endpoint
                        self._show(view)
                    else:
                        self._clear()
                    if paid != (money := f"{view.id}{view.charged}{view.released}"):
                        paid = money
                        await refresh_credits(self, account)

    def _show(self, view: RunView) -> None:
        self.nodes = {node.id: _live(node) for node in view.nodes}
        self.status = view.status.value
        self.current = next((n.type for n in view.nodes if n.id == view.current), "")
        self.percent = view.progress
        self.remaining = view.remaining_seconds
        self.begun = milliseconds(view.started_at)
        self.took = _took(view.started_at, view.finished_at)
        self.clock = int(time.time() * 1000)

    def _clear(self) -> None:
        self.nodes = {}
        self.status = self.current = ""
        self.percent = self.remaining = self.begun = self.took = 0


def _live(node: NodeView) -> dict[str, Any]:
    return {
        "s": node.status.shown,
        "p": node.progress,
        "b": milliseconds(node.started_at),
        "d": _took(node.started_at, node.finished_at),
    }


def _took(begun: datetime | None, finished: datetime | None) -> int:
    """Milliseconds, at least 1, once something is over; 0 before."""
    if begun is None or finished is None:
        return 0
    return max(1, milliseconds(finished) - milliseconds(begun))
