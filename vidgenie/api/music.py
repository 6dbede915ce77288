"""Music we play ourselves, free of anybody's rights."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse

from vidgenie import bootstrap
from vidgenie.api.media import MediaFile
from vidgenie.api.models import Answer, problems
from vidgenie.api.session import Me

router = APIRouter(prefix="/api/music", tags=["cutting room"], responses=problems(401))

_HEADERS = {
    "cache-control": "private, max-age=86400",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
}


class BedAnswer(Answer):
    """A bed. seconds: of its loop. sample: where to listen to it."""

    slug: str
    seconds: float
    sample: str


class MusicAnswer(Answer):
    """Every bed there is."""

    beds: list[BedAnswer]


@router.get("")
def beds(_account: Me) -> MusicAnswer:
    """What can play below a video without an upload; its names are the pages' to say."""
    found = bootstrap.services().music.beds()
    return MusicAnswer(
        beds=[
            BedAnswer(slug=bed.slug, seconds=bed.seconds, sample=f"/api/music/{bed.slug}/sample")
            for bed in found
        ]
    )


@router.get(
    "/{slug}/sample",
    response_class=FileResponse,
    responses={
        200: {"description": "The bed", "content": {"audio/mp4": {}}},
        **problems(404, 507),
    },
)
async def sample(slug: Annotated[str, Path(max_length=40)], _account: Me) -> MediaFile:
    """One round of a bed; played when somebody asks for it first."""
    path = await bootstrap.services().music.sample(slug)
    headers = {**_HEADERS, "etag": f'"{path.stem}"'}
    return MediaFile(path, media_type="audio/mp4", headers=headers)
