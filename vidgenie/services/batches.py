"""Use cases on batches: many videos from one table, all of them started or none."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from vidgenie.accounts import store as accounts
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import (
    Conflict,
    InsufficientCredits,
    InvalidInput,
    PriceChanged,
    VidGenieError,
)
from vidgenie.projects import batches, store
from vidgenie.projects.tables import BatchRow, ProjectRow
from vidgenie.services.batch_checking import BatchCheck, BatchChecker, Table
from vidgenie.services.batch_standing import BatchRowView, BatchStanding
from vidgenie.services.orders import QuoteView
from vidgenie.services.production import ProductionService
from vidgenie.services.project_making import NewProject, ProjectMaker

LONGEST_TITLE = 200
"""Characters."""


@dataclass(frozen=True, slots=True)
class StartedRow:
    """A row that is being made."""

    row: int
    project_id: str
    run_id: str


@dataclass(frozen=True, slots=True)
class StartedBatch:
    """A batch that is under way."""

    id: str
    rows: tuple[StartedRow, ...]


@dataclass(frozen=True, slots=True)
class BatchService:
    """Makes Projects of the rows of tables and has them produced.

    clock: the present instant, aware, UTC.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    checker: BatchChecker
    maker: ProjectMaker
    production: ProductionService
    standing: BatchStanding

    def check(self, account: Account, table: Table) -> BatchCheck:
        """Every row with its price and its problems; starts nothing.

        Raises InvalidInput for choices that are none, or too many rows.
        """
        return self.checker.check(account, table)[0]

    def start(
        self,
        account: Account,
        table: Table,
        *,
        title: str = "",
        idempotency_key: str = "",
        most: int | None = None,
    ) -> StartedBatch:
        """Make a Project of every row and queue its Run: all of them, or nothing at all.

        most: credits that were agreed to for all of it; None = whatever it costs.
        The same idempotency key with the same rows answers the batch it started; with other
        rows it raises Conflict. Raises InvalidInput (bad_rows, with the problems of every
        row), PriceChanged, InsufficientCredits, and what `Admission.start` does.
        """
        if idempotency_key:
            with self.reading() as session:
                known = batches.by_key(session, account.id, idempotency_key)
            if known is not None:
                return self._started_before(account, known, table, most)
        checked, wanted = self.checker.check(account, table)
        if any(row.problems for row in checked.rows) or not checked.rows:
            raise _bad_rows(checked)
        if most is not None and checked.total > most:
            raise PriceChanged(agreed=most, required=checked.total)
        if not checked.is_admitted:
            raise InsufficientCredits(required=checked.total, available=checked.available)
        new = batches.NewBatch(
            account.id, " ".join(title.split())[:LONGEST_TITLE], idempotency_key, table.digest
        )
        kept = self._keep(account, new, wanted)
        if kept is None:
            # Somebody was faster with the same key.
            return self.start(
                account, table, title=title, idempotency_key=idempotency_key, most=most
            )
        return self._admit(account, kept, most)

    def price(self, account: Account, batch_id: str) -> QuoteView:
        """What `resume` would cost; starts nothing. Raises NotFound, and why it cannot start."""
        ids = [one.project_id for one in self._missing(account, batch_id)]
        total = self.production.rest(account, ids)
        balance = self.production.runs.admission.credits.standing(account)
        floor = total if balance.unlimited else 0
        return QuoteView(total, max(balance.available, floor), balance.unlimited, ())

    def resume(self, account: Account, batch_id: str, *, most: int | None = None) -> StartedBatch:
        """Make what is missing: the videos of rows that are neither there nor under way.

        most: credits that were agreed to for all of it; None = whatever it costs.
        Asking twice starts it once. Raises NotFound, and what `Admission.start` does.
        """
        missing = self._missing(account, batch_id)
        if missing:
            # The same for as long as nothing new was started: nobody pays twice.
            state = "".join(f"{one.project_id}{one.run_id}" for one in missing)
            key = f"{batch_id}:{hashlib.sha256(state.encode()).hexdigest()[:32]}"
            ids = [one.project_id for one in missing]
            self.production.admit(account, ids, idempotency_key=key, most=most)
        return self._started(account, batch_id, is_whole=False)

    def _missing(self, account: Account, batch_id: str) -> list[BatchRowView]:
        return [one for one in self.standing.view(account, batch_id).rows if one.is_missing]

    def _keep(
        self, account: Account, new: batches.NewBatch, wanted: Sequence[tuple[int, NewProject]]
    ) -> BatchRow | None:
        """The batch with its Projects, in one transaction; None when its key is taken."""
        choices = self.maker.chosen(account)
        with self.transaction() as session:
            accounts.check_stays(session, account.id)
            kept = batches.add(session, new, now=self.clock())
            if kept is None:
                return None
            for number, one in wanted:
                self.maker.add(session, account, replace(one, batch=(kept.id, number)), choices)
        return kept

    def _started_before(
        self, account: Account, batch: BatchRow, table: Table, most: int | None
    ) -> StartedBatch:
        if batch.request_hash != table.digest:
            raise Conflict(
                "This Idempotency-Key was used for other rows.", problem="idempotency_key_reused"
            )
        with self.reading() as session:
            rows = batches.project_rows(session, batch.id)
            is_waiting = bool(rows) and not _has_runs(session, rows)
        if is_waiting:
            return self._admit(account, batch, most)
        return self._started(account, batch.id)

    def _admit(self, account: Account, batch: BatchRow, most: int | None) -> StartedBatch:
        """Queue the Runs; when they are not admitted, the batch was never there.

        After a crash before this the batch has rows that were never started, and nothing was
        charged: the same request, or `resume`, starts them.
        """
        with self.reading() as session:
            ids = [row.id for row in batches.project_rows(session, batch.id)]
        try:
            self.production.admit(account, ids, idempotency_key=batch.id, most=most)
        except VidGenieError:
            with self.transaction() as session:
                rows = batches.project_rows(session, batch.id, lock=True)
                if not _has_runs(session, rows):
                    batches.remove(session, batch.id)
            raise
        return self._started(account, batch.id)

    def _started(self, account: Account, batch_id: str, *, is_whole: bool = True) -> StartedBatch:
        """Its rows with their newest Runs; those that are done, too, when it is whole."""
        rows = self.standing.view(account, batch_id).rows
        return StartedBatch(
            batch_id,
            tuple(
                StartedRow(row.row, row.project_id, row.run_id)
                for row in rows
                if row.run_id and (is_whole or not row.is_done)
            ),
        )


def _has_runs(session: Session, rows: Sequence[ProjectRow]) -> bool:
    return any(store.run_rows(session, [row.id for row in rows]).values())


def _bad_rows(checked: BatchCheck) -> InvalidInput:
    bad = [
        {"row": row.row, "problems": [dict(problem) for problem in row.problems]}
        for row in checked.rows
        if row.problems
    ]
    message = "Nothing was started: some rows cannot be used." if bad else "There is no row."
    problem = "bad_rows" if bad else "empty"
    return InvalidInput(message, field="rows", problem=problem, rows=bad, n=len(bad))
