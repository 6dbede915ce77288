"""The library: what the Account has made, and is making."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Done, Id, Text, problems
from vidgenie.api.session import Me

router = APIRouter(prefix="/api/video-generations", tags=["library"], responses=problems(401))


class Generation(Answer):
    """What one Run made; `status`: processing, completed, failed or cancelled."""

    id: str
    workflow_id: str | None
    status: str
    prompt: str
    thumbnail_url: str | None
    image_url: str | None
    video_url: str | None
    audio_url: str | None
    credits: int
    created_at: datetime


class GenerationPage(Answer):
    """A page, newest first; `total`: entries on all pages."""

    items: list[Generation]
    page: int
    page_size: int
    total: int


@router.get("")
def page(
    account: Me,
    page: int = 1,
    page_size: Annotated[int, Query(alias="pageSize")] = 20,
    status: Text = "",
    q: Annotated[Text, Query(max_length=1000)] = "",
) -> GenerationPage:
    """The library; `q`: text the prompt contains, neither case nor accents count."""
    found = bootstrap.services().library.page(
        account, page=page, page_size=page_size, status=status, q=q
    )
    return GenerationPage.model_validate(found)


@router.get("/{content_id}", responses=problems(404))
def get(content_id: Id, account: Me) -> Generation:
    """One entry."""
    return Generation.model_validate(bootstrap.services().library.get(account, content_id))


@router.delete("/{content_id}", responses=problems(403, 404))
def delete(content_id: Id, account: Me) -> Done:
    """Take an entry out of the library."""
    bootstrap.services().library.delete(account, content_id)
    return Done()
