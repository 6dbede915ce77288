"""Runs: all of them, one in full, and what can be done with one that is over."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request

from vidgenie import bootstrap
from vidgenie.api.graph_models import GraphAnswer, graph_of
from vidgenie.api.models import Body, Id, Text, problems
from vidgenie.api.run_models import RunAnswer, RunsAnswer, item_of, run_of, word_of
from vidgenie.api.session import Me, language
from vidgenie.api.submission import Accepted, IdempotencyKey
from vidgenie.errors import InvalidInput
from vidgenie.services.run_wanted import STANDINGS, RunsWanted

router = APIRouter(prefix="/api/runs", tags=["runs"], responses=problems(401))

_STANDINGS = {word_of(standing): standing for standing in STANDINGS}
_FIRST_YEAR, _LAST_YEAR = 2000, 9000  # that every database and every zone can write
_LONGEST_NAME = 60  # letters of a prompt that name a Graph

Credits = Annotated[int | None, Query(ge=0, le=2**31)]
Moment = Annotated[Text, Query(max_length=40)]


class AgainBody(Body):
    """How a Run is started again.

    front: before the account's other Runs. anew: what it made is made, and paid for, again.
    """

    front: bool = False
    anew: bool = False


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
        since=_moment("from", since),
        until=_moment("to", until, is_end=True),
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
        account, run_id, in_front=body.front, anew=body.anew, idempotency_key=idempotency_key
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


def _moment(field: str, text: str, *, is_end: bool = False) -> datetime | None:
    """What was written, in UTC; of a day its beginning, or its end."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime.min  # noqa: DTZ901  # refused below
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        message = f"{field} is a day or a moment, as 2026-11-21."
        raise InvalidInput(message, field=field, problem="malformed")
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    is_day = len(text) <= len("2026-11-21")
    return found + timedelta(days=1) if is_end and is_day else found
