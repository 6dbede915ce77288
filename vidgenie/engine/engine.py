"""The engine: starts Runs, cancels them, executes them, tells about them."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from dbos import DBOSClient
from sqlalchemy import Engine as Database
from sqlalchemy import bindparam, text
from sqlmodel import Session

from vidgenie import db
from vidgenie.db import Transaction
from vidgenie.domain.ports.storage import Storage
from vidgenie.engine import doubt, flow_ids, queues, store, workflows
from vidgenie.engine.clock import Chore, Clock
from vidgenie.engine.doubt import Decision
from vidgenie.engine.fallback import MOST_WAITS
from vidgenie.engine.hub import Hub, open_hub
from vidgenie.engine.ports import Workshop
from vidgenie.engine.runtime import CONTRACT, Runtime, open_client
from vidgenie.engine.store import NewRun
from vidgenie.settings import Settings

SWEEP = timedelta(seconds=10)
TIDY = timedelta(hours=1)
KEEP_HISTORY = timedelta(days=14)
KEEP_TEMP = timedelta(hours=6)
_BATCH = 100  # Runs forgotten in one transaction
_MOST_SETTLES = 20
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


@dataclass(eq=False)
class Engine:
    """Everything about Runs that has to survive a crash.

    database: our own engine; `workshop`: what Runs work with; `chores`: what else
    the processes that execute do from time to time. Building one does nothing:
    `executing()` starts this process's part in executing Runs.
    """

    settings: Settings
    database: Database
    transaction: Transaction
    reading: Transaction
    storage: Storage
    workshop: Workshop
    chores: Sequence[Chore] = ()
    _ready: bool = False

    @cached_property
    def hub(self) -> Hub:
        """Who watches what, in this process and on this event loop."""
        return open_hub(self.settings.database, self.reading)

    @property
    def is_ready(self) -> bool:
        """Whether this process executes Runs now."""
        return self._ready

    def start(self, session: Session, new: NewRun) -> None:
        """Write a Run down and queue it, in the caller's transaction: both or neither."""
        store.create(session, new)
        self._queue(session, new.account_id, new.id, flow=new.id, priority=new.priority)

    def decide(self, session: Session, run_id: str, node_id: str, decision: Decision) -> None:
        """Do what the owner of a Run in doubt decided, in the caller's transaction.

        Raises NotFound and Conflict (not_in_doubt).
        """
        run = store.run(session, run_id)
        flow = doubt.decide(session, run_id, node_id, decision, self.workshop)
        if flow and run:
            self._queue(session, run.account_id, run_id, flow=flow, priority=run.priority)

    def cancel(self, session: Session, run_id: str) -> bool:
        """Ask a Run to stop, in the caller's transaction; False when it is over or stopping.

        Its Nodes stop within a second and its Hold is settled even if this
        process dies now.
        """
        if not store.request_cancel(session, run_id):
            return False
        self._client.enqueue_in_transaction(
            session.connection(),
            {
                "workflow_name": workflows.SETTLE,
                "queue_name": queues.UPKEEP,
                "workflow_id": f"settle:{self._flow(session, run_id)}",
                "app_version": CONTRACT,
            },
            run_id,
        )
        return True

    def interrupt(self, run_id: str) -> None:
        """Tell the workflows of a Run to stop now; what `cancel` queued would do it later."""
        with self.reading() as session:
            flow = self._flow(session, run_id)
        self._client.cancel_workflow(flow, cancel_children=True)

    @asynccontextmanager
    async def executing(self) -> AsyncGenerator[None]:
        """Execute Runs while the block lasts: this process's own and those of dead processes."""
        runtime = Runtime(
            settings=self.settings,
            database=self.database,
            transaction=self.transaction,
            storage=self.storage,
            workshop=self.workshop,
        )
        clock = Clock()
        clock.every(SWEEP, self.sweep, name="settle sweep")
        clock.every(TIDY, self.tidy, name="tidy")
        clock.every(SWEEP, self.settle_doubts, name="doubts")
        for chore in self.chores:
            clock.every(chore.interval, chore.work, name=chore.name)
        async with runtime.running():
            clock.start()
            self._ready = True
            try:
                yield
            finally:
                self._ready = False
                await clock.stop()

    def sweep(self) -> list[str]:
        """Settle the Runs whose workflow ended without settling; their ids.

        Repairs what a crash at the worst moment can leave behind.
        """
        with self.reading() as session:
            waiting = {
                flow_ids.flow(run_id, n): run_id for run_id, n in flow_ids.unfinished(session)
            }
        if not waiting:
            return []
        ended = self._client.list_workflows(
            workflow_ids=list(waiting), status=ENDED, load_input=False, load_output=False
        )
        for flow in ended:
            settled = f"settle:{flow.workflow_id}"
            tries = len(self._client.list_workflows(workflow_id_prefix=settled, load_input=False))
            if tries and self._is_under_way(settled):
                continue
            self._client.enqueue(
                {
                    "workflow_name": workflows.SETTLE,
                    "queue_name": queues.UPKEEP,
                    "workflow_id": f"{settled}:{tries}" if tries else settled,
                    "app_version": CONTRACT,
                },
                waiting[flow.workflow_id],
            )
        return [waiting[flow.workflow_id] for flow in ended]

    def settle_doubts(self) -> list[str]:
        """Give the credits of Runs back about which nobody decided in time; their ids."""
        with self.reading() as session:
            late = doubt.overdue(session)
        settled: list[str] = []
        for run_id in late:
            with self.transaction() as session:
                if doubt.expire(session, run_id, self.workshop):
                    settled.append(run_id)
        return settled

    def tidy(self) -> None:
        """Forget the engine's own history after 14 days and files nobody finished."""
        self.storage.sweep_temp(KEEP_TEMP)
        before = (datetime.now(tz=UTC) - KEEP_HISTORY).isoformat()
        old = self._client.list_workflows(
            completed_before=before, status=ENDED, limit=1000, load_input=False, load_output=False
        )
        if old:
            self._client.delete_workflows([flow.workflow_id for flow in old])

    def forget(self, run_ids: Sequence[str]) -> None:
        """Delete the engine's own history of these Runs: inputs, steps, answers; repeatable.

        The Runs are over, and their Nodes still written down. What a process that
        was not stopped in time says about them afterwards is refused by DBOS.
        """
        for first in range(0, len(run_ids), _BATCH):
            runs = run_ids[first : first + _BATCH]
            with self.reading() as session:
                known = store.nodes(session, runs)
                executed = flow_ids.flows(session, runs)
            flows = [
                flow
                for run_id, nodes in known.items()
                for flow in _flows(executed[run_id], [node.node_id for node in nodes])
            ]
            self._client.delete_workflows(flows)
            schema = "" if db.is_sqlite(self.settings.database) else "dbos."
            steps = text(f"DELETE FROM {schema}datasource_outputs WHERE workflow_id IN :flows")  # noqa: S608  # a constant
            with self.transaction() as session:
                session.connection().execute(
                    steps.bindparams(bindparam("flows", expanding=True)), {"flows": flows}
                )

    def _queue(
        self, session: Session, account_id: str, run_id: str, *, flow: str, priority: int
    ) -> None:
        self._client.enqueue_in_transaction(
            session.connection(),
            {
                "workflow_name": workflows.RUN,
                "queue_name": queues.RUNS,
                "workflow_id": flow,
                "queue_partition_key": account_id,
                "priority": queues.rank(priority, store.count(session, account_id)),
                "app_version": CONTRACT,
            },
            run_id,
        )

    @staticmethod
    def _flow(session: Session, run_id: str) -> str:
        run = store.run(session, run_id)
        return flow_ids.flow(run_id, run.resumed if run else 0)

    def _is_under_way(self, prefix: str) -> bool:
        flows = self._client.list_workflows(
            workflow_id_prefix=prefix, status=["ENQUEUED", "PENDING"], load_input=False
        )
        return bool(flows)

    def close(self) -> None:
        """Close the database connections; the engine is not used after this."""
        if "_client" in self.__dict__:
            self._client.destroy()
            self._system.dispose()
        self.database.dispose()

    @cached_property
    def _system(self) -> Database:
        return db.open_driver_engine(self.settings.database)

    @cached_property
    def _client(self) -> DBOSClient:
        return open_client(self._system)


def _flows(runs: Sequence[str], node_ids: Sequence[str]) -> list[str]:
    """Every workflow there may be for a Run, given those that executed it; see `workflows`."""
    nodes = [f"{flow}:{node_id}" for flow in runs for node_id in node_ids]
    waited = [f"wait{n}:{node}" for n in range(1, MOST_WAITS + 1) for node in nodes]
    settles = [f"settle:{flow}" for flow in runs]
    again = [f"{settle}:{n}" for settle in settles for n in range(1, _MOST_SETTLES)]
    return [*runs, *nodes, *waited, *settles, *again]
