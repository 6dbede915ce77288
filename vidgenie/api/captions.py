"""Captions: styles to choose from, how they look, and the words of a video as a file."""

import itertools
from typing import Annotated, Literal

from anyio import CapacityLimiter
from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Id, problems
from vidgenie.api.session import Me
from vidgenie.domain.captions import CENTRE, CaptionLook, TimedWord
from vidgenie.domain.timeline import Aspect
from vidgenie.services.captions import Sample

# Every preview is a process of ffmpeg: others wait here, not in the way of short requests.
_AT_ONCE = CapacityLimiter(2)
_FILES = {"srt": "application/x-subrip", "vtt": "text/vtt"}

router = APIRouter(tags=["captions"], responses=problems(401))

_Colour = Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$")]
_Moment = Annotated[float, Field(ge=0, le=600)]


class Style(Answer):
    """A caption style: its own font and colours; `words`: the most shown together."""

    slug: str
    font: str
    colour: str
    active: str
    box: str
    words: int


class SafeZone(Answer):
    """Margins an app covers, parts of the frame."""

    top: float
    right: float
    bottom: float
    left: float


class Styles(Answer):
    """What captions can look like; `safeZones`: tiktok, reels, shorts."""

    styles: list[Style]
    fonts: list[str]
    safe_zones: dict[str, SafeZone]


class Look(Body):
    """How captions are drawn; what is left out is the style's own."""

    style: Literal["karaoke", "boxed", "impact", "minimal", "oneword", "comic"] = "karaoke"
    centre: Annotated[float, Field(ge=0.15, le=0.85)] = CENTRE
    scale: Annotated[float, Field(ge=0.5, le=1.6)] = 1.0
    font: Annotated[str, Field(max_length=60)] = ""
    colour: _Colour = ""
    active: _Colour = ""
    box: _Colour = ""


Word = tuple[Annotated[str, Field(max_length=200)], _Moment, _Moment]
"""[text, start, end], in seconds."""


class Preview(Body):
    """Captions to look at: a `text`, or `words` with their moments.

    `at`: the second to look at; without it, while the second word is said.
    """

    text: Annotated[str, Field(max_length=2000)] = ""
    words: Annotated[list[Word], Field(max_length=400)] = []
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "fr"
    look: Look = Look()
    aspect: Aspect = Aspect.PORTRAIT
    at: _Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Preview":
        """Refuses words that do not follow each other."""
        starts = [start for _, start, _ in self.words]
        if any(one > other for one, other in itertools.pairwise(starts)):
            raise PydanticCustomError("out_of_order", "Words stand in the order they are said in.")
        return self


@router.get("/api/captions/styles")
def styles(account: Me) -> Styles:
    """The styles, the fonts that ship, and what TikTok, Reels and Shorts cover."""
    del account
    return Styles.model_validate(bootstrap.services().captions.styles())


@router.post(
    "/api/captions/preview",
    response_class=FileResponse,
    responses={200: {"content": {"image/png": {}}}, **problems(400, 413, 415, 507)},
)
async def preview(body: Preview, account: Me) -> FileResponse:
    """One moment of captions as a transparent picture, 540 pixels wide."""
    del account
    sample = Sample(
        text=body.text,
        words=[TimedWord(text, start, max(start, end)) for text, start, end in body.words],
        language=body.language,
        look=CaptionLook(**body.look.model_dump()),
        aspect=body.aspect,
        at=body.at,
    )
    async with _AT_ONCE:
        path = await bootstrap.services().captions.preview(sample)
    return FileResponse(
        path, media_type="image/png", headers={"cache-control": "private, max-age=86400"}
    )


@router.get(
    "/api/video-generations/{content_id}/captions.srt",
    tags=["library"],
    response_class=Response,
    responses={200: {"content": {_FILES["srt"]: {}}}, **problems(404)},
)
def srt(content_id: Id, account: Me) -> Response:
    """The words of a video as SubRip."""
    return _sidecar(bootstrap.services().captions.sidecar(account, content_id, "srt"), "srt")


@router.get(
    "/api/video-generations/{content_id}/captions.vtt",
    tags=["library"],
    response_class=Response,
    responses={200: {"content": {_FILES["vtt"]: {}}}, **problems(404)},
)
def vtt(content_id: Id, account: Me) -> Response:
    """The words of a video as WebVTT."""
    return _sidecar(bootstrap.services().captions.sidecar(account, content_id, "vtt"), "vtt")


def _sidecar(text: str, kind: str) -> Response:
    return Response(
        text,
        media_type=f"{_FILES[kind]}; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="captions.{kind}"'},
    )
