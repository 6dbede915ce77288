// What can be done to the Graph. Each is one step of history, and saved by itself.
import { typeOf } from "./catalog.js";
import { canEdit, doc, nodeOf } from "./doc.js";
import { refitted } from "./fit.js";
import { commit } from "./history.js";
import { applied, byTarget, edgeId, indexed, settled } from "./merge.js";
import { complain } from "./said.js";

export const MOST_NODES = 500; // domain/graph.py
const LONGEST_TITLE = 80; // domain/graph_json.py
const LONGEST_NAME = 120; // graphs/tables.py
const FARTHEST = 1e6; // px
const BESIDE = 40; // px a copy stands away from what it is a copy of

const whole = (value) => Math.round(Math.max(-FARTHEST, Math.min(FARTHEST, Number(value) || 0)));
export const place = ({ x, y }) => ({ x: whole(x), y: whole(y) });
const labelOf = (act, id, rest) => ({ act, type: nodeOf(id)?.type ?? "", title: nodeOf(id)?.title ?? "", ...rest });

// <type>, <type>-2, <type>-3...: the first that is free.
export const freeId = (type, taken) => {
  const start = String(type).replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 50) || "node";
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? start : `${start}-${n}`;
    if (!taken(id)) return id;
  }
};

// Whether `n` more Nodes find room; says so when they do not.
export const hasRoom = (n) => {
  if (!canEdit()) return false;
  if (doc.get().order.length + n <= MOST_NODES) return true;
  complain({ code: "invalid_graph", problem: "too_large", limit: MOST_NODES });
  return false;
};

const takesMany = (node, port) => Boolean(typeOf(node?.type)?.inputs.find(({ name }) => name === port)?.many);
// The Edges into a Node with one more; a port that takes one gives up what fed it.
const joined = (document, edge) => {
  const node = document.nodes[edge.target];
  const into = byTarget(document.edges).get(edge.target) ?? [];
  const isMany = takesMany(node, edge.targetHandle);
  return [...into.filter((one) => edgeId(one) !== edgeId(edge) && (isMany || one.targetHandle !== edge.targetHandle)), edge];
};

// wire: where a wire was pulled from, {source, sourceHandle, targetHandle?} or {target, targetHandle, sourceHandle?}.
export const addNode = (type, at, { params = {}, title = "", wire } = {}) => {
  if (!hasRoom(1)) return "";
  const { nodes } = doc.get();
  const id = freeId(type, (one) => one in nodes);
  const node = { id, type, params, position: place(at), ...(title && { title: title.slice(0, LONGEST_TITLE) }) };
  commit({ act: "add", type, title }, (document) => {
    const next = applied(document, { nodes: { [id]: node } });
    if (!wire) return next;
    const edge = wire.source ? { ...wire, target: id } : { ...wire, source: id };
    return refitted(applied(next, { edges: { [edge.target]: joined(next, { source: edge.source, sourceHandle: edge.sourceHandle, target: edge.target, targetHandle: edge.targetHandle }) } }), edge.target);
  });
  return id;
};

export const removeNodes = (ids) => {
  const there = ids.filter(nodeOf);
  return there.length > 0 && commit(labelOf("remove", there[0], { n: there.length }), (document) => applied(document, { nodes: Object.fromEntries(there.map((id) => [id, null])) }));
};

export const connect = ({ source, sourceHandle, target, targetHandle }) => {
  const edge = { source, sourceHandle, target, targetHandle };
  return commit(labelOf("connect", target), (document) => refitted(applied(document, { edges: { [target]: joined(document, edge) } }), target));
};

export const disconnect = (edgeIds) => commit({ act: "disconnect", n: edgeIds.length }, (document) => {
  const gone = new Set(edgeIds);
  return settled(document, { ...document, edges: document.edges.filter((edge) => !gone.has(edgeId(edge))) });
});

const change = (label, ids, make, options) => commit(label, (document) => applied(document, { nodes: Object.fromEntries(ids.filter((id) => document.nodes[id]).map((id) => [id, make(document.nodes[id])])) }), options);
// A value that says nothing is left out, as the server leaves it out.
const without = (node, name) => { const { [name]: _, ...rest } = node; return rest; };
const withValue = (node, name, value) => (value ? { ...node, [name]: value } : without(node, name));

// key: moves of the same key that follow each other quickly are one step, as of an arrow key that is held.
export const moveNodes = (moves, { key = "" } = {}) => {
  const places = new Map(moves.map(({ id, x, y }) => [id, place({ x, y })]));
  return change({ act: "move", n: places.size }, [...places.keys()], (node) => ({ ...node, position: places.get(node.id) }), { key: key && `move:${key}` });
};

export const setParams = (id, patch, { typing = false } = {}) => {
  const fields = Object.keys(patch);
  return change(labelOf("params", id, { field: fields[0] }), [id], (node) => {
    const params = { ...node.params, ...patch };
    for (const name of fields) if (params[name] === undefined) delete params[name];
    return { ...node, params };
  }, { key: typing ? `params:${id}:${fields.sort().join()}` : "", isTyping: typing });
};

// Values of several Nodes at once: one step. patches: id -> values.
export const setAllParams = (act, patches) => {
  const ids = Object.keys(patches).filter(nodeOf);
  return ids.length > 0 && change(labelOf(act, ids[0], { n: ids.length }), ids, (node) => ({ ...node, params: { ...node.params, ...patches[node.id] } }));
};

export const rename = (id, title) => change(labelOf("rename", id), [id], (node) => withValue(node, "title", title.trim().slice(0, LONGEST_TITLE)));
export const resize = (id, { width, height }) => change(labelOf("resize", id), [id], (node) => ({ ...node, size: { width: Math.round(width), height: Math.round(height) } }), { key: `size:${id}` });
export const pin = (ids, runId) => change(labelOf(runId ? "pin" : "unpin", ids[0], { n: ids.length }), ids, (node) => withValue(node, "pin", runId));

// All are disabled, unless all are already.
export const toggle = (ids) => {
  const isOn = ids.some((id) => nodeOf(id) && !nodeOf(id).disabled);
  return change(labelOf(isOn ? "disable" : "enable", ids[0], { n: ids.length }), ids, (node) => withValue(node, "disabled", isOn));
};

// Nodes and the Edges between them and into them, under new ids. shift: {x, y}. Returns the new ids.
export const insert = (label, graph, { shift = { x: BESIDE, y: BESIDE }, keepLinks = false } = {}) => {
  if (!graph.nodes.length || !hasRoom(graph.nodes.length)) return [];
  const before = doc.get().nodes;
  const fresh = new Map();
  const taken = new Set(Object.keys(before));
  for (const { id, type } of graph.nodes) {
    const name = freeId(type, (one) => taken.has(one) || one in {});
    taken.add(name);
    fresh.set(id, name);
  }
  const nodes = graph.nodes.map((node) => ({ ...node, id: fresh.get(node.id), position: place({ x: node.position.x + shift.x, y: node.position.y + shift.y }) }));
  const edges = graph.edges
    .filter(({ source, target }) => fresh.has(target) && (fresh.has(source) || (keepLinks && before[source])))
    .map((edge) => ({ ...edge, source: fresh.get(edge.source) ?? edge.source, target: fresh.get(edge.target) }));
  commit({ ...label, n: nodes.length }, (document) => applied(document, { nodes: Object.fromEntries(nodes.map((node) => [node.id, node])), edges: Object.fromEntries(byTarget(edges)) }));
  return nodes.map(({ id }) => id);
};

// What the clipboard holds of these Nodes: also the Edges into them from outside, for Ctrl+Shift+V.
export const partOf = (ids) => {
  const { nodes, edges } = doc.get();
  const wanted = new Set(ids.filter((id) => nodes[id]));
  return { nodes: [...wanted].map((id) => nodes[id]), edges: edges.filter(({ target }) => wanted.has(target)) };
};

export const duplicate = (ids) => insert({ act: "duplicate" }, partOf(ids));
export const replaceGraph = (graph, label = { act: "replace" }) => commit(label, (document) => settled(document, indexed(graph)));
export const renameGraph = (name, { typing = false } = {}) => commit({ act: "name" }, () => ({ name: name.slice(0, LONGEST_NAME) }), { key: typing ? "name" : "", isTyping: typing });
