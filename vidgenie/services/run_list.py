"""All Runs of an Account: found, counted and shown a page at a time, in at most five queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
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
                marks = _marks(session, account, wanted)
                counts = _counts((each.status, each.is_doubtful, 1) for each in marks)
                chosen = listed().where(col(RunRow.id).in_(_after(marks, wanted, after)))
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
    """What of a Run decides whether it is on a page."""

    id: str
    created_at: datetime
    status: str
    is_doubtful: bool

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


def _marks(session: Session, account: Account, wanted: RunsWanted) -> list[_Mark]:
    """The Runs with these words, the newest first. Databases disagree about letters: we look."""
    doubtful = case((is_standing(DOUBT), 1), else_=0)
    columns = (col(RunRow.id), col(RunRow.created_at), col(RunRow.status), doubtful)
    light = _among(wanted, select(*columns, col(RunRow.prompt)), account)
    rows = session.connection().execute(light.order_by(*NEWEST_FIRST))
    return [_Mark(row[0], row[1], row[2], bool(row[3])) for row in rows if wanted.is_in(row[4])]


def _among(wanted: RunsWanted, runs: Picked, account: Account) -> Picked:
    return wanted.among(with_hold(runs) if wanted.asks_price else runs, account)


def _after(marks: Sequence[_Mark], wanted: RunsWanted, after: _Place | None) -> list[str]:
    """Ids of those that follow, one more than a page holds."""
    ids = (
        each.id
        for each in marks
        if (not wanted.standing or each.is_listed_as(wanted.standing))
        and (after is None or (each.created_at, each.id) < after)
    )
    return [run_id for run_id, _ in zip(ids, range(wanted.limit + 1), strict=False)]


def _counts(tally: Iterable[tuple[str, bool, int]]) -> dict[str, int]:
    counts = dict.fromkeys(("all", *STANDINGS), 0)
    for status, is_doubtful, count in tally:
        counts["all"] += count
        counts[status] += count
        counts[DOUBT] += count if is_doubtful else 0
        counts[ACTIVE] += 0 if RunStatus(status).is_over else count
    return counts
