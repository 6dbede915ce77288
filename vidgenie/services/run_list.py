"""All Runs of an Account: found, counted and shown a page at a time, in at most five queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import case, func, literal, select
from sqlmodel import Session, col

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.run import RunStatus
from vidgenie.engine.tables import RunRow
from vidgenie.errors import InvalidInput
from vidgenie.services.run_entries import RunEntry, entries, listed
from vidgenie.services.run_wanted import (
    ACTIVE,
    DOUBT,
    NEWEST_FIRST,
    STANDINGS,
    UNDER_WAY,
    Picked,
    RunsWanted,
    comes_after,
    is_standing,
    with_hold,
)
from vidgenie.services.views import Link

__all__ = ["RunEntry", "RunList", "RunPage", "RunsWanted"]


@dataclass(frozen=True, slots=True)
class RunPage:
    """Some Runs, the newest first.

    next_cursor: None on the last page.
    counts: how many of each standing there are, and in "all", whatever standing is wanted.
    """

    items: list[RunEntry]
    next_cursor: str | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RunList:
    """Lists Runs. link: signed URL of an Asset."""

    reading: Transaction
    link: Link

    def page(self, account: Account, wanted: RunsWanted) -> RunPage:
        """Those that are wanted. Raises InvalidInput."""
        wanted.check()
        with self.reading() as session:
            after = _place(session, account, wanted.cursor) if wanted.cursor else None
            if wanted.words.strip():
                marks = _marks(session, account, wanted, after)
                counts = _counts((each.status, each.is_doubtful, 1) for each in marks)
                chosen = listed().where(col(RunRow.id).in_(_first(marks, wanted)))
            else:
                counts = _counts(_tally(session, account, wanted))
                chosen = wanted.among(listed(), account)
                if wanted.standing:
                    chosen = chosen.where(is_standing(wanted.standing))
                if after is not None:
                    chosen = chosen.where(comes_after(*after))
            found = entries(session, account, chosen.limit(wanted.limit + 1), self.link)
        items = found[: wanted.limit]
        return RunPage(items, items[-1].id if len(found) > wanted.limit else None, counts)


@dataclass(frozen=True, slots=True)
class _Mark:
    """What of a Run decides whether it is on a page. is_after: the page before is above it."""

    id: str
    status: str
    is_doubtful: bool
    is_after: bool

    def is_listed_as(self, standing: str) -> bool:
        if standing == DOUBT:
            return self.is_doubtful
        return self.status in UNDER_WAY if standing == ACTIVE else self.status == standing


_Place = tuple[datetime, str]


def _place(session: Session, account: Account, cursor: str) -> _Place:
    """Where the page before ended."""
    place = select(col(RunRow.created_at), col(RunRow.id))
    mine = place.where(col(RunRow.id) == cursor, col(RunRow.account_id) == account.id)
    found = session.connection().execute(mine).first()
    if found is None:
        raise InvalidInput("This is no cursor.", field="cursor", problem="malformed")
    return found[0], found[1]


def _tally(
    session: Session, account: Account, wanted: RunsWanted
) -> Iterable[tuple[str, bool, int]]:
    """(status, whether it can be decided about, how many)."""
    doubtful = case((is_standing(DOUBT), 1), else_=0).label("is_doubtful")
    count = _among(wanted, select(col(RunRow.status), doubtful, func.count()), account)
    rows = session.connection().execute(count.group_by(col(RunRow.status), doubtful))
    return ((row[0], bool(row[1]), row[2]) for row in rows)


def _marks(
    session: Session, account: Account, wanted: RunsWanted, after: _Place | None
) -> list[_Mark]:
    """The Runs with these words, the newest first. Databases disagree about letters: we look."""
    doubtful = case((is_standing(DOUBT), 1), else_=0)
    below = case((comes_after(*after), 1), else_=0) if after is not None else literal(1)
    columns = (col(RunRow.id), col(RunRow.status), doubtful, below, col(RunRow.prompt))
    light = _among(wanted, select(*columns), account)
    rows = session.connection().execute(light.order_by(*NEWEST_FIRST))
    has_words = wanted.has_words
    return [
        _Mark(run_id, status, bool(is_doubtful), bool(is_below))
        for run_id, status, is_doubtful, is_below, prompt in rows
        if has_words(prompt)
    ]


def _among(wanted: RunsWanted, runs: Picked, account: Account) -> Picked:
    return wanted.among(with_hold(runs) if wanted.asks_price else runs, account)


def _first(marks: Sequence[_Mark], wanted: RunsWanted) -> list[str]:
    """Ids of those on the page, and of the next one."""
    ids = (
        each.id
        for each in marks
        if each.is_after and (not wanted.standing or each.is_listed_as(wanted.standing))
    )
    return list(islice(ids, wanted.limit + 1))


def _counts(tally: Iterable[tuple[str, bool, int]]) -> dict[str, int]:
    counts = dict.fromkeys(("all", *STANDINGS), 0)
    for status, is_doubtful, count in tally:
        counts["all"] += count
        counts[status] += count
        counts[DOUBT] += count if is_doubtful else 0
        counts[ACTIVE] += 0 if RunStatus(status).is_over else count
    return counts
