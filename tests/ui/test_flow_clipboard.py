# ruff: noqa: E501  # JavaScript is as wide as in the scripts it tries
"""Nodes are copied and pasted in the browser, whatever was in the clipboard; run by Node."""

import json

import pytest

from tests.ui import flow_page
from vidgenie.domain.graph import MAX_NODES
from vidgenie.domain.graph_json import LONGEST_TITLE


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What some lines give in a page where the Graph prompt -> image is open."""
    return flow_page.opened(tmp_path_factory.mktemp("clipboard"))


def test_copies_get_ids_of_their_own_and_keep_their_inner_wires(ran):
    seen = ran("""
      const both = commands.duplicate(["prompt", "image"]);
      const graph = { nodes: [image({ size: "1" })], edges: [wire] };
      const alone = pasteText(JSON.stringify({ vidgenie: { nodes: 1 }, graph }), { at: { x: 500, y: 500 } });
      const linked = pasteText(JSON.stringify(graph), { keepLinks: true });
      return [both, alone, linked, nodeOf("image-3").position, graphOf().edges.map(({ source, target }) => source + ">" + target)];
    """)

    assert seen[:3] == [["prompt-2", "image-2"], ["image-3"], ["image-4"]]
    assert seen[3] == {"x": 500, "y": 500}
    assert seen[4] == ["prompt>image", "prompt-2>image-2", "prompt>image-4"]


@pytest.mark.parametrize(
    "broken",
    ["", "hello", "{", "[]", '{"nodes": 3}', '{"nodes": []}', '{"graph": {"nodes": [null, 7]}}'],
)
def test_a_text_that_is_no_graph_is_refused_in_words(ran, broken):
    seen = ran(f"return [pasteText({json.dumps(broken)}), said, graphOf().nodes.length];")

    assert seen == [[], ["not_a_graph" if broken else "nothing_to_paste"], 2]


def test_a_hostile_text_pastes_only_what_can_be_drawn(ran):
    hostile = {
        "nodes": [
            {"id": "<b>", "type": "<img onerror=1>", "position": {"x": "far", "y": None}},
            {"id": "a", "type": "note", "params": [1], "title": "x" * 500, "pin": "../etc"},
        ],
        "edges": [{"source": "a"}, None, {"source": "a", "target": "<b>"}],
    }

    seen = ran(f"return parsed(JSON.stringify({json.dumps(hostile)}));")

    assert seen["edges"] == []
    assert seen["nodes"][0]["id"] == "node-0"
    assert seen["nodes"][0]["position"] == {"x": 0, "y": 0}
    assert seen["nodes"][1]["params"] == {}
    assert len(seen["nodes"][1]["title"]) == LONGEST_TITLE
    assert "pin" not in seen["nodes"][1]


def test_more_nodes_than_a_graph_holds_are_refused_in_words(ran):
    seen = ran(f"""
      const nodes = Array.from({{ length: {MAX_NODES - 1} }}, (_, n) => ({{ ...image(), id: "n" + n }}));
      return [pasteText(JSON.stringify({{ nodes }})).length, said, graphOf().nodes.length];
    """)

    assert seen == [0, ["too_large"], 2]
