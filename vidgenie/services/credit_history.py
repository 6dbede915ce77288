"""Use cases on the history of credits: a page of it, or all of it as it is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import Session, col

from vidgenie.billing.products import products
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.product import ProductKind
from vidgenie.engine.tables import RunRow
from vidgenie.errors import NotFound
from vidgenie.ledger import history as ledger
from vidgenie.ledger.history import EntryRow
from vidgenie.library.tables import fold
from vidgenie.services.credit_entries import EntryView, entry_views, makers, prompts
from vidgenie.services.credit_wanted import HistoryWanted
from vidgenie.services.credit_words import Found, meanings

_AT_ONCE = 1000  # operations read by one query when many are looked through
_MOST_LOOKED_AT = 20_000  # for one page: a search goes on where it ended


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of entries, newest first; next_cursor is None on the last one."""

    items: list[EntryView]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class CreditHistory:
    """Shows the history.

    settle: writes down what time alone has changed. providers: slug -> title.
    """

    reading: Transaction
    settle: Callable[[Account], None]
    providers: Mapping[str, str] = field(default_factory=dict[str, str])

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
            looked_for = self._looked_for(session, wanted)
            for _ in range(0, _MOST_LOOKED_AT, _AT_ONCE):
                some, before = _some(session, account, wanted, looked_for, before, at_once)
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
                looked_for = self._looked_for(session, wanted)
                some, before = _some(session, account, wanted, looked_for, before, _AT_ONCE)
                views = entry_views(session, account, some)
            yield views
            if before is None:
                return

    def _looked_for(self, session: Session, wanted: HistoryWanted) -> list[Found]:
        """Each word with what it may stand for in the reader's language."""
        if not wanted.words.strip():
            return []
        language = wanted.language
        named = [one for one in products(session) if one.title and one.kind is ProductKind.PLAN]
        plans = [(one.slug, one.name(each)) for one in named for each in ("en", language)]
        return meanings(wanted.words, language=language, providers=self.providers, plans=plans)

    def check(self, account: Account, wanted: HistoryWanted) -> None:
        """Raise InvalidInput, and NotFound for a Run that is not the Account's."""
        wanted.check()
        self.settle(account)
        if wanted.run_id:
            with self.reading() as session:
                _check_run(session, account, wanted.run_id)


def _some(  # noqa: PLR0913, PLR0917  # which of whose, and where
    session: Session,
    account: Account,
    wanted: HistoryWanted,
    looked_for: Sequence[Found],
    before: int | None,
    at_once: int,
) -> tuple[list[EntryRow], int | None]:
    """Of the next `at_once` operations those with the words; where to go on, None at the end."""
    rows = ledger.history(
        session, account.id, limit=at_once, before_id=before, wanted=wanted.narrowed
    )
    following = rows[-1].id if len(rows) == at_once else None
    if not looked_for:
        return rows, following
    run_ids = {row.run_id for row in rows if row.run_id}
    texts_of = prompts(session, account, run_ids)
    # Which Node it was matters to who looks for what Nodes are called.
    charged = {row.run_id for row in rows if row.run_id in texts_of and "nodeId" in row.metadata}
    is_asked = any(one.asks_nodes for one in looked_for)
    made = makers(session, {one for one in charged if one}) if is_asked and charged else {}
    texts = (f"{_said(row)} {texts_of.get(row.run_id or '', '')}" for row in rows)
    found = [
        row
        for row, text in zip(rows, map(fold, texts), strict=True)
        if all(one.is_in(row, text, made.get(_node(row))) for one in looked_for)
    ]
    return found, following


def _node(row: EntryRow) -> tuple[str, str]:
    return row.run_id or "", str(row.metadata.get("nodeId", ""))


def _said(row: EntryRow) -> str:
    product = row.metadata.get("product", "")
    return f"{row.reason} {product if isinstance(product, str) else ''} {row.run_id or ''}"


def _check_run(session: Session, account: Account, run_id: str) -> None:
    """Raise NotFound when the Run is not the Account's; one that was deleted has its entries."""
    mine = (col(RunRow.id) == run_id, col(RunRow.account_id) == account.id)
    run = session.connection().execute(select(col(RunRow.id)).where(*mine)).first()
    if run is None and not ledger.is_in_the_books(session, account.id, run_id):
        raise NotFound("run")
