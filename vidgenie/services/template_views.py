"""What people see of Templates of Graphs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vidgenie.domain import graph_json
from vidgenie.domain.graph import CheckedNode, Graph, check
from vidgenie.domain.graph_parts import executable
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.pricing import PriceTable, quote
from vidgenie.domain.timeline import STILL
from vidgenie.errors import UserError
from vidgenie.projects.graph_templates import GraphTemplate
from vidgenie.services import template_holes as holes
from vidgenie.services.template_needs import LOCAL, Need

Types = Mapping[str, NodeType]
Makers = Mapping[tuple[str, str], Provider]
NO_FILE = "0" * 32
"""Stands for an Asset that is not chosen yet."""
_PREVIEWS = "/templates"
# Node types -> what a video made of the Template has, or what it takes.
_USES = {
    "speech": "voice",
    "captions": "captions",
    "music": "music",
    "asset": "picture",
    "footage": "clip",
    "recording": "sound",
    "script": "script",
}


@dataclass(frozen=True, slots=True)
class HoleView:
    """A text to be typed in, or a file to be chosen (kind: text, image, video, audio)."""

    name: str
    kind: str
    label: str
    example: str = ""
    longest: int = 0
    required: bool = False
    node: str = ""


@dataclass(frozen=True, slots=True)
class GraphTemplateView:
    """A Template of a Graph in one language.

    credits: with the Providers it names; None = it cannot run as it is.
    seconds: about, of what it makes; 0 = as long as what one brings. nodes: without notes.
    uses: voice, captions, music, picture, clip, sound, script.
    """

    slug: str
    title: str
    description: str
    language: str
    poster_url: str
    preview_url: str | None
    needs: tuple[Need, ...]
    uses: tuple[str, ...]
    credits: int | None
    is_free: bool
    seconds: int
    nodes: int
    holes: tuple[HoleView, ...]
    is_own: bool
    kind: str = "graph"


@dataclass(frozen=True, slots=True)
class GraphTemplateDetail:
    """A Template with its Graph, its examples filled in; as domain.graph_json writes it."""

    view: GraphTemplateView
    graph: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Shows Templates of Graphs. makers: (kind, slug) -> Provider."""

    types: Types
    makers: Makers

    def detail(self, one: GraphTemplate, prices: PriceTable, language: str) -> GraphTemplateDetail:
        """All of it, in this language where it speaks it."""
        body = one.body
        shown = holes.filled(
            holes.in_language(body.graph, language), holes.examples(body, language)
        )
        graph = self._runs(holes.with_files(body, shown, {f.name: NO_FILE for f in body.files}))
        checked = self._checked(graph)
        spoken = holes.language_of(one.texts, language)
        words = one.texts[spoken]
        needs = tuple(dict.fromkeys(self._needs(graph)))
        credits_ = quote(checked, prices).total if checked else None
        view = GraphTemplateView(
            slug=one.slug,
            title=words.title,
            description=words.description,
            language=spoken,
            poster_url="" if one.is_own else f"{_PREVIEWS}/{one.slug}.jpg",
            preview_url=None if one.is_own else f"{_PREVIEWS}/{one.slug}.mp4",
            needs=needs,
            uses=tuple(
                name for kind, name in _USES.items() if kind in {n.type for n in graph.nodes}
            ),
            credits=credits_,
            is_free=credits_ == 0 and not needs,
            seconds=round(length(graph)),
            nodes=len(graph.nodes),
            holes=(*_texts(one, language), *_files(one, language)),
            is_own=one.is_own,
        )
        return GraphTemplateDetail(view, shown)

    def _runs(self, graph: Mapping[str, Any]) -> Graph:
        """What a Run of it would have."""
        return executable(graph_json.from_json(graph), self.types)

    def _checked(self, graph: Graph) -> list[CheckedNode]:
        """The Nodes, [] when it cannot run as it is."""
        try:
            return check(graph, self.types)
        except UserError:
            return []

    def _needs(self, graph: Graph) -> Iterator[Need]:
        for node in graph.nodes:
            node_type = self.types.get(node.type)
            slug = str(node.params.get("provider", LOCAL))
            if node_type is None or node_type.kind is None or slug == LOCAL:
                continue
            maker = self.makers.get((node_type.kind, slug))
            yield Need(node_type.kind, slug, maker.title if maker else slug)


def length(graph: Graph) -> float:
    """About how many seconds long what the Graph makes is; 0 = that depends on one's files."""
    if any(node.type == "recording" for node in graph.nodes):
        return 0
    by_id = {node.id: node for node in graph.nodes}
    feeding: dict[str, list[str]] = {}
    for edge in graph.edges:
        feeding.setdefault(edge.target, []).append(edge.source)

    def of(node_id: str) -> float:
        node = by_id[node_id]
        told = node.params.get("seconds") if node.type == "segment" else None
        if isinstance(told, int | float):
            return told
        if node.type == "video":
            duration = node.params.get("duration", 8)
            return duration if isinstance(duration, int) else 0
        if node.type == "segment":
            return sum(of(one) for one in feeding.get(node_id, []) if _shows(by_id[one].type))
        return 0 if node.type == "footage" else STILL

    films = [node.id for node in graph.nodes if node.type == "assemble"]
    if films:
        parts = [one for one in feeding.get(films[0], []) if by_id[one].type not in _BESIDE]
        return sum(of(one) for one in parts)
    return max((of(node.id) for node in graph.nodes if node.type == "video"), default=0)


_BESIDE = frozenset({"speech", "recording", "captions", "music"})


def _shows(node_type: str) -> bool:
    return node_type not in _BESIDE


def _texts(one: GraphTemplate, language: str) -> Iterator[HoleView]:
    for hole in one.body.holes:
        yield HoleView(
            name=hole.name,
            kind="text",
            label=holes.spoken(hole.label, language) or hole.name,
            example=holes.spoken(hole.example, language),
            longest=hole.longest,
            required=hole.required,
            node=_place(one.body.graph, hole.name),
        )


def _files(one: GraphTemplate, language: str) -> Iterator[HoleView]:
    for hole in one.body.files:
        label = holes.spoken(hole.label, language) or hole.name
        yield HoleView(hole.name, hole.kind, label, node=hole.node)


def _place(graph: Mapping[str, Any], name: str) -> str:
    """The first Node with this hole."""
    one_each = ({"nodes": [node]} for node in graph["nodes"])
    found = (only["nodes"][0]["id"] for only in one_each if name in holes.names(only))
    return next(found, "")
