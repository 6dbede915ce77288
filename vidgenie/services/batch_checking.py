"""What the rows of a batch would make, what that costs, and what keeps them from being started."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.project import SEGMENT_SECONDS, Choices, Project, Segment
from vidgenie.domain.script import ScriptLine
from vidgenie.errors import VidGenieError
from vidgenie.projects import pillars
from vidgenie.services.batch_csv import RawRow, check_count
from vidgenie.services.batch_prices import BatchPrices
from vidgenie.services.batch_rows import Asked, Row, Usual, read_row
from vidgenie.services.credits import CreditService
from vidgenie.services.project_making import NewProject, NewSegment, ProjectMaker

Shape = tuple[int, str, str]
Known = dict[Shape, tuple[int, list[VidGenieError]]]
"""Shape of a row -> its price, and what keeps it from being started."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is sent. choices: those of all its videos that are not as usual."""

    rows: Sequence[RawRow]
    choices: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The same for the same rows."""
        rows = [[one.number, dict(one.cells), one.has_more] for one in self.rows]
        told = json.dumps([rows, dict(self.choices)], sort_keys=True)
        return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row of a batch. credits: that its video costs, 0 where there are problems.

    problems: errors as they are answered, each with its `field`.
    """

    row: int
    title: str
    theme: str
    seconds: int
    credits: int
    problems: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class BatchCheck:
    """What a batch would be. total: credits of the good rows; available: that there are.

    is_admitted: it can be started as it is.
    """

    rows: tuple[CheckedRow, ...]
    total: int
    available: int
    unlimited: bool
    is_admitted: bool


@dataclass(frozen=True, slots=True)
class BatchChecker:
    """Reads tables and prices their rows. providers: by (kind, slug)."""

    reading: Transaction
    credits: CreditService
    providers: Mapping[tuple[str, str], Provider]
    maker: ProjectMaker
    prices: BatchPrices

    def check(
        self, account: Account, table: Table
    ) -> tuple[BatchCheck, list[tuple[int, NewProject]]]:
        """Every row with its price and its problems; the Projects of rows that can be read.

        Raises InvalidInput for choices that are none, or too many rows.
        """
        check_count(len(table.rows), field="rows")
        usual = self.maker.rules.choices(self.maker.chosen(account), table.choices)
        names = self._usual(account, usual)
        read = [read_row(raw, names) for raw in table.rows]
        known: Known = {}
        rows = [self._priced(account, row, usual, known) for row in read]
        total = sum(row.credits for row in rows)
        balance = self.credits.standing(account)
        is_good = bool(rows) and not any(row.problems for row in rows)
        has_enough = balance.unlimited or total <= balance.available
        checked = BatchCheck(
            tuple(rows), total, balance.available, balance.unlimited, is_good and has_enough
        )
        wanted = [(row.number, _new(row.asked, usual, table.choices)) for row in read if row.asked]
        return checked, wanted

    def _usual(self, account: Account, usual: Choices) -> Usual:
        with self.reading() as session:
            own = pillars.pillars(session, account.id)
        return Usual(
            language=NewProject().language,
            provider=usual.provider,
            pillars=tuple(one.name for one in own),
            providers={
                slug: provider.title
                for (kind, slug), provider in self.providers.items()
                if kind == Kind.VIDEO
            },
            speed=usual.voice.speed if usual.voice else 1.0,
        )

    def _priced(self, account: Account, row: Row, usual: Choices, known: Known) -> CheckedRow:
        problems = list(row.problems)
        price = 0
        if row.asked is not None:
            shape = _shape(row.asked)
            found = known.get(shape) if shape else None
            if found is None:
                found = self._price(account, row.asked, usual)
            if shape:
                known[shape] = found
            price = found[0]
            problems += found[1]
        return CheckedRow(
            row=row.number,
            title=row.title,
            theme=row.theme,
            seconds=row.asked.seconds if row.asked else 0,
            credits=price,
            problems=tuple({"field": "provider", **one.to_dict()} for one in problems),
        )

    def _price(
        self, account: Account, asked: Asked, usual: Choices
    ) -> tuple[int, list[VidGenieError]]:
        """Credits, and what keeps it from being started."""
        try:
            return self.prices.price(account, _project(asked, usual)), []
        except VidGenieError as problem:
            return 0, [problem]


def _shape(asked: Asked) -> Shape | None:
    """Rows without a script that are equal in this cost the same; None for others."""
    return None if asked.lines else (asked.seconds, asked.language, asked.provider)


def _new(asked: Asked, usual: Choices, given: Mapping[str, Any]) -> NewProject:
    """The Project of a row."""
    choices = dict(given)
    if asked.provider != usual.provider:
        choices["provider"] = asked.provider
    return NewProject(
        title=asked.title,
        theme=asked.theme,
        pillar=asked.pillar,
        language=asked.language,
        choices=choices,
        segments=[NewSegment(text=line.text, prompt=line.prompt) for line in asked.lines],
        seconds=asked.seconds,
    )


def _project(asked: Asked, usual: Choices) -> Project:
    """The same, to be priced."""
    if asked.provider != usual.provider:
        usual = replace(usual, provider=asked.provider, model="")
    lines = asked.lines or [ScriptLine("", "")] * (asked.seconds // SEGMENT_SECONDS)
    return Project(
        id="",
        title=asked.title,
        theme=asked.theme,
        pillar=asked.pillar,
        language=asked.language,
        choices=usual,
        segments=tuple(
            Segment(str(number), line.text, line.prompt) for number, line in enumerate(lines)
        ),
    )
