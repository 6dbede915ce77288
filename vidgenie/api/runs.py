"""Runs: all of them, one in full, and what can be done with one that is over."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.graph_models import GraphAnswer, graph_of
from vidgenie.api.graph_runs import NodeId
from vidgenie.api.models import Answer, Body, Id, Text, problems
from vidgenie.api.moments import Moment, moment
from vidgenie.api.run_models import RunAnswer, RunsAnswer, item_of, run_of, word_of
from vidgenie.api.session import Me, language
from vidgenie.api.submission import Accepted, IdempotencyKey, MaxCredits
from vidgenie.services.run_wanted import STANDINGS, RunsWanted

router = APIRouter(prefix="/api/runs", tags=["runs"], responses=problems(401))

_STANDINGS = {word_of(standing): standing for standing in STANDINGS}
_LONGEST_NAME = 60  # letters of a prompt that name a Graph

Credits = Annotated[int | None, Query(ge=0, le=2**31)]


class AgainBody(Body):
    """How a Run is started again.

    front: before the account's other Runs. anew: what it made is made, and paid for, again.
    instead: other values of Nodes, all of each, as `POST /api/workflow/cheaper` tells them.
    """

    front: bool = False
    anew: bool = False
    instead: Annotated[dict[NodeId, dict[str, Any]], Field(max_length=500)] = Field(
        default_factory=dict
    )
    max_credits: MaxCredits = None


@router.get("")
def runs(  # noqa: PLR0913  # as many ways to look for one
    account: Me,
    *,
    status: Text = "",
    source: Text = "",
    provider: Annotated[Text, Query(max_length=40)] = "",
    graph_id: Annotated[Text, Query(alias="graphId", max_length=32)] = "",
    since: Annotated[Moment, Query(alias="from")] = "",
    until: Annotated[Moment, Query(alias="to")] = "",
    least: Annotated[Credits, Query(alias="minCredits")] = None,
    most: Annotated[Credits, Query(alias="maxCredits")] = None,
    q: Annotated[Text, Query(max_length=200)] = "",
    cursor: Annotated[Text, Query(max_length=32)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> RunsAnswer:
    """The account's Runs, the newest first.

    `status`: pending, running, completed, failed, unknown, cancelling or cancelled; doubt, its
    owner can decide about it; active, it is under way. `source`: graph, api or project.
    `provider`: it made one of the Nodes, or was chosen for it and failed. `from`, `to`: a
    moment, or a day (in UTC, `to` is in it). `minCredits`, `maxCredits`: charged, or set aside.
    `q`: words of the prompt; neither case nor accents count.
    """
    wanted = RunsWanted(
        standing=_STANDINGS.get(status.lower(), status),
        source=source,
        provider=provider,
        graph_id=graph_id,
        since=moment("from", since),
        until=moment("to", until, is_end=True),
        least=least,
        most=most,
        words=q,
        cursor=cursor,
        limit=limit,
    )
    found = bootstrap.services().run_list.page(account, wanted)
    return RunsAnswer(
        items=[item_of(entry) for entry in found.items],
        next_cursor=found.next_cursor,
        counts={word_of(standing): count for standing, count in found.counts.items()},
    )


@router.get("/{run_id}", responses=problems(404))
def run(run_id: Id, account: Me) -> RunAnswer:
    """A Run with the Graph it runs, and what happened to each of its Nodes."""
    return run_of(bootstrap.services().run_log.read(account, run_id))


class AgainAnswer(Answer):
    """What starting a Run again costs; credits. anew: when what it made is made again, too."""

    again: int
    anew: int
    available: int
    unlimited: bool


@router.get("/{run_id}/retry", responses=problems(400, 404, 409, 422))
def price(run_id: Id, account: Me) -> AgainAnswer:
    """What starting the same Graph again would cost; 409 as below. Starts nothing."""
    return AgainAnswer.model_validate(bootstrap.services().run_again.quote(account, run_id))


@router.post(
    "/{run_id}/retry",
    status_code=202,
    responses=problems(400, 402, 403, 404, 409, 413, 415, 422, 507),
)
def retry(
    run_id: Id, body: AgainBody, account: Me, idempotency_key: IdempotencyKey = ""
) -> Accepted:
    """Start the same Graph again; what it made is neither made nor paid for again.

    409: not_over; to_decide: nobody knows what became of it, decide first; of_project: the
    Project goes on with it.
    """
    started = bootstrap.services().run_again.start(
        account,
        run_id,
        in_front=body.front,
        anew=body.anew,
        instead=body.instead,
        idempotency_key=idempotency_key,
        most=body.max_credits,
    )
    return Accepted(
        workflow_id=started.run_id,
        job_id=started.run_id,
        estimated_duration=started.estimated_seconds,
        estimated_cost=started.credits,
    )


@router.post("/{run_id}/copy", status_code=201, responses=problems(403, 404, 409))
def copy(run_id: Id, account: Me, request: Request) -> GraphAnswer:
    """Keep the Graph of a Run as a new one, to be edited. 409 too_many: there are a thousand."""
    services = bootstrap.services()
    graph, prompt = services.run_log.graph(account, run_id)
    name = " ".join(prompt.split())[:_LONGEST_NAME]
    return graph_of(
        services.graph_book.create(account, name=name, graph=graph, language=language(request))
    )
