"""Graphs taken into Templates: without what is somebody's own, from the canvas and from files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, cast

from pydantic import ValidationError

from vidgenie.domain import graph_json
from vidgenie.domain.graph import Graph, Node, execution_order
from vidgenie.domain.node_type import NodeType
from vidgenie.errors import InvalidGraph, InvalidInput
from vidgenie.projects import graph_templates as store
from vidgenie.projects.graph_templates import FileHole, GraphBody, GraphTemplate
from vidgenie.projects.templates import Words
from vidgenie.services import template_holes as holes
from vidgenie.services.template_rules import check_words

Types = Mapping[str, NodeType]
FORMAT = 1
"""Of the files Templates are carried in."""
MOST_LANGUAGES = 8


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that did not go into a Template.

    what: asset (it became a hole), pin, brand, edits, node (of an unknown type), edge.
    node: where it was, title: what that is called.
    """

    what: str
    node: str
    title: str


def stripped(
    graph: Graph, types: Types, language: str
) -> tuple[dict[str, Any], tuple[FileHole, ...], tuple[Removed, ...]]:
    """(Graph as JSON, holes for its Assets, what was taken out)."""
    files = list[FileHole]()
    removed = list[Removed]()
    nodes = list[Node]()
    for node in graph.nodes:
        node_type = types.get(node.type)
        params = dict(node.params)
        gone = list[str]()
        if node.pin:
            gone.append("pin")
        if node_type and node_type.asset_type:
            for name in _asset_values(node_type):
                if params.pop(name, None):
                    gone.append("asset")
                    files.append(_file(node, node_type, name, len(files) + 1, language))
                elif not params.get("bed"):
                    files.append(_file(node, node_type, name, len(files) + 1, language))
        gone += [name for name in ("brand", "edits") if params.pop(name, None)]
        removed += [Removed(what, node.id, node.title or node.type) for what in gone]
        nodes.append(replace(node, params=params, pin=""))
    data = graph_json.to_json(Graph(tuple(nodes), graph.edges))
    return data, tuple(files), tuple(removed)


def file_of(one: GraphTemplate) -> dict[str, Any]:
    """The Template as JSON."""
    return {
        "vidgenie": {"template": FORMAT, "version": version("vidgenie")},
        "kind": store.KIND,
        "texts": {
            language: {"title": words.title, "description": words.description}
            for language, words in one.texts.items()
        },
        **store.body_json(one.body),
    }


def read(
    data: Mapping[str, Any], types: Types
) -> tuple[dict[str, Words], GraphBody, tuple[Removed, ...]]:
    """What `file_of` wrote, or somebody else did.

    Raises InvalidInput (field data, problem not_a_template, or of the part that is wrong) and
    InvalidGraph (duplicate_node, cycle, empty).
    """
    try:
        told = {name: data[name] for name in ("graph", "holes", "files") if name in data}
        one = store.parse("", data.get("texts"), told)
    except (ValidationError, TypeError) as error:
        raise _unreadable(error) from None
    if not 1 <= len(one.texts) <= MOST_LANGUAGES:
        raise InvalidInput("It has no title.", field="data.texts", problem="not_a_template")
    texts = {lang: check_words(words.title, words.description) for lang, words in one.texts.items()}
    language = next(iter(texts))
    graph, dropped = _sound(one.body.graph)
    titles = {hole.node: hole for hole in one.body.files}
    data_, files, removed = stripped(graph, types, language)
    # What the file calls its places for Assets is better than what we would.
    files = tuple(
        replace(titles[f.node], param=f.param, kind=f.kind) if f.node in titles else f
        for f in files
    )
    unknown = [
        Removed("node", node.id, node.type) for node in graph.nodes if node.type not in types
    ]
    named = {hole.name for hole in one.body.holes}
    if len(named) != len(one.body.holes) or len({f.name for f in files}) != len(files):
        raise InvalidInput("Two holes have this name.", field="data.holes", problem="exists")
    return texts, replace(one.body, graph=data_, files=files), (*dropped, *removed, *unknown)


def _sound(data: Mapping[str, Any]) -> tuple[Graph, list[Removed]]:
    """The Graph, and the Edges to Nodes that are not there, which are left out."""
    graph = graph_json.from_json(_plain(data))
    ids = [node.id for node in graph.nodes]
    if not ids:
        raise InvalidGraph("The graph is empty.", problem="empty")
    if twice := next((one for one in ids if ids.count(one) > 1), ""):
        raise InvalidGraph(f"Two nodes are called {twice}.", problem="duplicate_node", node=twice)
    kept = tuple(edge for edge in graph.edges if edge.source in ids and edge.target in ids)
    dropped = [
        Removed("edge", edge.target, edge.target_port) for edge in graph.edges if edge not in kept
    ]
    whole = replace(graph, edges=kept)
    execution_order(whole)
    return whole, dropped


def _plain(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Titles said by language are said in one: only values keep them all."""
    nodes: object = data.get("nodes")
    if not isinstance(nodes, list):
        return data
    return {**data, "nodes": [_one_title(node) for node in cast("list[object]", nodes)]}


def _one_title(node: object) -> object:
    told = cast("dict[str, object]", node) if isinstance(node, dict) else {}
    title = told.get("title")
    if not isinstance(title, dict):
        return cast("object", node)
    return {**told, "title": str(holes.spoken(cast("dict[str, object]", title), ""))}


def _asset_values(node_type: NodeType) -> list[str]:
    """Values of this type that name an Asset."""
    return [name for name in node_type.params.model_fields if name == "asset"]


def _file(node: Node, node_type: NodeType, param: str, number: int, language: str) -> FileHole:
    kind = cast("Any", node_type.asset_type).value
    label = node.title or f"{node.type} {number}"
    return FileHole(
        f"file_{number}", node.id, param, kind, {language: label[: store.LONGEST_LABEL]}
    )


def _unreadable(error: Exception) -> InvalidInput:
    field, problem = "data", "not_a_template"
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        # The place was written by whoever made the file.
        place = [str(part) for part in first["loc"] if isinstance(part, int) or part in _KNOWN]
        field = ".".join(["data", *place])
    return InvalidInput("This is not a template.", field=field, problem=problem)


_KNOWN = frozenset(
    ("texts", "graph", "holes", "files", "title", "description", "label", "example", "name")
)
