"""A browser tab without a browser: real events against real States, and what they send back."""

import asyncio
import contextvars
import secrets
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.event.processor.future import EventFuture
from reflex_base.utils.format import format_event_handler

from vidgenie.services.accounts import COOKIE
from vidgenie.ui.session import SameSession
from vidgenie.vidgenie import app

_END = "_rx_state_"


@dataclass
class Tab:
    """One tab of a browser that holds this session cookie.

    shown: State -> variable -> value, as the browser knows it.
    sent: events for the browser, as redirects.
    """

    processor: BaseStateEventProcessor
    cookie: str = ""
    path: str = "/create"
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: list[Event] = field(default_factory=list)

    async def fire(self, handler: Any, **payload: Any) -> None:
        """Send an event as the browser does, and wait for all it leads to that comes to an end."""
        await _settled(await self.start(handler, **payload))

    async def start(self, handler: Any, **payload: Any) -> Any:
        """Send an event; its future."""
        event = Event(
            name=format_event_handler(handler), payload=payload, router_data=self._router_data()
        )
        # In a context of its own: else the event of a second tab would belong to the first.
        queued = asyncio.create_task(
            self.processor.enqueue(self.token, event), context=contextvars.Context()
        )
        return await queued

    def value(self, state: type[BaseState], name: str) -> Any:
        """What the browser last heard of a variable; the default when it heard nothing."""
        known = self.shown.get(state.get_full_name(), {})
        return known.get(name + _END, state.get_fields()[name].default_value())

    @property
    def redirected_to(self) -> str:
        """Where the browser was last sent, "" for nowhere."""
        paths = [event.payload["path"] for event in self.sent if event.name == "_redirect"]
        return str(paths[-1]) if paths else ""

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """What Reflex calls to send something to the browser."""
        assert token == self.token
        for state, values in update.delta.items():
            self.shown.setdefault(state, {}).update(values)
        self.sent += update.events

    def _router_data(self) -> Mapping[str, Any]:
        cookies = f"vg_locale=fr; {COOKIE}={self.cookie}" if self.cookie else "vg_locale=fr"
        return {
            "pathname": self.path,
            "asPath": self.path,
            "headers": {"cookie": cookies, "origin": "http://127.0.0.1:3000"},
        }


async def _settled(future: EventFuture) -> None:
    """What a newer one of its kind ends, as `SessionState.watch`, goes on by itself."""
    await future
    for child in future.children:
        if child.supersede_key is None:
            with suppress(Exception):
                await _settled(child)


class _Guards:
    """The part of rx.App that looks at events first."""

    async def _preprocess(self, state: BaseState, event: Event) -> StateUpdate | None:
        return await SameSession().preprocess(app=app, state=state, event=event)


@asynccontextmanager
async def open_tab(cookie: str = "", *, path: str = "/create") -> AsyncGenerator[Tab]:
    """A tab; whatever goes on in it ends when it is closed."""
    processor = BaseStateEventProcessor(middleware=_Guards())
    tab = Tab(processor, cookie=cookie, path=path)
    processor.configure(state_manager=StateManagerMemory(), event_namespace=tab)
    async with processor:
        yield tab
