// How changes are told, and what is not saved yet, in this tab: it outlives a reload and a lost connection.
import { read } from "../settings/rest.js";
import { alike, applied, delta } from "./merge.js";

const keyOf = (id) => `vg_graph_${id}`;
const MOST_ON_LEAVING = 60_000; // bytes a browser sends for a page that is gone: 64 kB, with some room

const headers = { "Content-Type": "application/json" };

// What the server is told: whole Nodes, null for those that are gone, and the Edges into each Node.
export const changesOf = (from, to) => {
  const { nodes, edges } = delta(from, to);
  const ends = (all) => Object.fromEntries(Object.entries(all).map(([id, change]) => [id, change.to]));
  const wired = Object.fromEntries(Object.entries(ends(edges)).filter(([id]) => to.nodes[id]));
  return { ...(Object.keys(nodes).length && { nodes: ends(nodes) }), ...(Object.keys(wired).length && { edges: wired }) };
};
// An empty name is one that is being typed.
export const isNamed = (from, to) => Boolean(to.name.trim()) && to.name !== from.name;
// back: Nodes that others may have deleted; they come back with what feeds them here.
export const bodyOf = (from, to, rest, back) => {
  const changes = changesOf(from, to);
  const fed = (back || []).filter((id) => to.nodes[id]).map((id) => [id, to.edges.filter(({ target }) => target === id)]);
  const all = fed.length ? { ...changes, edges: { ...Object.fromEntries(fed), ...changes.edges } } : changes;
  return { revision: from.revision, changes: all, ...(isNamed(from, to) && { name: to.name }), ...rest };
};

// told: the document as the server has it; now: as it is here; sent: as it is on its way there.
export const write = (told, now, sent) => {
  try {
    const { nodes, edges } = delta(told, now);
    const way = sent && delta(told, sent);
    const isSame = !isNamed(told, now);
    if (isSame && !Object.keys(nodes).length && !Object.keys(edges).length) { window.sessionStorage.removeItem(keyOf(told.id)); return; }
    window.sessionStorage.setItem(keyOf(told.id), JSON.stringify({ revision: told.revision, nodes, edges, name: isSame ? null : { from: told.name, to: now.name }, sent: way }));
  } catch { /* storage is off or full: only a reload before the next save loses it */ }
};

export const drop = (id) => { try { window.sessionStorage.removeItem(keyOf(id)); } catch { /* as above */ } };
const find = (id) => { try { return JSON.parse(window.sessionStorage.getItem(keyOf(id))); } catch { return null; } };

// What this tab had not saved, on top of what the server has now: {told, now}. What the server has
// changed otherwise since then is left for it to judge: `told` is put back to what was changed from.
export const found = (told) => {
  const left = find(told.id);
  if (!left) return null;
  const open = (kind, there) => Object.entries(left[kind] ?? {}).filter(([id, { to }]) => !alike(there(id), to));
  const nodes = open("nodes", (id) => told.nodes[id] ?? null);
  const edges = open("edges", (id) => told.edges.filter(({ target }) => target === id));
  const isRenamed = Boolean(left.name && left.name.to !== told.name);
  if (!nodes.length && !edges.length && !isRenamed) return null; // it has arrived after all
  const isKnown = (kind, id, there, from) => alike(there, from) || (left.sent?.[kind]?.[id] && alike(there, left.sent[kind][id].to));
  const isOurs = nodes.every(([id, { from }]) => isKnown("nodes", id, told.nodes[id] ?? null, from))
    && edges.every(([id, { from }]) => isKnown("edges", id, told.edges.filter(({ target }) => target === id), from));
  const as = (list, side) => Object.fromEntries(list.map(([id, change]) => [id, change[side]]));
  const now = { ...told, name: isRenamed ? left.name.to : told.name, ...applied(told, { nodes: as(nodes, "to"), edges: as(edges, "to") }) };
  if (isOurs) return { told, now };
  return { told: { ...told, revision: left.revision, ...applied(told, { nodes: as(nodes, "from"), edges: as(edges, "from") }) }, now };
};

// One request that goes on when the page is left, if it is small enough for that.
export const patch = async (path, body) => {
  const text = JSON.stringify(body);
  const keepalive = new Blob([text]).size < MOST_ON_LEAVING;
  try {
    return await read(await fetch(path, { method: "PATCH", credentials: "same-origin", keepalive, headers, body: text }));
  } catch {
    return { error: { code: "offline" } };
  }
};

// Nobody waits for the answer.
export const last = (method, path, body) => {
  const text = JSON.stringify(body);
  if (new Blob([text]).size < MOST_ON_LEAVING) fetch(path, { method, credentials: "same-origin", keepalive: true, headers, body: text }).catch(() => {});
};
