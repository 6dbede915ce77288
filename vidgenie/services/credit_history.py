"""Use cases on the history of credits: a page of it, or all of it as it is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.ledger import history as ledger
from vidgenie.ledger.history import EntryRow
from vidgenie.library.tables import fold

LONGEST_PAGE = 100
_LONGEST_CURSOR = 18  # digits of a number that fits eight bytes
_LONGEST_TITLE = 120
_LONGEST_PROMPT = 4000  # letters of a prompt in which words are looked for
_LONGEST_WORDS = 200
_AT_ONCE = 1000  # operations read by one query when many are looked through
_MOST_LOOKED_AT = 20_000  # for one page: a search goes on where it ended


@dataclass(frozen=True, slots=True)
class NodeView:
    """The Node of a Run that an entry is about.

    title: what its owner calls it, "" for the name of its type.
    provider: slug of who made it, "" when this server did without one.
    """

    id: str
    type: str
    title: str
    provider: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing that happened to an Account's credits.

    type: credit, debit, hold or release; amount: credits, > 0.
    change, used, held_change: what it did to the credits that are available, used and held.
    balance: credits available after it; None without a limit, and where it was not asked for.
    workflow_id: the Run it belongs to. node: the Node of it that was charged.
    title: the beginning of that Run's prompt, else "".
    """

    id: int
    type: str
    amount: int
    change: int
    used: int
    held_change: int
    balance: int | None
    reason: str
    metadata: Mapping[str, Any]
    workflow_id: str | None
    node: NodeView | None
    title: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of entries, newest first; next_cursor is None on the last one."""

    items: list[EntryView]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class HistoryWanted:
    """Which entries; "" and None = all.

    type: credit, debit, hold or release. since: first instant; until: first instant after.
    words: all of them are in the reason, the prompt of the Run, its id, or the slug of what was
        bought; neither case nor accents count.
    run_id: of a Run. cursor: `next_cursor` of the page before. limit: of a page, 1 to 100.
    """

    type: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    run_id: str = ""
    cursor: str = ""
    limit: int = 50

    def check(self) -> None:
        """Refuse what is none of these. Raises InvalidInput."""
        _check(1 <= self.limit <= LONGEST_PAGE, "limit", "out_of_range", max=LONGEST_PAGE)
        cursor = self.cursor
        is_cursor = cursor.isascii() and cursor.isdigit() and len(cursor) <= _LONGEST_CURSOR
        _check(is_cursor or not cursor, "cursor", "malformed")
        _check(self.type in ("", *ledger.TYPES), "type", "unknown")
        _check(len(self.words) <= _LONGEST_WORDS, "q", "too_long", max=_LONGEST_WORDS)
        in_order = self.since is None or self.until is None or self.since < self.until
        _check(in_order, "to", "too_early")

    def paged(self, *, limit: int, cursor: str) -> "HistoryWanted":
        """The same, one page of them."""
        return replace(self, limit=limit, cursor=cursor)

    @property
    def narrowed(self) -> ledger.Wanted:
        """What the ledger can look for itself."""
        return ledger.Wanted(self.type, self.since, self.until, self.run_id)


@dataclass(frozen=True, slots=True)
class CreditHistory:
    """Shows the history. settle: writes down what time alone has changed."""

    reading: Transaction
    settle: Callable[[Account], None]

    def page(self, account: Account, wanted: HistoryWanted) -> HistoryPage:
        """A page of what happened, newest first.

        A search looks at 20,000 entries at most: a page may hold fewer than `limit`, or none,
        and have a next one all the same. Raises InvalidInput, and NotFound for a Run.
        """
        self.check(account, wanted)
        has_words = bool(wanted.words.strip())
        at_once = _AT_ONCE if has_words else wanted.limit + 1
        before = int(wanted.cursor) if wanted.cursor else None
        found = list[EntryRow]()
        with self.reading() as session:
            for _ in range(0, _MOST_LOOKED_AT, _AT_ONCE):
                some, before = _some(session, account, wanted, before, at_once)
                found += some
                if before is None or len(found) > wanted.limit:
                    break
            shown = found[: wanted.limit]
            before_each = ledger.available_before(session, account.id, [row.id for row in shown])
            items = entry_views(session, account, shown, before_each)
        if len(found) > wanted.limit:
            before = items[-1].id
        return HistoryPage(items, None if before is None else str(before))

    def every(self, account: Account, wanted: HistoryWanted) -> Iterator[list[EntryView]]:
        """All that are wanted, newest first, some at a time, as they are when it begins.

        Nothing is held between two parts, neither a connection nor what was read.
        """
        before = int(wanted.cursor) if wanted.cursor else None
        while True:
            with self.reading() as session:
                some, before = _some(session, account, wanted, before, _AT_ONCE)
                views = entry_views(session, account, some)
            yield views
            if before is None:
                return

    def check(self, account: Account, wanted: HistoryWanted) -> None:
        """Raise InvalidInput, and NotFound for a Run that is not the Account's."""
        wanted.check()
        self.settle(account)
        if wanted.run_id:
            with self.reading() as session:
                _check_run(session, account, wanted.run_id)


def entry_views(
    session: Session,
    account: Account,
    rows: Sequence[EntryRow],
    available_before: Mapping[int, int] = MappingProxyType({}),
) -> list[EntryView]:
    """The operations as people see them; two queries, however many there are.

    available_before: by their ids, of those whose balance is shown.
    """
    runs = _runs(session, account, {row.run_id for row in rows if row.run_id})
    charged = {row.run_id for row in rows if row.run_id and "nodeId" in row.metadata}
    nodes = _nodes(session, charged & runs.keys())
    return [_view(row, runs, nodes, available_before.get(row.id)) for row in rows]


@dataclass(frozen=True, slots=True)
class _Run:
    """title: the beginning of its prompt. names: Node -> what its owner calls it."""

    title: str
    names: Mapping[str, str]


def _some(
    session: Session, account: Account, wanted: HistoryWanted, before: int | None, at_once: int
) -> tuple[list[EntryRow], int | None]:
    """Of the next `at_once` operations those with the words; where to go on, None at the end."""
    rows = ledger.history(
        session, account.id, limit=at_once, before_id=before, wanted=wanted.narrowed
    )
    following = rows[-1].id if len(rows) == at_once else None
    words = fold(wanted.words).split()
    if not words:
        return rows, following
    prompts = _prompts(session, account, {row.run_id for row in rows if row.run_id})
    texts = (f"{_said(row)} {prompts.get(row.run_id or '', '')}" for row in rows)
    found = [
        row
        for row, text in zip(rows, map(fold, texts), strict=True)
        if all(word in text for word in words)
    ]
    return found, following


def _said(row: EntryRow) -> str:
    product = row.metadata.get("product", "")
    return f"{row.reason} {product if isinstance(product, str) else ''} {row.run_id or ''}"


def _check_run(session: Session, account: Account, run_id: str) -> None:
    """Raise NotFound when the Run is not the Account's; one that was deleted has its entries."""
    mine = (col(RunRow.id) == run_id, col(RunRow.account_id) == account.id)
    run = session.connection().execute(select(col(RunRow.id)).where(*mine)).first()
    if run is None and not ledger.is_in_the_books(session, account.id, run_id):
        raise NotFound("run")


def _prompts(session: Session, account: Account, run_ids: set[str]) -> dict[str, str]:
    prompt = func.substr(col(RunRow.prompt), 1, _LONGEST_PROMPT).label("prompt")
    query = select(col(RunRow.id), prompt).where(
        col(RunRow.id).in_(run_ids), col(RunRow.account_id) == account.id
    )
    return {row.id: row.prompt for row in session.connection().execute(query)}


def _runs(session: Session, account: Account, run_ids: set[str]) -> dict[str, _Run]:
    if not run_ids:
        return {}
    prompt = func.substr(col(RunRow.prompt), 1, _LONGEST_PROMPT)
    query = select(col(RunRow.id), prompt, col(RunRow.graph)).where(
        col(RunRow.id).in_(run_ids), col(RunRow.account_id) == account.id
    )
    return {
        run_id: _Run(
            " ".join(text.split())[:_LONGEST_TITLE],
            {node["id"]: node["title"] for node in graph["nodes"] if node.get("title")},
        )
        for run_id, text, graph in session.connection().execute(query)
    }


def _nodes(session: Session, run_ids: set[str]) -> dict[tuple[str, str], NodeView]:
    """(Run, Node) -> the Node, still without the name its owner gave it."""
    if not run_ids:
        return {}
    node = NodeRow
    query = select(col(node.run_id), col(node.node_id), col(node.type), col(node.provider))
    rows = session.connection().execute(query.where(col(node.run_id).in_(run_ids)))
    return {
        (run_id, node_id): NodeView(node_id, kind, "", provider)
        for run_id, node_id, kind, provider in rows
    }


def _view(
    row: EntryRow,
    runs: Mapping[str, _Run],
    nodes: Mapping[tuple[str, str], NodeView],
    before: int | None,
) -> EntryView:
    run = runs.get(row.run_id or "")
    node = nodes.get((row.run_id or "", str(row.metadata.get("nodeId", ""))))
    if run and node:
        node = replace(node, title=run.names.get(node.id, ""))
    return EntryView(
        id=row.id,
        type=row.type,
        amount=row.amount,
        change=row.change,
        used=row.used,
        held_change=row.held,
        balance=None if before is None else before + row.change,
        reason=row.reason,
        metadata=row.metadata,
        workflow_id=row.run_id,
        node=node,
        title=run.title if run else "",
        created_at=row.created_at,
    )


_MESSAGES = {
    "limit": f"Ask for 1 to {LONGEST_PAGE} entries.",
    "cursor": "Use the cursor of the page before.",
    "type": f"A type is one of {', '.join(ledger.TYPES)}.",
    "q": f"Look for at most {_LONGEST_WORDS} characters.",
    "to": "The end comes before the beginning.",
}


def _check(is_good: bool, field: str, problem: str, **limits: object) -> None:  # noqa: FBT001  # a claim
    if not is_good:
        raise InvalidInput(_MESSAGES[field], field=field, problem=problem, **limits)
