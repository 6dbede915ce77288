"""Files people bring, and every Asset they have: pictures, clips and sound."""

import asyncio
from typing import Annotated, Literal

from anyio import CapacityLimiter
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Id, problems
from vidgenie.api.session import Me
from vidgenie.api.upload_form import receive, unless_gone
from vidgenie.services.assets import AssetView
from vidgenie.services.uploads import MAX_CLIP_BYTES, is_picture

# Encoding takes long and all of the processor, drawing takes memory: who comes later waits
# here, and no picture waits for a clip.
_ENCODING = CapacityLimiter(2)
_DRAWING = CapacityLimiter(2)
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "contentMediaType": "application/octet-stream"}
                    },
                }
            }
        },
    }
}
_STRIP_HEADERS = {"cache-control": "private, max-age=86400", "x-content-type-options": "nosniff"}


def _multipart_only(request: Request) -> None:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415)


router = APIRouter(prefix="/api/assets", tags=["assets"], responses=problems(401, 403))


class AssetAnswer(Answer):
    """A stored file; links are good for a day; sizes in pixels and bytes.

    `kind`: image, video or audio; `thumbnailUrl`: "" for sound.
    """

    id: str
    kind: str
    name: str
    url: str
    thumbnail_url: str
    width: int
    height: int
    seconds: float | None
    bytes: int
    has_audio: bool


class AssetList(Answer):
    """Newest first; `nextCursor`: for what comes after, null at the end."""

    items: list[AssetAnswer]
    next_cursor: str | None


class WaveformAnswer(Answer):
    """How loud each part of a sound is, 0 to 1."""

    seconds: float
    peaks: list[float]


@router.post(
    "",
    dependencies=[Depends(_multipart_only)],
    responses=problems(400, 413, 415, 507),
    openapi_extra=_FORM,
)
async def upload(request: Request, account: Me, *, transparent: bool = False) -> AssetAnswer:
    """Take in a picture (JPEG, PNG, WEBP), a clip (MP4, MOV, WEBM, MKV) or sound.

    Sound: MP3, M4A, AAC, WAV, OGG, FLAC. A picture has 20 MB at most, sound 200 MB, a clip
    500 MB, 4096 pixels a side and 60 frames a second; ten minutes are the longest. It is made
    anew, without metadata, before this answers; the same file twice is the same Asset.
    `transparent`: what is transparent in a picture stays so, as a logo needs it; else it is
    laid on white.
    """
    assets = bootstrap.services().assets
    length = request.headers.get("content-length", "")
    with assets.inbox(expected=int(length) if length.isdecimal() else 0) as path:
        name = await receive(request, path, limit=MAX_CLIP_BYTES)
        turns = _DRAWING if await asyncio.to_thread(is_picture, path) else _ENCODING

        async def take_in() -> AssetView:
            async with turns:
                return await assets.take_in(account, path, name=name, keep_alpha=transparent)

        return AssetAnswer.model_validate(await unless_gone(request, take_in))


@router.get("")
def page(
    account: Me,
    kind: Literal["", "image", "video", "audio"] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
    cursor: Annotated[str, Query(max_length=64)] = "",
) -> AssetList:
    """What the Account has brought and made, newest first."""
    assets = bootstrap.services().assets
    return AssetList.model_validate(assets.page(account, kind=kind, limit=limit, cursor=cursor))


@router.get("/{asset_id}", responses=problems(404))
def get(asset_id: Id, account: Me) -> AssetAnswer:
    """One of them."""
    return AssetAnswer.model_validate(bootstrap.services().assets.get(account, asset_id))


@router.get(
    "/{asset_id}/filmstrip",
    response_class=FileResponse,
    responses={
        200: {"description": "A JPEG, 90 pixels high", "content": {"image/jpeg": {}}},
        **problems(404),
    },
)
async def filmstrip(
    asset_id: Id, account: Me, count: Annotated[int, Query(ge=1, le=60)] = 10
) -> FileResponse:
    """`count` frames of a clip, side by side."""
    previews = bootstrap.services().assets.previews
    path = await previews.filmstrip(account, asset_id, count=count)
    return FileResponse(path, media_type="image/jpeg", headers=_STRIP_HEADERS)


@router.get("/{asset_id}/waveform", responses=problems(404))
async def waveform(
    asset_id: Id, account: Me, count: Annotated[int, Query(ge=1, le=2000)] = 200
) -> WaveformAnswer:
    """How loud a clip or sound is in each of `count` parts."""
    previews = bootstrap.services().assets.previews
    found = await previews.waveform(account, asset_id, count=count)
    return WaveformAnswer(seconds=found.seconds, peaks=list(found.peaks))
