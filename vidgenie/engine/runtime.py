"""This process's part in executing Runs: DBOS, its queues, the heartbeat."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import dbos._core
from dbos import DBOS, AsyncSQLAlchemyDatasource, DBOSClient, DBOSConfig
from dbos._error import DBOSAwaitedWorkflowCancelledError
from sqlalchemy import Engine as Database
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel import Session

from vidgenie import db
from vidgenie.db import Transaction
from vidgenie.domain.ports.storage import Storage
from vidgenie.engine import queues, workflows
from vidgenie.engine.delivery import Delivery
from vidgenie.engine.desk import Desk
from vidgenie.engine.ports import Workshop
from vidgenie.engine.reaper import Presence, Reaper, new_executor_id
from vidgenie.engine.serializer import GuardSerializer
from vidgenie.engine.threads import in_thread
from vidgenie.settings import Settings

# Raised only when old Runs cannot be continued by new workflow code (docs/adr/0002).
CONTRACT = "engine-1"
NAME = "vidgenie"
CANCEL_WATCH = 0.2
# Seconds a Run that is about to end may take to do so when the process stops.
STOP_PATIENCE = 1
# Seconds between two looks of DBOS's listener, which asks nothing as long as nobody waits for
# a message, as here; stopping waits for it.
LISTENER = 0.1


@dataclass(frozen=True, slots=True)
class Runtime:
    """Built in the process that executes, after any fork; DBOS allows one at a time."""

    settings: Settings
    database: Database
    transaction: Transaction
    storage: Storage
    workshop: Workshop

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Take Runs from the queues while the block lasts, also those of dead processes."""
        async with AsyncExitStack() as ending:
            executor_id = new_executor_id()
            self._open_dbos(executor_id, ending)
            own = db.open_async_engine(self.settings.database)
            workflows.register(await self._desk(own))
            presence = Presence(self.settings.home)
            ending.callback(presence.leave)
            alone = presence.enter() and db.is_sqlite(self.settings.database)
            # Launched from a thread without an event loop, DBOS executes on one of its own:
            # the web server's stays free, and stopping DBOS cancels what it executes.
            await asyncio.to_thread(self._launch)
            ending.push_async_callback(_stop_dbos)
            reaper = Reaper(
                self.database,
                executor_id=executor_id,
                beat=self.settings.heartbeat,
                ttl=self.settings.executor_ttl,
            )
            await in_thread(lambda: reaper.start(alone=alone))
            ending.push_async_callback(in_thread, reaper.stop)
            presence.settle()
            yield

    def _open_dbos(self, executor_id: str, ending: AsyncExitStack) -> None:
        # A cancelled step must stop within a second; DBOS looks once a second otherwise
        # and has no option for it.
        setattr(dbos._core, "_PREEMPTIBLE_POLL_INTERVAL_SEC", CANCEL_WATCH)  # noqa: B010, SLF001  # see above
        system = db.open_driver_engine(self.settings.database)
        ending.callback(system.dispose)
        config: DBOSConfig = {
            "name": NAME,
            "system_database_engine": system,
            "application_version": CONTRACT,
            "executor_id": executor_id,
            "serializer": GuardSerializer(),
            "log_level": "WARNING",
            "notification_listener_polling_interval_sec": LISTENER,
            "run_migrations": False,
        }
        DBOS(config=config)
        logging.getLogger("dbos").addFilter(_is_news)

    def _launch(self) -> None:
        system = db.open_driver_engine(self.settings.database)
        client = open_client(system)
        try:
            queues.register(client, self.settings)
        finally:
            client.destroy()
            system.dispose()
        DBOS.launch()

    async def _desk(self, own: AsyncEngine) -> Desk:
        datasource = await AsyncSQLAlchemyDatasource.create(
            own.url.render_as_string(hide_password=False),
            engine=own,
            serializer=GuardSerializer(),
            sessionmaker=async_sessionmaker(expire_on_commit=False, sync_session_class=Session),
            run_migrations=False,
        )
        return Desk(
            workshop=self.workshop,
            delivery=Delivery(
                storage=self.storage, shelf=self.workshop.shelf, transaction=self.transaction
            ),
            transaction=self.transaction,
            datasource=datasource,
            node_timeout=self.settings.node_timeout,
            is_postgres=not db.is_sqlite(self.settings.database),
        )


def open_client(system: Database) -> DBOSClient:
    """A client of DBOS on its tables; it connects when it is used."""
    return DBOSClient(
        system_database_engine=system,
        application_name=NAME,
        serializer=GuardSerializer(),
        lazy=True,
    )


async def _stop_dbos() -> None:
    # At least a second: what was taken from a queue must have begun before its loop ends.
    await asyncio.to_thread(
        DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=STOP_PATIENCE
    )
    # DBOS had put its own thread pool on our event loop, and has just shut it down.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())


def _is_news(record: logging.LogRecord) -> bool:
    """DBOS reports a cancelled workflow as a failed one, and a stopped one as cancelled."""
    error = record.exc_info[1] if record.exc_info else None
    is_cancel = isinstance(error, DBOSAwaitedWorkflowCancelledError)
    # Once keys were taken out of it, the text is all there is.
    is_cancel = is_cancel or DBOSAwaitedWorkflowCancelledError.__name__ in (record.exc_text or "")
    return not (is_cancel or str(record.msg).startswith("Asyncio task cancelled"))
