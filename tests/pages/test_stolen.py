"""Somebody has another person's client token, out of a log or a shared computer: it opens nothing.

Reflex hands a State to whoever knows its token, and what it has to say to whoever
connected with it last. The tab is bound to its session cookie instead.
"""

import asyncio
import inspect
import typing
from contextlib import asynccontextmanager

import pytest
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import json_dumps

from tests.pages.tab import Tab, _Guards
from vidgenie import pages
from vidgenie.pages.dashboard.state import DashboardState
from vidgenie.pages.library.state import LibraryState
from vidgenie.ui.session import SessionState

pages.discover()
HANDLERS = RegistrationContext.get().event_handlers
SECRET = "Adas-secret-prompt"


class Room:
    """What Reflex knows: a token, and who connected with it last."""

    def __init__(self, token):
        self.token = token
        self.here = None

    async def emit_update(self, update, token):
        assert token == self.token
        await self.here.emit_update(update, token)


@asynccontextmanager
async def a_room(victim_cookie):
    """A victim's tab, and `steal(cookie)`: somebody connects with its token."""
    processor = BaseStateEventProcessor(middleware=_Guards())
    victim = Tab(processor, cookie=victim_cookie)
    room = Room(victim.token)
    room.here = victim
    processor.configure(state_manager=StateManagerMemory(), event_namespace=room)

    def steal(cookie):
        room.here = Tab(processor, cookie=cookie, token=victim.token)
        return room.here

    async with processor:
        yield victim, steal


@pytest.fixture
def entry(services, ada):
    """What the library calls a Run of the victim's."""
    services.runs.start(ada.account, services.graphs.default(prompt=SECRET))
    return services.library.page(ada.account).items[0].id


async def fill(tab, entry):
    """The victim has used every page."""
    for load in (
        SessionState.enter,
        LibraryState.load,
        DashboardState.load,
    ):
        await tab.fire(load)
    await tab.fire(LibraryState.show, content=entry)
    assert SECRET in json_dumps(tab.shown)


def payload(handler):
    """Arguments of the right types, so that the handler gets as far as it can."""
    function = inspect.unwrap(handler.fn)
    hints = typing.get_type_hints(function)
    names = [name for name in inspect.signature(function).parameters if name != "self"]
    return {name: _value(hints.get(name)) for name in names if name != "account"}


def _value(kind):
    options = typing.get_args(kind)
    if typing.get_origin(kind) is typing.Literal:
        return options[-1]
    origin = typing.get_origin(kind) or kind
    return {int: 1, bool: True, list: [], dict: {}, float: 1.0}.get(origin, "prompt")


async def send(tab, name, values):
    """Fire any handler there is; what follows Runs is ended once it has had its say."""
    future = await tab.start(HANDLERS[name].handler, **values)
    waiting = asyncio.ensure_future(future.wait_all())
    done, _ = await asyncio.wait([waiting], timeout=0.3 if _is_background(name) else 10)
    if not done:
        future.cancel()
        await asyncio.wait([waiting], timeout=5)


def _is_background(name):
    return HANDLERS[name].handler.is_background


@pytest.mark.parametrize("thief", ["bob", "nobody", "forger"])
async def test_no_handler_shows_a_thief_anything(services, ada, bob, entry, thief):
    cookie = {"bob": bob.cookie, "nobody": "", "forger": "x" * 43}[thief]
    run_id = services.runs.latest(ada.account).id
    before = services.library.get(ada.account, entry)
    leaks = {}
    for name in sorted(HANDLERS):
        async with a_room(ada.cookie) as (victim, steal):
            await fill(victim, entry)
            stolen = steal(cookie)

            await send(stolen, name, payload(HANDLERS[name].handler))
            # Whatever it has done, the next look at the whole State is as empty.
            await send(stolen, "reflex___state____state.hydrate", {})

        seen = json_dumps(stolen.shown) + repr(stolen.sent)
        secrets = [SECRET, "ada@example.com", run_id, entry, ada.account.id]
        if found := [secret for secret in secrets if secret in seen]:
            leaks[name] = found

    assert not leaks
    assert services.library.get(ada.account, entry).status == before.status
    assert services.runs.latest(ada.account).id == run_id


@pytest.mark.parametrize("state", [DashboardState, LibraryState])
@pytest.mark.parametrize("thief", ["bob", "nobody"])
async def test_what_the_victim_still_follows_goes_to_no_thief(services, ada, bob, state, thief):
    """The victim has left without a word; the background event goes on for a while."""
    async with a_room(ada.cookie) as (victim, steal):
        await victim.fire(LibraryState.load)
        following = await victim.start(state.watch)
        await asyncio.sleep(0.1)
        stolen = steal(bob.cookie if thief == "bob" else "")
        await stolen.fire(SessionState.enter)

        run = services.runs.start(ada.account, services.graphs.default(prompt=SECRET))
        ending = asyncio.ensure_future(following.wait_all())
        ended, _ = await asyncio.wait([ending], timeout=10)

    assert ended
    seen = json_dumps(stolen.shown)
    assert SECRET not in seen
    assert run.run_id not in seen
    assert "ada@example.com" not in seen


async def test_the_victim_comes_back_to_what_is_hers(ada, bob, entry):
    async with a_room(ada.cookie) as (victim, steal):
        await fill(victim, entry)
        await steal(bob.cookie).fire(LibraryState.load)

        back = steal(ada.cookie)
        await back.fire(SessionState.enter)
        await back.fire(LibraryState.load)

    assert back.value(SessionState, "email") == "ada@example.com"
    assert SECRET in json_dumps(back.shown)
    assert "bob@example.com" not in json_dumps(back.shown)


async def test_a_thief_with_the_cookie_too_is_the_victim_until_the_session_ends(
    services, ada, entry
):
    """What protects then is ending the session: nothing is shown any more."""
    async with a_room(ada.cookie) as (victim, steal):
        await fill(victim, entry)
        services.accounts.logout(ada.cookie)
        stolen = steal(ada.cookie)

        await stolen.fire(LibraryState.load)
        await stolen.fire(DashboardState.load)

    assert SECRET not in json_dumps(stolen.shown)
    assert stolen.redirected_to.startswith("/login")
