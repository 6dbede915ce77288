"""Projects, their Segments and Takes as they are answered."""

from datetime import datetime
from typing import Any

from vidgenie.api.models import Answer
from vidgenie.api.production import Progress, progress_of
from vidgenie.domain.project import Choices, Mode
from vidgenie.domain.timeline import Aspect, Fit, Profile, TransitionKind
from vidgenie.services.project_views import ProjectView, SegmentView


class MusicAnswer(Answer):
    """What plays below; see the body of POST /api/cuts."""

    bed: str | None = None
    asset_id: str | None = None
    volume: float = 0.35
    is_ducked: bool = True
    fade_in: float = 0.0
    fade_out: float = 1.5


class VoiceAnswer(Answer):
    """Who says the texts."""

    provider: str
    voice: str
    model: str
    speed: float


class CaptionsAnswer(Answer):
    """How captions look."""

    style: str
    centre: float
    scale: float
    font: str
    colour: str
    active: str
    box: str
    is_burned: bool


class ChoicesAnswer(Answer):
    """What holds for the whole video."""

    aspect: Aspect
    profile: Profile
    brand_kit_id: str | None
    voice: VoiceAnswer | None
    captions: CaptionsAnswer | None
    music: MusicAnswer | None
    provider: str
    model: str
    resolution: str
    motion: str
    image_provider: str
    text_provider: str
    text_model: str


class ReferenceAnswer(Answer):
    """What a clip starts from. kind: image or video."""

    asset_id: str
    kind: str
    url: str
    thumbnail_url: str


class TakeAnswer(Answer):
    """A clip that was, or is being, made for a Segment. progress: 0 to 100; sizes in pixels.

    status: pending, processing, completed, failed, unknown, cancelled.
    isShown: it is in the video; isStale: the Segment asks for something else now.
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
    error: dict[str, Any] | None
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


class SegmentAnswer(Answer):
    """A Segment. index: from 1; spokenSeconds: how long saying its text takes, about.

    status: draft, pending, processing, completed, failed, unknown.
    """

    id: str
    version: int
    index: int
    text: str
    prompt: str
    seconds: int
    is_included: bool
    mode: Mode
    reference: ReferenceAnswer | None
    provider: str
    model: str
    fit: Fit
    focus_x: float
    focus_y: float
    transition: TransitionKind
    transition_seconds: float
    keep_sound: bool
    status: str
    progress: int
    error: dict[str, Any] | None
    is_stale: bool
    is_pinned: bool
    take_count: int
    spoken_seconds: float
    take: TakeAnswer | None


class ChangedAnswer(Answer):
    """A Segment as it is now, and the version of its Project."""

    segment: SegmentAnswer
    project_version: int


class TakesAnswer(Answer):
    """Takes of a Segment, the oldest first."""

    takes: list[TakeAnswer]


class FilmAnswer(Answer):
    """A finished video, or a preview. isStale: the Project has changed since."""

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
    warnings: list[dict[str, Any]]
    created_at: datetime


class ProjectCost(Answer):
    """Credits. toCome: for what is still to be made, null when nobody can say."""

    spent: int
    to_come: int | None
    available: int


class ProjectAnswer(Answer):
    """A Project.

    status: draft, scripting, generating, ready, completed, outdated, failed.
    undoLabel, redoLabel: what would be undone or done again, as `segment.text`.
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
    status: str
    choices: ChoicesAnswer
    template_slug: str
    batch_id: str | None
    created_at: datetime
    updated_at: datetime
    can_undo: bool
    can_redo: bool
    undo_label: str
    redo_label: str
    segments: list[SegmentAnswer]
    progress: Progress
    cost: ProjectCost
    film: FilmAnswer | None
    animatic: FilmAnswer | None
    script_error: dict[str, Any] | None


class RowAnswer(Answer):
    """A Project in a list."""

    id: str
    title: str
    theme: str
    pillar: str
    status: str
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


class StatisticsAnswer(Answer):
    """All Projects. completed: there is a video; seconds: of the videos together."""

    total: int
    draft: int
    generating: int
    completed: int
    failed: int
    videos: int
    seconds: float
    credits: int


class PageAnswer(Answer):
    """Part of a list. total: on all pages; statistics: of all Projects, filtered or not."""

    items: list[RowAnswer]
    page: int
    page_size: int
    total: int
    statistics: StatisticsAnswer


def project_of(view: ProjectView) -> ProjectAnswer:
    """A Project as it is answered."""
    values = {name: getattr(view, name) for name in ProjectAnswer.model_fields}
    values |= {"progress": progress_of(view.progress), "choices": choices_of(view.choices)}
    return ProjectAnswer.model_validate(values)


def segment_of(view: SegmentView) -> SegmentAnswer:
    """A Segment as it is answered."""
    return SegmentAnswer.model_validate(view)


def choices_of(choices: Choices) -> ChoicesAnswer:
    """Choices as they are answered."""
    music = choices.music
    names = set(ChoicesAnswer.model_fields) - {"brand_kit_id", "captions", "music"}
    values: dict[str, Any] = {name: getattr(choices, name) for name in names}
    values |= {"brand_kit_id": choices.brand or None, "captions": choices.look, "music": None}
    if music is not None:
        values["music"] = {**music, "asset_id": music.get("asset")}
    return ChoicesAnswer.model_validate(values)
