"""Holes of Templates of Graphs: what goes into them, and how a Graph gets some."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from vidgenie.domain.node_type import NodeType
from vidgenie.errors import InvalidInput
from vidgenie.projects import graph_templates as store
from vidgenie.projects.graph_templates import GraphBody, Hole

_HOLE = re.compile(r"\{\{\s*([a-z][a-z0-9_]{0,39})\s*\}\}")
_OTHERS = ("en", "fr")  # languages to fall back to
_SHORTEST_LIMIT = 150  # characters; what takes fewer is a name of something, no text
_CODE = re.compile(r"^[a-z]{2}$")
Types = Mapping[str, NodeType]
LONGEST_HOLE, LONGEST_LABEL = store.LONGEST_HOLE, store.LONGEST_LABEL
"""Characters."""
MOST_HOLES = store.MOST_HOLES
Name = store.Name
"""Of a hole."""


def spoken(texts: Mapping[str, Any], language: str) -> Any:  # noqa: ANN401  # as it stands in the file
    """What is said in this language, else in one of ours, else the only one there is."""
    return texts[language_of(texts, language)] if texts else ""


def language_of(known: Mapping[str, object], wanted: str) -> str:
    """The language itself, else one of ours, else the only one there is; never of none."""
    return next((one for one in (wanted, *_OTHERS) if one in known), next(iter(known)))


def in_language(graph: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The Graph with every value that is said by language said in this one."""
    return cast("dict[str, Any]", _each(graph, lambda value: _said(value, language)))


def filled(graph: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """The Graph with these texts in its holes; a hole in a text stays what it is: text."""

    def put(value: object) -> object:
        if not isinstance(value, str):
            return value
        return _HOLE.sub(lambda hole: values.get(hole[1], hole[0]), value)

    return {
        **graph,
        "nodes": [{**node, "params": _each(node["params"], put)} for node in _nodes(graph)],
    }


def names(graph: Mapping[str, Any]) -> list[str]:
    """Names of the holes in the Graph, in the order they are met."""
    found = dict[str, None]()

    def look(value: object) -> object:
        if isinstance(value, str):
            found.update(dict.fromkeys(_HOLE.findall(value)))
        return value

    for node in _nodes(graph):
        _each(node["params"], look)
    return list(found)


def checked(
    body: GraphBody, values: Mapping[str, str], language: str, *, where: str = "values"
) -> dict[str, str]:
    """A text for every hole: the one that was given, else the example.

    Raises InvalidInput (unknown, too_long, empty) that names the hole.
    """
    known = {hole.name: hole for hole in body.holes}
    for name, text in values.items():
        place = f"{where}.{name}"
        if name not in known:
            raise InvalidInput("There is no such hole.", field=place, problem="unknown")
        if len(text) > known[name].longest:
            most = known[name].longest
            message = f"At most {most} characters."
            raise InvalidInput(message, field=place, problem="too_long", max=most)
        if known[name].required and not text.strip():
            raise InvalidInput("Write something.", field=place, problem="empty")
    return {**examples(body, language), **values}


def examples(body: GraphBody, language: str) -> dict[str, str]:
    """The example of every hole."""
    return {hole.name: str(spoken(hole.example, language)) for hole in body.holes}


def with_files(
    body: GraphBody, graph: Mapping[str, Any], assets: Mapping[str, str]
) -> dict[str, Any]:
    """The Graph with these Assets chosen; hole -> id. What is not chosen stays open."""
    chosen = {(one.node, one.param): assets[one.name] for one in body.files if one.name in assets}
    nodes = [
        {
            **node,
            "params": {
                **node["params"],
                **{param: asset for (owner, param), asset in chosen.items() if owner == node["id"]},
            },
        }
        for node in _nodes(graph)
    ]
    return {**graph, "nodes": nodes}


def text_fields(node_type: NodeType) -> dict[str, int]:
    """Values of this type that are texts -> how many characters they take at most."""
    fields = node_type.params.model_json_schema().get("properties", {})
    return {
        name: told["maxLength"]
        for name, told in fields.items()
        if told.get("type") == "string"
        and "pattern" not in told
        and told.get("maxLength", 0) > _SHORTEST_LIMIT
    }


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text of a Graph that is to become a hole. name: "" = one is made of the Node's id."""

    node: str
    param: str
    name: str = ""
    label: str = ""
    example: str | None = None


def punched(
    graph: Mapping[str, Any], wanted: list[Wanted], types: Types, language: str
) -> tuple[dict[str, Any], tuple[Hole, ...]]:
    """The Graph with these texts made holes; what had {{name}} in it already is one, too.

    Raises InvalidInput (unknown, not_text, exists, malformed, too_long) that names the place.
    """
    nodes = {str(node["id"]): node for node in _nodes(graph)}
    holes = dict[str, Hole]()
    for number, one in enumerate(wanted):
        place = f"holes.{number}"
        hole = _hole(nodes, one, types, language, place=place)
        if hole.name in holes:
            raise InvalidInput("Two holes have this name.", field=f"{place}.name", problem="exists")
        holes[hole.name] = hole
        node = nodes[one.node]
        nodes[one.node] = {**node, "params": {**node["params"], one.param: f"{{{{{hole.name}}}}}"}}
    made = {**graph, "nodes": list(nodes.values())}
    for name in names(made):
        label = {language: name.replace("_", " ").capitalize()}
        holes.setdefault(name, Hole(name, label, {language: ""}, required=False))
    return made, tuple(holes.values())


def closed(body: GraphBody, kept: list[Hole]) -> GraphBody:
    """The Template with these holes alone: where the others were, their examples stand."""
    left = {hole.name for hole in kept}
    gone = {
        hole.name: str(spoken(hole.example, "")) for hole in body.holes if hole.name not in left
    }
    return replace(body, graph=filled(body.graph, gone), holes=tuple(kept))


def _hole(
    nodes: Mapping[str, Any], one: Wanted, types: Types, language: str, *, place: str
) -> Hole:
    node = nodes.get(one.node)
    if node is None:
        raise InvalidInput("There is no such node.", field=f"{place}.node", problem="unknown")
    fields = text_fields(types[node["type"]]) if node["type"] in types else {}
    present = node["params"].get(one.param, "")
    if one.param not in fields or not isinstance(present, str):
        raise InvalidInput("This is no text.", field=f"{place}.param", problem="not_allowed")
    name = one.name or re.sub(r"[^a-z0-9]+", "_", f"{one.node}_{one.param}".lower())[:40]
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        raise InvalidInput("A name is a-z, 0-9, _.", field=f"{place}.name", problem="malformed")
    example = present if one.example is None else one.example
    if len(example) > fields[one.param]:
        most = fields[one.param]
        message = f"At most {most} characters."
        raise InvalidInput(message, field=f"{place}.example", problem="too_long", max=most)
    label = " ".join(one.label.split()) or str(node.get("title") or name.replace("_", " "))
    return Hole(name, {language: label}, {language: example}, min(fields[one.param], LONGEST_HOLE))


def _nodes(graph: Mapping[str, Any]) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", graph["nodes"])


def _said(value: object, language: str) -> object:
    told = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    if not told:
        return cast("object", value)
    is_said = all(_CODE.fullmatch(key) and isinstance(text, str) for key, text in told.items())
    return spoken(told, language) if is_said else told


def _each(value: object, change: Callable[[object], object]) -> Any:  # noqa: ANN401  # JSON
    """The JSON value with every part of it changed, from the outside in."""
    changed: Any = change(value)
    if isinstance(changed, dict):
        parts = cast("dict[str, object]", changed)
        return {name: _each(part, change) for name, part in parts.items()}
    if isinstance(changed, list):
        return [_each(part, change) for part in cast("list[object]", changed)]
    return changed
