"""Parts of a Graph: what a Run of it has, what is above and below, what nobody would use."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vidgenie import nodes
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.graph_parts import above, below, executable, idle, only, without
from vidgenie.domain.node_type import NodeType
from vidgenie.plugins import discover

TYPES = discover(nodes, NodeType)


# What a Node hands on, and by which port the next one takes it.
OUT = {"prompt": "text", "enhance": "text", "image": "image"}
INTO = {"enhance": "text", "image": "prompt", "video": "image"}


def chain(*types: str) -> Graph:
    made = tuple(Node(f"{place}", name) for place, name in enumerate(types))
    edges = (Edge(a.id, OUT[a.type], b.id, INTO[b.type]) for a, b in pairwise(made))
    return Graph(made, tuple(edges))


def disabled(graph: Graph, *ids: str) -> Graph:
    return replace(graph, nodes=tuple(replace(n, is_disabled=n.id in ids) for n in graph.nodes))


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    count = draw(st.integers(1, 9))
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    joined = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return Graph(
        tuple(Node(str(i), "enhance") for i in range(count)),
        tuple(Edge(str(a), "text", str(b), "text") for a, b in joined),
    )


def test_a_disabled_node_is_bypassed():
    left = executable(disabled(chain("prompt", "enhance", "enhance", "image"), "1"), TYPES)

    assert [node.id for node in left.nodes] == ["0", "2", "3"]
    assert left.edges[0] == Edge("0", "text", "2", "text")


def test_several_disabled_nodes_in_a_row_are_bypassed():
    left = executable(disabled(chain("prompt", "enhance", "enhance", "image"), "1", "2"), TYPES)

    assert left.edges == (Edge("0", "text", "3", "prompt"),)


def test_what_does_not_fit_is_not_handed_on():
    left = executable(disabled(chain("prompt", "image", "video"), "1"), TYPES)

    # A video does take a text, but not by the port that took the picture.
    assert left.edges == ()


def test_notes_are_left_out_and_loose_ends_are_not():
    loose = Edge("x", "text", "a", "text")
    graph = Graph((Node("a", "prompt"), Node("b", "note")), (loose, Edge("b", "t", "a", "t")))

    assert executable(graph, TYPES) == Graph((Node("a", "prompt"),), (loose,))
    assert without(graph, {"b"}) == Graph((Node("a", "prompt"),))


def test_a_type_nobody_knows_stays_for_the_check_to_refuse():
    graph = Graph((Node("a", "of_tomorrow"),))

    assert executable(graph, TYPES) == graph


def test_what_only_feeds_pinned_nodes_is_idle():
    graph = chain("prompt", "enhance", "enhance", "image")

    assert idle(graph, {"2"}) == {"0", "1"}
    assert idle(graph, {"0"}) == set()


@given(graphs(), st.data())
def test_above_and_below_are_each_others_mirror(graph, data):
    one = data.draw(st.sampled_from([node.id for node in graph.nodes]))

    assert all(one in above(graph, {other}) for other in below(graph, {one}))
    assert one not in above(graph, {one}) | below(graph, {one})


@given(graphs(), st.data())
def test_parts_keep_only_edges_between_their_nodes(graph, data):
    ids = [node.id for node in graph.nodes]
    some = set(data.draw(st.lists(st.sampled_from(ids))))

    part, rest = only(graph, some), without(graph, some)

    assert {n.id for n in part.nodes} | {n.id for n in rest.nodes} == set(ids)
    for piece in (part, rest):
        known = {node.id for node in piece.nodes}
        assert all({edge.source, edge.target} <= known for edge in piece.edges)


@given(graphs(), st.data())
def test_an_idle_node_feeds_nothing_that_is_made(graph, data):
    ids = [node.id for node in graph.nodes]
    pinned = set(data.draw(st.lists(st.sampled_from(ids))))

    unused = idle(graph, pinned)

    for node in unused:
        readers = {edge.target for edge in graph.edges if edge.source == node}
        assert readers
        assert readers <= unused | pinned
