"""This process's part in executing Runs: DBOS, its queues, the heartbeat."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import dbos._core
from dbos import DBOS, AsyncSQLAlchemyDatasource, DBOSConfig
from sqlalchemy import Engine as Database
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel import Session

from vidgenie import db
from vidgenie.db import Transaction
from vidgenie.domain.ports.storage import Storage
from vidgenie.engine import queues, workflows
from vidgenie.engine.delivery import Delivery
from vidgenie.engine.ports import Workshop
from vidgenie.engine.reaper import Presence, Reaper, new_executor_id
from vidgenie.engine.serializer import GuardSerializer
from vidgenie.engine.threads import in_thread
from vidgenie.settings import Settings

# Raised only when old Runs cannot be continued by new workflow code (docs/adr/0002).
CONTRACT = "engine-1"
NAME = "vidgenie"
CANCEL_WATCH = 0.2


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
            ending.push_async_callback(own.dispose)
            workflows.register(await self._desk(own))
            presence = Presence(self.settings.home)
            ending.callback(presence.leave)
            alone = presence.enter() and db.is_sqlite(self.settings.database)
            DBOS.launch()
            ending.push_async_callback(asyncio.to_thread, DBOS.destroy, destroy_registry=True)
            await queues.register(self.settings)
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
            "run_migrations": False,
        }
        DBOS(config=config)

    async def _desk(self, own: AsyncEngine) -> workflows.Desk:
        datasource = await AsyncSQLAlchemyDatasource.create(
            own.url.render_as_string(hide_password=False),
            engine=own,
            serializer=GuardSerializer(),
            sessionmaker=async_sessionmaker(expire_on_commit=False, sync_session_class=Session),
            run_migrations=False,
        )
        return workflows.Desk(
            workshop=self.workshop,
            delivery=Delivery(
                storage=self.storage, shelf=self.workshop.shelf, transaction=self.transaction
            ),
            transaction=self.transaction,
            datasource=datasource,
            node_timeout=self.settings.node_timeout,
            is_postgres=not db.is_sqlite(self.settings.database),
        )
