"""A Graph as the canvas draws it: forms made from what the node types declare."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from vidgenie.domain.graph import Graph, Node
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.services.catalog import CatalogService, NodeTypeView
from vidgenie.services.preferences import ChoiceView
from vidgenie.ui.money import Bill

Json = dict[str, Any]
_THIN_SPACE = "\u202f"
_TIMES = "\u00d7"
# What keeps a Provider from being called -> last part of the key of a hint.
_LACKS = {"key": "no_key", "good_key": "bad_key", "setup": "no_setup"}
# The text and the asset have forms of their own; who takes over, and at what price, is
# asked once for all in the settings.
_ELSEWHERE = frozenset({"text", "asset", "brand", "fallback", "max_micro_usd"})

Choices = Mapping[str, Sequence[ChoiceView]]
"""Kind -> Providers in the order of an Account."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. title: its name where every language has the same; hint: last part of a key.

    holder: slug of the card on the settings page where it is set up, "" = nowhere.
    """

    value: str
    title: str = ""
    hint: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A value a person can set.

    kind: select, switch, number, decimal, seed or text. least, most: of numbers; most:
        characters.
    """

    name: str
    kind: str
    value: str
    options: list[Option] = field(default_factory=list[Option])
    least: float = 0
    most: float = 0


@dataclass(frozen=True, slots=True)
class Palette:
    """What the installation can do: node types by slug, Providers by kind."""

    types: Mapping[str, NodeTypeView]
    choices: Choices

    @classmethod
    def of(cls, catalog: CatalogService, choices: Choices) -> "Palette":
        """The node types of the catalog, and the Providers in somebody's order."""
        return cls({view.slug: view for view in catalog.node_types()}, choices)

    def is_demo(self, node: Node) -> bool:
        """Whether this server itself does the Node's work."""
        chosen = self._provider(node)
        return chosen is not None and chosen.demo

    def demo_params(self, node: Node) -> dict[str, object]:
        """The Node's values, with a Provider that needs no key where there is one."""
        demo = next((view.slug for view in self._of(node) if view.demo), None)
        return {**node.params, "provider": demo} if demo else dict(node.params)

    def rows(
        self, graph: Graph, *, prices: Mapping[str, int], bills: Mapping[str, Bill] | None = None
    ) -> list[Json]:
        """Nodes for the canvas. prices: Node id -> credits; bills: -> what its Provider charges."""
        known = bills or {}
        return [
            {
                **self._row(node, prices.get(node.id, 0)),
                "bills": [known[node.id].to_json()] if node.id in known else [],
            }
            for node in graph.nodes
        ]

    def coerced(self, node: Node, name: str, value: str | bool) -> object:  # noqa: FBT001  # one value of two types
        """What was chosen, in the type the node type asks for. Raises InvalidInput."""
        schema = self._properties(node).get(name)
        if schema is None:
            raise InvalidInput(
                f"{node.type} has no {name}.", field=name, problem="unknown", node=node.id
            )
        if schema.get("nullable") and value == "":
            return None
        if "enum" in schema:
            known = {str(choice): choice for choice in schema["enum"]}
            if str(value) not in known:
                raise InvalidInput(
                    f"{name}: not a choice", field=name, problem="literal_error", node=node.id
                )
            return known[str(value)]
        if schema.get("type") == "boolean":
            return value is True or value == "true"
        if schema.get("type") == "integer":
            return _number(value, int, name=name, node=node)
        if schema.get("type") == "number":
            return _number(value, float, name=name, node=node)
        return str(value)

    def _row(self, node: Node, price: int) -> Json:
        view = self.types.get(node.type)
        return {
            "id": node.id,
            "type": node.type,
            "position": {"x": node.position[0], "y": node.position[1]},
            "icon": view.icon if view else "",
            "text": str(node.params.get("text", "")),
            "fields": [asdict(row) for row in self._fields(node)],
            "demo": self.is_demo(node),
            "price": price,
        }

    def _fields(self, node: Node) -> list[FieldRow]:
        """As declared, switches last: they take a line of their own."""
        found = [
            self._field(node, name, schema)
            for name, schema in self._properties(node).items()
            if name not in self._hidden(node)
        ]
        return sorted(found, key=lambda row: row.kind == "switch")

    def _hidden(self, node: Node) -> frozenset[str]:
        """A demo has no models to choose from."""
        return _ELSEWHERE | ({"model"} if self.is_demo(node) else set())

    def _field(self, node: Node, name: str, schema: Json) -> FieldRow:
        value = node.params.get(name, schema.get("default", ""))
        value = "" if value is None else value
        if name == "provider":
            return FieldRow(name, "select", str(value), self._provider_options(node))
        if "enum" in schema:
            options = [Option(str(choice), _title(name, choice)) for choice in schema["enum"]]
            return FieldRow(name, "select", str(value), options)
        if schema.get("type") == "boolean":
            return FieldRow(name, "switch", "true" if value is True else "false")
        if schema.get("type") == "integer":
            kind = "seed" if name == "seed" else "number"
            most = int(schema.get("maximum", schema.get("exclusiveMaximum", 2**31) - 1))
            return FieldRow(name, kind, str(value), least=int(schema.get("minimum", 0)), most=most)
        if schema.get("type") == "number":
            least, most = float(schema.get("minimum", 0)), float(schema.get("maximum", 1e6))
            return FieldRow(name, "decimal", str(value), least=least, most=most)
        return FieldRow(name, "text", str(value), most=int(schema.get("maxLength", 200)))

    def _provider_options(self, node: Node) -> list[Option]:
        """In the Account's order; one that was removed since it was chosen is still named."""
        known = [Option(view.slug, view.title, _hint(view), view.holder) for view in self._of(node)]
        chosen = str(node.params.get("provider", ""))
        if chosen and chosen not in {option.value for option in known}:
            known.append(Option(chosen, chosen, "no_setup"))
        return known

    def _provider(self, node: Node) -> ChoiceView | None:
        slug = node.params.get(
            "provider", self._properties(node).get("provider", {}).get("default")
        )
        return next((view for view in self._of(node) if view.slug == slug), None)

    def _of(self, node: Node) -> Sequence[ChoiceView]:
        view = self.types.get(node.type)
        return self.choices.get(view.kind, ()) if view else ()

    def _properties(self, node: Node) -> Json:
        """Value -> its schema, those that fit into one field."""
        view = self.types.get(node.type)
        if view is None:
            return {}
        shared = view.schema.get("$defs", {})
        found = {
            name: _plain(schema, shared)
            for name, schema in view.schema.get("properties", {}).items()
        }
        return {name: schema for name, schema in found.items() if "type" in schema}


def _plain(schema: Json, shared: Json) -> Json:
    """The schema without references, of a value that may be left out as if it were given.

    Lists and objects have no type here: they do not fit into a field.
    """
    if "anyOf" in schema:
        given = next((one for one in schema["anyOf"] if one.get("type") != "null"), {})
        schema = {**schema, **given, "nullable": True}
    if "$ref" in schema:
        schema = {**shared.get(schema["$ref"].rpartition("/")[2], {}), **schema}
    if schema.get("type") in ("array", "object"):
        return {}
    return schema


def find(graph: Graph, node_id: str) -> Node:
    """The Node of this id. Raises NotFound."""
    for node in graph.nodes:
        if node.id == node_id:
            return node
    raise NotFound("node")


def with_params(graph: Graph, node_id: str, params: Mapping[str, object]) -> Graph:
    """The Graph with other values in one Node."""
    return replace(
        graph,
        nodes=tuple(
            replace(node, params=dict(params)) if node.id == node_id else node
            for node in graph.nodes
        ),
    )


def with_positions(graph: Graph, places: Mapping[str, tuple[float, float]]) -> Graph:
    """The Graph with some Nodes elsewhere on the canvas."""
    return replace(
        graph,
        nodes=tuple(
            replace(node, position=places.get(node.id, node.position)) for node in graph.nodes
        ),
    )


def same_work(one: Graph, other: Graph) -> bool:
    """Whether two Graphs make the same thing, wherever their Nodes stand."""
    return _work(one) == _work(other)


def edges(graph: Graph) -> list[Json]:
    """Edges for the canvas."""
    return [
        {
            "source": edge.source,
            "sourceHandle": edge.source_port,
            "target": edge.target,
            "targetHandle": edge.target_port,
        }
        for edge in graph.edges
    ]


def _work(graph: Graph) -> object:
    nodes = sorted(
        (node.id, node.type, sorted(node.params.items(), key=str)) for node in graph.nodes
    )
    return nodes, sorted(map(str, graph.edges))


def _number(value: str | bool, made: type[int] | type[float], *, name: str, node: Node) -> float:  # noqa: FBT001  # one value of two types
    try:
        number = made(value)
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise InvalidInput(
            f"{name}: not a number", field=name, problem=f"{made.__name__}_parsing", node=node.id
        )
    return number


def _hint(choice: ChoiceView) -> str:
    return "demo" if choice.demo and choice.ready else _LACKS.get(choice.lacks, "")


def _title(name: str, choice: object) -> str:
    """Numbers and sizes read the same in every language; words are left to the catalogues."""
    if name == "duration":
        return f"{choice}{_THIN_SPACE}s"
    if name == "size":
        return str(choice).replace("x", f"{_THIN_SPACE}{_TIMES}{_THIN_SPACE}")
    return "" if str(choice).isalpha() else str(choice)
