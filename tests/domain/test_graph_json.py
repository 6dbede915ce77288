"""Graphs survive the way to JSON and back; bad JSON names its field."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain import graph_json
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.errors import InvalidInput

ids = st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)
numbers = st.integers(-10_000, 10_000).map(lambda tenths: tenths / 10)
params = st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=20), max_size=3)
graphs = st.builds(
    Graph,
    nodes=st.lists(st.builds(Node, ids, ids, params, st.tuples(numbers, numbers)), max_size=5).map(
        tuple
    ),
    edges=st.lists(st.builds(Edge, ids, ids, ids, ids), max_size=5).map(tuple),
)


@given(graphs)
def test_a_graph_comes_back_as_it_went(graph: Graph):
    text = json.dumps(graph_json.to_json(graph))

    assert graph_json.from_json(json.loads(text)) == graph


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "nodes"),
        ({"nodes": "x"}, "nodes"),
        ({"nodes": [{"type": "prompt"}]}, "nodes.0.id"),
        ({"nodes": [{"id": "a b", "type": "prompt"}]}, "nodes.0.id"),
        ({"nodes": [{"id": "a", "type": 7}]}, "nodes.0.type"),
        ({"nodes": [{"id": "a", "type": "p", "params": []}]}, "nodes.0.params"),
        ({"nodes": [{"id": "a", "type": "p", "position": {"x": math.nan}}]}, "nodes.0.position.x"),
        ({"nodes": [{"id": "a", "type": "p", "position": {"y": 1e999}}]}, "nodes.0.position.y"),
        ({"nodes": [], "edges": [{"source": "a"}]}, "edges.0.target"),
        ({"nodes": [], "edges": {"a": 1}}, "edges"),
    ],
)
def test_bad_json_names_its_field(data: dict[str, object], field: str):
    with pytest.raises(InvalidInput) as caught:
        graph_json.from_json(data)

    assert caught.value.params["field"] == field
