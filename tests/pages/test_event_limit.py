"""A flood of events is dropped and told once; nobody else notices."""

from contextlib import AsyncExitStack, asynccontextmanager

from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.processor import BaseStateEventProcessor

from tests.pages.tab import Tab
from vidgenie.accounts.throttle import Limit
from vidgenie.pages.library.state import LibraryState
from vidgenie.services.limits import EVENTS, EVENTS_IP
from vidgenie.ui.limits import EventLimit
from vidgenie.ui.session import SameSession, SessionState
from vidgenie.ui.toast import ToastState
from vidgenie.vidgenie import app

# So slow that a test never gets an event back by waiting.
FEW = Limit("few", burst=5, interval=60.0)
MANY = Limit("many", burst=1000, interval=60.0)


class Chain:
    """The part of rx.App that looks at events first, in the order of the product."""

    def __init__(self, limit):
        self.middlewares = SameSession(), limit

    async def _preprocess(self, state, event):
        for one in self.middlewares:
            if (update := await one.preprocess(app=app, state=state, event=event)) is not None:
                return update
        return None


@asynccontextmanager
async def open_tabs():
    """Opens tabs that share one limit; they are closed in the order that Reflex wants."""
    async with AsyncExitStack() as opened:

        async def open_tab(limit, cookie, ip="192.0.2.1"):
            processor = BaseStateEventProcessor(middleware=Chain(limit))
            tab = Tab(processor, cookie=cookie)
            sent = tab._router_data()
            tab._router_data = lambda: {**sent, "ip": ip}
            processor.configure(state_manager=StateManagerMemory(), event_namespace=tab)
            await opened.enter_async_context(processor)
            return tab

        yield open_tab


async def searches(tab, count):
    """How many of so many searches arrived: the last that did says its number, from 1."""
    for number in range(1, count + 1):
        await tab.fire(LibraryState.search, query=str(number))
    return int(tab.value(LibraryState, "query"))


async def test_beyond_the_burst_events_are_dropped(services, ada):
    async with open_tabs() as tabs:
        tab = await tabs(EventLimit(FEW, MANY), ada.cookie)
        await tab.fire(LibraryState.load)

        assert await searches(tab, 10) == 4


async def test_the_person_is_told_once_and_in_words(services, ada):
    async with open_tabs() as tabs:
        tab = await tabs(EventLimit(FEW, MANY), ada.cookie)
        for _ in range(5):
            await tab.fire(SessionState.refresh)
        assert not tab.value(ToastState, "error")

        for _ in range(5):
            await tab.fire(SessionState.refresh)

        assert tab.value(ToastState, "error")["code"] == "too_many_attempts"
        assert 0 < tab.value(ToastState, "error")["retry_after"] <= 60
        assert tab.value(ToastState, "count") == 1


async def test_two_tabs_of_a_session_share_its_burst(services, ada):
    async with open_tabs() as tabs:
        limit = EventLimit(FEW, MANY)
        first, second = await tabs(limit, ada.cookie), await tabs(limit, ada.cookie)
        for _ in range(5):
            await first.fire(SessionState.refresh)

        await second.fire(SessionState.refresh)

        assert not second.value(SessionState, "known")


async def test_somebody_else_is_not_held_up(services, ada, bob):
    async with open_tabs() as tabs:
        limit = EventLimit(FEW, MANY)
        flooding, calm = await tabs(limit, ada.cookie), await tabs(limit, bob.cookie)
        for _ in range(20):
            await flooding.fire(SessionState.refresh)

        await calm.fire(SessionState.refresh)

        assert calm.value(SessionState, "known")


async def test_made_up_cookies_share_the_burst_of_their_address(services, ada):
    async with open_tabs() as tabs:
        limit = EventLimit(FEW, Limit("address", burst=8, interval=60.0))
        for number in range(8):
            await (await tabs(limit, f"made-up-{number}")).fire(SessionState.refresh)

        late, elsewhere = await tabs(limit, ada.cookie), await tabs(limit, ada.cookie, "192.0.2.2")
        await late.fire(SessionState.refresh)
        await elsewhere.fire(SessionState.refresh)

        assert not late.value(SessionState, "known")
        assert elsewhere.value(SessionState, "known")


async def test_a_guest_is_counted_by_address(services):
    async with open_tabs() as tabs:
        limit = EventLimit(FEW, Limit("address", burst=3, interval=60.0))
        tab = await tabs(limit, "")
        for _ in range(4):
            await tab.fire(SessionState.refresh)

        assert tab.value(ToastState, "error")["code"] == "too_many_attempts"


def test_the_limits_are_those_of_the_product():
    assert (EVENTS.burst, round(1 / EVENTS.interval)) == (60, 20)
    assert (EVENTS_IP.burst, round(1 / EVENTS_IP.interval)) == (600, 200)
