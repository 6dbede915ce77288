"""What changes while a Run goes on: small values of their own, sent at every step."""

import asyncio
import time
from collections.abc import Collection, Iterable
from contextlib import aclosing
from datetime import datetime
from typing import Any

import reflex as rx

from vidgenie.domain.run import RunStatus
from vidgenie.pages.create.state import CreateState, put
from vidgenie.services.views import NodeView, RunView
from vidgenie.ui.clock import milliseconds
from vidgenie.ui.session import followed, is_still, refresh_credits

# Seconds for which work that took no time is shown as work: people should see each step.
GLIMPSE = 0.15
NEWS = 3  # seconds; what ended earlier is no news to a page that opens now


class LiveState(rx.State):
    """Where the Run stands; CreateState holds what changes rarely.

    nodes: Node id -> {s: status shown, p: progress 0-100, b: begun in epoch ms, d: took in ms};
        while its Provider is busy also {u: asked again at, epoch ms, l: ms until then};
        q: 1 while its owner is asked what to do.
    waits: id of the Node whose Provider is asked again first, "" when none is busy.
    run_id: of the Run; what is here counts only while it is the one CreateState shows.
    percent: of the whole Run; remaining: seconds; begun, took: as in `nodes`.
    clock: the server's time when this page first saw this Run, epoch ms.
    """

    run_id: rx.Field[str] = rx.field("")
    nodes: rx.Field[dict[str, dict[str, Any]]] = rx.field(default_factory=dict[str, dict[str, Any]])
    status: rx.Field[str] = rx.field("")
    current: rx.Field[str] = rx.field("")
    percent: rx.Field[int] = rx.field(0)
    remaining: rx.Field[int] = rx.field(0)
    waits: rx.Field[str] = rx.field("")
    begun: rx.Field[int] = rx.field(0)
    took: rx.Field[int] = rx.field(0)
    clock: rx.Field[int] = rx.field(0)

    @rx.event(background=True)
    async def watch(self) -> None:
        """Follow the Account's latest Run; Reflex ends this when the page is left."""
        paid = ""
        is_first = True
        async with aclosing(followed(self)) as changes:
            async for account, view in changes:
                async with self:
                    if not await is_still(self, account):
                        return
                    create = await self.get_state(CreateState)
                    if create._draft is None:  # noqa: SLF001  # as below
                        await create._open(account)  # noqa: SLF001  # as below
                    if is_first:
                        # What an earlier page was told of the time is of no use to this one.
                        self.clock = _now()
                        is_first = False
                    jumped: set[str] = set()
                    if create._follow(view):  # noqa: SLF001  # public would be an endpoint
                        jumped = self._jumped(view)
                        self._show(view, busy=jumped)
                    if paid != (money := f"{view.id}{view.charged}{view.released}"):
                        paid = money
                        await refresh_credits(self, account)
                if jumped:
                    await asyncio.sleep(GLIMPSE)
                    async with self:
                        if await is_still(self, account):
                            self._show(view)

    def _jumped(self, view: RunView) -> set[str]:
        """Nodes that were done before anybody saw them work."""
        shown = self.nodes if self.run_id == view.id else {}
        new = _now() - 1000 * NEWS
        return {
            node.id
            for node in view.nodes
            if node.status.shown == "success"
            and shown.get(node.id, {"s": "idle"})["s"] == "idle"
            and milliseconds(node.finished_at) > new
        }

    def _show(self, view: RunView, *, busy: Collection[str] = ()) -> None:
        """Show where the Run stands; `busy` Nodes as if they still worked."""
        put(
            self,
            nodes={
                node.id: {**_live(node), "s": "loading"} if node.id in busy else _live(node)
                for node in view.nodes
            },
            status=view.status.value,
            current=view.current or "",
            percent=view.progress,
            remaining=view.remaining_seconds,
            begun=milliseconds(view.started_at),
            took=_took(view.started_at, view.finished_at),
            waits=_first_wait(view.nodes),
        )
        if self.run_id != view.id:
            self.run_id = view.id
            self.clock = _now()


def _live(node: NodeView) -> dict[str, Any]:
    shown = {
        "s": node.status.shown,
        "p": node.progress,
        "b": milliseconds(node.started_at),
        "d": _took(node.started_at, node.finished_at),
    }
    if node.question:
        return {**shown, "q": 1}
    if node.waits_until is None:
        return shown
    until = milliseconds(node.waits_until)
    return {**shown, "u": until, "l": max(0, until - _now())}


def _first_wait(nodes: Iterable[NodeView]) -> str:
    waiting = [(node.waits_until, node.id) for node in nodes if node.waits_until]
    return min(waiting)[1] if waiting else ""


def _now() -> int:
    """The server's time, epoch ms."""
    return int(time.time() * 1000)


def _took(begun: datetime | None, finished: datetime | None) -> int:
    """Milliseconds, at least 1, once something is over; 0 before."""
    if begun is None or finished is None:
        return 0
    return max(1, milliseconds(finished) - milliseconds(begun))


# Whether this is news of the Run that is shown; not yet for one that was just started.
IS_CURRENT = (CreateState.run_id != "") & (LiveState.run_id == CreateState.run_id)


def live_nodes() -> rx.Var[dict[str, dict[str, Any]]]:
    """Where each Node stands; nothing when no Run is shown."""
    return rx.cond(IS_CURRENT, LiveState.nodes, {})


def live_status() -> rx.Var[str]:
    """Where the Run stands, "" when none is shown."""
    return rx.cond(
        IS_CURRENT, LiveState.status, rx.cond(CreateState.is_running, RunStatus.QUEUED.value, "")
    )
