// Nodes on the clipboard, as JSON text: they go from one Graph to another, into a chat and back.
import { doc } from "./doc.js";
import { insert, MOST_NODES, partOf, removeNodes } from "./commands.js";
import { say } from "./said.js";

const LONGEST = 5_000_000; // characters of text that are looked at
const BESIDE = 40; // px a copy stands away from what it is a copy of
const ID = /^[A-Za-z0-9_-]{1,64}$/; // domain/graph_json.py

let held = ""; // the text, where the browser keeps the clipboard from us
let times = 0; // how often it was pasted

const object = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);
const number = (value) => (Number.isFinite(value) ? value : 0);
const nodeIn = (raw, at) => {
  if (!object(raw) || typeof raw.type !== "string" || !raw.type || raw.type.length > 40) return null;
  const id = typeof raw.id === "string" && ID.test(raw.id) && !(raw.id in {}) ? raw.id : `node-${at}`;
  const { width, height } = object(raw.size) ? raw.size : {};
  return {
    id, type: raw.type, params: object(raw.params) ? raw.params : {}, position: { x: number(raw.position?.x), y: number(raw.position?.y) },
    ...(typeof raw.title === "string" && raw.title && { title: raw.title.slice(0, 80) }),
    ...(raw.disabled === true && { disabled: true }),
    ...(/^[0-9a-f]{32}$/.test(raw.pin ?? "") && { pin: raw.pin }),
    ...(width > 0 && height > 0 && { size: { width, height } }),
  };
};
const isPort = (value) => typeof value === "string" && value.length > 0 && value.length <= 40;
const edgeIn = ({ source, sourceHandle, target, targetHandle }) => ({ source, sourceHandle, target, targetHandle });
const isEdge = (raw) => object(raw) && isPort(raw.sourceHandle) && isPort(raw.targetHandle) && ID.test(raw.source) && ID.test(raw.target);

// The Graph in a text: Nodes that were copied, a file that was exported, or {nodes, edges}; null for anything else.
export const parsed = (text) => {
  if (typeof text !== "string" || text.length > LONGEST || !text.trimStart().startsWith("{")) return null;
  let data;
  try { data = JSON.parse(text); } catch { return null; }
  const graph = object(data.graph) ? data.graph : data;
  if (!Array.isArray(graph.nodes) || !graph.nodes.length || graph.nodes.length > MOST_NODES) return null;
  const nodes = graph.nodes.map(nodeIn).filter(Boolean);
  const isTwice = new Set(nodes.map(({ id }) => id)).size !== nodes.length;
  if (!nodes.length || isTwice) return null;
  return { nodes, edges: (Array.isArray(graph.edges) ? graph.edges : []).filter(isEdge).map(edgeIn) };
};

// Also where the page is not served over https, where there is no navigator.clipboard.
const byEvent = (text) => {
  const fill = (event) => { event.preventDefault(); event.clipboardData.setData("text/plain", text); };
  document.addEventListener("copy", fill, { once: true, capture: true });
  document.execCommand("copy");
  document.removeEventListener("copy", fill, { capture: true });
};
const give = async (text) => {
  held = text;
  times = 0;
  try { await navigator.clipboard.writeText(text); } catch { byEvent(text); }
};
const read = async () => {
  try { return await navigator.clipboard.readText(); } catch { return held; }
};

export const copy = (ids) => {
  const graph = partOf(ids);
  if (!graph.nodes.length) return 0;
  give(JSON.stringify({ vidgenie: { nodes: 1 }, graph }));
  say("copied", { values: { n: graph.nodes.length } });
  return graph.nodes.length;
};

export const cut = (ids) => {
  const n = copy(ids);
  if (n) removeNodes(ids);
  return n;
};

// at: canvas point where they go, null: beside what they are a copy of. Returns the new ids.
export const pasteText = (text, { at = null, keepLinks = false } = {}) => {
  const graph = parsed(text);
  if (!graph) { say(text.trim() ? "not_a_graph" : "nothing_to_paste", { tone: "bad" }); return []; }
  times += 1;
  const edge = (axis) => Math.min(...graph.nodes.map(({ position }) => position[axis]));
  const shift = at ? { x: at.x - edge("x"), y: at.y - edge("y") } : { x: BESIDE * times, y: BESIDE * times };
  return insert({ act: "paste" }, graph, { shift, keepLinks });
};

export const paste = async (options) => (doc.get().status === "ready" ? pasteText(await read(), options) : []);
