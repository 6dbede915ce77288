"""What is made of a Project: script, preview, clips, film; and how far it is."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, Id, problems
from vidgenie.api.session import Me
from vidgenie.api.status import SHOWN
from vidgenie.api.streams import ALIVE, HEADERS, StillSignedIn, with_heartbeats
from vidgenie.api.submission import Accepted, Agreed, IdempotencyKey, Quote, most_of
from vidgenie.domain.project import MOST_SEGMENTS, MOST_TAKES, Purpose
from vidgenie.services.orders import Started
from vidgenie.services.production import MOST_PROVIDERS, Plan
from vidgenie.services.progress_views import ProgressView, RunProgress, TakeProgress

router = APIRouter(prefix="/api/projects", tags=["projects"], responses=problems(401, 404))

_STARTS = problems(400, 402, 403, 409, 413, 415, 507)
_Slug = Annotated[str, Field(max_length=40)]
_Model = Annotated[str, Field(max_length=80)]
_Segments = (
    Literal["due", "all"] | Annotated[list[Id], Field(min_length=1, max_length=MOST_SEGMENTS)]
)


class PlanBody(Body):
    """What is to be made. segments: due (without a clip of what is asked now), all, or ids."""

    purpose: Literal[Purpose.SCRIPT, Purpose.QUICK, Purpose.ANIMATIC, Purpose.TAKES, Purpose.FILM]
    segments: _Segments = "due"
    provider: _Slug = ""
    model: _Model = ""
    count: Annotated[int, Field(ge=1, le=MOST_TAKES)] = 1


class GenerateBody(Agreed):
    """Clips, and the film of them unless `assemble` is false. sequential: one after the other."""

    segments: _Segments = "due"
    assemble: bool = True
    sequential: bool = False


class RemakeBody(Agreed):
    """One Segment anew. prompt, provider, model: become the Segment's when they are given."""

    prompt: Annotated[str, Field(max_length=1000)] | None = None
    provider: _Slug | None = None
    model: _Model | None = None
    count: Annotated[int, Field(ge=1, le=MOST_TAKES)] = 1
    assemble: bool = True


class MakerBody(Body):
    """A Provider and its model, "" for its own choice."""

    provider: Annotated[str, Field(min_length=1, max_length=40)]
    model: _Model = ""


class CompareBody(Agreed):
    """Whose clips are compared."""

    providers: Annotated[list[MakerBody], Field(min_length=2, max_length=MOST_PROVIDERS)]


class AllAccepted(Done, Answer):
    """Several Runs that are queued."""

    runs: list[Accepted]


class RunNow(Answer):
    """A Run under way. percent: 0 to 100; remainingSeconds: estimated."""

    run_id: str
    purpose: str
    status: str
    percent: int
    current_step: str | None
    remaining_seconds: int


class TakeNow(Answer):
    """The newest Take of a Segment. progress: 0 to 100."""

    segment_id: str
    take_id: str
    status: str
    progress: int
    error: dict[str, object] | None
    thumbnail_url: str


class Progress(Answer):
    """How far a Project is. completed of total Segments have their clip."""

    status: str
    completed: int
    total: int
    percent: int
    runs: list[RunNow]
    takes: list[TakeNow]
    version: int


@router.post("/{project_id}/quote", responses=problems(400, 403, 409, 413, 415))
def price(project_id: Id, body: PlanBody, account: Me) -> Quote:
    """What it would cost; starts nothing."""
    plan = Plan(body.purpose, body.segments, body.provider, body.model, body.count)
    return Quote.model_validate(bootstrap.services().production.quote(account, project_id, plan))


@router.post("/{project_id}/script", status_code=202, responses=_STARTS)
def script(
    project_id: Id,
    account: Me,
    agreed: Agreed | None = None,
    idempotency_key: IdempotencyKey = "",
) -> Accepted:
    """Have texts and prompts written for the included Segments."""
    production = bootstrap.services().production
    started = production.script(
        account, project_id, idempotency_key=idempotency_key, most=most_of(agreed)
    )
    return accepted(started)


@router.post("/{project_id}/animatic", status_code=202, responses=_STARTS)
def animatic(project_id: Id, account: Me, idempotency_key: IdempotencyKey = "") -> Accepted:
    """A free preview: stills, voice and captions with the timing of the film."""
    return _produce(account, project_id, Plan(Purpose.ANIMATIC), idempotency_key)


@router.post("/{project_id}/generate", status_code=202, responses=_STARTS)
def generate(
    project_id: Id, body: GenerateBody, account: Me, idempotency_key: IdempotencyKey = ""
) -> Accepted:
    """Make the clips that are missing, then the film."""
    purpose = Purpose.FILM if body.assemble else Purpose.TAKES
    plan = Plan(purpose, body.segments, in_turn=body.sequential)
    return _produce(account, project_id, plan, idempotency_key, body)


@router.post("/{project_id}/assemble", status_code=202, responses=_STARTS)
def assemble(
    project_id: Id,
    account: Me,
    agreed: Agreed | None = None,
    idempotency_key: IdempotencyKey = "",
) -> Accepted:
    """The film of the clips that are there; free but for words that were not said before."""
    return _produce(account, project_id, Plan(Purpose.FILM, ()), idempotency_key, agreed)


@router.post("/{project_id}/quick", status_code=202, responses=_STARTS)
def quick(
    project_id: Id,
    account: Me,
    agreed: Agreed | None = None,
    idempotency_key: IdempotencyKey = "",
) -> Accepted:
    """Script, clips and film in one Run."""
    production = bootstrap.services().production
    started = production.quick(
        account, project_id, idempotency_key=idempotency_key, most=most_of(agreed)
    )
    return accepted(started)


@router.post("/{project_id}/segments/{segment_id}/regenerate", status_code=202, responses=_STARTS)
def regenerate(
    project_id: Id,
    segment_id: Id,
    body: RemakeBody,
    account: Me,
    idempotency_key: IdempotencyKey = "",
) -> Accepted:
    """One Segment anew: one clip and the film; every other clip stays as it is.

    With `count` several Takes to choose from, and no film. When nothing can be started the
    Segment stays as it was.
    """
    started = bootstrap.services().production.remake(
        account,
        project_id,
        segment_id,
        changes=body.model_dump(include={"prompt", "provider", "model"}, exclude_none=True),
        count=body.count,
        assembles=body.assemble,
        idempotency_key=idempotency_key,
        most=body.max_credits,
    )
    return accepted(started)


@router.post("/{project_id}/compare", status_code=202, responses=_STARTS)
def compare(
    project_id: Id, body: CompareBody, account: Me, idempotency_key: IdempotencyKey = ""
) -> AllAccepted:
    """Every included Segment by every Provider, a Run for each; what is shown stays."""
    makers = [(maker.provider, maker.model) for maker in body.providers]
    started = bootstrap.services().production.compare(
        account, project_id, makers, idempotency_key=idempotency_key, most=body.max_credits
    )
    return AllAccepted(runs=[accepted(one) for one in started])


@router.post("/{project_id}/cancel", responses=problems(403))
def cancel(project_id: Id, account: Me) -> Done:
    """Stop every Run of the Project: what was not made is not charged."""
    bootstrap.services().progress.cancel(account, project_id)
    return Done()


@router.get("/{project_id}/progress")
def progress(project_id: Id, account: Me) -> Progress:
    """How far it is."""
    return progress_of(bootstrap.services().progress.progress(account, project_id))


@router.get(
    "/{project_id}/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "`progress`: as `GET progress` answers, now and after every change.",
            "content": {"text/event-stream": {}},
        }
    },
)
async def events(project_id: Id, account: Me, is_signed_in: StillSignedIn) -> StreamingResponse:
    """How far it is, as it happens; for as long as somebody listens."""
    views = bootstrap.services().progress.changes(account, project_id)
    # Before the answer begins: a Project that is not there is a 404.
    first = await anext(views)
    stream = _stream(first, views, is_signed_in)
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def _stream(
    first: ProgressView,
    views: AsyncGenerator[ProgressView, None],
    is_signed_in: Callable[[], bool],
) -> AsyncGenerator[str, None]:
    async with aclosing(views), aclosing(with_heartbeats(views)) as told:
        yield _event(first)
        async for view in told:
            # Who signed out meanwhile is told nothing more.
            if not await asyncio.to_thread(is_signed_in):
                return
            yield ALIVE if view is None else _event(view)


def _event(view: ProgressView) -> str:
    shown = progress_of(view).model_dump(mode="json", by_alias=True)
    return f"event: progress\ndata: {json.dumps(shown, ensure_ascii=False)}\n\n"


def _produce(
    account: Me, project_id: str, plan: Plan, key: str, agreed: Agreed | None = None
) -> Accepted:
    production = bootstrap.services().production
    started = production.produce(
        account, project_id, plan, idempotency_key=key, most=most_of(agreed)
    )
    return accepted(started)


def accepted(started: Started) -> Accepted:
    """A Run that was started, as it is answered."""
    return Accepted(
        workflow_id=started.run_id,
        job_id=started.run_id,
        estimated_duration=started.estimated_seconds,
        estimated_cost=started.credits,
    )


def progress_of(view: ProgressView) -> Progress:
    """How far a Project is, as it is answered."""
    return Progress(
        status=view.status,
        completed=view.completed,
        total=view.total,
        percent=view.percent,
        runs=[_run(run) for run in view.runs],
        takes=[_take(take) for take in view.takes],
        version=view.version,
    )


def _run(run: RunProgress) -> RunNow:
    return RunNow(
        run_id=run.run_id,
        purpose=run.purpose,
        status=SHOWN[run.status],
        percent=run.percent,
        current_step=run.current_step,
        remaining_seconds=run.remaining_seconds,
    )


def _take(take: TakeProgress) -> TakeNow:
    return TakeNow(
        segment_id=take.segment_id,
        take_id=take.take_id,
        status=take.status,
        progress=take.progress,
        error=None if take.error is None else dict(take.error),
        thumbnail_url=take.thumbnail_url,
    )
