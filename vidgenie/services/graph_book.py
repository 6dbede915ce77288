"""Use cases on Graphs: made, listed, opened, saved from several places, thrown away, restored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from vidgenie.accounts import store as accounts
from vidgenie.accounts.tables import AccountRow
from vidgenie.db import Transaction
from vidgenie.domain import graph_merge
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.domain.graph_merge import Changes, Merge
from vidgenie.errors import Conflict
from vidgenie.graphs import store, versions
from vidgenie.graphs.tables import GraphRow
from vidgenie.library.tables import fold
from vidgenie.services.graph_reading import check_weight
from vidgenie.services.graph_views import (
    GraphPage,
    GraphView,
    SavedGraph,
    cursor_of,
    items,
    read_cursor,
    view,
)
from vidgenie.services.naming import check_name

MOST = 1_000
"""Graphs an Account may have; those in the bin do not count."""
LONGEST_NAME = 120  # characters
IN_BIN = timedelta(days=30)
"""How long a Graph can be restored."""
PAUSE = timedelta(minutes=5)
"""Between two versions that are kept by themselves, at least."""
_FIRST = {"en": "My first video", "fr": "Ma première vidéo"}
_NEW = {"en": "New video", "fr": "Nouvelle vidéo"}


@dataclass(frozen=True, slots=True)
class GraphBook:
    """Graphs as their owners keep them; two saves at once are one after the other.

    clock: the present instant, aware, UTC. starter: the Graph a new one begins with.
    sign: (Asset id, suffix) -> a link to its file.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    starter: Callable[[Account], Graph]
    sign: Callable[[str, str], str]

    def list(
        self,
        account: Account,
        *,
        q: str = "",
        cursor: str = "",
        limit: int = 50,
        in_bin: bool = False,
    ) -> GraphPage:
        """Graphs of the Account, the one opened last first; of the bin, the newest first.

        q: text in the name; neither case nor accents count. cursor: `next_cursor` of the page
        before. Raises InvalidInput.
        """
        after = read_cursor(cursor)
        with self.reading() as session:
            among = _named(session, account.id, q, in_bin=in_bin) if fold(q.strip()) else None
            found = store.entries(
                session, account.id, in_bin=in_bin, limit=limit + 1, after=after, among=among
            )
            shown = items(session, account.id, found[:limit], self.sign)
        return GraphPage(shown, cursor_of(found[limit - 1]) if len(found) > limit else None)

    def create(
        self, account: Account, *, name: str = "", graph: Graph | None = None, language: str = "en"
    ) -> GraphView:
        """Keep a new Graph: this one, else the five Nodes.

        name: "" for one that says that it is new, in this language. Raises InvalidInput,
        InvalidGraph and Conflict (too_many).
        """
        wanted = check_name(name, longest=LONGEST_NAME) if name.strip() else ""
        drawn = self.starter(account) if graph is None else graph
        graph_merge.check_drawn(drawn)
        check_weight(drawn)
        with self.transaction() as session:
            lock(session, account)
            called = wanted or _free(session, account.id, _NEW.get(language, _NEW["en"]))
            return view(self._add(session, account, called, drawn))

    def current(self, account: Account, *, language: str = "en") -> GraphView:
        """The Graph that was opened last.

        An Account that has none gets its first: the five Nodes.
        """
        with self.reading() as session:
            if found := store.newest(session, account.id):
                return view(found)
        with self.transaction() as session:
            lock(session, account)
            if found := store.newest(session, account.id):
                return view(found)
            name = _FIRST.get(language, _FIRST["en"])
            return view(self._add(session, account, name, self.starter(account)))

    def get(self, account: Account, graph_id: str) -> GraphView:
        """One of them. Raises NotFound, and Conflict (deleted)."""
        with self.reading() as session:
            return view(store.row(session, account.id, graph_id))

    def open(self, account: Account, graph_id: str) -> GraphView:
        """The same, on a canvas: the next one who asks for the current Graph gets it."""
        with self.transaction() as session:
            found = store.row(session, account.id, graph_id, lock=True)
            found.opened_at = self.clock()
            return view(found)

    def save(  # noqa: PLR0913  # what a save may say
        self,
        account: Account,
        graph_id: str,
        changes: Changes,
        *,
        revision: int,
        name: str | None = None,
        keep: str = "",
    ) -> SavedGraph:
        """Apply changes that were made on this revision.

        keep: what to do where others have changed the same Nodes. "" = Conflict
        (edited_elsewhere, `nodes`: their ids) and nothing is saved; "mine" = the changes
        stand, what is there is kept as a version first; "both" = and the outcome, too.
        Raises NotFound, Conflict (deleted), InvalidInput and InvalidGraph.
        """
        called = None if name is None else check_name(name, longest=LONGEST_NAME)
        with self.transaction() as session:
            row = store.row(session, account.id, graph_id, lock=True)
            before = store.kept(row)
            merge = graph_merge.merge(before, changes, seen=revision, mine_wins=bool(keep))
            if merge.conflicts and not keep:
                raise _elsewhere(merge)
            if merge.kept is not before:
                check_weight(merge.kept.graph)
                self._keep_before(session, row, is_disputed=bool(merge.conflicts))
                store.keep(row, merge.kept, now=self.clock())
                if merge.conflicts and keep == "both":
                    versions.keep(session, row, reason="mine", now=self.clock())
            if called is not None and called != row.name:
                row.name = called
                row.updated_at = self.clock()
            return SavedGraph(view(row), is_merged=before.revision != revision)

    def delete(self, account: Account, graph_id: str) -> None:
        """Put a Graph into the bin; Runs of it go on. Raises NotFound."""
        with self.transaction() as session:
            row = store.any_row(session, account.id, graph_id, lock=True)
            row.deleted_at = row.deleted_at or self.clock()

    def undelete(self, account: Account, graph_id: str) -> GraphView:
        """Take a Graph out of the bin. Raises NotFound and Conflict (too_many)."""
        with self.transaction() as session:
            lock(session, account)
            row = store.any_row(session, account.id, graph_id, lock=True)
            if row.deleted_at is not None:
                check_room(session, account)
                row.deleted_at = None
                row.opened_at = self.clock()
            return view(row)

    def duplicate(self, account: Account, graph_id: str) -> GraphView:
        """A copy under another name. Raises NotFound and Conflict (deleted, too_many)."""
        with self.transaction() as session:
            lock(session, account)
            row = store.row(session, account.id, graph_id)
            name = _free(session, account.id, row.name)
            return view(self._add(session, account, name, store.graph_of(row.graph)))

    def empty_bin(self) -> int:
        """Throw away for good what nobody can want back any more; how many."""
        with self.transaction() as session:
            return store.empty_bin(session, before=self.clock() - IN_BIN)

    def _add(self, session: Session, account: Account, name: str, graph: Graph) -> GraphRow:
        check_room(session, account)
        return store.add(session, account.id, name, graph, now=self.clock())

    def _keep_before(self, session: Session, row: GraphRow, *, is_disputed: bool) -> None:
        """Keep what is there as a version, before it changes."""
        now = self.clock()
        made = None if is_disputed else versions.last_made(session, row.id)
        if made is None or now - made >= PAUSE:
            reason = "theirs" if is_disputed else "auto"
            versions.keep(session, row, reason=reason, now=now)


def lock(session: Session, account: Account) -> None:
    """Let the Account's Graphs be made one after the other: two at once are one too many.

    Raises NotSignedIn for an Account that is being erased.
    """
    mine = select(AccountRow.id).where(col(AccountRow.id) == account.id)
    session.exec(mine.with_for_update(key_share=True)).first()
    accounts.check_stays(session, account.id)


def check_room(session: Session, account: Account) -> None:
    """Raise Conflict (too_many) when the Account has as many Graphs as it may."""
    if store.count(session, account.id) >= MOST:
        raise Conflict(f"An account has at most {MOST} graphs.", problem="too_many", limit=MOST)


def _elsewhere(merge: Merge) -> Conflict:
    return Conflict(
        "This was changed somewhere else in the meantime.",
        problem="edited_elsewhere",
        nodes=list(merge.conflicts),
    )


def _named(session: Session, account_id: str, q: str, *, in_bin: bool) -> tuple[str, ...]:
    """Ids of the Graphs with this in their names."""
    wanted = fold(q.strip())
    known = store.names(session, account_id, in_bin=in_bin)
    return tuple(graph_id for graph_id, name in known.items() if wanted in fold(name))


def _free(session: Session, account_id: str, name: str) -> str:
    """The name, with a number when there is one of this name."""
    taken = set(store.names(session, account_id).values())
    number, found = 1, name
    while found in taken:
        number += 1
        suffix = f" ({number})"
        found = name[: LONGEST_NAME - len(suffix)] + suffix
    return found
