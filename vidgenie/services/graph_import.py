"""Use cases on Graphs in files: taken along as JSON, looked at before they are taken in."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from vidgenie import __version__
from vidgenie.db import Transaction
from vidgenie.domain import graph_json
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph, Node
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.provider import Provider
from vidgenie.graphs import store
from vidgenie.library import assets, brands
from vidgenie.services.graph_reading import check_weight
from vidgenie.services.graph_taking import FORMAT, Dropped, called, taken

_ASSET, _BRAND = "asset", "brand"  # values that name a file, and a brand kit
_UNSAFE = re.compile(r"[^\w -]+")


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A Graph as it is taken along. name: of the file."""

    name: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MissingMaker:
    """A Provider the Account cannot call yet."""

    kind: str
    provider: str
    title: str


@dataclass(frozen=True, slots=True)
class GraphPreview:
    """What a file would become. nodes: how many. unknown_types: those nobody here knows.

    missing: Providers its Nodes ask for. dropped: what was left out.
    """

    name: str
    graph: Graph
    nodes: int
    unknown_types: tuple[str, ...]
    missing: tuple[MissingMaker, ...]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class GraphImport:
    """Reads and writes Graphs in files; keeps nothing.

    types: by slug. makers: (kind, slug) -> Provider. ready: (kind, slug) of the Providers an
    Account can call.
    """

    reading: Transaction
    types: Mapping[str, NodeType]
    makers: Mapping[tuple[str, str], Provider]
    ready: Callable[[Account], Collection[tuple[str, str]]]

    def export(self, account: Account, graph_id: str) -> GraphFile:
        """The Graph without Runs that are pinned, and without files that are somebody else's.

        Raises NotFound and Conflict (deleted).
        """
        with self.reading() as session:
            row = store.row(session, account.id, graph_id)
            graph = store.graph_of(row.graph)
            nodes = [replace(node, pin="") for node in graph.nodes]
            own, _ = _own(session, account, nodes)
        stem = " ".join(_UNSAFE.sub(" ", row.name).split())[:60] or "graph"
        data = {
            "vidgenie": {"graph": FORMAT, "version": __version__},
            "name": row.name,
            "graph": graph_json.to_json(replace(graph, nodes=own)),
        }
        return GraphFile(f"{stem}.json", data)

    def preview(self, account: Account, data: object) -> GraphPreview:
        """What is in a file, as a canvas would show it; see `graph_taking.taken`.

        Raises InvalidInput and InvalidGraph.
        """
        found = taken(data, self.types)
        with self.reading() as session:
            nodes, gone = _own(session, account, found.graph.nodes)
        graph = replace(found.graph, nodes=nodes)
        check_weight(graph)
        unknown = dict.fromkeys(node.type for node in nodes if node.type not in self.types)
        return GraphPreview(
            name=found.name,
            graph=graph,
            nodes=len(nodes),
            unknown_types=tuple(unknown),
            missing=self._missing(account, nodes),
            dropped=(*found.dropped, *gone),
        )

    def _missing(self, account: Account, nodes: Iterable[Node]) -> tuple[MissingMaker, ...]:
        ready = self.ready(account)
        wanted = dict.fromkeys(
            (str(kind.kind), slug)
            for node in nodes
            if (kind := self.types.get(node.type)) and kind.kind
            if isinstance(slug := node.params.get("provider"), str)
        )
        return tuple(
            MissingMaker(kind, slug, maker.title if (maker := self._maker(kind, slug)) else slug)
            for kind, slug in wanted
            if (kind, slug) not in ready
        )

    def _maker(self, kind: str, slug: str) -> Provider | None:
        return self.makers.get((kind, slug))


def _own(
    session: Session, account: Account, nodes: Iterable[Node]
) -> tuple[tuple[Node, ...], list[Dropped]]:
    """The Nodes without files and brand kits that are not the Account's, and which those were."""
    nodes = tuple(nodes)
    known = {
        _ASSET: assets.assets(session, account.id, _values(nodes, _ASSET)).keys(),
        _BRAND: brands.kits(session, account.id).keys(),
    }
    gone: list[Dropped] = []
    kept: list[Node] = []
    for node in nodes:
        foreign = {
            name
            for name, ids in known.items()
            if (value := node.params.get(name)) and isinstance(value, str) and value not in ids
        }
        gone += [Dropped(called(node), name) for name in sorted(foreign)]
        params = {name: value for name, value in node.params.items() if name not in foreign}
        kept.append(replace(node, params=params) if foreign else node)
    return tuple(kept), gone


def _values(nodes: Iterable[Node], name: str) -> set[str]:
    return {value for node in nodes if isinstance(value := node.params.get(name), str)}
