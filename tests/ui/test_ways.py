# ruff: noqa: E501  # JavaScript is as wide as in the scripts it tries
"""Ways out of too few credits, as pages word them, and the way back from buying; run by Node."""

import json

import pytest

from tests.ui import node_page
from vidgenie.ui.i18n import catalogue
from vidgenie.ui.plugin import VidGeniePlugin

_PAGE = """
const TEXTS = %s;
const put = (text, values) => text.replace(/{(\\w+)}/g, (_, name) => values?.[name] ?? "");
const t = (key, values) => put(TEXTS[key], values);
t.label = (group, name) => TEXTS[`${group}.${name}`] ?? String(name);
t.locale = "en";
const kept = new Map();
globalThis.window = {
  location: { pathname: "/create/g1", search: "?shown=r1" },
  sessionStorage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) },
};
const { linesOf, valueText } = await import("./ways/words.js");
const { forgetWay, isPlace, leaveWay, wayBack } = await import("./ways/back.js");
const { wayOf } = await import("./ways/found.js");
const { isMoney } = await import("./ways/money.js");
const change = (rest) => ({ nodeId: "video", from: { duration: 15 }, to: { duration: 8 }, ...rest });
console.log(JSON.stringify((() => { %s })() ?? null));
"""


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """What some lines give."""
    texts = {
        key: text if isinstance(text, str) else text["other"]
        for key, text in catalogue.texts("en").items()
    }
    ways = [path.stem for path in (node_page.UI / "ways").glob("*.js")]
    ours = {"ways": ways, "settings": ("rest",)}
    folder = node_page.lay_out(tmp_path_factory.mktemp("ways"), ours)
    return lambda lines: node_page.printed(folder, _PAGE % (json.dumps(texts), lines))


def test_what_changes_is_said_field_by_field(given):
    lines = given("""
      const image = change({ nodeId: "image", from: { size: "2048x2048" }, to: { size: "512x512" } });
      return linesOf(t, { kind: "cheaper", changes: [change(), image] }, ({ nodeId }) => nodeId);
    """)

    assert [line["name"] for line in lines] == ["video", "image"]
    assert lines[0]["text"].replace("\u202f", " ").startswith("Length: 15 s")
    assert lines[1]["text"] == "Size: 2048\u202f\u00d7\u202f2048 → 512\u202f\u00d7\u202f512"


def test_of_the_built_in_providers_only_what_else_changes_is_said(given):
    lines = given("""
      const plain = change({ from: { provider: "luma", model: "ray-2" }, to: { provider: "local", model: "" } });
      const more = change({ from: { provider: "veo", style: "vivid" }, to: { provider: "local", style: "natural" } });
      return linesOf(t, { kind: "demo", changes: [plain, more] }, () => "Image");
    """)

    assert lines == [{"name": "Image", "text": "Style: Vivid → Natural"}]


def test_the_way_back_leads_where_somebody_was_and_nowhere_else(given):
    seen = given("""
      leaveWay();
      const there = wayBack();
      leaveWay("//evil.example/x");
      leaveWay("https://evil.example");
      const still = wayBack();
      forgetWay();
      return [there, still, wayBack(), ["/credits#packs", "/\\\\evil", "javascript:1", "", null].filter(isPlace)];
    """)

    assert seen == ["/create/g1?shown=r1", "/create/g1?shown=r1", "", []]


def test_a_way_back_of_hours_ago_or_made_up_is_none(given):
    seen = given("""
      const of = (value) => { kept.set("vg_way_back", value); return wayBack(); };
      return [
        of(JSON.stringify({ href: "/cut", at: Date.now() })),
        of(JSON.stringify({ href: "/cut", at: Date.now() - 3 * 60 * 60 * 1000 })),
        of(JSON.stringify({ href: "//evil.example", at: Date.now() })),
        of("not json"), of("null"),
      ];
    """)

    assert seen == ["/cut", "", "", "", ""]


def test_without_storage_there_is_no_way_back_and_no_error(given):
    assert (
        given("window.sessionStorage = undefined; leaveWay(); forgetWay(); return wayBack();") == ""
    )


def test_a_way_that_was_found_can_be_used_one_that_was_not_is_told_apart_from_no_answer(given):
    seen = given("""
      const used = [];
      const way = { kind: "cheaper", total: 3, changes: [change()] };
      const how = { nameOf: () => "Clip", onUse: ({ total }) => used.push(total) };
      const cheaper = wayOf(t, { ways: [way] }, "cheaper", how);
      cheaper.onUse();
      const none = wayOf(t, { ways: [way] }, "demo", how);
      const unasked = wayOf(t, { error: { code: "offline" }, ways: [] }, "demo", how);
      return [cheaper.total, cheaper.lines.length, used, none, unasked === undefined];
    """)

    assert seen == [3, 1, [3], None, True]


def test_what_is_about_credits_has_a_card_of_its_own(given):
    codes = ["insufficient_credits", "price_changed", "budget_exceeded", "missing_key", "offline"]

    found = given(
        f"return [...{json.dumps(codes)}.map((code) => isMoney({{ code }})), isMoney(null)]"
    )

    assert found == [True, True, True, False, False, False]


def test_the_cards_are_built_in():
    files = {str(path) for path, _ in VidGeniePlugin().get_static_assets()}

    for name in ("ways.jsx", "ways.css", "price_changed.jsx", "refusal.jsx", "back.jsx"):
        assert any(path.endswith(f"ways/{name}") for path in files)
