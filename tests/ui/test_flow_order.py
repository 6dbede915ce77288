"""Steps of a Run are listed in the order in which they run; by Node."""

import json
from itertools import combinations

import pytest

from tests.ui import node_page
from vidgenie.domain.graph import Edge, Graph, Node, execution_order

_PAGE = """
import { inOrder } from "./flow/order.js";
console.log(JSON.stringify(%s.map(([ids, edges]) => inOrder(ids, edges))));
"""


@pytest.fixture
def ordered(tmp_path):
    """The ids of each (ids, edges), as the browser orders them."""
    folder = node_page.lay_out(tmp_path, {"flow": ("order",)})
    return lambda graphs: node_page.printed(folder, _PAGE % json.dumps(graphs))


def test_steps_are_in_the_order_in_which_they_run(ordered):
    pairs = list(combinations("abcd", 2))
    drawn = ["bdac", "abcd", "dcba"]
    graphs = [
        (drawn[n % 3], [pair for place, pair in enumerate(pairs) if n >> place & 1])
        for n in range(2 ** len(pairs))
    ]
    given = [
        [list(ids), [{"source": a, "target": b} for a, b in reversed(ways)]] for ids, ways in graphs
    ]

    seen = ordered(given)

    assert seen == [
        execution_order(
            Graph(tuple(Node(i, "x") for i in ids), tuple(Edge(a, "o", b, "i") for a, b in ways))
        )
        for ids, ways in graphs
    ]


def test_a_loop_keeps_nothing_off_the_list(ordered):
    wires = [{"source": a, "target": b} for a, b in ("ab", "bc", "cb", "xa")]

    assert ordered([[["c", "b", "a"], wires]]) == [["a", "c", "b"]]
