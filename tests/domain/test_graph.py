"""Which Graphs can run, and in which order."""

from collections.abc import Mapping
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.graph import Edge, Graph, Node, check, execution_order
from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.value import PortType, Value
from vidgenie.errors import InvalidGraph, InvalidInput


class CountParams(Params):
    count: int = 1


class Join(NodeType):
    """Takes any of three texts, gives a text and an image."""

    slug: ClassVar[str] = "join"
    icon: ClassVar[str] = "x"
    params: ClassVar[type[Params]] = CountParams
    inputs: ClassVar[Mapping[str, Port]] = {
        name: port(PortType.TEXT, required=False) for name in ("a", "b", "c")
    }
    outputs: ClassVar[Mapping[str, Port]] = {
        "text": port(PortType.TEXT),
        "image": port(PortType.IMAGE),
    }

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        return {}


class Strict(Join):
    slug: ClassVar[str] = "strict"
    inputs: ClassVar[Mapping[str, Port]] = {"a": port(PortType.TEXT)}


class Either(Join):
    slug: ClassVar[str] = "either"
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("a", "b"),)


class Gather(Join):
    slug: ClassVar[str] = "gather"
    inputs: ClassVar[Mapping[str, Port]] = {"a": port(PortType.TEXT, many=True)}


TYPES = {"join": Join(), "strict": Strict(), "either": Either(), "gather": Gather()}


def text_edge(source: str, target: str, into: str = "a") -> Edge:
    return Edge(source, "text", target, into)


def problem(graph: Graph) -> tuple[str, str]:
    with pytest.raises(InvalidGraph) as caught:
        check(graph, TYPES)
    return str(caught.value.params["problem"]), str(caught.value.params["node"])


def test_a_cycle_is_refused_and_names_a_node_of_the_loop():
    nodes = (Node("x", "join"), Node("y", "join"), Node("out", "join"))
    edges = (text_edge("x", "y"), text_edge("y", "x"), text_edge("y", "out"))

    kind, node = problem(Graph(nodes, edges))

    assert kind == "cycle"
    assert node in {"x", "y"}


def test_a_node_that_feeds_itself_is_a_cycle():
    assert problem(Graph((Node("x", "join"),), (text_edge("x", "x"),))) == ("cycle", "x")


def test_a_missing_input_names_the_node():
    assert problem(Graph((Node("x", "strict"),))) == ("missing_input", "x")


def test_one_of_two_optional_inputs_must_be_connected():
    assert problem(Graph((Node("x", "either"),))) == ("missing_input", "x")


def test_a_wrong_type_names_the_node_it_goes_into():
    nodes = (Node("x", "join"), Node("y", "strict"))

    assert problem(Graph(nodes, (Edge("x", "image", "y", "a"),))) == ("wrong_type", "y")


def test_an_unknown_node_type_names_the_node():
    assert problem(Graph((Node("x", "teleport"),))) == ("unknown_node_type", "x")


def test_an_edge_to_nowhere_names_what_is_missing():
    assert problem(Graph((Node("x", "join"),), (text_edge("x", "z"),))) == ("unknown_node", "z")


def test_an_unknown_port_names_the_node():
    nodes = (Node("x", "join"), Node("y", "join"))

    assert problem(Graph(nodes, (Edge("x", "text", "y", "zz"),))) == ("unknown_port", "y")


def test_two_edges_into_one_port_are_refused():
    nodes = (Node("x", "join"), Node("y", "join"), Node("z", "join"))
    edges = (text_edge("x", "z"), text_edge("y", "z"))

    assert problem(Graph(nodes, edges)) == ("two_sources", "z")


def test_two_nodes_with_one_name_are_refused():
    assert problem(Graph((Node("x", "join"), Node("x", "join")))) == ("duplicate_node", "x")


def test_nothing_cannot_run():
    assert problem(Graph(())) == ("empty", "")


def test_too_much_cannot_run():
    nodes = tuple(Node(f"n{i}", "join") for i in range(501))

    assert problem(Graph(nodes)) == ("too_large", "")


def test_a_value_that_does_not_fit_names_node_and_field():
    with pytest.raises(InvalidInput) as caught:
        check(Graph((Node("x", "join", {"count": "many"}),)), TYPES)

    assert caught.value.params["field"] == "count"
    assert caught.value.params["node"] == "x"
    assert "many" not in str(caught.value)


def test_an_unknown_value_is_refused():
    with pytest.raises(InvalidInput) as caught:
        check(Graph((Node("x", "join", {"colour": "red"}),)), TYPES)

    assert caught.value.params["field"] == "colour"


@st.composite
def acyclic(draw: st.DrawFn) -> Graph:
    """Nodes drawn in any order, edges only from a lower to a higher number."""
    count = draw(st.integers(1, 12))
    numbers = draw(st.permutations(range(count)))
    edges = []
    for target in range(count):
        for name in draw(st.lists(st.sampled_from("abc"), unique=True)):
            if target:
                source = draw(st.integers(0, target - 1))
                edges.append(text_edge(f"n{source}", f"n{target}", name))
    return Graph(tuple(Node(f"n{i}", "join") for i in numbers), tuple(edges))


@given(acyclic())
def test_every_node_comes_once_and_after_those_it_reads_from(graph: Graph):
    order = execution_order(graph)

    assert sorted(order) == sorted(node.id for node in graph.nodes)
    assert all(order.index(e.source) < order.index(e.target) for e in graph.edges)


@given(acyclic())
def test_the_order_is_the_same_every_time(graph: Graph):
    assert execution_order(graph) == execution_order(graph)


@given(acyclic(), st.data())
def test_closing_any_loop_is_refused(graph: Graph, data: st.DataObject):
    if not graph.edges:
        return
    edge = data.draw(st.sampled_from(graph.edges))
    back = Edge(edge.target, "text", edge.source, "back")
    looped = Graph(graph.nodes, (*graph.edges, back))

    with pytest.raises(InvalidGraph) as caught:
        execution_order(looped)

    assert caught.value.params["problem"] == "cycle"


def test_a_port_that_takes_many_has_them_in_the_order_they_are_joined():
    nodes = (Node("x", "join"), Node("y", "join"), Node("z", "gather"))
    graph = Graph(nodes, (text_edge("y", "z"), text_edge("x", "z"), text_edge("y", "z")))

    checked = check(graph, TYPES)

    assert checked[-1].inputs == {"a"}
    assert [edge.source for edge in graph.sources("z")["a"]] == ["y", "x", "y"]


def test_a_port_that_takes_many_needs_one():
    assert problem(Graph((Node("z", "gather"),))) == ("missing_input", "z")
