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
from vidgenie.services.preferences import ChoiceView
from vidgenie.ui.flow import rows
from vidgenie.ui.flow.rows import Palette
from vidgenie.ui.money import Bill


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


def choice(slug, lacks="", *, demo=False):
    """A Provider as an Account has it."""
    holder = "" if demo else slug
    return ChoiceView(slug, slug.title(), demo, not lacks, lacks, holder, None, "")


CHOICES = {
    "text": (choice("openai"), choice("local", demo=True)),
    "video": (
        choice("runway"),
        choice("luma", "key"),
        choice("local", demo=True),
        choice("veo", "good_key"),
        choice("pika", "setup"),
    ),
}


@pytest.fixture(scope="module")
def palette():
    """The installation's node types, and Blur; an Account's order of Providers."""
    types = {**discover(nodes, NodeType), "blur": Blur()}
    catalog = CatalogService(types, bootstrap.all_providers(), None, None, lambda _: True, None)
    return Palette.of(catalog, CHOICES)


def options(palette, node):
    """The Providers a Node offers."""
    row = palette.rows(Graph((node,)), prices={})[0]
    return next(field for field in row["fields"] if field["name"] == "provider")["options"]


def test_providers_stand_in_the_order_of_the_account(palette):
    offered = options(palette, Node("v", "video", {"provider": "runway"}))

    assert [option["value"] for option in offered] == ["runway", "luma", "local", "veo", "pika"]
    assert [option["title"] for option in offered][:2] == ["Runway", "Luma"]


def test_what_keeps_a_provider_from_being_chosen_is_said(palette):
    offered = options(palette, Node("v", "video", {"provider": "runway"}))

    hints = {option["value"]: option["hint"] for option in offered}
    assert hints == {
        "runway": "",
        "luma": "no_key",
        "local": "demo",
        "veo": "bad_key",
        "pika": "no_setup",
    }
    assert next(o["holder"] for o in offered if o["value"] == "luma") == "luma"


def test_a_provider_that_is_gone_is_still_named(palette):
    offered = options(palette, Node("v", "video", {"provider": "vanished"}))

    assert offered[-1] == {
        "value": "vanished",
        "title": "vanished",
        "hint": "no_setup",
        "holder": "",
    }


def test_who_takes_over_and_at_what_price_is_not_asked_at_each_node(palette):
    for kind in ("enhance", "image", "video", "speech"):
        row = palette.rows(Graph((Node("n", kind, {"fallback": None}),)), prices={})[0]

        assert {"fallback", "max_micro_usd"}.isdisjoint(field["name"] for field in row["fields"])


def test_a_speech_node_has_a_form(palette):
    row = palette.rows(Graph((Node("s", "speech", {"provider": "openai"}),)), prices={})[0]

    fields = {field["name"]: field for field in row["fields"]}
    assert row["icon"] == "mic"
    assert fields["language"]["kind"] == "select"
    assert (fields["speed"]["kind"], fields["speed"]["least"], fields["speed"]["most"]) == (
        "decimal",
        0.5,
        2.0,
    )


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "fast", "1e999"])
def test_a_speed_is_a_number(palette, value):
    with pytest.raises(InvalidInput):
        palette.coerced(Node("s", "speech"), "speed", value)

    assert palette.coerced(Node("s", "speech"), "speed", "1.25") == 1.25


def test_dollars_stand_apart_from_credits(palette):
    bill = Bill("Runway", 250_000)

    row = palette.rows(Graph((BLUR,)), prices={"b1": 10}, bills={"b1": bill})[0]

    assert row["price"] == 10
    assert row["bills"] == [{"provider": "Runway", "microUsd": 250_000, "isCharged": False}]


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
