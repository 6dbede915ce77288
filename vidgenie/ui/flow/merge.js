// Documents compared and put together. A document: {nodes: {id: Node}, order: [ids], edges: [Edge]}.
// Whatever did not change stays the same object, so that nothing else is drawn again.
export const edgeId = ({ source, sourceHandle, target, targetHandle }) => `${source}.${sourceHandle}-${target}.${targetHandle}`;

const NONE = Object.freeze([]);
const PLACES = ["position", "size"]; // where a Node stands is never fought over

export const alike = (a, b) => {
  if (a === b) return true;
  if (!a || !b || typeof a !== "object" || typeof b !== "object" || Array.isArray(a) !== Array.isArray(b)) return false;
  const named = (object) => Object.keys(object).filter((name) => object[name] !== undefined);
  const names = named(a);
  return names.length === named(b).length && names.every((name) => alike(a[name], b[name]));
};
const alikeBut = (a, b, without) => Boolean(a) === Boolean(b) && (!a || [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => without.includes(name) || alike(a[name], b[name])));
const same = (a, b) => a === b || (a.length === b.length && a.every((edge, at) => edgeId(edge) === edgeId(b[at])));

// Target -> the Edges into it, in their order.
export const byTarget = (edges) => {
  const found = new Map();
  for (const edge of edges) {
    const list = found.get(edge.target);
    if (list) list.push(edge); else found.set(edge.target, [edge]);
  }
  return found;
};

export const indexed = ({ nodes, edges }) => ({ nodes: Object.fromEntries(nodes.map((node) => [node.id, node])), order: nodes.map(({ id }) => id), edges });
export const listed = ({ nodes, order, edges }) => ({ nodes: order.map((id) => nodes[id]), edges });

// `next`, made of the objects of `old` wherever they are alike.
export const settled = (old, next) => {
  const nodes = Object.fromEntries(next.order.map((id) => [id, old.nodes[id] && alike(old.nodes[id], next.nodes[id]) ? old.nodes[id] : next.nodes[id]]));
  const isSame = next.order.length === Object.keys(old.nodes).length && next.order.every((id) => nodes[id] === old.nodes[id]);
  const known = new Map(old.edges.map((edge) => [edgeId(edge), edge]));
  const edges = next.edges.filter(({ source, target }) => nodes[source] && nodes[target]).map((edge) => known.get(edgeId(edge)) ?? edge);
  return {
    nodes: isSame ? old.nodes : nodes,
    order: old.order.length === next.order.length && old.order.every((id, at) => id === next.order[at]) ? old.order : next.order,
    edges: same(edges, old.edges) ? old.edges : edges,
  };
};

// The document after `changes`: {nodes: {id: Node | null}, edges: {target: the Edges into it}}.
export const applied = (document, { nodes: changed = {}, edges: joined = {} }) => {
  const nodes = { ...document.nodes, ...changed };
  for (const [id, node] of Object.entries(changed)) if (!node) delete nodes[id];
  const order = [...document.order.filter((id) => nodes[id]), ...Object.keys(changed).filter((id) => nodes[id] && !document.nodes[id])];
  const edges = Object.keys(joined).length ? [...document.edges.filter(({ target }) => !(target in joined)), ...Object.values(joined).flat()] : document.edges;
  return settled(document, { nodes, order, edges });
};

// What changed: {nodes: {id: {from, to}}, edges: {target: {from, to}}}; null: there was, or is, no such Node.
export const delta = (before, after) => {
  const nodes = {};
  if (before.nodes !== after.nodes) {
    for (const id of new Set([...Object.keys(before.nodes), ...Object.keys(after.nodes)])) {
      const [from, to] = [before.nodes[id] ?? null, after.nodes[id] ?? null];
      if (!alike(from, to)) nodes[id] = { from, to };
    }
  }
  const edges = {};
  if (before.edges !== after.edges) {
    const [old, now] = [byTarget(before.edges), byTarget(after.edges)];
    for (const id of new Set([...old.keys(), ...now.keys()])) {
      const [from, to] = [old.get(id) ?? NONE, now.get(id) ?? NONE];
      if (!same(from, to)) edges[id] = { from, to };
    }
  }
  return { nodes, edges };
};
export const isNothing = ({ nodes, edges }) => !Object.keys(nodes).length && !Object.keys(edges).length;

// One change after the other, as one; what is back where it was is left out.
const chained = (first, then) => Object.fromEntries([...new Set([...Object.keys(first), ...Object.keys(then)])]
  .map((id) => [id, { from: (first[id] ?? then[id]).from, to: (then[id] ?? first[id]).to }])
  .filter(([, { from, to }]) => !alike(from, to)));
export const together = (first, then) => ({ nodes: chained(first.nodes, then.nodes), edges: chained(first.edges, then.edges) });
export const reversed = ({ nodes, edges }) => {
  const turn = (all) => Object.fromEntries(Object.entries(all).map(([id, { from, to }]) => [id, { from: to, to: from }]));
  return { nodes: turn(nodes), edges: turn(edges) };
};

const mixed = (now, from, to, isFirm) => {
  let next = now;
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (alike(from[name], to[name]) || alike(now[name], to[name])) continue;
    if (!isFirm && !alike(now[name], from[name])) continue;
    next = { ...next, [name]: to[name] };
    if (to[name] === undefined) delete next[name];
  }
  return next;
};
const mixedNode = (now, { from, to }, isFirm) => {
  const params = mixed(now.params, from.params, to.params, isFirm);
  const next = mixed(now, { ...from, params: 0 }, { ...to, params: 0 }, isFirm);
  return params === now.params ? next : { ...next, params };
};
const mixedEdges = (now, { from, to }) => {
  if (same(now, from)) return to;
  const [old, fresh] = [new Set(from.map(edgeId)), new Set(to.map(edgeId))];
  const kept = now.filter((edge) => !old.has(edgeId(edge)) || fresh.has(edgeId(edge)));
  const have = new Set(kept.map(edgeId));
  return [...kept, ...to.filter((edge) => !old.has(edgeId(edge)) && !have.has(edgeId(edge)))];
};

// `document` with a change made to it that was made to another one. isFirm: it goes over what was
// changed since; else what somebody changed since stays as it is.
export const turned = (document, { nodes, edges }, isFirm = false) => {
  const changed = {};
  for (const [id, { from, to }] of Object.entries(nodes)) {
    const now = document.nodes[id];
    if (!to) { if (now && (alikeBut(now, from, PLACES))) changed[id] = null; }
    else if (!now) { if (!from || (isFirm && !alikeBut(from, to, PLACES))) changed[id] = to; }
    else if (from) changed[id] = mixedNode(now, { from, to }, isFirm);
    else if (isFirm) changed[id] = to;
  }
  const into = byTarget(document.edges);
  const joined = Object.fromEntries(Object.entries(edges).map(([id, change]) => [id, mixedEdges(into.get(id) ?? NONE, change)]));
  return applied(document, { nodes: changed, edges: joined });
};

// What was changed here since `base`, on top of what others made of `base`. but: Nodes where theirs stands.
export const rebased = (now, base, theirs, but = NONE) => {
  const { nodes, edges } = delta(base, now);
  const rest = (all) => Object.fromEntries(Object.entries(all).filter(([id]) => !but.includes(id)));
  return settled(now, turned(theirs, { nodes: rest(nodes), edges: rest(edges) }, true));
};

// Nodes both sides have changed, and not to the same.
export const clashes = (mine, theirs) => {
  const ids = (kind, differs) => Object.keys(mine[kind]).filter((id) => theirs[kind][id] && differs(mine[kind][id], theirs[kind][id]));
  const moved = ({ from, to }) => from && to && alikeBut(from, to, PLACES);
  const nodes = ids("nodes", (one, other) => !moved(one) && !moved(other) && !alikeBut(one.to, other.to, PLACES));
  return [...new Set([...nodes, ...ids("edges", (one, other) => !same(one.to, other.to))])];
};
