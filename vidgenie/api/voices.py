"""Voices to choose from, and how those of this server sound."""

from typing import Annotated, Any, Literal

from anyio import CapacityLimiter
from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, problems
from vidgenie.api.session import Me
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.services.sayings import LONGEST

router = APIRouter(prefix="/api/voices", tags=["voices"], responses=problems(401))

# Speaking takes all of the processor: others wait here, not in the way of short requests.
_AT_ONCE = CapacityLimiter(2)
_HEADERS = {
    "cache-control": "private, max-age=86400",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
}
_SOUND: dict[int | str, dict[str, Any]] = {
    200: {"description": "The sound", "content": {"audio/wav": {}}}
}

_Language = Annotated[str, Query(pattern=r"^([a-z]{2})?$")]
_Slug = Annotated[str, Path(max_length=40)]
_VoiceId = Annotated[str, Path(max_length=120)]
_SLOWEST, _FASTEST = 0.5, 2.0


class VoiceAnswer(Answer):
    """A voice; `languages`: it speaks well, empty = any; `sample`: "" when there is none."""

    provider: str
    provider_title: str
    id: str
    title: str
    languages: list[str]
    demo: bool
    ready: bool
    sample: str


class Speaker(Answer):
    """A Provider that speaks; `speeds`: slowest and fastest; `languages`: empty = any.

    `problem`: why its own list of voices is not shown, "" when nothing is wrong.
    """

    slug: str
    title: str
    ready: bool
    speeds: tuple[float, float]
    languages: list[str]
    problem: str


class Voices(Answer):
    """Every voice the Account can see, those of this server first."""

    voices: list[VoiceAnswer]
    providers: list[Speaker]


class Saying(Body):
    """A text to say by this server, in `language`, at `speed` (1.0 is normal)."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    provider: Annotated[str, Field(max_length=40)] = "local"
    voice: Annotated[str, Field(max_length=120)] = ""
    language: Literal["fr", "en", "es", "it", "pt", "hi"] = "fr"
    speed: Annotated[float, Field(ge=_SLOWEST, le=_FASTEST)] = 1.0


class SaidAnswer(Answer):
    """What was said: where to hear it, how long it is, and [text, start, end] of its words."""

    url: str
    seconds: float
    words: list[tuple[str, float, float]]


@router.get("")
async def voices(account: Me, language: _Language = "") -> Voices:
    """The voices of every Provider that speaks, in a language or in all of them."""
    return Voices.model_validate(await bootstrap.services().voices.list(account, language))


@router.post("/say", responses=problems(400, 413, 415, 507))
async def say(body: Saying, _account: Me) -> SaidAnswer:
    """Say a text outside of a Run: free, by this server only."""
    request = SpeechRequest(body.text, voice=body.voice, language=body.language, speed=body.speed)
    async with _AT_ONCE:
        said = await bootstrap.services().sayings.say(body.provider, request)
    return SaidAnswer(
        url=f"/api/voices/said/{said.name}", seconds=said.seconds, words=list(said.words)
    )


@router.get("/said/{name}", response_class=FileResponse, responses={**_SOUND, **problems(404)})
def said(name: Annotated[str, Path(max_length=64)], _account: Me) -> FileResponse:
    """The sound of what was said, as long as it is kept."""
    found = bootstrap.services().sayings.sound(name)
    return FileResponse(found, media_type="audio/wav", headers=_HEADERS)


@router.get(
    "/{provider}/{voice}/sample",
    response_class=FileResponse,
    responses={**_SOUND, **problems(404, 507)},
)
async def sample(
    provider: _Slug,
    voice: _VoiceId,
    _account: Me,
    language: _Language = "",
    speed: Annotated[float, Query(ge=_SLOWEST, le=_FASTEST)] = 1.0,
) -> FileResponse:
    """A short sentence in a voice of this server."""
    async with _AT_ONCE:
        found = await bootstrap.services().sayings.sample(
            provider, voice, language=language, speed=speed
        )
    return FileResponse(found, media_type="audio/wav", headers=_HEADERS)
