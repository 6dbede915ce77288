"""What a video costs at each Provider, in dollars; not in credits."""

from typing import Annotated

from fastapi import APIRouter, Query

from vidgenie import bootstrap
from vidgenie.api.models import Answer, problems
from vidgenie.api.session import Me
from vidgenie.services.costs import ListPrice, VideoCostView

router = APIRouter(prefix="/api/providers", tags=["providers"], responses=problems(401))


class Today(Answer):
    """The cheapest upright clip by the Provider's own list, and where that price is from."""

    model: str
    mode: str
    size: str
    clip_seconds: int
    clips: int
    usd: float
    row_usd: float
    unit: str
    what: str
    source: str
    as_of: str


class VideoCost(Answer):
    """One Provider; `documentsUsd` is null when the source documents do not know it."""

    provider: str
    title: str
    documents_usd: float | None
    documents_total_usd: float | None
    today: Today | None
    today_total_usd: float


class Costs(Answer):
    """For videos of this length, script and voice included; the cheapest today first."""

    seconds: int
    videos: int
    providers: list[VideoCost]


@router.get("/costs")
def costs(
    account: Me,
    seconds: Annotated[int, Query(ge=1, le=3600)] = 30,
    videos: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Costs:
    """Every video Provider's price for so many videos of so many seconds."""
    del account
    rows = bootstrap.services().costs.table(seconds=seconds, videos=videos)
    return Costs(seconds=seconds, videos=videos, providers=[cost_of(row) for row in rows])


def cost_of(row: VideoCostView) -> VideoCost:
    """What a video costs at one Provider."""
    return VideoCost(
        provider=row.provider,
        title=row.title,
        documents_usd=_dollars(row.documents),
        documents_total_usd=_dollars(row.documents_total),
        today=row.today and _today(row.today),
        today_total_usd=row.today_total / 1_000_000,
    )


def _today(price: ListPrice) -> Today:
    return Today(
        model=price.model,
        mode=price.mode,
        size="{}x{}".format(*price.size),
        clip_seconds=price.clip_seconds,
        clips=price.clips,
        usd=price.micro_usd / 1_000_000,
        row_usd=price.row_micro_usd / 1_000_000,
        unit=price.unit,
        what=price.what,
        source=price.source,
        as_of=price.as_of,
    )


def _dollars(micro_usd: int | None) -> float | None:
    return None if micro_usd is None else micro_usd / 1_000_000
