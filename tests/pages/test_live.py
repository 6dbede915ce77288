"""Whatever page is open, it shows what changes elsewhere, until it is left."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from tests.pages.tab import open_tab
from vidgenie.ui.session import SessionState

BOUGHT = {"credits": 200, "cents": 499, "currency": "usd"}


@pytest.fixture
def tell(services, ada):
    """Tells Ada something."""

    def told(key):
        with services.engine.transaction() as session:
            services.notifications.tell(session, ada.account.id, "purchase", key=key, params=BOUGHT)

    return told


@pytest.fixture
def looks(services, monkeypatch):
    """A line for each time an Account was looked at."""
    made = []
    standing = type(services.live).standing
    monkeypatch.setattr(
        type(services.live),
        "standing",
        lambda self, account: made.append(account.id) or standing(self, account),
    )
    return made


async def until(tab, name, wanted):
    """Wait until the browser has heard this of a variable."""
    async with asyncio.timeout(5):
        while tab.value(SessionState, name) != wanted:
            await asyncio.sleep(0.01)


async def watched(services, *, tabs=0):
    """Wait until so many watch."""
    async with asyncio.timeout(5):
        while services.engine.hub.watched != tabs:
            await asyncio.sleep(0.01)


@asynccontextmanager
async def page(person):
    """A tab with a page open, which follows its Account."""
    async with open_tab(person.cookie) as tab:
        await tab.fire(SessionState.enter)
        yield tab


async def test_credits_taken_elsewhere_are_gone_here(services, ada):
    async with page(ada) as one, page(ada) as two:
        services.credits.deduct(ada.account, 30, "test")

        await until(one, "credits", 70)
        await until(two, "credits", 70)


async def test_what_is_told_is_counted_and_what_was_read_is_not(services, ada, tell):
    async with page(ada) as tab:
        tell("one")
        await until(tab, "unread", 1)

        services.notifications.read(ada.account)
        await until(tab, "unread", 0)


async def test_pages_hear_that_there_is_something_new_to_read(services, ada, tell):
    async with page(ada) as tab:
        assert tab.value(SessionState, "news") == 0

        tell("one")

        await until(tab, "news", 1)


async def test_somebody_elses_news_change_nothing_here(services, ada, bob, tell):
    async with page(bob) as theirs, page(ada) as mine:
        sent = dict(theirs.shown[SessionState.get_full_name()])
        tell("one")
        await until(mine, "unread", 1)

        assert theirs.shown[SessionState.get_full_name()] == sent


async def test_many_changes_at_once_are_one_look(services, ada, looks):
    async with page(ada) as tab:
        for _ in range(20):
            services.credits.deduct(ada.account, 1, "test")
        await until(tab, "credits", 80)

    assert len(looks) <= 6


async def test_tabs_of_an_account_share_a_look(services, ada, looks):
    async with page(ada) as one, page(ada) as two, page(ada) as three:
        await watched(services, tabs=3)
        looks.clear()
        services.credits.deduct(ada.account, 30, "test")
        for tab in (one, two, three):
            await until(tab, "credits", 70)

    assert len(looks) <= 2


async def test_it_ends_with_the_tab(services, ada):
    async with page(ada):
        await watched(services, tabs=1)

    await watched(services)


async def test_a_page_entered_again_is_followed_once(services, ada):
    async with page(ada) as tab:
        for _ in range(3):
            await tab.fire(SessionState.enter)
        services.credits.deduct(ada.account, 30, "test")
        await until(tab, "credits", 70)

        assert services.engine.hub.watched == 1


async def test_refreshing_follows_nothing(services, ada):
    async with open_tab(ada.cookie) as tab:
        await tab.fire(SessionState.refresh)

        assert tab.value(SessionState, "credits") == 100
        assert services.engine.hub.watched == 0


async def test_who_logged_out_elsewhere_is_shown_nothing_more(services, ada):
    async with page(ada) as tab:
        services.accounts.logout(ada.cookie)
        services.credits.deduct(ada.account, 30, "test")
        await watched(services)

        assert tab.value(SessionState, "credits") == 100
