"""Use case of quick videos: a theme, and nothing else to decide."""

from dataclasses import dataclass

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import VidGenieError
from vidgenie.projects.tables import ProjectRunRow
from vidgenie.services.orders import Started
from vidgenie.services.production import ProductionService
from vidgenie.services.project_making import NewProject
from vidgenie.services.projects import ProjectService


@dataclass(frozen=True, slots=True)
class QuickService:
    """Makes a Project and starts its quick Run at once."""

    reading: Transaction
    projects: ProjectService
    production: ProductionService

    def make(
        self,
        account: Account,
        new: NewProject,
        *,
        idempotency_key: str = "",
        most: int | None = None,
    ) -> tuple[str, Started]:
        """Id of the Project, and its Run; a Project whose Run cannot start is not kept.

        The same key answers the Project it made. Raises as `ProjectService.create` and
        `Admission.start` do.
        """
        if idempotency_key:
            started = self.production.runs.admission.known(account, idempotency_key)
            if started and (project_id := self._project_of(started.run_id)):
                return project_id, started
        project_id = self.projects.create(account, new).id
        try:
            started = self.production.quick(
                account, project_id, idempotency_key=idempotency_key, most=most
            )
        except VidGenieError:
            self.projects.delete(account, project_id)
            raise
        return project_id, started

    def _project_of(self, run_id: str) -> str:
        with self.reading() as session:
            row = session.get(ProjectRunRow, run_id)
            return row.project_id if row else ""
