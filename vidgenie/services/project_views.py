"""Projects as people see them: plain values, with links instead of Asset ids, "" for none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vidgenie.domain.project import Choices, Mode
from vidgenie.domain.project_status import ProjectStatus, SegmentStatus
from vidgenie.domain.timeline import Fit, TransitionKind
from vidgenie.services.progress_views import ProgressView

Error = Mapping[str, Any]
"""As Nodes have them: error, code and what it is about."""


@dataclass(frozen=True, slots=True)
class TakeView:
    """A Take. progress: 0 to 100. kind: video or image, "" while there is nothing to see.

    status: pending, processing, completed, failed, unknown or cancelled.
    is_shown: it is in the video. is_stale: the Segment asks for something else now.
    """

    id: str
    segment_id: str
    status: str
    progress: int
    provider: str
    model: str
    prompt: str
    mode: Mode
    seed: int
    credits: int
    error: Error | None
    kind: str
    url: str
    thumbnail_url: str
    seconds: float | None
    width: int
    height: int
    sha256: str
    created_at: datetime | None
    is_shown: bool
    is_stale: bool
    run_id: str
    node_id: str


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """What a Segment's clip starts from. kind: image, video."""

    asset_id: str
    kind: str
    url: str
    thumbnail_url: str


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A Segment. index: from 1. progress: 0 to 100, of the Take in the making.

    is_pinned: the Take was chosen by hand. spoken_seconds: how long saying it takes, about.
    take: the one that is in the video. The rest: see domain.project.Segment.
    """

    id: str
    version: int
    index: int
    text: str
    prompt: str
    seconds: int
    is_included: bool
    mode: Mode
    reference: ReferenceView | None
    provider: str
    model: str
    fit: Fit
    focus_x: float
    focus_y: float
    transition: TransitionKind
    transition_seconds: float
    keep_sound: bool
    status: SegmentStatus
    progress: int
    error: Error | None
    is_stale: bool
    is_pinned: bool
    take_count: int
    spoken_seconds: float
    take: TakeView | None


@dataclass(frozen=True, slots=True)
class FilmView:
    """A finished video, or a preview. content_id: "" when it is not in the library any more.

    is_stale: the Project has changed since. warnings: see services.views.ResultView.
    """

    run_id: str
    content_id: str
    video_url: str
    thumbnail_url: str
    download_url: str
    captions_url: str
    seconds: float | None
    width: int
    height: int
    bytes: int
    is_stale: bool
    warnings: tuple[Mapping[str, Any], ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CostView:
    """Credits. to_come: for what is still to be made, None when nobody can say."""

    spent: int
    to_come: int | None
    available: int


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A Project. undo_label, redo_label: what would be undone and redone, "" = nothing.

    script_error: why the newest script was not written.
    The rest: see domain.project.Project.
    """

    id: str
    version: int
    title: str
    theme: str
    pillar: str
    language: str
    total_seconds: int
    hook: str
    call_to_action: str
    script_by: str
    is_draft_script: bool
    status: ProjectStatus
    choices: Choices
    template_slug: str
    batch_id: str | None
    created_at: datetime
    updated_at: datetime
    can_undo: bool
    can_redo: bool
    undo_label: str
    redo_label: str
    segments: tuple[SegmentView, ...]
    progress: ProgressView
    cost: CostView
    film: FilmView | None
    animatic: FilmView | None
    script_error: Error | None


@dataclass(frozen=True, slots=True)
class ProjectRowView:
    """A Project in a list. segments: how many; the rest as in ProjectView and ProgressView."""

    id: str
    title: str
    theme: str
    pillar: str
    status: ProjectStatus
    segments: int
    seconds: int
    completed: int
    total: int
    percent: int
    provider: str
    thumbnail_url: str
    video_url: str
    spent: int
    created_at: datetime
    updated_at: datetime
    batch_id: str | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """All Projects of an Account.

    draft: nothing is finished yet; generating: script, clips or video are being made;
    completed: there is a video, be it outdated; failed: the newest Run failed.
    videos: finished ones, `seconds` long together. credits: charged.
    """

    total: int = 0
    draft: int = 0
    generating: int = 0
    completed: int = 0
    failed: int = 0
    videos: int = 0
    seconds: float = 0.0
    credits: int = 0


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Part of a list. total: Projects on all pages; statistics: of all, filtered or not."""

    items: list[ProjectRowView]
    page: int
    page_size: int
    total: int
    statistics: Statistics
