"""Batches: many videos from one table, all of them started or none."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Id, problems
from vidgenie.api.project_models import ChoicesBody
from vidgenie.api.session import Me
from vidgenie.api.submission import Agreed, IdempotencyKey, MaxCredits, most_of
from vidgenie.domain.project_status import ProjectStatus
from vidgenie.services.batch_checking import Table
from vidgenie.services.batch_csv import LARGEST, RawRow, read_csv
from vidgenie.services.batch_standing import BatchSummary
from vidgenie.services.batches import LONGEST_TITLE, StartedBatch

router = APIRouter(prefix="/api/projects", tags=["projects"], responses=problems(401, 403))

_Cell = Annotated[str, Field(max_length=LARGEST)]


class RowBody(Body):
    """A row; what is left out is as in a new Project. seconds (or duration): of the whole video.

    What cannot be used is told with the row, not as an error of the request.
    """

    theme: _Cell = ""
    title: _Cell = ""
    pillar: _Cell = ""
    seconds: int | _Cell | None = None
    duration: int | _Cell | None = None
    language: _Cell = ""
    provider: _Cell = ""
    script: _Cell = ""

    def raw(self, number: int) -> RawRow:
        """The row as the service takes it."""
        seconds = self.duration if self.seconds is None else self.seconds
        cells = self.model_dump(exclude={"seconds", "duration"})
        return RawRow(number, {**cells, "duration": "" if seconds is None else str(seconds)})


class TableBody(Body):
    """A table: `csv`, the text of a file, or `rows`.

    The first line of a file has the names of the columns, in English or French: theme, title,
    pillar, duration, language, provider, script. At most 50 rows, 200 kB.
    choices: what holds for all the videos; the rest is as in a new Project.
    """

    csv: Annotated[str, Field(max_length=LARGEST * 2)] | None = None
    rows: Annotated[list[RowBody], Field(max_length=1000)] | None = None
    choices: ChoicesBody | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "TableBody":
        if (self.csv is None) == (self.rows is None):
            raise PydanticCustomError("missing", "Send either csv or rows.")
        return self

    @property
    def table(self) -> Table:
        """What the service takes. Raises InvalidInput and TooLarge for a file that is none."""
        choices = self.choices.changes if self.choices else {}
        if self.csv is not None:
            return Table(read_csv(self.csv), choices)
        rows = [row.raw(number) for number, row in enumerate(self.rows or (), start=1)]
        return Table(rows, choices)


class BatchBody(TableBody):
    """A table to be made. title: for its owner."""

    title: Annotated[str, Field(max_length=LONGEST_TITLE)] = ""
    max_credits: MaxCredits = None


class CheckedRowAnswer(Answer):
    """A row, its price in credits, and all that is wrong with it: errors with their `field`."""

    row: int
    title: str
    theme: str
    seconds: int
    credits: int
    problems: list[dict[str, Any]]


class CheckAnswer(Answer):
    """total: credits of the good rows. isAdmitted: it can be started as it is."""

    rows: list[CheckedRowAnswer]
    total: int
    available: int
    unlimited: bool
    is_admitted: bool


class StartedRowAnswer(Answer):
    """A row that is being made."""

    row: int
    project_id: str
    workflow_id: str


class StartedAnswer(Answer):
    """A batch that is under way."""

    batch_id: str
    projects: list[StartedRowAnswer]


class SummaryAnswer(Answer):
    """A batch. total: rows whose Project was not deleted; completed: those with a video."""

    id: str
    title: str
    created_at: datetime
    completed: int
    total: int


class SummariesAnswer(Answer):
    """The Account's batches, the newest first."""

    items: list[SummaryAnswer]


class BatchRowAnswer(Answer):
    """A row. error: of the newest Run, when it failed; videoUrl: "" while there is none."""

    row: int
    project_id: str
    title: str
    status: ProjectStatus
    percent: int
    error: dict[str, Any] | None
    video_url: str


class BatchAnswer(SummaryAnswer):
    """A batch with its rows."""

    rows: list[BatchRowAnswer]


@router.post("/batch/check", responses=problems(400, 413, 415, 422))
def check_batch(body: TableBody, account: Me) -> CheckAnswer:
    """Every row with its price and its problems; starts nothing."""
    return CheckAnswer.model_validate(bootstrap.services().batches.check(account, body.table))


@router.post(
    "/batch", status_code=202, responses=problems(400, 402, 404, 409, 413, 415, 422, 429, 507)
)
def start_batch(
    body: BatchBody, account: Me, idempotency_key: IdempotencyKey = ""
) -> StartedAnswer:
    """Make a Project of every row and queue its Run: all of them, or nothing at all."""
    started = bootstrap.services().batches.start(
        account,
        body.table,
        title=body.title,
        idempotency_key=idempotency_key,
        most=body.max_credits,
    )
    return _started(started)


@router.get("/batches")
def batches(account: Me) -> SummariesAnswer:
    """The newest fifty."""
    found = bootstrap.services().batches.standing.all(account)
    return SummariesAnswer(items=[SummaryAnswer(**_facts(one)) for one in found])


@router.get("/batches/{batch_id}", responses=problems(404))
def batch(batch_id: Id, account: Me) -> BatchAnswer:
    """Where every row of a batch stands."""
    found = bootstrap.services().batches.standing.view(account, batch_id)
    rows = [BatchRowAnswer.model_validate(row) for row in found.rows]
    return BatchAnswer(**_facts(found.summary), rows=rows)


class RestAnswer(Answer):
    """What the missing videos of a batch cost, and what the Account has; credits."""

    total: int
    available: int
    unlimited: bool


@router.get("/batches/{batch_id}/resume", responses=problems(404, 409, 422))
def price_of_rest(batch_id: Id, account: Me) -> RestAnswer:
    """What making the rest would cost; starts nothing."""
    return RestAnswer.model_validate(bootstrap.services().batches.price(account, batch_id))


@router.post(
    "/batches/{batch_id}/resume",
    status_code=202,
    responses=problems(400, 402, 404, 409, 413, 415, 422, 429, 507),
)
def resume_batch(batch_id: Id, account: Me, agreed: Agreed | None = None) -> StartedAnswer:
    """Make what is missing: videos that are neither there nor under way; twice starts it once."""
    batches = bootstrap.services().batches
    return _started(batches.resume(account, batch_id, most=most_of(agreed)))


def _facts(one: BatchSummary) -> dict[str, Any]:
    return {name: getattr(one, name) for name in SummaryAnswer.model_fields}


def _started(one: StartedBatch) -> StartedAnswer:
    return StartedAnswer(
        batch_id=one.id,
        projects=[
            StartedRowAnswer(row=row.row, project_id=row.project_id, workflow_id=row.run_id)
            for row in one.rows
        ],
    )
