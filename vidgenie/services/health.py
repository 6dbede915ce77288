"""Use cases: is this installation able to start a Run now?"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine as Database
from sqlalchemy.exc import SQLAlchemyError

from vidgenie import db
from vidgenie.domain.ports.storage import Storage
from vidgenie.settings import Settings

# Below this many free bytes no new Run is started.
MIN_FREE = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class HealthService:
    """Looks at the parts a Run needs.

    executing: whether this process executes Runs.
    """

    settings: Settings
    database: Database
    storage: Storage
    executing: Callable[[], bool]
    watchers: Callable[[], int]

    def ready(self) -> dict[str, str]:
        """Part -> what is wrong with it; empty when a Run can start."""
        problems: dict[str, str] = {}
        try:
            db.ping(self.database)
        except SQLAlchemyError:
            problems["database"] = "unreachable"
        if self.settings.role != "web" and not self.executing():
            problems["engine"] = "not_started"
        if not self.has_room():
            problems["storage"] = "full"
        return problems

    def has_room(self) -> bool:
        """Whether the storage can take what a Run makes."""
        return self.storage.free_bytes() >= MIN_FREE
