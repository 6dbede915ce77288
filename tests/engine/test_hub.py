"""The hub tells whoever watches an Account that something about it has changed."""

import asyncio
from contextlib import suppress

import pytest

from vidgenie.engine import news
from vidgenie.engine.hub import open_hub

in_soak = pytest.mark.postgres_in_soak
ANA, BOB = "a" * 32, "b" * 32


@pytest.fixture
def hub(database, database_url, reading):
    return open_hub(database_url, reading)


@pytest.fixture
def tell(transaction):
    """Tells of an Account in a transaction of its own, as another process would."""

    def told(account_id):
        with transaction() as session:
            news.tell(session, account_id)

    return lambda account_id: asyncio.to_thread(told, account_id)


@pytest.fixture
def taken_back(transaction):
    """Tells of Ana in a transaction that is rolled back."""

    def told():
        with suppress(LookupError), transaction() as session:
            news.tell(session, ANA)
            session.flush()
            raise LookupError

    return told


async def heard(changed):
    """Wait until the hub says that something has changed."""
    async with asyncio.timeout(5):
        await changed.wait()
    changed.clear()


async def test_who_watches_an_account_hears_of_it_each_time(hub, tell):
    async with hub.watch(ANA) as one, hub.watch(ANA) as two:
        one.clear()
        two.clear()
        for _ in range(3):
            await tell(ANA)
            await heard(one)
            await heard(two)


async def test_who_watches_another_account_does_not(hub, tell):
    async with hub.watch(ANA) as mine, hub.watch(BOB) as theirs:
        mine.clear()
        theirs.clear()

        await tell(ANA)
        await heard(mine)

        assert not theirs.is_set()


@in_soak
async def test_what_was_told_before_somebody_came_is_not_told_again(hub, tell):
    await tell(ANA)
    async with hub.watch(BOB), hub.watch(ANA) as changed:
        changed.clear()
        await tell(BOB)
        await tell(ANA)
        await heard(changed)

        assert not changed.is_set()


@in_soak
async def test_what_is_taken_back_was_never_told(hub, taken_back, tell):
    async with hub.watch(ANA) as mine, hub.watch(BOB) as theirs:
        mine.clear()
        theirs.clear()
        taken_back()
        await tell(BOB)
        await heard(theirs)

        assert not mine.is_set()


@in_soak
async def test_it_ends_with_the_last_who_watches(hub, tell):
    async with hub.watch(ANA), hub.watch(BOB):
        assert hub.watched == 2

    assert hub.watched == 0
    async with hub.watch(ANA) as changed:
        changed.clear()
        await tell(ANA)
        await heard(changed)


@in_soak
def test_the_number_of_an_account_rises_whenever_it_is_told_of(transaction, reading):
    def told(account_id):
        with reading() as session:
            return news.told(session, account_id)

    assert told(ANA) == 0
    numbers = []
    for account_id in (ANA, BOB, ANA):
        with transaction() as session:
            news.tell(session, account_id)
        numbers.append(told(account_id))

    assert numbers == [1, 2, 3]
    assert (told(ANA), told(BOB)) == (3, 2)
