# ruff: noqa: E501  # JavaScript is as wide as in the scripts it tries
"""The Graph in the browser: only what changed is new, and its words and limits are ours."""

import re

import pytest

from tests.ui import flow_page, node_page
from vidgenie.domain.graph import MAX_NODES
from vidgenie.domain.graph_json import LONGEST_TITLE
from vidgenie.ui.i18n import catalogue

SCRIPTS = {path.name: path.read_text() for path in (node_page.UI / "flow").glob("*.js*")}
EN = catalogue.texts("en")


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What some lines give in a page where the Graph prompt -> image is open."""
    return flow_page.opened(tmp_path_factory.mktemp("doc"))


def test_a_keystroke_leaves_everything_else_the_same_object(ran):
    seen = ran("""
      const before = doc.get();
      type("b");
      const after = doc.get();
      return [after.nodes.image === before.nodes.image, after.edges === before.edges, after.order === before.order, after.nodes.prompt === before.nodes.prompt];
    """)

    assert seen == [True, True, True, False]


def test_two_hundred_nodes_are_edited_and_compared_quickly(ran):
    """A keystroke has 16 ms for everything; here it takes a small part of that."""
    seen = ran("""
      const nodes = Array.from({ length: 200 }, (_, n) => ({ ...image({ n }), id: "n" + n }));
      const edges = nodes.slice(1).map(({ id }, n) => ({ ...wire, source: "n" + n, target: id }));
      commands.replaceGraph({ nodes, edges });
      await flush();
      const begin = performance.now();
      for (let n = 0; n < 100; n += 1) commands.setParams("n7", { text: "x".repeat(n) }, { typing: true });
      return (performance.now() - begin) / 100;
    """)

    assert seen < 8


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("save", ["saved", "saving", "failed", "offline", "conflict", "gone"]),
        ("reason", ["auto", "saved", "restore", "mine", "theirs", "import", "run"]),
        ("field", ["type", "text", "title", "disabled", "pin"]),
        ("dropped", ["duplicate", "loop", "node", "pin", "port", "two_sources", "type"]),
        ("dropped", ["value", "asset", "brand"]),
    ],
)
def test_whatever_it_is_called_there_is_a_word_for_it(kind, names):
    assert {f"graph_word.{kind}_{name}" for name in names} <= EN.keys()


def test_every_step_has_a_name_and_every_message_its_words():
    text = "\n".join(SCRIPTS.values())
    acts = set(re.findall(r"act: \"(\w+)\"|labelOf\(\"(\w+)\"", text))
    names = {one or other for one, other in acts} | {"pin", "unpin", "disable", "enable"}
    messages = set(re.findall(r"\bsay\(\"(\w+)\"", text))

    assert len(names) > 12
    assert {f"graph_word.act_{name}" for name in names} <= EN.keys()
    assert {f"graph_said.{name}" for name in messages} <= EN.keys()


def test_limits_are_those_of_the_server():
    assert f"MOST_NODES = {MAX_NODES};" in SCRIPTS["commands.js"]
    assert f"LONGEST_TITLE = {LONGEST_TITLE};" in SCRIPTS["commands.js"]
