# ruff: noqa: E501  # JavaScript is as wide as in the scripts it tries
"""Two who edited one Graph: whose values stay, and how they are told apart; run by Node."""

import pytest

from tests.ui import flow_page


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What some lines give in a page where the Graph prompt -> image is open."""
    return flow_page.opened(tmp_path_factory.mktemp("conflicts"))


CONFLICT = """
  type("mine");
  commands.setParams("image", { style: "vivid" });
  const current = { id: "g", name: "Fox", revision: 4, graph: { nodes: [prompt("theirs"), image({ size: "1024" })], edges: [wire] } };
  refuse = (method, path, body) => (method === "PATCH" && !body.keep ? [false, { code: "conflict", problem: "edited_elsewhere", nodes: ["prompt"], current }] : null);
  Object.assign(server, { revision: 4, graph: current.graph });
  const failed = await flush();
"""


def test_a_conflict_waits_for_a_decision_and_editing_goes_on(ran):
    seen = ran(
        CONFLICT
        + """
      const first = [failed, state(), saving.saving.get().conflict.nodes];
      type("mine, longer");
      await saving.save();
      const count = saves().length;
      await deciding.keepMine();
      return [first, count, saves().at(-1).body.keep, state(), text()];
    """
    )

    assert seen == [[None, "conflict", ["prompt"]], 1, "mine", "saved", "mine, longer"]


def test_taking_theirs_keeps_mine_as_a_version_and_what_i_did_elsewhere(ran):
    seen = ran(
        CONFLICT
        + """
      refuse = null;
      await deciding.takeTheirs();
      const kept = requests.find(({ path }) => path.endsWith("/versions")).body.graph;
      const now = [text(), nodeOf("image").params.style, state()];
      undo();
      return [kept.nodes[0].params.text, now, text(), saves().at(-1).body.changes];
    """
    )

    assert seen[0] == "mine"
    assert seen[1] == ["theirs", "vivid", "saved"]
    assert seen[2] == "mine"
    assert list(seen[3]["nodes"]) == ["image"]


def test_two_places_that_add_a_node_at_the_same_moment_both_keep_theirs(ran):
    """Both called it video: ours takes another name, with its wire and its step of history."""
    seen = ran("""
      commands.addNode("video", { x: 0, y: 0 }, { wire: { source: "image", sourceHandle: "image", targetHandle: "images" } });
      const graph = { nodes: [...first().nodes, { ...image(), id: "video", type: "video", title: "Theirs" }], edges: [wire] };
      refuse = (method) => {
        if (method !== "PATCH") return null;
        refuse = null;
        return [false, { code: "conflict", problem: "edited_elsewhere", nodes: ["video"], current: { id: "g", name: "Fox", revision: 2, graph } }];
      };
      await flush();
      await until(() => state() === "saved");
      const { changes } = saves().at(-1).body;
      const has = Boolean(nodeOf("video-2"));
      undo();
      return [Object.keys(changes.nodes), changes.edges["video-2"].length, has, Boolean(nodeOf("video-2"))];
    """)

    assert seen == [["video-2"], 1, True, False]


def test_a_conflict_is_told_in_values(ran):
    seen = ran("""
      const theirs = { nodes: [prompt(), image({ size: "2048" })], edges: [] };
      const [row, gone] = versus(["image", "prompt"], graphOf(), { ...theirs, nodes: [theirs.nodes[1]] });
      return [row.fields, row.isWired, gone.theirs];
    """)

    assert seen == [
        [{"name": "size", "isParam": True, "mine": "1024", "theirs": "2048"}],
        True,
        None,
    ]


def test_two_graphs_are_compared_in_nodes_values_and_wires(ran):
    seen = ran("""
      const after = { nodes: [{ ...prompt("a cat"), title: "Idea", position: { x: 9, y: 9 } }, { ...image(), id: "other" }], edges: [] };
      const { added, removed, changed, joined, parted, moved } = compare(first(), after);
      return [added.map(({ id }) => id), removed.map(({ id }) => id), changed[0].fields, joined.length, parted.length, moved];
    """)

    assert seen == [
        ["other"],
        ["image"],
        [
            {"name": "title", "to": "Idea"},
            {"name": "text", "from": "a fox", "to": "a cat", "isParam": True},
        ],
        0,
        1,
        1,
    ]
