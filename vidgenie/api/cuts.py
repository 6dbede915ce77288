"""The cutting room: clips, texts, a voice, captions and music become one video."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from vidgenie import bootstrap
from vidgenie.api.models import Body, problems
from vidgenie.api.session import Me
from vidgenie.api.submission import Accepted, IdempotencyKey, MaxCredits, Quote
from vidgenie.domain.account import Account
from vidgenie.domain.captions import CENTRE, STYLES, CaptionLook
from vidgenie.domain.cut import Cut, CutClip, CutVoice
from vidgenie.domain.graph import Graph
from vidgenie.domain.timeline import LONGEST, Aspect, Fit, Profile, TransitionKind

router = APIRouter(prefix="/api/cuts", tags=["cutting room"], responses=problems(401))

MOST_CLIPS = 60
_AssetId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Part = Annotated[float, Field(ge=0, le=1)]
_Colour = Annotated[str, Field(pattern=r"^(#[0-9A-Fa-f]{6})?$")]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]


class EditBody(Body):
    """A caption word put right. word: its number in the clip's text, from 0."""

    word: Annotated[int, Field(ge=0, le=1000)]
    text: Annotated[str, Field(max_length=200)] | None = None
    start: Annotated[float, Field(ge=0, le=LONGEST)] | None = None
    end: Annotated[float, Field(ge=0, le=LONGEST)] | None = None


class ClipBody(Body):
    """A picture or clip and what is said during it. seconds: at least; null = of the clip."""

    asset_id: _AssetId
    seconds: Annotated[float, Field(ge=0.5, le=LONGEST)] | None = None
    text: _Text = ""
    recording_asset_id: _AssetId | None = None
    edits: Annotated[list[EditBody], Field(max_length=1000)] = Field(default_factory=list[EditBody])
    fit: Fit = Fit.AUTO
    focus_x: _Part = 0.5
    focus_y: _Part = 0.5
    transition: TransitionKind = TransitionKind.CUT
    transition_seconds: Annotated[float, Field(ge=0.2, le=1)] = 0.4
    keep_sound: bool = False
    moves: bool = True


class VoiceBody(Body):
    """Who says the texts. speed: 1.0 is normal."""

    provider: Annotated[str, Field(max_length=40)] = "local"
    voice: Annotated[str, Field(max_length=120)] = ""
    model: Annotated[str, Field(max_length=80)] = ""
    speed: Annotated[float, Field(ge=0.5, le=2)] = 1.0


class CaptionsBody(Body):
    """How captions look; what is "" is the brand's, else the style's own."""

    style: Annotated[str, Field(pattern=f"^({'|'.join(STYLES)})$")] = STYLES[0]
    centre: Annotated[float, Field(ge=0.15, le=0.85)] = CENTRE
    scale: Annotated[float, Field(ge=0.5, le=1.6)] = 1.0
    font: Annotated[str, Field(max_length=60)] = ""
    colour: _Colour = ""
    active: _Colour = ""
    box: _Colour = ""
    is_burned: bool = True


class MusicBody(Body):
    """What plays below; a bed of ours, or sound that was uploaded. Fades in seconds."""

    bed: Annotated[str, Field(max_length=40)] | None = None
    asset_id: _AssetId | None = None
    volume: _Part = 0.35
    is_ducked: bool = True
    fade_in: Annotated[float, Field(ge=0, le=10)] = 0.0
    fade_out: Annotated[float, Field(ge=0, le=10)] = 1.5


class CutBody(Body):
    """One video. voice, captions and music may be null: it has none then."""

    clips: Annotated[list[ClipBody], Field(min_length=1, max_length=MOST_CLIPS)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "fr"
    aspect: Aspect = Aspect.PORTRAIT
    profile: Profile = Profile.STANDARD
    brand_kit_id: _AssetId | None = None
    voice: VoiceBody | None = Field(default_factory=VoiceBody)
    captions: CaptionsBody | None = Field(default_factory=CaptionsBody)
    music: MusicBody | None = None


class MakeBody(CutBody):
    """One video, and the most it may cost."""

    max_credits: MaxCredits = None


@router.post("", status_code=202, responses=problems(400, 402, 403, 404, 409, 413, 415, 507))
def make(body: MakeBody, account: Me, idempotency_key: IdempotencyKey = "") -> Accepted:
    """Make the video: a Run like any other; its status, events and cancelling are workflows'."""
    graph = _graph(account, body)
    started = bootstrap.services().runs.start(
        account, graph, idempotency_key=idempotency_key, most=body.max_credits
    )
    return Accepted(
        workflow_id=started.run_id,
        job_id=started.run_id,
        estimated_duration=started.estimated_seconds,
        estimated_cost=started.credits,
    )


@router.post("/quote", responses=problems(400, 403, 404, 413, 415))
def price(body: CutBody, account: Me) -> Quote:
    """What it would cost; starts nothing. Cutting itself is free."""
    return Quote.model_validate(bootstrap.services().runs.quote(account, _graph(account, body)))


def _graph(account: Account, body: CutBody) -> Graph:
    return bootstrap.services().cuts.graph(account, _cut(body))


def _cut(body: CutBody) -> Cut:
    return Cut(
        clips=[_clip(clip) for clip in body.clips],
        title=body.title,
        language=body.language,
        aspect=body.aspect,
        profile=body.profile,
        brand=body.brand_kit_id or "",
        voice=None if body.voice is None else CutVoice(**body.voice.model_dump()),
        look=None if body.captions is None else CaptionLook(**body.captions.model_dump()),
        music=None if body.music is None else _music(body.music),
    )


def _clip(clip: ClipBody) -> CutClip:
    return CutClip(
        asset=clip.asset_id,
        kind="",
        seconds=clip.seconds,
        text=clip.text,
        recording=clip.recording_asset_id or "",
        edits=[edit.model_dump(exclude_unset=True) for edit in clip.edits],
        fit=clip.fit,
        focus=(clip.focus_x, clip.focus_y),
        transition=clip.transition,
        transition_seconds=clip.transition_seconds,
        keep_sound=clip.keep_sound,
        moves=clip.moves,
    )


def _music(music: MusicBody) -> dict[str, object]:
    """The values of the `music` Node."""
    values = music.model_dump(exclude={"asset_id"})
    return {**values, "asset": music.asset_id}
