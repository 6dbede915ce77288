"""How far a Project is, now and as it goes on; and how it is stopped."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from sqlmodel import col, select

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.run import RunStatus
from vidgenie.engine.engine import Engine
from vidgenie.engine.tables import RunRow
from vidgenie.engine.threads import in_thread
from vidgenie.projects import store
from vidgenie.services.progress_views import ProgressView
from vidgenie.services.project_viewing import ProjectViewer
from vidgenie.services.runs import RunService
from vidgenie.services.stages import Stages

_OVER = [status.value for status in RunStatus if status.is_over]


@dataclass(frozen=True, slots=True)
class ProgressService:
    """Tells how far Projects are."""

    engine: Engine
    reading: Transaction
    runs: RunService
    stages: Stages
    viewer: ProjectViewer

    def progress(self, account: Account, project_id: str) -> ProgressView:
        """Now. Raises NotFound."""
        self.stages.catch_up(account, project_id)
        with self.reading() as session:
            return self.viewer.progress(session, store.row(session, account.id, project_id))

    async def changes(
        self, account: Account, project_id: str
    ) -> AsyncGenerator[ProgressView, None]:
        """Now, then after every change, for as long as the caller listens. Raises NotFound."""
        async with self.engine.hub.watch(account.id) as changed:
            seen: ProgressView | None = None
            while True:
                changed.clear()
                view = await in_thread(lambda: self.progress(account, project_id))
                if view != seen:
                    seen = view
                    yield view
                await changed.wait()

    def cancel(self, account: Account, project_id: str) -> list[str]:
        """Stop every Run of the Project; their ids. Raises NotFound."""
        with self.reading() as session:
            store.row(session, account.id, project_id)
            mine = [run.run_id for run in store.run_rows(session, [project_id])[project_id]]
            wanted = select(RunRow.id).where(
                col(RunRow.id).in_(mine), col(RunRow.status).not_in(_OVER)
            )
            under_way = list(session.exec(wanted))
        for run_id in under_way:
            self.runs.cancel(account, run_id)
        return under_way
