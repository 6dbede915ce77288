"""The live status hub: tells who watches which Runs have changed.

One per process. On SQLite it looks at the database's change counter, which sees
the commits of every connection in every process; on PostgreSQL it listens. It
runs only while somebody watches, and tells *that* something changed: watchers
read the state themselves, so nothing can be lost or come out of order.
"""

import asyncio
import logging
import sqlite3
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager, closing

import psycopg
from psycopg import sql

from vidgenie.db import Transaction, is_sqlite
from vidgenie.engine import news
from vidgenie.engine.threads import in_thread

log = logging.getLogger(__name__)

INTERVAL = 0.02
RECONNECT = 1.0


class Hub(ABC):
    """Watchers by topic; a topic is a Run id or an Account id."""

    def __init__(self) -> None:
        self._watchers: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._source: asyncio.Task[None] | None = None
        self._started = asyncio.Event()

    @asynccontextmanager
    async def watch(self, topic: str) -> AsyncGenerator[asyncio.Event]:
        """An event that is set after each change; whoever waits clears it before reading.

        Changes made after this block was entered are never missed.
        """
        changed = asyncio.Event()
        self._watchers[topic].add(changed)
        if self._source is None:
            self._started = asyncio.Event()
            self._source = asyncio.create_task(self._keep_following(), name="vg-hub")
        try:
            await self._started.wait()
            yield changed
        finally:
            self._watchers[topic].discard(changed)
            if not self._watchers[topic]:
                del self._watchers[topic]
            if not self._watchers:
                self._end_source()

    @property
    def watched(self) -> int:
        """How many watch."""
        return sum(len(events) for events in self._watchers.values())

    def _end_source(self) -> None:
        # The next watcher starts a new source: this one may take a moment to end.
        ended, self._source = self._source, None
        if ended is not None:
            ended.cancel()

    def _tell(self, topics: Iterable[str]) -> None:
        for topic in topics:
            for event in self._watchers.get(topic, ()):
                event.set()

    def _tell_all(self) -> None:
        self._tell(list(self._watchers))

    async def _keep_following(self) -> None:
        while True:
            try:
                await self._follow()
            except (OSError, psycopg.Error, sqlite3.Error):
                log.warning("the live status lost the database; trying again", exc_info=True)
                await asyncio.sleep(RECONNECT)

    @abstractmethod
    async def _follow(self) -> None:
        """Set `_started`, then tell about changes until cancelled."""


class SqliteHub(Hub):
    """Looks at the change counter 50 times a second: microseconds, no table is read."""

    def __init__(self, path: str, reading: Transaction) -> None:
        super().__init__()
        self._path = path
        self._reading = reading

    async def _follow(self) -> None:
        with closing(sqlite3.connect(self._path, check_same_thread=False)) as connection:
            seen = self._counter(connection)
            touched, told = await in_thread(self._last_touched)
            self._tell_all()
            self._started.set()
            while True:
                await asyncio.sleep(INTERVAL)
                counter = self._counter(connection)
                if counter == seen:
                    continue
                seen = counter
                after = (touched, told)
                runs, accounts = await in_thread(lambda after=after: self._changes(*after))
                for run_id, account_id, at in runs:
                    touched = max(touched, at)
                    self._tell((run_id, account_id))
                for account_id, at in accounts:
                    told = max(told, at)
                    self._tell((account_id,))

    @staticmethod
    def _counter(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def _last_touched(self) -> tuple[int, int]:
        with self._reading() as session:
            return news.last_touched(session), news.last_told(session)

    def _changes(
        self, touched: int, told: int
    ) -> tuple[list[tuple[str, str, int]], list[tuple[str, int]]]:
        with self._reading() as session:
            return news.changed_since(session, touched), news.accounts_since(session, told)


class PostgresHub(Hub):
    """Listens on a connection of its own (not through a transaction pooler)."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def _follow(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        async with connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(news.CHANNEL)))
            self._tell_all()
            self._started.set()
            async for notice in connection.notifies():
                self._tell(notice.payload.split())


def open_hub(url: str, reading: Transaction) -> Hub:
    """The hub for this database."""
    if is_sqlite(url):
        return SqliteHub(url.removeprefix("sqlite:///"), reading)
    return PostgresHub(url)
