"""Who is asking: the cookie decides, at every event."""

import asyncio

import pytest
from reflex_base.utils.format import json_dumps

from tests.pages.tab import open_tab
from vidgenie.pages.dashboard.state import DashboardState
from vidgenie.pages.library.state import LibraryState
from vidgenie.ui.session import SessionState


async def test_without_a_session_pages_lead_to_the_login_and_back(services):
    async with open_tab(path="/library") as tab:
        await tab.fire(SessionState.enter)

        assert tab.redirected_to == "/login?next=/library"


@pytest.mark.parametrize("cookie", ["forged", "x" * 5000, 'a"b', "é"])
async def test_a_made_up_cookie_is_no_session(services, cookie):
    async with open_tab(cookie) as tab:
        await tab.fire(LibraryState.load)

        assert tab.redirected_to.startswith("/login")
        assert not tab.value(LibraryState, "is_loaded")


async def test_after_logging_out_the_open_page_can_do_nothing_more(tab, services, ada):
    services.runs.start(ada.account, services.graphs.default(prompt="Too late"))
    entry = services.library.page(ada.account).items[0].id
    await tab.fire(LibraryState.show, content=entry)
    await tab.fire(LibraryState.ask)
    services.accounts.logout(ada.cookie)

    await tab.fire(LibraryState.delete)

    assert tab.redirected_to.startswith("/login")
    assert services.library.get(ada.account, entry).id == entry


async def test_watching_needs_a_session(services):
    async with open_tab() as tab:
        await tab.fire(DashboardState.watch)

        assert tab.value(DashboardState, "contents") == []


async def test_who_logged_out_elsewhere_follows_no_further(tab, services, ada):
    watching = await tab.start(DashboardState.watch)
    services.accounts.logout(ada.cookie)

    services.runs.start(ada.account, services.graphs.default(prompt="Too late"))
    await asyncio.wait_for(watching.wait_all(), timeout=10)

    assert tab.value(DashboardState, "contents") == []


async def test_signed_in_people_skip_the_landing_page(tab):
    await tab.fire(SessionState.skip_when_signed_in)

    assert tab.redirected_to == "/dashboard"


async def test_the_header_shows_who_it_is(tab):
    await tab.fire(SessionState.enter)

    assert tab.value(SessionState, "name") == "Ada"
    assert tab.value(SessionState, "credits") == 100


async def test_a_tab_forgets_everything_when_its_cookie_changes(tab, services, ada, bob):
    services.runs.start(ada.account, services.graphs.default(prompt="Ada's secret"))
    await tab.fire(LibraryState.load)
    seen_by_ada = tab.value(LibraryState, "total")
    tab.shown.clear()
    tab.cookie = bob.cookie

    await tab.fire(SessionState.enter)

    assert seen_by_ada == 1
    assert tab.shown[LibraryState.get_full_name()]["contents_rx_state_"] == []
    assert "secret" not in str(tab.shown)
    assert tab.value(SessionState, "email") == "bob@example.com"


async def test_a_tab_whose_session_ended_forgets_everything(tab, services, ada):
    services.runs.start(ada.account, services.graphs.default(prompt="Ada's secret"))
    await tab.fire(LibraryState.load)
    tab.shown.clear()
    tab.cookie = ""

    await tab.fire(SessionState.skip_when_signed_in)

    assert "secret" not in str(tab.shown)
    assert tab.shown[LibraryState.get_full_name()]["contents_rx_state_"] == []


async def test_no_secret_is_ever_sent(tab, ada):
    await tab.fire(SessionState.enter)
    for load in (LibraryState.load, DashboardState.load):
        await tab.fire(load)

    sent = json_dumps(tab.shown)
    assert ada.cookie not in sent
    assert ada.account.id not in sent
