"""How far a Project is, as people see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vidgenie.domain.project_status import ProjectStatus
from vidgenie.domain.run import RunStatus


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A Run under way. percent: 0 to 100. current_step: id of the Node that works, or None."""

    run_id: str
    purpose: str
    status: RunStatus
    percent: int
    current_step: str | None
    remaining_seconds: int


@dataclass(frozen=True, slots=True)
class TakeProgress:
    """The newest Take of a Segment. status: pending, processing, completed, failed...

    progress: 0 to 100.
    """

    segment_id: str
    take_id: str
    status: str
    progress: int
    error: Mapping[str, Any] | None
    thumbnail_url: str


@dataclass(frozen=True, slots=True)
class ProgressView:
    """completed, total: included Segments that have their clip, and all of them.

    percent: 0 to 100, of the Runs under way, else of the clips. version: of the Project.
    """

    status: ProjectStatus
    completed: int
    total: int
    percent: int
    runs: tuple[RunProgress, ...]
    takes: tuple[TakeProgress, ...]
    version: int
