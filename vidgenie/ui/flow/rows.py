"""A Graph as the canvas draws it: forms made from what the node types declare."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from vidgenie.domain.graph import Graph, Node
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.services.catalog import CatalogService, NodeTypeView, ProviderView

Json = dict[str, Any]
_THIN_SPACE = "\u202f"
_TIMES = "\u00d7"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. title: its name where every language has the same; hint: last part of a key."""

    value: str
    title: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A value a person can set.

    kind: select, switch, number, seed or text. least, most: of numbers; most: characters.
    """

    name: str
    kind: str
    value: str
    options: list[Option] = field(default_factory=list[Option])
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Palette:
    """What the installation can do: node types by slug, Providers by kind."""

    types: Mapping[str, NodeTypeView]
    providers: Mapping[str, Sequence[ProviderView]]

    @classmethod
    def of(cls, catalog: CatalogService, *, ready: Collection[tuple[str, str]] = ()) -> "Palette":
        """Everything the catalog knows. ready: (kind, slug) that the Account has keys for."""
        types = {view.slug: view for view in catalog.node_types()}
        kinds = {view.kind for view in types.values() if view.kind}
        return cls(
            types,
            {
                kind: [
                    replace(view, ready=view.ready or (kind, view.slug) in ready)
                    for view in catalog.providers(kind)
                ]
                for kind in kinds
            },
        )

    def is_demo(self, node: Node) -> bool:
        """Whether this server itself does the Node's work."""
        chosen = self._provider(node)
        return chosen is not None and chosen.demo

    def title(self, slug: str) -> str:
        """The name of a Provider; its slug when it is not there."""
        known = (view for views in self.providers.values() for view in views)
        return next((view.title for view in known if view.slug == slug), slug)

    def demo_params(self, node: Node) -> dict[str, object]:
        """The Node's values, with a Provider that needs no key where there is one."""
        demo = next((view.slug for view in self._choices(node) if view.demo), None)
        return {**node.params, "provider": demo} if demo else dict(node.params)

    def rows(self, graph: Graph, *, prices: Mapping[str, int]) -> list[Json]:
        """Nodes for the canvas. prices: Node id -> credits."""
        return [self._row(node, prices.get(node.id, 0)) for node in graph.nodes]

    def coerced(self, node: Node, name: str, value: str | bool) -> object:  # noqa: FBT001  # one value of two types
        """What was chosen, in the type the node type asks for. Raises InvalidInput."""
        schema = self._properties(node).get(name)
        if schema is None:
            raise InvalidInput(
                f"{node.type} has no {name}.", field=name, problem="unknown", node=node.id
            )
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
            return _whole(value, name=name, node=node)
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

    def _hidden(self, node: Node) -> set[str]:
        """The text and the asset have forms of their own; a demo has no models to choose from."""
        return {"text", "asset"} | ({"model"} if self.is_demo(node) else set())

    def _field(self, node: Node, name: str, schema: Json) -> FieldRow:
        value = node.params.get(name, schema.get("default", ""))
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
        return FieldRow(name, "text", str(value), most=int(schema.get("maxLength", 200)))

    def _provider_options(self, node: Node) -> list[Option]:
        return [
            Option(view.slug, view.title, "demo" if view.demo else "" if view.ready else "no_key")
            for view in self._choices(node)
        ]

    def _provider(self, node: Node) -> ProviderView | None:
        slug = node.params.get(
            "provider", self._properties(node).get("provider", {}).get("default")
        )
        return next((view for view in self._choices(node) if view.slug == slug), None)

    def _choices(self, node: Node) -> Sequence[ProviderView]:
        view = self.types.get(node.type)
        return self.providers.get(view.kind, ()) if view else ()

    def _properties(self, node: Node) -> Json:
        view = self.types.get(node.type)
        return dict(view.schema.get("properties", {})) if view else {}


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


def _whole(value: str | bool, *, name: str, node: Node) -> int:  # noqa: FBT001  # one value of two types
    try:
        return int(value)
    except ValueError:
        raise InvalidInput(
            f"{name}: not a whole number", field=name, problem="int_parsing", node=node.id
        ) from None


def _title(name: str, choice: object) -> str:
    """Numbers and sizes read the same in every language; words are left to the catalogues."""
    if name == "duration":
        return f"{choice}{_THIN_SPACE}s"
    if name == "size":
        return str(choice).replace("x", f"{_THIN_SPACE}{_TIMES}{_THIN_SPACE}")
    return "" if str(choice).isalpha() else str(choice)
