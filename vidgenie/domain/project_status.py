"""Where a Project and its Segments stand, from what became of their Runs and Takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vidgenie.domain.project import Purpose
from vidgenie.domain.run import NodeStatus, RunStatus


class ProjectStatus(StrEnum):
    """As people see it.

    DRAFT: something is still missing. SCRIPTING: its texts are being written. GENERATING:
    clips or the video are being made. READY: every included Segment has its clip.
    COMPLETED: the finished video is up to date. OUTDATED: it was finished, and changed since.
    FAILED: the newest Run failed.
    """

    DRAFT = "draft"
    SCRIPTING = "scripting"
    GENERATING = "generating"
    READY = "ready"
    COMPLETED = "completed"
    OUTDATED = "outdated"
    FAILED = "failed"


class SegmentStatus(StrEnum):
    """The words of the source documents; unknown: nobody knows whether a clip is being made."""

    DRAFT = "draft"
    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    UNKNOWN = "unknown"


GROUPS: dict[ProjectStatus, ProjectStatus] = {
    ProjectStatus.DRAFT: ProjectStatus.DRAFT,
    ProjectStatus.READY: ProjectStatus.DRAFT,
    ProjectStatus.SCRIPTING: ProjectStatus.GENERATING,
    ProjectStatus.GENERATING: ProjectStatus.GENERATING,
    ProjectStatus.COMPLETED: ProjectStatus.COMPLETED,
    ProjectStatus.OUTDATED: ProjectStatus.COMPLETED,
    ProjectStatus.FAILED: ProjectStatus.FAILED,
}
"""Status -> what it is counted as: there is no video yet, one is being made, there is one."""

FILMS = frozenset({Purpose.FILM, Purpose.QUICK})
"""Purposes of the Runs that make the finished video."""


@dataclass(frozen=True, slots=True)
class RunMark:
    """A Run of a Project, and how far it is.

    is_writing: it has not handed its script over yet.
    """

    purpose: Purpose
    status: RunStatus
    is_writing: bool = False


def project_status(
    runs: Sequence[RunMark], *, is_stale: bool | None, has_all_clips: bool
) -> ProjectStatus:
    """Where the Project stands.

    runs: oldest first. A preview says nothing about the video, so animatics do not count;
        neither does a Run that somebody cancelled, once it is over.
    is_stale: of the finished video; None = there is none.
    """
    counted = [run for run in runs if run.purpose is not Purpose.ANIMATIC]
    working = [run for run in counted if not run.status.is_over]
    if working:
        is_writing = all(run.is_writing or run.purpose is Purpose.SCRIPT for run in working)
        return ProjectStatus.SCRIPTING if is_writing else ProjectStatus.GENERATING
    ended = [run for run in counted if run.status is not RunStatus.CANCELLED]
    if ended and ended[-1].status is not RunStatus.SUCCEEDED:
        return ProjectStatus.FAILED
    if is_stale is not None:
        return ProjectStatus.OUTDATED if is_stale else ProjectStatus.COMPLETED
    return ProjectStatus.READY if has_all_clips else ProjectStatus.DRAFT


def segment_status(
    takes: Sequence[NodeStatus], *, has_clip: bool, is_pinned: bool = False
) -> SegmentStatus:
    """Where a Segment stands.

    takes: what became of its Takes, oldest first. has_clip: one of them, or its own file, is
        in the video. is_pinned: it was chosen by hand, so what failed meanwhile is settled.
    """
    told = [status for status in takes if status not in _SAY_NOTHING]
    newest = _SHOWN[told[-1]] if told else None
    if newest is SegmentStatus.PENDING or newest is SegmentStatus.PROCESSING:
        return newest
    if has_clip and (is_pinned or newest is None):
        return SegmentStatus.COMPLETED
    return newest or SegmentStatus.DRAFT


def take_status(status: NodeStatus) -> str:
    """A Take's status in the same words, or `cancelled`."""
    return "cancelled" if status in _SAY_NOTHING else _SHOWN[status].value


_SAY_NOTHING = frozenset({NodeStatus.SKIPPED, NodeStatus.CANCELLED})
_SHOWN = {
    NodeStatus.PENDING: SegmentStatus.PENDING,
    NodeStatus.RUNNING: SegmentStatus.PROCESSING,
    NodeStatus.SUCCEEDED: SegmentStatus.COMPLETED,
    NodeStatus.FAILED: SegmentStatus.FAILED,
    NodeStatus.UNKNOWN: SegmentStatus.UNKNOWN,
}
