"""The history of credits, in pages and as a file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Text, problems
from vidgenie.api.moments import Moment, moment
from vidgenie.api.session import Me, language
from vidgenie.errors import InvalidInput
from vidgenie.services import credit_csv
from vidgenie.services.credit_wanted import HistoryWanted

router = APIRouter(prefix="/api/credits", tags=["credits"], responses=problems(401))


class EntryNode(Answer):
    """The Node of a Run that was charged; `title` "" = it has the name of its type."""

    id: str
    type: str
    title: str
    provider: str


class Entry(Answer):
    """One thing that happened; `type`: credit, debit, hold or release.

    `amount`: how many credits it is about, > 0. `change`, `used`, `heldChange`: what it did to
    the credits that are available, used and held; over the whole history they add up to these.
    `balance`: credits available after it, null for a plan without a limit.
    `reason`: a word of ours, or the text of a deduction. `title`: of the Run.
    """

    id: int
    type: str
    amount: int
    change: int
    used: int
    held_change: int
    balance: int | None
    reason: str
    metadata: Mapping[str, object]
    workflow_id: str | None
    node: EntryNode | None
    title: str
    created_at: datetime


class History(Answer):
    """A page of entries, newest first."""

    items: list[Entry]
    next_cursor: str | None


def _narrowed(  # noqa: PLR0913  # all that can be asked for
    *,
    request: Request,
    kind: Annotated[Text, Query(alias="type", max_length=20)] = "",
    since: Annotated[Moment, Query(alias="from")] = "",
    until: Annotated[Moment, Query(alias="to")] = "",
    q: Annotated[Text, Query(max_length=200)] = "",
    run: Annotated[Text, Query(max_length=32)] = "",
) -> HistoryWanted:
    return HistoryWanted(
        type=kind,
        since=moment("from", since),
        until=moment("to", until, is_end=True),
        words=q,
        run_id=run,
        language=language(request),
    )


Narrowed = Annotated[HistoryWanted, Depends(_narrowed)]
"""`type`: credit, debit, hold or release. `from`, `to`: a moment, or a day (UTC, `to` is in it);
of two moments the first is in it, the second is not. `run`: id of a Run. `q`: words."""


@router.get("/history", responses=problems(404))
def history(
    account: Me,
    wanted: Narrowed,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[Text, Query(max_length=32)] = "",
) -> History:
    """What happened to the account's credits, newest first.

    One entry for each operation; each Node that a Run was charged for has its own. `type`:
    credit, debit, hold or release. `from`, `to`: a moment, or a day (in UTC, `to` is in it; a
    moment `to` is not). `run`: id of a Run, 404 when it is not the account's. `q`: words of the
    reason, the Run's prompt, what was bought, or of what the page says (kinds, nodes, Providers,
    plans) in the page's or the browser's language and in English; neither case nor accents
    count. `cursor`: `nextCursor` of the page before; with `q`, a page may be short and have a
    next one.
    """
    services = bootstrap.services()
    page = services.credit_history.page(account, wanted.paged(limit=limit, cursor=cursor))
    return History.model_validate(page)


@router.get(
    "/history.csv",
    response_class=StreamingResponse,
    responses={
        200: {"description": "A table", "content": {"text/csv": {}}},
        **problems(404),
    },
)
def history_csv(
    account: Me,
    wanted: Narrowed,
    request: Request,
    locale: Annotated[Text, Query(max_length=5)] = "",
    separator: Annotated[Text, Query(max_length=20)] = "",
) -> StreamingResponse:
    """All entries that match, newest first, as CSV (RFC 4180, UTF-8 with a mark), while it is sent.

    Columns: date (UTC), type, reason, run, node, provider, change, used, held_change. Without a
    filter, `change` adds up to the credits available, `used` to those used, `held_change` to
    those held. Texts that a spreadsheet would calculate begin with a quote. `locale`: en or fr,
    of the names of the columns, else the page's or the browser's. `separator`: comma, semicolon
    or tab; else a semicolon in French and a comma in English, as spreadsheets expect it.
    """
    chosen = locale or language(request)
    if chosen not in credit_csv.COLUMNS:
        message = f"locale is one of {', '.join(credit_csv.COLUMNS)}."
        raise InvalidInput(message, field="locale", problem="unknown")
    between = credit_csv.separator(separator, chosen)
    found = bootstrap.services().credit_history
    wanted = replace(wanted, language=chosen)
    found.check(account, wanted)
    return StreamingResponse(
        credit_csv.written(found.every(account, wanted), language=chosen, between=between),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": 'attachment; filename="vidgenie-credits.csv"',
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        },
    )
