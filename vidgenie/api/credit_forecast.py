"""How long credits last, what videos cost, and when to be warned."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StrictBool, StrictInt

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, problems
from vidgenie.api.provider_costs import VideoCost, cost_of
from vidgenie.api.session import Me
from vidgenie.services.video_credits import AS_OF, SOURCE

router = APIRouter(prefix="/api/credits", tags=["credits"], responses=problems(401))


class UnusualUse(Answer):
    """Far more than usual was used; `period`: day, hour, or rare: a day of who rarely has any."""

    period: str
    used: int
    usual: int


class Forecast(Answer):
    """How long the credits last when they are used as of late, and none are bought.

    `perDay` null: fewer than three days of use say nothing. `until`, `daysLeft` null: not known,
    longer than ten years, or never. `renewsFirst`: the plan grants new ones before. `expiring`:
    credits that expire before anybody uses them. `unusual`: about today, null = nothing.
    """

    per_day: float | None
    days_left: int | None
    until: datetime | None
    renews_at: datetime
    renews_first: bool
    expiring: int
    unusual: UnusualUse | None


class VideoPrice(VideoCost):
    """One Provider. `credits`: here, for clips, script and voice; null when they have no price."""

    credits: int | None
    total_credits: int | None


class VideoPrices(Answer):
    """For videos of this length, in dollars there and in credits here; the cheapest first.

    `documentsSource`, `documentsAsOf`: of what the source documents say; `today` has its own.
    """

    seconds: int
    videos: int
    documents_source: str
    documents_as_of: str
    providers: list[VideoPrice]


class Alerts(Answer):
    """When to be warned; `lowAt` null = below a fifth of the plan's credits, 0 = never."""

    low_at: int | None
    unusual: bool


class AlertsBody(Body):
    """The same; what is left out stays as it is."""

    low_at: StrictInt | None = None
    unusual: StrictBool = True


@router.get("/forecast")
def forecast(account: Me) -> Forecast:
    """How long the account's credits last, by what the last four weeks say."""
    return Forecast.model_validate(bootstrap.services().forecasts.forecast(account))


@router.get("/costs")
def costs(
    account: Me,
    seconds: Annotated[int, Query(ge=1, le=3600)] = 30,
    videos: Annotated[int, Query(ge=1, le=1_000_000)] = 100,
) -> VideoPrices:
    """What so many videos of so many seconds cost with each video Provider."""
    del account
    rows = bootstrap.services().video_prices.table(seconds=seconds, videos=videos)
    return VideoPrices(
        seconds=seconds,
        videos=videos,
        documents_source=SOURCE,
        documents_as_of=AS_OF,
        providers=[
            VideoPrice(**dict(cost_of(row.cost)), credits=row.credits, total_credits=row.total)
            for row in rows
        ],
    )


@router.get("/alerts")
def alerts(account: Me) -> Alerts:
    """When the account wants to be warned."""
    return Alerts.model_validate(bootstrap.services().credit_watch.alerts(account))


@router.put("/alerts", responses=problems(400, 403, 413, 415))
def choose(body: AlertsBody, account: Me) -> Alerts:
    """Keep when to be warned: of low credits once a top-up, of unusual use once a day."""
    chosen = body.model_dump(include=body.model_fields_set)
    return Alerts.model_validate(bootstrap.services().credit_watch.choose(account, **chosen))
