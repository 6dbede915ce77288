"""The gallery of Templates: what it looks for, what it sends, the words it may have to say."""

import re

import pytest

from tests.ui import node_page
from vidgenie.projects.graph_templates import LONGEST_LABEL
from vidgenie.services.builtin_graphs import builtin_graphs
from vidgenie.services.template_rules import LONGEST_DESCRIPTION, LONGEST_TITLE
from vidgenie.services.template_views import _USES
from vidgenie.ui.i18n import catalogue

EN = catalogue.texts("en")
FOLDER = node_page.UI / "templates"
SCRIPTS = {path.name: path.read_text() for path in sorted(FOLDER.glob("*.js*"))}
LIST = """
const one = (title, rest) => ({ title, description: "", kind: "graph", isFree: true, isOwn: false,
  uses: [], holes: [], ...rest });
const list = [
  one("Égalité", { uses: ["voice"], holes: [{ kind: "text" }, { kind: "image" }] }),
  one("Reels", { kind: "project", description: "trente secondes", isFree: false, theme: "Django" }),
  one("Mine", { isOwn: true, uses: ["music"] }),
];
const titles = (asked) => found(list, { ...NOTHING, ...asked }).map((each) => each.title);
"""


@pytest.fixture
def run(tmp_path):
    """Runs JavaScript that imports some names of one of our scripts; what it prints, as JSON."""

    def run(script, names, code):
        node_page.lay_out(tmp_path, {"templates": (script.removesuffix(".js"),)})
        head = f'import {{ {names} }} from "./templates/{script}";'
        return node_page.printed(tmp_path, f"{head}\n{code}")

    return run


def test_templates_are_found_by_words_kind_and_what_they_have(run):
    code = f"""{LIST}console.log(JSON.stringify([
      titles({{}}), titles({{ q: "EGALITE" }}), titles({{ q: "secondes reels" }}),
      titles({{ q: "django" }}), titles({{ kind: "project" }}), titles({{ traits: ["free"] }}),
      titles({{ traits: ["voice", "files"] }}), titles({{ traits: ["own", "voice"] }}),
      isFiltered(NOTHING), isFiltered({{ ...NOTHING, q: " x" }}),
    ]));"""

    assert run("search.js", "found, isFiltered, NOTHING", code) == [
        ["Égalité", "Reels", "Mine"],
        ["Égalité"],
        ["Reels"],
        ["Reels"],
        ["Reels"],
        ["Égalité", "Mine"],
        ["Égalité"],
        [],
        False,
        True,
    ]


def test_arrow_keys_stay_among_the_cards(run):
    code = """const keys = [["ArrowRight", 0], ["ArrowDown", 0], ["ArrowUp", 1], ["ArrowDown", 5],
      ["ArrowRight", 6], ["End", 0], ["Home", 6], ["x", 3]];
    console.log(JSON.stringify(keys.map(([key, at]) => stepped(key, at, 7, 3))));"""

    assert run("search.js", "stepped", code) == [1, 3, 1, 5, 6, 6, 0, 3]


def test_a_form_begins_with_examples_and_sends_what_is_in_it(run):
    code = """const holes = [
      { name: "idea", kind: "text", example: "a fox", longest: 5, required: true },
      { name: "more", kind: "text", example: "", longest: 5, required: false },
      { name: "photo", kind: "image" },
    ];
    const values = firstValues(holes);
    console.log(JSON.stringify([
      values, firstWrong(holes, values), firstWrong(holes, { ...values, idea: " " }),
      firstWrong(holes, { ...values, more: "too long" }),
      firstWrong(holes, { ...values, idea: "\U0001f98a".repeat(5) }),
      asked(holes, values, { photo: { id: "f" }, gone: null }, "en"),
      holeOf({ field: "values.idea" }), holeOf({ field: "assets.photo" }), holeOf({ field: "x" }),
    ]));"""

    assert run("filling.js", "asked, firstValues, firstWrong, holeOf", code) == [
        {"idea": "a fox", "more": ""},
        "",
        "idea",
        "more",
        "",
        {
            "values": {"idea": "a fox", "more": ""},
            "assets": {"photo": "f"},
            "language": "en",
        },
        "idea",
        "photo",
        "",
    ]


def test_texts_of_a_graph_are_offered_as_holes_prompts_first(run):
    code = """const fields = { prompt: [{ name: "text", kind: "longtext", most: 1000 }],
      note: [{ name: "text", kind: "longtext", most: 4000 }],
      speech: [{ name: "voice", kind: "voice", most: 120 }, { name: "provider", kind: "provider" }],
      assemble: [{ name: "title", kind: "text", most: 200 }] };
    const typeOf = (type) => (fields[type] ? { fields: fields[type],
      executes: type !== "note" } : null);
    const node = (id, type, params) => ({ id, type, params });
    const nodes = [node("a", "prompt", { text: "a fox" }), node("b", "prompt", { text: "{{x}} b" }),
      node("c", "note", { text: "mine" }), node("d", "speech", { voice: "ann", provider: "local" }),
      node("e", "assemble", { title: "Fox" }), node("f", "oracle", { text: "?" }),
      node("g", "prompt", {})];
    console.log(JSON.stringify(textsOf(nodes, typeOf).map((one) => [one.id, one.isOn])));"""

    assert run("filling.js", "textsOf", code) == [
        ["a.text", True],
        ["b.text", False],
        ["e.title", False],
    ]


def test_whatever_it_is_called_there_is_a_word_for_it():
    kinds = re.findall(r'"(\w+)"', re.search(r"KINDS = \[(.+?)\]", SCRIPTS["search.js"])[1])
    traits = re.findall(r"^  (\w+): \(one\)", SCRIPTS["search.js"], re.MULTILINE)
    wanted = {
        "kind": ["graph", "project"],
        "kinds": kinds,
        "trait": traits,
        "use": _USES.values(),
        "removed": ["asset", "pin", "brand", "edits", "node", "edge"],
    }

    assert len(traits) == 5
    names = {f"templates_word.{kind}_{name}" for kind, of_it in wanted.items() for name in of_it}
    assert names == {key for key in EN if key.startswith("templates_word.")}


def test_what_ours_have_has_a_word():
    types = {node["type"] for one in builtin_graphs() for node in one.body.graph["nodes"]}

    assert {f"node.{kind}" for kind in types} <= EN.keys()


@pytest.mark.parametrize("script", ["edit.jsx", "save_dialog.jsx"])
def test_fields_take_as_much_as_the_server(script):
    longest = re.search(
        r"LONGEST = { title: (\d+), description: (\d+), label: (\d+) }", SCRIPTS[script]
    )

    assert longest
    limits = [LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_LABEL]
    assert [int(one) for one in longest.groups()] == limits


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_script_is_one_idea(name):
    assert len(SCRIPTS[name].splitlines()) <= 150
