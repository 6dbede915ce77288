# ruff: noqa: E501  # JavaScript is as wide as in the scripts it tries
"""The browser saves a Graph: as it is typed, without a network, from several tabs; run by Node."""

import pytest

from tests.ui import flow_page


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What some lines give in a page where the Graph prompt -> image is open."""
    return flow_page.opened(tmp_path_factory.mktemp("saving"))


def test_what_is_typed_while_a_save_is_on_its_way_goes_with_the_next(ran):
    seen = ran("""
      type("one");
      refuse = () => { refuse = null; type("one two"); return null; };
      await saving.save();
      const meanwhile = [state(), text()];
      await flush();
      return [meanwhile, saves().map(({ body }) => [body.revision, body.changes.nodes.prompt.params.text])];
    """)

    assert seen == [["typed", "one two"], [[1, "one"], [2, "one two"]]]


def test_what_another_tab_saved_is_taken_in_at_once(ran):
    seen = ran("""
      follow();
      type("mine");
      server.graph.nodes[1] = image({ size: "2048" });
      server.revision = 2;
      new BroadcastChannel("vg_graphs").postMessage({ id: "g", revision: 2, name: "Fox" });
      await until(() => nodeOf("image").params.size === "2048");
      await until(() => state() === "saved");
      return [text(), saves().map(({ body }) => body.revision)];
    """)

    assert seen == ["mine", [2]]


def test_what_two_tabs_fight_over_is_left_to_the_server(ran):
    seen = ran("""
      server.graph.nodes[0] = prompt("theirs");
      server.revision = 2;
      type("mine");
      await saving.catchUp();
      const before = text();
      await flush();
      return [before, saves()[0].body.revision];
    """)

    assert seen == ["mine", 1]


def test_a_save_that_found_no_network_is_kept_and_tried_again(ran):
    seen = ran("""
      refuse = () => [null];
      type("mine");
      const failed = await flush();
      const offline = [failed, state(), JSON.parse([...stored.values()][0]).nodes.prompt.to.params.text];
      refuse = null;
      return [offline, await flush(), state(), stored.size];
    """)

    assert seen == [[None, "offline", "mine"], 2, "saved", 0]


RELOAD = """
  const left = [...stored.entries()];
  refuse = null;
  doc.set({ id: "" });
  stored.clear();
  for (const [key, value] of left) stored.set(key, value);
  requests.length = 0;
"""


def test_what_was_not_saved_outlives_a_reload(ran):
    seen = ran(
        """
      refuse = () => [null];
      type("mine");
      await flush();
    """
        + RELOAD
        + """
      await open("g");
      const shown = text();
      await until(() => state() === "saved");
      return [shown, saves().map(({ body }) => [body.revision, body.changes.nodes.prompt.params.text]), stored.size];
    """
    )

    assert seen == ["mine", [[1, "mine"]], 0]


def test_after_a_reload_the_server_judges_what_others_changed_too(ran):
    """The revision it was changed from is told, and nothing that others did is sent back."""
    seen = ran(
        """
      refuse = () => [null];
      type("mine");
      await flush();
      server.graph = { nodes: [prompt("theirs"), image({ size: "2048" })], edges: [wire] };
      server.revision = 7;
    """
        + RELOAD
        + """
      await open("g");
      await until(() => saves().length === 1);
      return [saves()[0].body.revision, Object.keys(saves()[0].body.changes.nodes)];
    """
    )

    assert seen == [1, ["prompt"]]


def test_what_arrived_although_the_page_was_gone_is_no_conflict_with_itself(ran):
    seen = ran(
        """
      refuse = () => [null];
      type("mine");
      await flush();
      server.graph.nodes[0] = prompt("mine");
      server.revision = 2;
    """
        + RELOAD
        + """
      await open("g");
      return [text(), state(), saves().length, stored.size];
    """
    )

    assert seen == ["mine", "saved", 0, 0]


def test_the_page_that_is_left_sends_what_is_typed(ran):
    seen = ran("""
      follow();
      type("mine");
      listeners.pagehide();
      const [{ body, keepalive }] = saves();
      return [body.changes.nodes.prompt.params.text, keepalive];
    """)

    assert seen == ["mine", True]


def test_a_graph_deleted_elsewhere_can_be_brought_back_with_what_was_typed(ran):
    seen = ran("""
      refuse = (method) => (method === "PATCH" ? [false, { code: "conflict", problem: "deleted" }] : null);
      type("mine");
      await flush();
      const gone = [state(), text()];
      refuse = null;
      await deciding.bringBack();
      return [gone, requests.some(({ path }) => path.endsWith("/undelete")), state(), text(), saves().length];
    """)

    assert seen == [["gone", "mine"], True, "saved", "mine", 2]


def test_saving_a_version_says_what_it_did_even_without_a_network(ran):
    seen = ran("""
      refuse = (method, path) => (path.endsWith("/versions") ? [true, { number: 3 }] : null);
      await deciding.saveVersion();
      refuse = () => [null];
      type("mine");
      await deciding.saveVersion();
      return said;
    """)

    assert seen == ["version_saved", "not_saved"]
