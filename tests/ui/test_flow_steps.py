# ruff: noqa: E501  # JavaScript is as wide as in the scripts it tries
"""What is done to a Graph in the browser is a step: it goes back and forth; run by Node."""

import pytest

from tests.ui import flow_page


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What some lines give in a page where the Graph prompt -> image is open."""
    return flow_page.opened(tmp_path_factory.mktemp("steps"))


def test_a_command_is_one_step_and_is_saved_with_what_it_changed(ran):
    seen = ran("""
      const id = commands.addNode("video", { x: 10.6, y: -3 }, { wire: { source: "image", sourceHandle: "image", targetHandle: "images" } });
      const steps = [history.get().undoLabel.act];
      commands.moveNodes([{ id, x: 50, y: 60 }]);
      return [id, steps, await flush(), saves().map(({ body }) => body), state()];
    """)

    assert seen[0] == "video"
    assert seen[1] == ["add"]
    assert seen[2] == 2
    assert seen[4] == "saved"
    [body] = seen[3]
    assert body["revision"] == 1
    assert body["changes"]["nodes"] == {
        "video": {"id": "video", "type": "video", "params": {}, "position": {"x": 50, "y": 60}}
    }
    assert [edge["source"] for edge in body["changes"]["edges"]["video"]] == ["image"]


def test_values_of_several_nodes_are_one_step(ran):
    seen = ran("""
      const values = () => [nodeOf("prompt").params.text, nodeOf("image").params.size];
      const before = values();
      commands.setAllParams("ways", { prompt: { text: "less" }, image: { size: "512x512" }, gone: { size: "1" } });
      const after = values();
      const label = history.get().undoLabel;
      undo();
      return [before, after, values(), label.act, label.n];
    """)

    assert seen[1:] == [["less", "512x512"], seen[0], "ways", 2]


def test_what_is_typed_without_a_pause_is_one_step(ran):
    seen = ran("""
      type("a"); type("ab"); type("abc");
      commands.setParams("image", { size: "2048" }, { typing: true });
      type("abcd");
      const all = [];
      while (history.get().canUndo) { undo(); all.push([text(), nodeOf("image").params.size]); }
      while (history.get().canRedo) redo();
      return [all, text()];
    """)

    assert seen[0] == [["abc", "2048"], ["abc", "1024"], ["a fox", "1024"]]
    assert seen[1] == "abcd"


def test_a_hundred_steps_can_be_undone_and_done_again(ran):
    seen = ran("""
      for (let n = 1; n <= 120; n += 1) commands.setParams("image", { seed: n });
      let steps = 0;
      while (undo()) steps += 1;
      const oldest = nodeOf("image").params.seed;
      while (redo());
      return [steps, oldest, nodeOf("image").params.seed];
    """)

    assert seen == [100, 20, 120]


def test_deleting_takes_the_wires_along_and_undo_brings_them_back(ran):
    seen = ran("""
      commands.removeNodes(["image"]);
      const gone = graphOf();
      const body = (await flush(), saves()[0].body.changes);
      undo();
      return [gone.edges.length, body, graphOf()];
    """)

    assert seen[0] == 0
    assert seen[1] == {"nodes": {"image": None}}
    assert len(seen[2]["edges"]) == 1
    assert {node["id"] for node in seen[2]["nodes"]} == {"prompt", "image"}


def test_a_port_that_takes_one_gives_up_what_fed_it(ran):
    seen = ran("""
      commands.addNode("prompt", { x: 0, y: 200 });
      commands.connect({ ...wire, source: "prompt-2" });
      const single = graphOf().edges.map(({ source }) => source);
      for (const source of ["prompt", "prompt-2"]) commands.connect({ ...wire, source, targetHandle: "images" });
      return [single, graphOf().edges.map(({ targetHandle, source }) => targetHandle + ":" + source)];
    """)

    assert seen == [["prompt-2"], ["prompt:prompt-2", "images:prompt", "images:prompt-2"]]


def test_undo_leaves_what_somebody_else_has_changed_since(ran):
    """Their save came back with ours; undo turns our own value back, and theirs stays."""
    seen = ran("""
      type("mine");
      refuse = (method, path, body) => {
        if (method !== "PATCH") return null;
        refuse = null;
        return [true, { id: "g", name: "Fox", revision: 5, isMerged: true, graph: { nodes: [prompt("mine"), image({ size: "512" }), { ...image(), id: "image-2" }], edges: [wire] } }];
      };
      const revision = await flush();
      undo();
      return [revision, text(), nodeOf("image").params.size, Boolean(nodeOf("image-2"))];
    """)

    assert seen == [5, "a fox", "512", True]


def test_undo_says_so_when_there_is_nothing_left_of_the_change(ran):
    seen = ran("""
      type("mine");
      await flush();
      server.graph.nodes[0] = prompt("theirs");
      server.revision += 1;
      await saving.catchUp();
      undo();
      return [text(), said];
    """)

    assert seen == ["theirs", ["changed_since"]]


def test_a_name_is_saved_and_undone_and_never_saved_empty(ran):
    seen = ran("""
      commands.renameGraph("Red fox ", { typing: true });
      await flush();
      const typed = doc.get().name;
      commands.renameGraph("", { typing: true });
      await flush();
      undo();
      return [saves().map(({ body }) => body.name), typed, doc.get().name, state()];
    """)

    assert seen[0] == ["Red fox "]
    assert seen[1] == "Red fox "
    assert seen[2] == "Fox"
