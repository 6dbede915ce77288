"""Graphs as JSON: what the canvas sends, what a Run freezes."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from vidgenie.domain.graph import MAX_NODES, Edge, Graph, Node
from vidgenie.errors import InvalidInput

LONGEST_TITLE = 80
"""Characters of what a Node is called."""
T = TypeVar("T")
_Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
_Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e6, le=1e6)]


class _Position(BaseModel):
    model_config = ConfigDict(extra="ignore")

    x: _Number = 0.0
    y: _Number = 0.0


class _Size(BaseModel):
    model_config = ConfigDict(extra="ignore")

    width: Annotated[float, Field(gt=0, le=10_000)]
    height: Annotated[float, Field(gt=0, le=10_000)]


class _Node(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: _Id
    type: Annotated[str, Field(max_length=40)]
    position: _Position = Field(default_factory=_Position)
    params: dict[str, object] = Field(default_factory=dict)
    title: Annotated[str, Field(max_length=LONGEST_TITLE)] = ""
    disabled: bool = False
    pin: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""
    size: _Size | None = None


class _Edge(BaseModel):
    """`sourceHandle` and `targetHandle` are React Flow's names of the ports."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    source: _Id
    target: _Id
    source_port: Annotated[str, Field(alias="sourceHandle", max_length=40)]
    target_port: Annotated[str, Field(alias="targetHandle", max_length=40)]


_NODES = TypeAdapter(Annotated[list[_Node], Field(max_length=MAX_NODES)])
_EDGES = TypeAdapter(Annotated[list[_Edge], Field(max_length=10 * MAX_NODES)])


def to_json(graph: Graph) -> dict[str, list[dict[str, object]]]:
    """The Graph as JSON values; what a Node says nothing about is left out."""
    return {
        "nodes": [node_to_json(node) for node in graph.nodes],
        "edges": [edge_to_json(edge) for edge in graph.edges],
    }


def node_to_json(node: Node) -> dict[str, object]:
    """One Node."""
    data: dict[str, object] = {
        "id": node.id,
        "type": node.type,
        "params": dict(node.params),
        "position": {"x": node.position[0], "y": node.position[1]},
    }
    if node.title:
        data["title"] = node.title
    if node.is_disabled:
        data["disabled"] = True
    if node.pin:
        data["pin"] = node.pin
    if node.size:
        data["size"] = {"width": node.size[0], "height": node.size[1]}
    return data


def edge_to_json(edge: Edge) -> dict[str, object]:
    """One Edge."""
    return {
        "source": edge.source,
        "sourceHandle": edge.source_port,
        "target": edge.target,
        "targetHandle": edge.target_port,
    }


def from_json(data: Mapping[str, object]) -> Graph:
    """The Graph. Raises InvalidInput that names the field; whether it can run is not checked."""
    nodes = _parsed(_NODES, data.get("nodes"), field="nodes")
    edges = _parsed(_EDGES, data.get("edges", []), field="edges")
    return Graph(
        nodes=tuple(
            Node(
                id=node.id,
                type=node.type,
                params=node.params,
                position=(round(node.position.x, 1), round(node.position.y, 1)),
                title=node.title,
                is_disabled=node.disabled,
                pin=node.pin,
                size=(node.size.width, node.size.height) if node.size else None,
            )
            for node in nodes
        ),
        edges=tuple(
            Edge(
                source=edge.source,
                source_port=edge.source_port,
                target=edge.target,
                target_port=edge.target_port,
            )
            for edge in edges
        ),
    )


def _parsed(adapter: TypeAdapter[list[T]], value: object, *, field: str) -> list[T]:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        path = ".".join([field, *(str(part) for part in first["loc"])])
        raise InvalidInput(f"{path}: {first['msg']}", field=path, problem=first["type"]) from None
