"""Which Runs are wanted: what a list of them can be narrowed to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlmodel import col

from vidgenie.domain.account import Account
from vidgenie.domain.run import RunStatus
from vidgenie.engine.store import now
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.errors import InvalidInput
from vidgenie.ledger.tables import HoldRow
from vidgenie.library.tables import fold

MOST_LISTED = 100
SOURCES = ("graph", "api", "project")
DOUBT, ACTIVE = "doubt", "active"
STANDINGS = (*(status.value for status in RunStatus), DOUBT, ACTIVE)
UNDER_WAY = [status.value for status in RunStatus if not status.is_over]
Picked = Select[*tuple[Any, ...]]
"""A selection of columns."""


@dataclass(frozen=True, slots=True)
class RunsWanted:
    """Which Runs; "" and None = all.

    standing: a status; doubt, their owner can decide about them; active, they are under way.
    source: one of SOURCES.
    provider: it made one of the Nodes, or was chosen for it and failed.
    since, until: when they were ordered; until itself is not in it.
    least, most: credits they were charged, or what is set aside for them.
    words: all of them are in the prompt; neither case nor accents count.
    cursor: id of the Run where the page before ended. limit: of a page, 1 to 100.
    """

    standing: str = ""
    source: str = ""
    provider: str = ""
    graph_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    least: int | None = None
    most: int | None = None
    words: str = ""
    cursor: str = ""
    limit: int = 30

    def check(self) -> None:
        """Refuse what is none of these. Raises InvalidInput."""
        for field, value, known in (
            ("status", self.standing, STANDINGS),
            ("source", self.source, SOURCES),
        ):
            if value and value not in known:
                message = f"{field} is one of {', '.join(known)}."
                raise InvalidInput(message, field=field, problem="unknown")
        if not 1 <= self.limit <= MOST_LISTED:
            message = f"A page holds 1 to {MOST_LISTED} Runs."
            raise InvalidInput(message, field="limit", problem="out_of_range", limit=MOST_LISTED)

    @property
    def has_words(self) -> Callable[[str], bool]:
        """Whether all the words are in a prompt."""
        words = fold(self.words).split()

        def has_them(prompt: str) -> bool:
            folded = fold(prompt)
            return all(word in folded for word in words)

        return has_them

    def among(self, runs: Picked, account: Account) -> Picked:
        """Those of the Account that suit, but for standing and words.

        runs: with their Holds when `asks_price`.
        """
        return runs.where(col(RunRow.account_id) == account.id, *self._conditions())

    @property
    def asks_price(self) -> bool:
        """Whether it matters what they cost."""
        return self.least is not None or self.most is not None

    def _conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.source:
            yield col(RunRow.source) == self.source
        if self.graph_id:
            yield col(RunRow.graph_id) == self.graph_id
        if self.since is not None:
            yield col(RunRow.created_at) >= self.since
        if self.until is not None:
            yield col(RunRow.created_at) < self.until
        if self.least is not None:
            yield charged() >= self.least
        if self.most is not None:
            yield charged() <= self.most
        if self.provider:
            chosen = (col(NodeRow.provider), col(NodeRow.instead_of))
            by = or_(*(column == self.provider for column in chosen))
            node = select(col(NodeRow.run_id)).where(col(NodeRow.run_id) == col(RunRow.id), by)
            yield node.exists()


def charged() -> ColumnElement[int]:
    """Credits of a Run joined with its Hold: charged for good, or set aside while that is open."""
    is_open = col(HoldRow.state) == "open"
    kept = col(HoldRow.captured) - col(HoldRow.refunded)
    return func.coalesce(case((is_open, col(HoldRow.amount)), else_=kept), 0)


def with_hold(runs: Picked) -> Picked:
    """Runs, joined with their Holds."""
    return runs.outerjoin(HoldRow, col(HoldRow.run_id) == col(RunRow.id))


def is_standing(standing: str) -> ColumnElement[bool]:
    """The Run is listed as this."""
    if standing == DOUBT:
        return col(RunRow.doubt_until) > now()
    if standing == ACTIVE:
        return col(RunRow.status).in_(UNDER_WAY)
    return col(RunRow.status) == standing


def comes_after(created_at: datetime, run_id: str) -> ColumnElement[bool]:
    """The Run comes after this one in a list that has the newest first."""
    same = and_(col(RunRow.created_at) == created_at, col(RunRow.id) < run_id)
    return or_(col(RunRow.created_at) < created_at, same)


NEWEST_FIRST = (col(RunRow.created_at).desc(), col(RunRow.id).desc())
