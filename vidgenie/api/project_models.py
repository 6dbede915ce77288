"""Projects and their Segments as JSON, coming and going."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from vidgenie.api.cuts import CaptionsBody, MusicBody, VoiceBody
from vidgenie.api.models import Answer, Body, Id
from vidgenie.api.production import Progress, progress_of
from vidgenie.domain.project import MOST_SEGMENTS, Choices, Mode
from vidgenie.domain.timeline import Aspect, Fit, Profile, TransitionKind
from vidgenie.services.project_making import LONGEST_SCRIPT, NewProject, NewSegment
from vidgenie.services.project_views import ProjectView, SegmentView

_Part = Annotated[float, Field(ge=0, le=1)]
_Slug = Annotated[str, Field(max_length=40)]
_Model = Annotated[str, Field(max_length=80)]
# Longer than the service takes, which says how long they may be.
_Text = Annotated[str, Field(max_length=100_000)]
_Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Version = Annotated[int, Field(ge=1, le=2**31)]


class ChoicesBody(Body):
    """What holds for the whole video; what is left out stays as it is."""

    aspect: Aspect = Aspect.PORTRAIT
    profile: Profile = Profile.STANDARD
    brand_kit_id: Id | None = None
    voice: VoiceBody | None = None
    captions: CaptionsBody | None = None
    music: MusicBody | None = None
    provider: _Slug = "local"
    model: _Model = ""
    resolution: Annotated[str, Field(max_length=20)] = "1080p"
    motion: Annotated[str, Field(max_length=20)] = "medium"
    image_provider: _Slug = "local"
    text_provider: _Slug = "local"
    text_model: _Model = ""

    @property
    def changes(self) -> dict[str, Any]:
        """Those that were said, as the service takes them."""
        given = self.model_dump(exclude_unset=True, exclude={"voice", "captions", "music"})
        if "brand_kit_id" in given:
            given["brand"] = given.pop("brand_kit_id") or ""
        said = self.model_fields_set
        if "voice" in said:
            given["voice"] = self.voice.model_dump() if self.voice else None
        if "captions" in said:
            given["look"] = self.captions.model_dump() if self.captions else None
        if "music" in said:
            given["music"] = _music(self.music)
        return given


class SegmentBody(Body):
    """A Segment, or what of it changes. seconds: whole. referenceAssetId: of a file of one's own.

    mode: what its clip starts from; provider: "" = the Project's.
    """

    text: _Text = ""
    prompt: _Text = ""
    seconds: int = 5
    mode: Mode = Mode.TEXT
    reference_asset_id: Id | None = None
    is_included: bool = True
    provider: _Slug = ""
    model: _Model = ""
    fit: Fit = Fit.AUTO
    focus_x: _Part = 0.5
    focus_y: _Part = 0.5
    transition: TransitionKind = TransitionKind.CUT
    transition_seconds: Annotated[float, Field(ge=0.2, le=1)] = 0.4
    keep_sound: bool = False

    @property
    def changes(self) -> dict[str, Any]:
        """What was said, as the service takes it."""
        given = self.model_dump(exclude_unset=True, exclude={"after", "version"})
        if "reference_asset_id" in given:
            given["reference"] = given.pop("reference_asset_id") or ""
        return given

    @property
    def new(self) -> NewSegment:
        """A Segment that is wanted."""
        return NewSegment(more=self.changes)


class NewSegmentBody(SegmentBody):
    """A Segment more. after: the one it comes behind, "" = at the beginning, null = at the end.

    version: of the Project; a Segment that was added, removed or moved since is a 409.
    """

    after: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] | None = None
    version: Version | None = None


class SegmentChanges(SegmentBody):
    """What of a Segment changes. version: of the Segment as it was seen."""

    version: Version | None = None


class ProjectBody(Body):
    """A new Project: Segments, a script to be cut in some, a Template, or a theme.

    totalSeconds: of the video, a multiple of 5, shared by empty Segments when there is
    neither. templateSlug: what is not said is the Template's.
    """

    title: _Text = ""
    theme: _Text = ""
    pillar: _Text = "tips"
    language: _Language = "fr"
    total_seconds: int = 30
    template_slug: Annotated[str, Field(max_length=60)] = ""
    script: Annotated[str, Field(max_length=2 * LONGEST_SCRIPT)] = ""
    segments: Annotated[list[SegmentBody], Field(max_length=MOST_SEGMENTS)] = Field(
        default_factory=list[SegmentBody]
    )
    choices: ChoicesBody | None = None

    @property
    def new(self) -> NewProject:
        """What the service takes."""
        return NewProject(
            title=self.title,
            theme=self.theme,
            pillar=self.pillar,
            language=self.language,
            choices=self.choices.changes if self.choices else {},
            script=self.script,
            segments=[segment.new for segment in self.segments],
            seconds=self.total_seconds,
            template=self.template_slug,
        )


class ProjectChanges(Body):
    """What of a Project changes. version: of it as it was seen."""

    version: Version | None = None
    title: _Text = ""
    theme: _Text = ""
    pillar: _Text = "tips"
    language: _Language = "fr"
    hook: _Text = ""
    call_to_action: _Text = ""
    choices: ChoicesBody | None = None

    @property
    def changes(self) -> dict[str, Any]:
        """What was said, as the service takes it."""
        given = self.model_dump(exclude_unset=True, exclude={"version", "choices"})
        return given | ({"choices": self.choices.changes} if self.choices else {})


class OrderBody(Body):
    """The ids of all Segments in the order they shall have. version: of the Project."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_SEGMENTS)]
    version: Version | None = None


class SplitBody(Body):
    """at: characters of the text that stay, moved to the nearest space."""

    at: Annotated[int, Field(ge=0, le=2000)]


class TakeChoice(Body):
    """The Take to show; null = the newest, whichever it is."""

    take_id: Id | None


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


def _music(music: MusicBody | None) -> dict[str, object] | None:
    """The values of the `music` Node."""
    if music is None:
        return None
    return {**music.model_dump(exclude={"asset_id"}), "asset": music.asset_id}
