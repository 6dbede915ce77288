# ruff: noqa: E501  # JavaScript is as wide as in the scripts it tries
"""A page of Node where the Graph prompt -> image is open, and a server that answers as it is told."""

from pathlib import Path

from tests.ui import node_page

_OURS = {
    "flow": (
        *("merge", "doc", "opening", "commands", "fit", "inputs", "history", "kept", "saving"),
        *("tabs", "leaving", "deciding", "renaming", "differences", "clipboard"),
    ),
    "cut": ("store",),
    "settings": ("rest",),
}
_CATALOG = """
const inputs = [{ name: "prompt", many: false }, { name: "images", many: true }];
export const typeOf = () => ({ inputs, fields: [] });
export const [makerOf, modelsOf] = [() => null, () => null];
export const [narrowed, offered] = [(field) => field, () => ({})];
export const valueOf = (node, name) => node.params?.[name];
"""
_SAID = """
export const list = [];
export const say = (name) => list.push(name);
export const complain = (error) => list.push(error.problem ?? error.code);
"""
_PAGE = """
const stored = new Map();
const listeners = {};
globalThis.window = {
  sessionStorage: {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => stored.set(key, value),
    removeItem: (key) => stored.delete(key),
  },
  addEventListener: (name, listener) => { listeners[name] = listener; },
  removeEventListener: () => {},
};
globalThis.document = { addEventListener: () => {}, removeEventListener: () => {} };
const prompt = (text = "a fox") => (
  { id: "prompt", type: "prompt", params: { text }, position: { x: 0, y: 0 } }
);
const image = (params = {}) => (
  { id: "image", type: "image", params, position: { x: 300, y: 0 } }
);
const wire = { source: "prompt", sourceHandle: "text", target: "image", targetHandle: "prompt" };
const first = () => ({ nodes: [prompt(), image({ size: "1024" })], edges: [wire] });
// What the server has, every request it got, and how it answers a save; null = as it should.
const server = { name: "Fox", revision: 1, graph: first() };
const requests = [];
let refuse = null;
const saved = (body) => {
  server.revision += 1;
  return { id: "g", name: body.name ?? server.name, revision: server.revision, isMerged: false, graph: null };
};
globalThis.fetch = async (path, { method, body, keepalive }) => {
  const given = body ? JSON.parse(body) : null;
  requests.push({ method, path, body: given, keepalive });
  const [ok, data] = (refuse && refuse(method, path, given)) ?? [true, method === "PATCH" ? saved(given) : { id: "g", ...structuredClone(server) }];
  if (ok === null) throw new TypeError("no network");
  return { ok, json: async () => data };
};
const saves = () => requests.filter(({ method }) => method === "PATCH");
const { doc, open, graphOf, nodeOf } = await import("./flow/doc.js");
const commands = await import("./flow/commands.js");
const { history, undo, redo } = await import("./flow/history.js");
const saving = await import("./flow/saving.js");
const { flush } = saving;
const merge = await import("./flow/merge.js");
const deciding = await import("./flow/deciding.js");
const { follow } = await import("./flow/leaving.js");
const { compare, versus } = await import("./flow/differences.js");
const { parsed, pasteText } = await import("./flow/clipboard.js");
const said = (await import("./flow/said.js")).list;
const state = () => saving.saving.get().state;
const text = () => nodeOf("prompt")?.params.text;
const type = (value) => commands.setParams("prompt", { text: value }, { typing: true });
const until = async (is) => {
  const end = Date.now() + 5000;
  while (!is()) {
    if (Date.now() > end) throw new Error(`never: ${is}`);
    await new Promise((go) => setTimeout(go, 5));
  }
};
await open("g");
const result = await (async () => { %s })();
console.log(JSON.stringify(result));
process.exit(0);
"""


def opened(folder: Path):
    """`run(lines)`: what the lines return, with the editor laid out in `folder`.

    They are given `commands`, `saving`, `server` and what else the page above names.
    """
    texts = {"flow/catalog.js": _CATALOG, "flow/said.js": _SAID}
    node_page.lay_out(folder, _OURS, texts)
    return lambda lines: node_page.printed(folder, _PAGE % lines)
