# ruff: noqa: E501  # JavaScript is as wide as in the scripts it tries
"""Runs in the browser: what is told of them, asked of them, and how Nodes stand.

The scripts of the editor run in Node; the server and its events are played.
"""

import re

import pytest

from tests.ui import node_page
from vidgenie.api.app import build
from vidgenie.api.status import SHOWN
from vidgenie.services.run_planning import Scope
from vidgenie.ui.i18n import catalogue

FLOW = node_page.UI / "flow"
EN = catalogue.texts("en")
_OURS = {
    "flow": ("told", "live", "stream", "planning", "standing", "running", "selection"),
    "cut": ("store",),
    "settings": ("rest",),
}
_DOC = """
import { store } from "../cut/store.js";
export const doc = store({ id: "g", status: "ready", revision: 3, nodes: { image: { id: "image", type: "image" } }, order: ["image"], edges: [] });
export const path = (rest = "") => `/api/graphs/${doc.get().id}${rest}`;
"""
_SAVING = """
import { store } from "../cut/store.js";
export const saving = store({ state: "saved", error: null });
export const catchUp = async () => {};
export const flush = async () => { globalThis.flushed += 1; return saving.get().state === "saved" ? 4 : null; };
"""
_SAID = """
export const say = (name, { values } = {}) => globalThis.told.push([name, values]);
"""
_PAGE = """
globalThis.told = [];
globalThis.flushed = 0;
const heardOf = {};
const watch = (name, listener) => { (heardOf[name] ??= []).push(listener); };
globalThis.document = { visibilityState: "visible", addEventListener: watch, removeEventListener: () => {} };
globalThis.window = { addEventListener: watch, removeEventListener: () => {} };
const look = (state) => { document.visibilityState = state; heardOf.visibilitychange.forEach((listener) => listener()); };
const streams = [];
globalThis.EventSource = class {
  static CLOSED = 2;
  constructor(url) { Object.assign(this, { url, readyState: 1, heard: {} }); streams.push(this); }
  addEventListener(name, listener) { this.heard[name] = listener; }
  close() { this.readyState = 2; }
};
const tell = (name, data) => streams.at(-1).heard[name]({ data: JSON.stringify(data) });
const requests = [];
let answers = () => null;
globalThis.fetch = async (path, { method, body, headers }) => {
  const asked = { method, path, body: body && JSON.parse(body), key: headers["Idempotency-Key"] };
  requests.push(asked);
  const found = answers(asked);
  if (found === null) throw new TypeError("no network");
  const [status, data] = found;
  return { ok: status < 400, headers: new Headers({ Date: new Date().toUTCString() }), json: async () => data };
};
const posts = (end) => requests.filter(({ method, path }) => method === "POST" && path.endsWith(end));
const { live, follow, leave, start, cancel, decide } = await import("./flow/live.js");
const { useStatus, useNodeState, standing, isEmpty } = await import("./flow/standing.js");
const running = await import("./flow/running.js");
const { ui } = await import("./flow/selection.js");
const { doc } = await import("./flow/doc.js");
const { saving } = await import("./flow/saving.js");
const made = (id, rest) => ({ id, type: id, status: "idle", progress: 0, startedAt: null, finishedAt: null, provider: "local", output: {}, reusedFrom: null, ...rest });
const now = () => new Date().toISOString();
const run = (id, status, nodes, rest) => ({ workflowId: id, graphId: "g", status, progress: 0, cost: { held: 0, charged: 0, released: 0 }, result: null, graph: null, nodes, ...rest });
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const until = async (is) => {
  const end = Date.now() + 5000;
  while (!is()) {
    if (Date.now() > end) throw new Error(`never: ${is}`);
    await wait(5);
  }
};
const statusOf = (id) => live.get().nodes[id]?.status;
const accepted = [202, { workflowId: "r1", estimatedDuration: 5, estimatedCost: 7 }];
const planned = (state, revision = 3, rest) => [200, { revision, total: 0, lines: [], nodes: { image: { state, because: [], output: null, runId: null } }, problem: null, ...rest }];
const result = await (async () => { %s })();
console.log(JSON.stringify(result ?? null));
process.exit(0);
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What some lines give in a page where a Graph of one picture is open."""
    texts = {"flow/doc.js": _DOC, "flow/saving.js": _SAVING, "flow/said.js": _SAID}
    folder = node_page.lay_out(tmp_path_factory.mktemp("running"), _OURS, texts)
    return lambda lines: node_page.printed(folder, _PAGE % lines)


def test_one_step_changes_the_entry_of_one_node(ran):
    seen = ran("""
      follow("g");
      tell("snapshot", run("r1", "RUNNING", [made("prompt"), made("image")]));
      const before = live.get();
      tell("node", made("image", { status: "loading", progress: 10, startedAt: now() }));
      const after = live.get();
      return [after.nodes.prompt === before.nodes.prompt, after.run === before.run, after.nodes.image.progress];
    """)

    assert seen == [True, True, 10]


def test_work_that_took_no_time_is_shown_for_a_glimpse_what_was_there_already_is_not(ran):
    seen = ran("""
      follow("g");
      tell("snapshot", run("r1", "RUNNING", [made("prompt"), made("image"), made("old")]));
      tell("node", made("image", { status: "success", startedAt: now(), finishedAt: now() }));
      tell("node", made("prompt", { status: "success", startedAt: now(), finishedAt: now(), reusedFrom: "r0" }));
      tell("node", made("old", { status: "success", startedAt: now(), finishedAt: "2020-01-01T00:00:00Z" }));
      const first = [statusOf("image"), statusOf("prompt"), statusOf("old")];
      await until(() => statusOf("image") === "success");
      return first;
    """)

    assert seen == ["loading", "success", "success"]


def test_a_run_is_started_of_what_is_saved_and_once_for_two_clicks(ran):
    seen = ran("""
      follow("g");
      answers = ({ path }) => path.endsWith("/runs") ? accepted : planned("missing");
      await Promise.all([running.runMissing(), running.runMissing()]);
      const [first] = posts("/runs");
      await running.runMissing();
      return [posts("/runs").length, flushed, first.body, first.key.length > 15, live.get().run.status];
    """)

    assert seen == [1, 1, {"revision": 4, "scope": "missing"}, True, "PENDING"]


def test_a_request_without_an_answer_is_sent_again_as_the_same_one(ran):
    seen = ran("""
      follow("g");
      let heard = 0;
      answers = ({ path }) => (path.endsWith("/runs") && (heard += 1) < 4 ? null : path.endsWith("/runs") ? accepted : planned("missing"));
      const first = await start({ scope: "all" });
      await start({ scope: "all" });
      return [first.error.code, new Set(posts("/runs").map(({ key }) => key)).size, posts("/runs").length, live.get().problem];
    """)

    assert seen == ["offline", 1, 4, None]


def test_the_price_that_was_shown_goes_along(ran):
    seen = ran("""
      follow("g");
      answers = () => [409, { code: "price_changed", agreed: 7, required: 9 }];
      const asked = [];
      const press = async (plan, go = running.runMissing) => { standing.set({ plan }); await go(); asked.push(posts("/runs").at(-1).body.maxCredits ?? null); };
      await press({ total: 7, problem: null });
      await press({ total: 0, problem: null }, running.runInFront);
      await press({ total: 0, problem: { code: "invalid_graph" } });
      await press(null);
      const { wanted, required } = live.get().problem;
      await start({ ...wanted, most: required });
      return [asked, posts("/runs").at(-1).body];
    """)

    assert seen == [[7, 0, None, None], {"revision": 4, "scope": "missing", "maxCredits": 9}]


def test_a_price_that_was_shown_in_a_menu_goes_along_without_a_question(ran):
    seen = ran("""
      follow("g");
      answers = () => [409, { code: "price_changed", agreed: 7, required: 9 }];
      await running.runAll(7);
      await running.runFrom("image", 0);
      await running.runOnly("image", 3);
      return [posts("/runs").map(({ body }) => [body.scope, body.maxCredits]), posts("/plan").length, told];
    """)

    assert seen == [[["all", 7], ["from", 0], ["only", 3]], 0, []]


def test_a_price_that_was_not_shown_is_asked_for_agreed_to_and_said(ran):
    seen = ran("""
      follow("g");
      standing.set({ plan: { total: 2, problem: null } });
      answers = ({ path }) => path.endsWith("/runs") ? accepted : planned("missing", 4, { total: 5 });
      await running.runFrom("image", undefined);
      return [requests.slice(0, 2).map(({ path, body }) => [path, body]), told];
    """)

    assert seen == [
        [
            ["/api/graphs/g/plan", {"scope": "from", "node": "image"}],
            [
                "/api/graphs/g/runs",
                {"revision": 4, "scope": "from", "node": "image", "maxCredits": 5},
            ],
        ],
        [["started_for", {"n": 5}]],
    ]


def test_the_price_that_stands_beside_the_button_is_not_said_again(ran):
    seen = ran("""
      follow("g");
      standing.set({ plan: { total: 5, problem: null } });
      answers = ({ path }) => path.endsWith("/runs") ? accepted : planned("missing", 4, { total: 5 });
      await running.runAll(null);
      return [posts("/runs")[0].body.maxCredits, told];
    """)

    assert seen == [5, []]


def test_without_a_price_nothing_is_started_and_the_reason_is_kept(ran):
    seen = ran("""
      follow("g");
      answers = ({ path }) => path.endsWith("/runs") ? accepted : [404, { code: "not_found", what: "node" }];
      await Promise.all([running.runAll(), running.runAll()]);
      const reason = live.get().problem;
      answers = ({ path }) => path.endsWith("/runs") ? [422, { code: "invalid_graph" }] : planned("missing", 4, { problem: { code: "invalid_graph" } });
      await running.runAll();
      return [reason.code, reason.wanted.scope, posts("/plan").length, posts("/runs").map(({ body }) => body.maxCredits ?? null), told, live.get().asked];
    """)

    assert seen == ["not_found", "all", 2, [None], [], None]


def test_what_keeps_a_run_from_starting_is_kept_to_be_shown(ran):
    seen = ran("""
      follow("g");
      answers = () => [402, { code: "insufficient_credits", required: 9, available: 2 }];
      await start();
      const poor = live.get().problem.code;
      saving.set({ state: "conflict", error: null });
      await start();
      return [poor, live.get().problem, posts("/runs").length, live.get().asked];
    """)

    assert seen == [
        "insufficient_credits",
        {"code": "conflict", "problem": "edited_elsewhere", "wanted": {"scope": "missing"}},
        1,
        None,
    ]


def test_from_here_and_only_this_node_mean_the_one_that_is_selected(ran):
    seen = ran("""
      follow("g");
      answers = ({ path }) => path.endsWith("/runs") ? [202, { workflowId: `r${requests.length}` }] : planned("missing");
      await running.runFrom();
      ui.set({ selected: ["image"] });
      await running.runFrom();
      live.set({ run: null });
      await running.runOnly("prompt");
      return posts("/runs").map(({ body }) => [body.scope, body.node]);
    """)

    assert seen == [["from", "image"], ["only", "prompt"]]


def test_a_run_of_no_graph_is_looked_at_until_it_is_left(ran):
    seen = ran("""
      follow("g");
      const graph = { nodes: [], edges: [] };
      tell("snapshot", run("api", "RUNNING", [made("image", { status: "loading" })], { graphId: null, graph }));
      const isSeen = live.get().visiting !== null;
      tell("run", { workflowId: "api", status: "COMPLETED", progress: 100 });
      tell("snapshot", run("own", "COMPLETED", [made("image")]));
      const isStill = live.get().visiting?.run.status;
      answers = ({ path }) => [200, path.includes("/runs?") ? { items: [{ id: "own" }] } : run("own", "COMPLETED", [made("image", { status: "success", finishedAt: "2020-01-01T00:00:00Z" })])];
      await leave();
      tell("snapshot", run("api", "RUNNING", [made("image", { status: "loading" })], { graphId: null, graph }));
      tell("node", made("image", { status: "error" }));
      return [isSeen, isStill, live.get().visiting, live.get().run.workflowId, statusOf("image")];
    """)

    assert seen == [True, "COMPLETED", None, "own", "success"]


def test_a_hidden_tab_gives_its_connection_back(ran):
    seen = ran("""
      const stop = follow("g");
      look("hidden");
      const closed = streams.map(({ readyState }) => readyState);
      look("visible");
      tell("snapshot", run("r1", "RUNNING", [made("image", { status: "loading" })]));
      const back = [streams.length, statusOf("image")];
      stop();
      return [closed, back, streams.map(({ readyState }) => readyState)];
    """)

    assert seen == [[2], [2, "loading"], [2, 2]]


def test_where_events_do_not_come_through_it_is_asked(ran):
    seen = ran("""
      follow("g");
      answers = ({ path }) => [200, path.includes("/runs?") ? { items: [{ id: "r1" }] } : run("r1", "RUNNING", [made("image", { status: "loading" })])];
      const links = [];
      live.subscribe(() => links.push(live.get().link));
      for (let n = 0; n < 3; n += 1) streams[0].onerror();
      await until(() => statusOf("image") === "loading");
      return [[...new Set(links)], streams[0].readyState, requests.map(({ path }) => path)];
    """)

    assert seen[0] == ["lost", "asking"]
    assert seen[1] == 2
    assert seen[2] == ["/api/runs?graphId=g&limit=1", "/api/workflow/status/r1"]


def test_how_nodes_stand_is_asked_after_each_save_and_the_last_answer_counts(ran):
    seen = ran("""
      follow("g");
      let n = 0;
      answers = () => { n += 1; return planned(n < 2 ? "missing" : "stale", 3 + n); };
      doc.set({ revision: 4 });
      await until(() => useNodeState("image") === "missing");
      doc.set({ revision: 5 });
      doc.set({ revision: 6 });
      await until(() => useNodeState("image") === "stale");
      return [posts("/plan").length, posts("/plan")[0].body];
    """)

    assert seen == [2, {"scope": "missing"}]


def test_what_the_run_has_just_made_is_fresh_before_anybody_asks(ran):
    seen = ran("""
      follow("g");
      answers = () => planned("missing");
      doc.set({ revision: 4 });
      await until(() => useNodeState("image") === "missing");
      tell("snapshot", run("r1", "RUNNING", [made("image", { status: "loading" })]));
      const states = [useNodeState("image"), useStatus("image")];
      tell("node", made("image", { status: "success", output: { url: "/x" } }));
      states.push(useNodeState("image"));
      answers = () => planned("fresh", 4);
      tell("run", { workflowId: "r1", status: "COMPLETED" });
      await until(() => posts("/plan").length === 2);
      await until(() => standing.get().plan.nodes.image.state === "fresh");
      return states;
    """)

    assert seen == ["running", "loading", "fresh"]


def test_a_decision_and_a_stop_go_to_the_run_they_are_about(ran):
    seen = ran("""
      follow("g");
      tell("snapshot", run("r1", "UNKNOWN", [made("image", { question: "late" })]));
      answers = () => [200, run("r1", "RUNNING", [made("image", { status: "loading" })])];
      await decide("r1", "image", "look");
      answers = () => [200, { status: "CANCELLING" }];
      await cancel();
      return [requests.filter(({ path }) => path.includes("/workflow/")).map(({ path, body }) => [path, body]), live.get().answered, live.get().run.status];
    """)

    assert seen == [
        [
            ["/api/workflow/decide/r1", {"nodeId": "image", "decision": "look"}],
            ["/api/workflow/cancel/r1", None],
        ],
        1,
        "CANCELLING",
    ]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("", ["fresh", "stale", "missing", "pinned", "running", "disabled"]),
        ("title_", ["fresh", "stale", "missing", "pinned", "running", "disabled"]),
        ("does_", ["make", "reuse", "pinned"]),
        ("scope_", list(Scope)),
        ("budget_", ["run", "day", "month"]),
    ],
)
def test_whatever_it_is_called_there_is_a_word_for_it(kind, names):
    assert {f"running_word.{kind}{name}" for name in names} <= EN.keys()


def test_every_status_the_server_says_is_known():
    table = (FLOW / "run_state.jsx").read_text().partition("const SHOWN = {")[2].partition("}")[0]

    assert dict(re.findall(r'(\w+): "(\w+)"', table)) == {
        told: status.value for status, told in SHOWN.items()
    }


def test_every_address_that_is_called_exists():
    served = {re.sub(r"{\w+}", "{}", path) for path in build().openapi()["paths"]}
    source = "\n".join((FLOW / f"{name}.js").read_text() for name in ("live", "planning"))
    part = r"(?:[\w/-]|\${[\w.]+})+"
    whole = re.findall(rf'[`"](/api/{part})', source + (FLOW / "result.jsx").read_text())
    rest = re.findall(r'path\("([\w/]+)"\)', source)
    called = {re.sub(r"\${[\w.]+}", "{}", path) for path in whole}
    called |= {f"/api/graphs/{{}}{path}" for path in rest}

    assert len(called) > 5
    assert called <= served
