"""`--csv`: a video for each row, all of them started or none."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import click

from vidgenie.cli.generate.bar import Bar
from vidgenie.cli.generate.made import Made, of_run
from vidgenie.cli.generate.sources import choices
from vidgenie.cli.generate.wanted import Wanted
from vidgenie.errors import InvalidInput, VidGenieError
from vidgenie.services.batch_checking import Table
from vidgenie.services.batch_csv import read_csv
from vidgenie.services.batch_standing import BatchRowView
from vidgenie.services.project_export import file_name
from vidgenie.studio.files import check_folder
from vidgenie.studio.runs import cancelled, finished, starting, succeeded
from vidgenie.studio.steps import step
from vidgenie.studio.workplace import Workplace


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the output: a video and where it was put, or why there is none."""

    number: int
    title: str
    target: Path
    made: Made | None = None
    error: VidGenieError | None = None

    def told(self, *, as_json: bool) -> str:
        if not as_json:
            said = self.error if self.made is None else self.made.told(self.target, as_json=False)
            return f"{self.number}: {said}"
        told = self.made.facts(self.target) if self.made else self.error and self.error.to_dict()
        return json.dumps({"row": self.number, "title": self.title, **(told or {})})


def make(place: Workplace, wanted: Wanted) -> bool:
    """Make a video of every row; each is said on a line of standard output. Whether all are there.

    The same table with the same options again goes on with what is missing. Raises
    InvalidInput when a row cannot be, once all that is wrong was said, and what keeps the
    batch from starting.
    """
    folder = wanted.output or Path()
    folder.mkdir(parents=True, exist_ok=True)
    check_folder(folder / "1.mp4")
    rows = _started(place, wanted)
    made = list[_Row]()
    try:
        for row in rows:
            made.append(_finish(place, wanted, row, len(rows)))
            click.echo(made[-1].told(as_json=wanted.as_json))
    except KeyboardInterrupt:
        cancelled(place, [row.run_id for row in rows[len(made) :]])
        raise
    return all(row.made is not None for row in made)


def _started(place: Workplace, wanted: Wanted) -> tuple[BatchRowView, ...]:
    """The rows, each with its Run."""
    batches, account = place.services.batches, place.account
    table = _table(place, wanted)
    checked = batches.check(account, table)
    bad = [row for row in checked.rows if row.problems]
    for row in bad:
        for problem in row.problems:
            click.echo(f"Row {row.row}: {problem['error']} [{problem['field']}]", err=True)
    if bad:
        raise InvalidInput(
            f"{len(bad)} of {len(checked.rows)} rows cannot be made; nothing was started.",
            field="csv",
            problem="bad_rows",
        )
    title = wanted.title or (wanted.csv.stem if wanted.csv else "")
    digest = hashlib.sha256(f"{title}\n{table.digest}".encode()).hexdigest()
    with starting(place):
        batch = batches.start(account, table, title=title, idempotency_key=f"csv:{digest}")
        view = batches.standing.view(account, batch.id)
        if any(row.is_missing for row in view.rows):
            batches.resume(account, batch.id)
            view = batches.standing.view(account, batch.id)
    return view.rows


def _table(place: Workplace, wanted: Wanted) -> Table:
    data = wanted.csv.read_bytes() if wanted.csv else b""
    # What is no UTF-8 is told by who reads it.
    return Table(read_csv(data.decode("utf-8", errors="replace")), choices(place, wanted))


def _finish(place: Workplace, wanted: Wanted, row: BatchRowView, total: int) -> _Row:
    target = (wanted.output or Path()) / f"{row.row:02}-{file_name(row.title)}.mp4"
    bar = Bar(f"{row.row} of {total}")
    try:
        run = finished(place, row.run_id, lambda view: bar.show(step(view)))
        project = place.services.projects.get(place.account, row.project_id)
        made = of_run(place, succeeded(run), project_id=project.id, title=project.title)
        made = made.telling(has_receipt=wanted.has_receipt)
        made.save(target)
    except VidGenieError as error:
        return _Row(row.row, row.title, target, error=error)
    finally:
        bar.end()
    return _Row(row.row, project.title, target, made)
