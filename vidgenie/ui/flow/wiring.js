// Which output may feed which input. Pure: what is known of node types is handed in as `typeOf(slug)`.

const share = (one, other) => one.some((type) => other.includes(type));
const portOf = (ports, name) => ports?.find((port) => port.name === name);
const ports = (node, side, typeOf) => (node ? typeOf(node.type)?.[side] : undefined);

// The ids that `id` feeds, straight or by way of others.
export const below = (edges, id) => {
  const next = new Map();
  for (const { source, target } of edges) next.set(source, [...(next.get(source) ?? []), target]);
  const seen = new Set();
  const waiting = [id];
  while (waiting.length) {
    for (const target of next.get(waiting.pop()) ?? []) {
      if (!seen.has(target)) { seen.add(target); waiting.push(target); }
    }
  }
  return seen;
};

// wire: {source, sourceHandle, target, targetHandle}. null, or why not:
// {problem: self | unknown_port | wrong_type | double | loop, node, port, gives, takes}
export const canConnect = ({ nodes, edges }, wire, typeOf) => {
  const { source, sourceHandle, target, targetHandle } = wire;
  const about = { node: target, port: targetHandle };
  if (source === target) return { problem: "self", ...about };
  const gives = portOf(ports(nodes[source], "outputs", typeOf), sourceHandle);
  const takes = portOf(ports(nodes[target], "inputs", typeOf), targetHandle);
  if (!gives || !takes) return { problem: "unknown_port", ...about, port: gives ? targetHandle : sourceHandle };
  const types = { gives: gives.types, takes: takes.types };
  if (!share(gives.types, takes.types)) return { problem: "wrong_type", ...about, ...types };
  const isThere = edges.some((edge) => edge.source === source && edge.sourceHandle === sourceHandle && edge.target === target && edge.targetHandle === targetHandle);
  if (isThere) return { problem: "double", ...about };
  if (below(edges, target).has(source)) return { problem: "loop", ...about };
  return null;
};

// from: one loose end, {source, sourceHandle} or {target, targetHandle}; the other end at port `name` of node `id`.
export const closed = (from, id, name) => (from.source ? { ...from, target: id, targetHandle: name } : { ...from, source: id, sourceHandle: name });

// The ports of a node where the loose end may end.
export const fitting = (graph, from, id, typeOf) => {
  const side = from.source ? "inputs" : "outputs";
  const found = (ports(graph.nodes[id], side, typeOf) ?? []).filter((port) => !canConnect(graph, closed(from, id, port.name), typeOf));
  return found.map((port) => port.name);
};

const isFed = (edges, id, name) => edges.some((edge) => edge.target === id && edge.targetHandle === name);

// The one port a wire that is let go over a node's body goes to: its only fitting one, else its only free one; null when that is not plain.
export const landing = (graph, from, id, typeOf) => {
  const names = fitting(graph, from, id, typeOf);
  if (names.length === 1 || !from.source) return names.length === 1 ? names[0] : null;
  const free = names.filter((name) => !isFed(graph.edges, id, name));
  const wanted = free.filter((name) => portOf(ports(graph.nodes[id], "inputs", typeOf), name).required);
  if (free.length === 1) return free[0];
  return wanted.length === 1 ? wanted[0] : null;
};

// Why nothing of a node fits: the reason of the first port, else that there is none.
export const refusal = (graph, from, id, typeOf) => {
  const side = from.source ? "inputs" : "outputs";
  const [first] = ports(graph.nodes[id], side, typeOf) ?? [];
  return first ? canConnect(graph, closed(from, id, first.name), typeOf) : { problem: from.source === id || from.target === id ? "self" : "unknown_port", node: id, port: "" };
};

// The node types a loose end fits, and by which port: {slug: port name}.
export const takers = (graph, from, types) => {
  const end = from.source ? { id: from.source, name: from.sourceHandle, side: "outputs" } : { id: from.target, name: from.targetHandle, side: "inputs" };
  const typeOf = (slug) => types.find((type) => type.slug === slug);
  const port = portOf(ports(graph.nodes[end.id], end.side, typeOf), end.name);
  if (!port) return {};
  const other = end.side === "outputs" ? "inputs" : "outputs";
  const pairs = types.map((type) => [type.slug, type[other].find((one) => share(one.types, port.types))?.name]);
  return Object.fromEntries(pairs.filter(([, name]) => name));
};

// All that one node could be joined with: [{wire, isOut}], outputs first.
export const choices = (graph, id, typeOf) => {
  const type = typeOf(graph.nodes[id]?.type);
  if (!type) return [];
  const others = Object.keys(graph.nodes).filter((other) => other !== id);
  const ends = [...type.outputs.map((port) => ({ source: id, sourceHandle: port.name })), ...type.inputs.map((port) => ({ target: id, targetHandle: port.name }))];
  return ends.flatMap((from) => others.flatMap((other) => fitting(graph, from, other, typeOf).map((name) => ({ wire: closed(from, other, name), isOut: Boolean(from.source) }))));
};
