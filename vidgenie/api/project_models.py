"""Projects and their Segments as they come in."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from vidgenie.api.cuts import CaptionsBody, MusicBody, VoiceBody
from vidgenie.api.models import Body, Id
from vidgenie.domain.project import MOST_SEGMENTS, Mode
from vidgenie.domain.timeline import Aspect, Fit, Profile, TransitionKind
from vidgenie.services.project_making import LONGEST_SCRIPT, NewProject, NewSegment

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


def _music(music: MusicBody | None) -> dict[str, object] | None:
    """The values of the `music` Node."""
    if music is None:
        return None
    return {**music.model_dump(exclude={"asset_id"}), "asset": music.asset_id}
