"""Forms are made from what node types declare: a new one needs no line here."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

import pytest
from pydantic import Field

from vidgenie import bootstrap, nodes
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.node_type import NodeType, Params, Port, port
from vidgenie.domain.value import PortType
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.plugins import discover
from vidgenie.services.catalog import CatalogService
from vidgenie.ui.flow import rows
from vidgenie.ui.flow.rows import Palette


class BlurParams(Params):
    """Everything a form can show."""

    strength: Annotated[int, Field(ge=1, le=9)] = 3
    edges: bool = False
    kind: Literal["soft", "hard"] = "soft"
    note: Annotated[str, Field(max_length=50)] = ""


class Blur(NodeType):
    """A node type nobody has heard of."""

    slug: ClassVar[str] = "blur"
    icon: ClassVar[str] = "droplet"
    params: ClassVar[type[Params]] = BlurParams
    inputs: ClassVar[Mapping[str, Port]] = {"image": port(PortType.IMAGE)}
    outputs: ClassVar[Mapping[str, Port]] = {"image": port(PortType.IMAGE)}

    async def run(self, params, context):
        return {}


BLUR = Node("b1", "blur", {"strength": 5}, position=(10.0, 20.0))


@pytest.fixture(scope="module")
def palette():
    """The installation's node types and Providers, and Blur."""
    types = {**discover(nodes, NodeType), "blur": Blur()}
    catalog = CatalogService(types, bootstrap.all_providers(), None, None, lambda _: True, None)
    return Palette.of(catalog)


def test_an_unknown_node_type_gets_a_form_of_its_own(palette):
    row = palette.rows(Graph((BLUR,)), prices={"b1": 2})[0]

    kinds = {field["name"]: field["kind"] for field in row["fields"]}
    assert kinds == {"strength": "number", "kind": "select", "note": "text", "edges": "switch"}
    assert (row["icon"], row["price"]) == ("droplet", 2)
    assert row["position"] == {"x": 10.0, "y": 20.0}


def test_a_field_shows_what_was_typed_else_its_default(palette):
    fields = {f["name"]: f for f in palette.rows(Graph((BLUR,)), prices={})[0]["fields"]}

    assert fields["strength"]["value"] == "5"
    assert fields["kind"]["value"] == "soft"
    assert (fields["strength"]["least"], fields["strength"]["most"]) == (1, 9)


def test_a_node_type_that_is_gone_is_still_drawn(palette):
    row = palette.rows(Graph((Node("x", "no_longer_there"),)), prices={})[0]

    assert row["fields"] == []


def test_a_demo_provider_is_marked_and_has_no_models(palette):
    row = palette.rows(Graph((Node("e", "enhance", {"provider": "local"}),)), prices={})[0]

    assert row["demo"]
    assert "model" not in {field["name"] for field in row["fields"]}


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("strength", "7", 7),
        ("edges", True, True),
        ("edges", "false", False),
        ("kind", "hard", "hard"),
    ],
)
def test_choices_get_their_type(palette, name, value, kept):
    assert palette.coerced(BLUR, name, value) == kept


@pytest.mark.parametrize(
    ("name", "value"), [("strength", "lots"), ("kind", "fluffy"), ("nothing", "x")]
)
def test_what_is_no_choice_is_refused(palette, name, value):
    with pytest.raises(InvalidInput) as raised:
        palette.coerced(BLUR, name, value)

    assert raised.value.params["field"] == name


def test_moving_a_node_is_not_another_work():
    one = Graph((BLUR, Node("p", "prompt")), (Edge("p", "text", "b1", "image"),))
    other = rows.with_positions(one, {"b1": (500.0, 1.0)})

    assert rows.same_work(one, other)
    assert not rows.same_work(one, rows.with_params(one, "b1", {"strength": 6}))
    assert not rows.same_work(one, Graph(one.nodes))


def test_a_node_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        rows.find(Graph((BLUR,)), "b2")
