"""Use cases on the versions of Graphs: kept, looked at, named, restored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vidgenie.db import Transaction
from vidgenie.domain import graph_json, graph_merge
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.errors import InvalidInput
from vidgenie.graphs import store, versions
from vidgenie.graphs.versions import VersionEntry
from vidgenie.services.graph_book import LONGEST_NAME
from vidgenie.services.graph_reading import check_weight
from vidgenie.services.graph_views import GraphView, view
from vidgenie.services.naming import check_name

_LONGEST_CURSOR = 9  # digits


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Some versions. next_cursor: for the page after this one, None when this is the last."""

    items: list[VersionEntry]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class GraphVersion:
    """A version, whole."""

    entry: VersionEntry
    graph: Graph


@dataclass(frozen=True, slots=True)
class GraphVersions:
    """Versions of Graphs, as many as there were; `GraphBook.save` keeps some by itself.

    clock: the present instant, aware, UTC. Every method raises NotFound, and Conflict
    (deleted) for a Graph in the bin.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]

    def list(
        self, account: Account, graph_id: str, *, cursor: str = "", limit: int = 50
    ) -> VersionPage:
        """Versions, the newest first; cursor: `next_cursor` of the page before."""
        before = _number(cursor) if cursor else None
        if cursor and not before:
            raise InvalidInput("This is no cursor.", field="cursor", problem="malformed")
        with self.reading() as session:
            store.check_there(session, account.id, graph_id)
            found = versions.entries(session, graph_id, limit=limit + 1, before=before)
        more = len(found) > limit
        return VersionPage(found[:limit], str(found[limit - 1].number) if more else None)

    def keep(
        self,
        account: Account,
        graph_id: str,
        *,
        name: str = "",
        graph: Graph | None = None,
        reason: str = "",
    ) -> VersionEntry:
        """Keep the Graph as it is, or another one as a version of it.

        reason: "" = saved, or mine for another one. What the newest version has already is
        not kept twice. Raises InvalidInput and InvalidGraph.
        """
        called = _checked(name)
        if graph is not None:
            graph_merge.check_drawn(graph)
            check_weight(graph)
        with self.transaction() as session:
            row = store.row(session, account.id, graph_id, lock=True)
            drawn = None if graph is None else dict(graph_json.to_json(graph))
            why = reason or ("saved" if drawn is None or drawn == row.graph else "mine")
            kept = versions.keep(
                session, row, reason=why, now=self.clock(), name=called, graph=drawn
            )
            return versions.entry(kept)

    def get(self, account: Account, graph_id: str, number: str) -> GraphVersion:
        """One of them, whole."""
        with self.reading() as session:
            store.check_there(session, account.id, graph_id)
            found = versions.row(session, graph_id, _number(number))
            return GraphVersion(versions.entry(found), store.graph_of(found.graph))

    def rename(self, account: Account, graph_id: str, number: str, name: str) -> VersionEntry:
        """Call it so; "" takes its name away. Raises InvalidInput."""
        called = _checked(name)
        with self.transaction() as session:
            store.row(session, account.id, graph_id, lock=True)
            found = versions.row(session, graph_id, _number(number))
            found.name = called
            return versions.entry(found)

    def restore(self, account: Account, graph_id: str, number: str) -> GraphView:
        """Have the Graph be as it was then; what is there now is kept as a version first."""
        with self.transaction() as session:
            row = store.row(session, account.id, graph_id, lock=True)
            found = versions.row(session, graph_id, _number(number))
            before = store.kept(row)
            after = graph_merge.replaced(before, store.graph_of(found.graph))
            if after is not before:
                versions.keep(session, row, reason="restore", now=self.clock())
                store.keep(row, after, now=self.clock())
            return view(row)


def _number(typed: str) -> int:
    """The number of a version; 0, which none has, for what is no number."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_CURSOR
    return int(typed) if is_number else 0


def _checked(name: str) -> str:
    return check_name(name, longest=LONGEST_NAME) if name.strip() else ""
