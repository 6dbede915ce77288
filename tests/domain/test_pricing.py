"""What things cost."""

import pytest

from vidgenie import nodes
from vidgenie.domain.graph import CheckedNode, Node
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.pricing import ANY, SEED, PriceTable, quote
from vidgenie.plugins import discover

TYPES = discover(nodes, NodeType)


def checked(node_type: str, **params: object) -> CheckedNode:
    kind = TYPES[node_type]
    return CheckedNode(Node(node_type, node_type, params), kind, kind.parse(params, node="n"))


@pytest.mark.parametrize(
    ("node_type", "params", "credits"),
    [
        ("enhance", {}, 1),
        ("image", {"size": "512x512"}, 2),
        ("image", {"size": "1024x1024"}, 3),
        ("image", {"size": "1080x1920"}, 3),
        ("image", {"size": "2048x2048"}, 5),
        ("video", {"duration": 5}, 10),
        ("video", {"duration": 8}, 10),
        ("video", {"duration": 15}, 20),
        ("video", {"duration": 30}, 40),
        ("video", {"duration": 60}, 80),
    ],
)
def test_a_service_is_charged_by_the_table(node_type: str, params: dict, credits: int):
    line = quote([checked(node_type, provider="luma", **params)], PriceTable(SEED)).lines[0]

    assert line.credits == credits


@pytest.mark.parametrize("node_type", ["enhance", "image", "video"])
def test_what_this_server_makes_itself_is_free(node_type: str):
    assert quote([checked(node_type, provider="local")], PriceTable(SEED)).total == 0


def test_a_node_that_calls_nobody_is_free():
    assert quote([checked("prompt", text="x"), checked("output")], PriceTable(SEED)).total == 0


def test_the_most_exact_row_wins():
    table = PriceTable({(ANY, "a"): 1, ("p", ANY): 2, ("p", "a"): 3})

    assert [table.price("p", "a"), table.price("p", "b"), table.price("q", "a")] == [3, 2, 1]


def test_an_action_without_a_price_is_an_error_not_a_gift():
    with pytest.raises(KeyError):
        PriceTable({}).price("p", "a")


def test_every_priced_choice_of_every_node_type_has_a_row():
    choices = [
        checked(slug, **{name: choice})
        for slug, name in (("image", "size"), ("video", "duration"))
        for choice in TYPES[slug].params.model_json_schema()["properties"][name]["enum"]
    ]

    assert quote(choices, PriceTable(SEED)).total == 0
    for choice in choices:
        assert PriceTable(SEED).price("any", choice.type.action(choice.params)) > 0


def speech(number: int, seconds: float | None, provider: str = "elevenlabs") -> CheckedNode:
    kind = TYPES["speech"]
    params = {"provider": provider, "seconds": seconds}
    return CheckedNode(
        Node(f"speech-{number}", "speech", params), kind, kind.parse(params, node="n")
    )


@pytest.mark.parametrize(
    ("seconds", "credits"),
    [
        ([5] * 6, 1),
        ([5] * 7, 2),
        ([30], 1),
        ([31], 2),
        ([None], 1),
        ([None, None], 2),
        ([1] * 6, 1),
        ([1] * 30, 5),
        ([5, 25, 30], 2),
    ],
)
def test_half_a_minute_of_voice_is_one_credit_however_it_is_cut(seconds, credits):
    nodes_of = [speech(number, length) for number, length in enumerate(seconds)]

    priced = quote(nodes_of, PriceTable(SEED))

    assert priced.total == credits
    assert all(line.credits == line.units for line in priced.lines)


def test_voices_of_two_services_are_two_half_minutes():
    priced = quote([speech(1, 5), speech(2, 5, "openai"), speech(3, 5, "local")], PriceTable(SEED))

    assert [line.credits for line in priced.lines] == [1, 1, 0]
